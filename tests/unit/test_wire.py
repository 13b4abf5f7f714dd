"""What workers say is parsed as data and nothing else."""

from __future__ import annotations

import pyarrow as pa
import pytest

from pipeline.errors import DocumentCrashed, Encrypted, InternalError
from pipeline.schemas.schemas import SCHEMAS
from pipeline.workers import wire
from pipeline.workers.reading import encode_rows
from tests import factories


def test_a_step_of_many_hours_is_told_as_the_longest_one() -> None:
    assert wire.step_from_bytes(wire.step_to_bytes(90_000.0, 2, 5)) == (wire.LONGEST_STEP, 2, 5)


def test_pieces_come_back_as_they_went() -> None:
    parts = {"budget": b"one", "cells": b"", "表": b"\x00\xff"}
    assert wire.unpack(wire.pack(parts)) == parts
    assert wire.unpack(wire.pack({})) == {}


@pytest.mark.parametrize("cut", [0, 3, 8, 12, -1])
def test_pieces_that_were_cut_are_refused(cut: int) -> None:
    with pytest.raises(wire.Garbled):
        wire.unpack(wire.pack({"budget": b"one"})[:cut])


def test_more_bytes_than_announced_are_refused() -> None:
    with pytest.raises(wire.Garbled):
        wire.unpack(wire.pack({"budget": b"one"}) + b"x")


def test_a_failure_keeps_its_class_and_words() -> None:
    for error in (Encrypted("a.pdf asks"), InternalError("KeyError: 甲", "report it")):
        back = wire.failure_from_bytes(wire.failure_to_bytes(error))
        assert (type(back), back.message, back.hint) == (type(error), error.message, error.hint)


def test_a_failure_keeps_the_page_that_it_came_from() -> None:
    error = DocumentCrashed("a.pdf ended its reader")
    assert wire.failure_from_bytes(wire.failure_to_bytes(error)).page is None
    error.page = 7
    assert wire.failure_from_bytes(wire.failure_to_bytes(error)).page == 7


def test_a_page_is_heard_of_by_its_number() -> None:
    assert [wire.page_from_bytes(wire.page_to_bytes(number)) for number in (0, 1, 5000)] == [0, 1, 5000]


@pytest.mark.parametrize("body", [b"", b"1", b"\xff" * 8, bytes(9)])
def test_no_page(body: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.page_from_bytes(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'["a"]',
        b'{"a": 1}',
        b"[1, 2, 3]",
        b"\xff",
        b'["a", "b", "c", -1]',
        b'["a", "b", "c", 1e9]',
    ],
)
def test_no_failure(body: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.failure_from_bytes(body)


def test_a_table_comes_back() -> None:
    body = encode_rows({"budget": [factories.budget("a")]})["budget"]
    assert wire.table_from_bytes(body, SCHEMAS["budget"]).num_rows == 1


@pytest.mark.parametrize("position", range(0, 2000, 97))
def test_a_table_with_a_wrong_byte_is_refused_or_sound(position: int) -> None:
    """Whatever comes out passes Arrow's full validation; nothing else is raised than Garbled."""
    body = bytearray(encode_rows({"budget": [factories.budget("a")]})["budget"])
    body[position % len(body)] ^= 0xFF
    try:
        wire.table_from_bytes(bytes(body), SCHEMAS["budget"]).validate(full=True)
    except wire.Garbled:
        return


def test_a_table_of_another_kind_is_refused() -> None:
    other = wire.table_to_bytes(pa.table({"a": [1]}))
    with pytest.raises(wire.Garbled, match="schema"):
        wire.table_from_bytes(other, SCHEMAS["budget"])


def test_a_long_table_comes_in_pieces_that_are_unpacked_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [encode_rows({"budget": [factories.budget("a", row_index=n)]}) for n in range(3)]
    asked: list[int] = []
    packed = wire.unpacked_views(wire.pack(wire.numbered([*pieces, encode_rows({"cells": []})])))
    monkeypatch.setattr(wire, "_SMALL", 0)
    tables = wire.PackedTables(packed, SCHEMAS, lambda name, table: asked.append(table.num_rows))
    assert list(tables) == ["budget"] and asked == [1, 1, 1]
    assert [table["row_index"].to_pylist() for table in wire.pieces_of(tables, "budget")] == [[0], [1], [2]]
    assert tables["budget"]["row_index"].to_pylist() == [0, 1, 2]


def test_rows_of_a_piece_that_are_not_to_be_taken_refuse_all() -> None:
    packed = wire.unpacked_views(
        wire.pack(wire.numbered([encode_rows({"budget": [factories.budget("a")]})] * 2))
    )
    seen: list[str] = []

    def check(name: str, table: pa.Table) -> None:
        seen.append(name)
        if len(seen) == 2:
            raise wire.Garbled("rows of another document")

    with pytest.raises(wire.Garbled):
        wire.PackedTables(packed, SCHEMAS, check)
