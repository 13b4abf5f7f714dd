"""An answer costs no more than it may, where it is made and where it is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.answers.about import About
from pipeline.answers.present import pieces, write
from pipeline.answers.size_limits import bounded, small
from pipeline.answers.spreadsheets import as_csv
from pipeline.answers.streamed import as_json
from pipeline.errors import UsageError

MEGABYTE = 1024 * 1024


def counted(array: pa.Array, name: str = "a", megabytes: int = 10, rows: int = 10**9) -> int:
    """Rows that come through."""
    batch = pa.record_batch({name: array})
    return sum(piece.num_rows for piece in bounded([batch], megabytes, rows))


@pytest.mark.parametrize(
    "array",
    [
        pa.nulls(2_000_000),
        pa.array([[None] * 2_000_000], pa.list_(pa.null())),
        pa.StructArray.from_arrays([pa.nulls(700_000)] * 2, ["x", "y"]),
        pa.array([[("k", None)] * 700_000], pa.map_(pa.string(), pa.null())),
        pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int8()), pa.array(["x" * 10_000])),
        pa.array(["x" * MEGABYTE] * 11),
    ],
    ids=["nulls", "nulls in a list", "structures", "maps", "codes", "texts"],
)
def test_what_arrow_packs_counts_as_it_is_shown(array: pa.Array) -> None:
    with pytest.raises(UsageError, match=r"more than 10 MB|a row of the answer has more than 8 MB"):
        counted(array)


def test_what_is_small_comes_through_whole() -> None:
    assert counted(pa.nulls(1_000_000)) == 1_000_000
    assert counted(pa.array([[1], None, [2, 3]]).slice(1)) == 2
    assert counted(pa.array([[("k", 1)] * 3], pa.map_(pa.string(), pa.int64())).slice(1)) == 0


def test_rows_and_long_names_are_counted() -> None:
    with pytest.raises(UsageError, match="more than 4 rows"):
        counted(pa.nulls(5), rows=4)
    with pytest.raises(UsageError, match="more than 10 MB"):
        counted(pa.nulls(2000), "n" * 10_000)


def test_codes_arrive_as_what_they_stand_for() -> None:
    codes = pa.DictionaryArray.from_arrays(pa.array([1, None, 0], pa.int8()), pa.array(["甲", "乙"]))
    [piece] = bounded([pa.record_batch({"a": codes})])
    assert piece.to_pydict() == {"a": ["乙", None, "甲"]} and piece.schema.field("a").type == pa.string()


def test_pieces_are_small_and_a_row_that_is_not_is_refused() -> None:
    batch = pa.record_batch({"a": ["x" * MEGABYTE] * 9})
    found = list(small(batch))
    assert len(found) > 2 and pa.Table.from_batches(found).to_batches() and max(p.nbytes for p in found) < 5e6
    with pytest.raises(UsageError, match="a row of the answer has more than 8 MB"):
        list(small(pa.record_batch({"a": ["x" * 9 * MEGABYTE]})))


TABLE = pa.table({"n": [1, 2, None], "t": ["a\nb", "", "=1"], "l": [["x"], [], None]})


@pytest.mark.parametrize("table", [TABLE, TABLE.slice(0, 0), pa.concat_tables([TABLE] * 9000)])
def test_pieces_of_a_text_make_the_text(table: pa.Table, tmp_path: Path) -> None:
    assert "".join(pieces(table, "json")) == as_json(table.to_pylist())
    assert "".join(pieces(table, "csv")) == as_csv(table)
    body = json.loads("".join(pieces(table, "json", About("标题"), with_schema=True)))
    assert body["data"] == table.to_pylist() and [*body] == ["title", "about", "schema", "data"]
    assert as_json(body) == "".join(pieces(table, "json", About("标题"), with_schema=True))
    write(table, "csv", tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes() == as_csv(table).encode("utf-8-sig")


def test_long_texts_are_printed_in_many_pieces() -> None:
    table = pa.table({"t": ["x" * 100_000] * 60})
    for form in ("json", "csv", "table"):
        longest = max(map(len, pieces(table, form)))
        assert longest < 5_000_000, form
