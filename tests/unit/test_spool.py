"""Rows that wait on the disk, and their way into parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.publishing import parts
from pipeline.publishing.parts import write_part
from pipeline.publishing.publish import tables_from_rows
from pipeline.publishing.spool import Spool, merged
from pipeline.schemas.schemas import stored_schema
from tests import factories


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    found = Spool(tmp_path)
    yield found
    found.close()


def put(spool: Spool, seed: str, **changes: object) -> str:
    document_id = str(factories.document(seed)["document_id"])
    spool.put(
        "budget", document_id, tables_from_rows({"budget": [factories.budget(seed, **changes)]})["budget"]
    )
    return document_id


def test_rows_come_back_by_year_as_they_are_stored(spool: Spool) -> None:
    one, other = put(spool, "a", fiscal_year=2022), put(spool, "b", fiscal_year=None)
    assert {folder: set(frames) for folder, frames in spool.of("budget").items()} == {
        "budget/fiscal_year=2022": {one},
        "budget/fiscal_year=__HIVE_DEFAULT_PARTITION__": {other},
    }
    [rows] = spool.read(spool.of("budget")["budget/fiscal_year=2022"][one])
    assert rows.schema.equals(stored_schema("budget"), check_metadata=True)
    assert rows.column("document_id").to_pylist() == [one]


def test_nothing_of_it_can_be_seen_on_the_disk(spool: Spool, tmp_path: Path) -> None:
    put(spool, "a")
    assert list(tmp_path.iterdir()) == []


def test_a_discarded_document_is_gone(spool: Spool) -> None:
    one, other = put(spool, "a"), put(spool, "b")
    spool.discard(one)
    assert [set(frames) for frames in spool.of("budget").values()] == [{other}]


def ids(*letters: str) -> pa.Table:
    return pa.table({"document_id": list(letters), "n": range(len(letters))})


@pytest.mark.parametrize(
    ("old", "fresh"),
    [
        ([], "ab"),
        (["ac", "ce"], "bdf"),
        (["bbb", "bbd"], "ac"),
        (["", "b", ""], "acd"),
        (["bd"], ""),
    ],
)
def test_documents_come_in_order_and_each_row_once(old: list[str], fresh: str) -> None:
    tables = [ids(*letters) if letters else ids().cast(ids("a").schema) for letters in old]
    frames = {letter: letter for letter in fresh}
    read = merged(tables, frames, lambda letter: [ids(letter)])
    found = [letter for table in read for letter in table.column("document_id").to_pylist()]
    assert found == sorted("".join(old) + fresh)


def test_row_groups_do_not_depend_on_how_rows_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "ROW_GROUP", 3)
    schema = pa.schema({"n": pa.int32()})
    table = pa.table({"n": pa.array(range(7), pa.int32())})
    cuts = {"whole": [table], "ones": [table.slice(n, 1) for n in range(7)], "some": [table[:5], table[5:]]}
    for name, cut in cuts.items():
        assert write_part(tmp_path, name, schema, cut) == 7
    assert len({(tmp_path / name).read_bytes() for name in cuts}) == 1
    part = pq.ParquetFile(tmp_path / "ones")
    assert [part.metadata.row_group(number).num_rows for number in range(3)] == [3, 3, 1]
