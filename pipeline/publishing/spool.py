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


class Piece(NamedTuple):
    """Where some rows stand in the file; `size`: bytes when unpacked."""

    position: int
    length: int
    size: int


class Frame(NamedTuple):
    """The rows of one document for one folder, some at a time."""

    folder: str
    pieces: tuple[Piece, ...]
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
        """Keep rows of a document for a table, behind those that there are. Raises OSError, with none of these kept,
        when the disk is full."""
        for folder, rows in split_by_year(name, table).items():
            if rows.num_rows:
                frames = self._frames.setdefault(folder, {})
                before = frames.get(document_id, Frame(folder, (), 0))
                frames[document_id] = Frame(
                    folder, (*before.pieces, self._append(rows)), before.rows + rows.num_rows
                )

    def discard(self, document_id: str) -> None:
        """Forget a document's rows."""
        for frames in self._frames.values():
            frames.pop(document_id, None)

    def of(self, name: str) -> dict[str, Frames]:
        """Folder -> documents with rows for it, of one table."""
        return {
            folder: frames for folder, frames in self._frames.items() if frames and _table_of(folder) == name
        }

    def read(self, frame: Frame) -> Iterator[pa.Table]:
        """The rows as they will be stored, some at a time."""
        schema = stored_schema(_table_of(frame.folder))
        for piece in frame.pieces:
            self._file.seek(piece.position)
            body = _CODEC.decompress(self._file.read(piece.length), piece.size)
            yield pa.Table.from_batches([pa.ipc.read_record_batch(body, schema)], schema)

    def close(self) -> None:
        with suppress(OSError):  # what could not be written is not needed any more
            self._file.close()

    def _append(self, rows: pa.Table) -> Piece:
        # Without the schema, whose descriptions are longer than the rows of most documents.
        [batch] = rows.combine_chunks().to_batches()
        body = batch.serialize()
        packed = _CODEC.compress(body, asbytes=True)
        self._file.seek(self._end)
        self._file.write(packed)
        self._file.flush()
        piece = Piece(self._end, len(packed), len(body))
        self._end += len(packed)
        return piece


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


def merged(
    old: Iterable[pa.Table], fresh: Frames, read: Callable[[Frame], Iterable[pa.Table]]
) -> Iterator[pa.Table]:
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
            yield from read(fresh[document_id])
            start = place
        yield rows.slice(start)
    while waiting:
        yield from read(fresh[waiting.pop()])


def _table_of(folder: str) -> str:
    return folder.split("/", 1)[0]
