"""Rows of documents on the disk until the version is written, so that memory does not grow with the documents.

The file has no name: it is gone with the process, also by `kill -9`.
"""

from __future__ import annotations

import tempfile
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.schemas import PARTITION_KEY, PARTITIONED, stored_schema

NULL_YEAR = "__HIVE_DEFAULT_PARTITION__"
_CODEC = pa.Codec("zstd")


class Frame(NamedTuple):
    """Where the rows of one document for one folder stand in the file; `size`: bytes when unpacked."""

    folder: str
    position: int
    length: int
    size: int
    rows: int


Frames = Mapping[str, Frame]
"""document_id -> its rows for one folder."""


class Spool:
    """Rows, by the folder below the version that they will be stored in."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (open for as long as the spool)
        self._end = 0
        self._frames: dict[str, dict[str, Frame]] = {}

    def put(self, name: str, document_id: str, table: pa.Table) -> None:
        """Keep a document's rows of a table. Raises OSError, with nothing kept, when the disk is full."""
        for folder, rows in split_by_year(name, table).items():
            if rows.num_rows:
                self._frames.setdefault(folder, {})[document_id] = self._append(folder, rows)

    def discard(self, document_id: str) -> None:
        """Forget a document's rows."""
        for frames in self._frames.values():
            frames.pop(document_id, None)

    def of(self, name: str) -> dict[str, Frames]:
        """Folder -> documents with rows for it, of one table."""
        return {
            folder: frames for folder, frames in self._frames.items() if frames and _table_of(folder) == name
        }

    def read(self, frame: Frame) -> pa.Table:
        """The rows as they will be stored."""
        self._file.seek(frame.position)
        body = _CODEC.decompress(self._file.read(frame.length), frame.size)
        schema = stored_schema(_table_of(frame.folder))
        return pa.Table.from_batches([pa.ipc.read_record_batch(body, schema)], schema)

    def close(self) -> None:
        with suppress(OSError):  # what could not be written is not needed any more
            self._file.close()

    def _append(self, folder: str, rows: pa.Table) -> Frame:
        # Without the schema, whose descriptions are longer than the rows of most documents.
        [batch] = rows.combine_chunks().to_batches()
        body = batch.serialize()
        packed = _CODEC.compress(body, asbytes=True)
        self._file.seek(self._end)
        self._file.write(packed)
        self._file.flush()
        frame = Frame(folder, self._end, len(packed), len(body), rows.num_rows)
        self._end += len(packed)
        return frame


def split_by_year(name: str, table: pa.Table) -> dict[str, pa.Table]:
    """Folder below the version -> rows as stored. Partitioned tables have one folder a year, others one in all."""
    schema = stored_schema(name)
    if name not in PARTITIONED:
        return {name: _with_schema(table, schema)}
    years = table.column(PARTITION_KEY)
    split = {}
    found = pc.unique(years)
    table = _with_schema(table.select(schema.names), schema)
    # The scalars are Arrow's own: to make one of a number, Arrow loads pandas first.
    for scalar in found:
        mask = pc.equal(years, scalar) if scalar.is_valid else pc.is_null(years)
        folder = f"{name}/{PARTITION_KEY}={scalar if scalar.is_valid else NULL_YEAR}"
        split[folder] = table.filter(mask) if len(found) > 1 else table
    return split


def _with_schema(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the notes of this schema, too."""
    return pa.Table.from_arrays(table.columns, schema=schema)


def merged(old: Iterable[pa.Table], fresh: Frames, read: Callable[[Frame], pa.Table]) -> Iterator[pa.Table]:
    """Rows of an old part with those of fresh documents between them, by document.

    `old` is in the order of documents and holds none of the fresh ones. Few rows are in memory at a time.
    """
    waiting = sorted(fresh, reverse=True)
    for rows in old:
        start = 0
        ids = rows.column("document_id").to_pylist() if waiting else []
        while waiting and start < len(ids) and waiting[-1] < ids[-1]:
            document_id = waiting.pop()
            place = bisect(ids, document_id, start)
            yield rows.slice(start, place - start)
            yield read(fresh[document_id])
            start = place
        yield rows.slice(start)
    while waiting:
        yield read(fresh[waiting.pop()])


def _table_of(folder: str) -> str:
    return folder.split("/", 1)[0]
