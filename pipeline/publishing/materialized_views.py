"""Writing what a version keeps of the helper views, so that a question need not compute it from all facts.

A document's rows stand in one part of each view, found by a checksum of its id. So a commit writes the parts of the
documents that it changes and links the others, and the same documents give the same parts in whatever order they came.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.answers import materialized_views
from pipeline.answers.catalog import QUERIES, Catalog
from pipeline.errors import PublishFailed
from pipeline.language import tr
from pipeline.publishing.parts import column_below, link_or_copy, write_part
from pipeline.schemas import FACTS

# Facts from which anything is kept: fewer are asked as quickly as they are, and a small run should not pay for it.
LEAST_FACTS = 200_000
# Facts up to which each view is one part; twice as many make two. Larger parts would make a small change dear, and
# take memory to write. But a question opens every part, so that from many on they may be larger.
FACTS_A_PART = 100_000
_MANY_PARTS = 32
_LARGER = 4
_MOST_PARTS = 4096
# Documents computed at once. More would take memory, fewer would look through the facts more often.
_AT_ONCE = 1_000
_ROWS_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of all views below a folder."""

    folder: Path
    count: int

    def path(self, view: str, number: int) -> Path:
        return self.folder / view / f"part-{number:04}.parquet"


def is_worth_keeping(version: Path) -> bool:
    """Has a version, whose tables are written, so many facts that computing the views takes long?"""
    return _facts(version) >= LEAST_FACTS


def write_materialized(
    catalog: Catalog, old: Path | None, changed: Collection[str], queries: Path = QUERIES
) -> None:
    """Write what a version keeps of the views of documents; its tables are written, and open as `catalog`.

    `old`: the version before; `changed`: documents that are new, others or gone since. Raises PublishFailed.
    """
    version = catalog.version
    folder = materialized_views.materialized_in(old, queries) if old is not None else None
    before = _Parts(folder, materialized_views.parts_in(folder)) if folder is not None else None
    count = _parts_for(_facts(version), before.count if before else 1)
    after = _Parts(materialized_views.folder_for(version, queries, count), count)
    after.folder.mkdir(parents=True)
    there = frozenset(column_below(version / "documents", "document_id").to_pylist())
    doomed = frozenset(changed) if before else frozenset()
    fresh = _by_part(there & doomed if before else there, count)
    touched: Sequence[int] = range(count)
    if before and before.count == count:
        touched = sorted(_by_part(doomed, count))
        _link(before, after, touched)
    try:
        for numbers in _batches(touched, fresh):
            documents = sorted(document_id for number in numbers for document_id in fresh.get(number, ()))
            for view in materialized_views.OF_DOCUMENTS:
                _write(catalog.connection, view, numbers, documents, doomed, before, after)
        write_pairs(catalog.connection, after.folder, materialized_views.OF_PROGRAMMES)
    except (duckdb.Error, pa.ArrowException) as error:
        raise PublishFailed(
            tr("the answers to the named queries could not be prepared: {error}", error=error)
        ) from error


def write_pairs(
    connection: duckdb.DuckDBPyConnection, folder: Path, view: str = materialized_views.OF_ALL
) -> None:
    """Write a view that compares documents or programmes, beside those of documents.

    Raises duckdb.Error, pa.ArrowException.
    """
    pairs = connection.sql(f"FROM {view} ORDER BY ALL").to_arrow_reader(_ROWS_AT_ONCE)
    write_part(folder, f"{view}/part-0000.parquet", pairs.schema, map(_as_table, pairs))


def _as_table(batch: pa.RecordBatch) -> pa.Table:
    return pa.Table.from_batches([batch])


def _facts(version: Path) -> int:
    files = (path for name in FACTS for path in (version / name).rglob("*.parquet"))
    return sum(pq.read_metadata(path).num_rows for path in files)


def _parts_for(facts: int, before: int) -> int:
    """A power of two, and never fewer than before: parts are cut in two, not joined."""
    count = before
    while count < _MOST_PARTS and facts > count * FACTS_A_PART * (1 if count < _MANY_PARTS else _LARGER):
        count *= 2
    return count


def _part_of(document_id: str, count: int) -> int:
    return zlib.crc32(document_id.encode()) % count


def _by_part(documents: Collection[str], count: int) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for document_id in documents:
        found[_part_of(document_id, count)].append(document_id)
    return found


def _batches(numbers: Sequence[int], fresh: Mapping[int, Sequence[str]]) -> Iterator[list[int]]:
    """The parts, as many at a time as have so many fresh documents."""
    held: list[int] = []
    size = 0
    for number in numbers:
        held.append(number)
        size += len(fresh.get(number, ()))
        if size >= _AT_ONCE:
            yield held
            held, size = [], 0
    if held:
        yield held


def _link(before: _Parts, after: _Parts, touched: Collection[int]) -> None:
    """Take the parts over that nothing touches."""
    for view in materialized_views.OF_DOCUMENTS:
        for number in set(range(before.count)).difference(touched):
            if before.path(view, number).exists():
                link_or_copy(before.path(view, number), after.path(view, number))


def _write(
    connection: duckdb.DuckDBPyConnection,
    view: str,
    numbers: Sequence[int],
    documents: Sequence[str],
    doomed: frozenset[str],
    before: _Parts | None,
    after: _Parts,
) -> None:
    """Write these parts of a view: the rows they had but for those of doomed documents, and those of `documents`."""
    statement = f"FROM {view}_of($documents)"
    fresh = connection.sql(statement, params={"documents": documents}).to_arrow_table()
    places = _places(fresh, after.count)
    for number in numbers:
        rows = [_rows_of(fresh, places, number)]
        if before and (path := before.path(view, number % before.count)).exists():
            rows.append(_surviving(path, doomed, number, after.count).cast(fresh.schema))
        if not any(one.num_rows for one in rows):
            continue
        connection.register("unordered", pa.concat_tables(rows))
        # Rows stand by place, the first column; that they are in one order makes the same rows the same file.
        ordered = connection.sql("FROM unordered ORDER BY ALL").to_arrow_reader(_ROWS_AT_ONCE)
        relative = str(after.path(view, number).relative_to(after.folder))
        write_part(after.folder, relative, fresh.schema, map(_as_table, ordered))
        connection.unregister("unordered")


def _places(
    rows: pa.Table, count: int, doomed: frozenset[str] = frozenset()
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The part that each row belongs to; -1 for rows of doomed documents."""
    if not rows.num_rows:  # Arrow would load pandas to join no pieces
        return np.zeros(0, dtype=np.int64)
    ids = rows.column("document_id").combine_chunks().dictionary_encode()
    numbers = [
        -1 if document_id in doomed else _part_of(document_id, count)
        for document_id in ids.dictionary.to_pylist()
    ]
    indices = np.frombuffer(ids.indices.buffers()[1], dtype=np.int32, count=len(ids))
    return np.array(numbers, dtype=np.int64)[indices]


def _rows_of(rows: pa.Table, places: np.ndarray[Any, np.dtype[np.int64]], number: int) -> pa.Table:
    """The rows of a part. Arrow would load pandas to compare with a number, hence its buffers."""
    chosen = np.flatnonzero(places == number).astype(np.int64)
    return rows.take(pa.Array.from_buffers(pa.int64(), len(chosen), [None, pa.py_buffer(chosen)]))


def _surviving(path: Path, doomed: frozenset[str], number: int, count: int) -> pa.Table:
    with pq.ParquetFile(path) as part:
        rows = part.read(use_threads=False)
    return _rows_of(rows, _places(rows, count, doomed), number)
