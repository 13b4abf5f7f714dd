"""Parquet part files of one version: writing new ones, carrying old ones over.

A part keeps its name for as long as it lives, and a document keeps its part; new rows join a part that is
rewritten anyway or is still small. So most commits change one file of a folder and no name: the list of files
that a reader made just before a new version is switched on is right for the new version, too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.publishing.spool import Frame, Frames, merged
from pipeline.rows import column_of
from pipeline.schemas import DOCUMENT_TABLES, PARTITION_KEY, PARTITIONED, TEXT, stored_schema

# Findings about several documents. They belong to the version as a whole, so no document carries them over.
ACROSS = "findings/part-across.parquet"
# Every table begins with a part without rows that stays the same file for ever. DuckDB reads the footer of the first
# file when it plans a statement and opens the file again when it runs it: another file under that name in between
# would be read by the wrong footer. An empty partitioned table also needs a partition that tells the key's type.
NO_YEAR = "0"
HEAD = "part-000000.parquet"
LARGEST_PART = 250_000
# Rows up to which a part takes in new rows; above that it is left alone while its documents are unchanged.
SMALL_PART = 100_000
# Rows that are compressed together, and so are in memory at once when a part is written.
ROW_GROUP = 32_768
_READ_AT_ONCE = 16_384  # rows


# Tables of one document each that are put together before they wait for others.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class PartFile:
    """One written file; `path` is relative to the version's folder."""

    path: str
    rows: int
    bytes: int
    sha256: str


def write_part(root: Path, relative: str, schema: pa.Schema, tables: Iterable[pa.Table]) -> int:
    """Write one file and return its rows. The same rows give the same bytes, however they are cut into tables.

    No more than a row group is held in memory.
    """
    target = root / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    with pq.ParquetWriter(target, schema, compression="zstd", compression_level=3) as writer:
        for group in _row_groups(schema, tables):
            writer.write_table(group, row_group_size=ROW_GROUP)
            rows += group.num_rows
    return rows


def _row_groups(schema: pa.Schema, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows in tables of ROW_GROUP rows, the last one with what is left."""
    held: list[pa.Table] = [pa.Table.from_batches([], schema)]
    size, is_begun = 0, False
    for table in _larger(tables):
        held.append(table)
        size += table.num_rows
        while size >= ROW_GROUP:
            whole = pa.concat_tables(held)
            yield whole.slice(0, ROW_GROUP).combine_chunks()
            held, size, is_begun = [whole.slice(ROW_GROUP)], size - ROW_GROUP, True
    if size or not is_begun:
        yield pa.concat_tables(held).combine_chunks()


def _larger(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in fewer tables: one of a single row takes twenty kilobytes."""
    some: list[pa.Table] = []
    rows = 0
    for table in tables:
        some.append(table)
        rows += table.num_rows
        if len(some) == _AT_ONCE or rows >= ROW_GROUP:
            yield pa.concat_tables(some).combine_chunks()
            some, rows = [], 0
    if some:
        yield pa.concat_tables(some).combine_chunks()


class TableWriter:
    """Writes one table of a new version from the old version's parts and the documents put or removed."""

    def __init__(self, name: str, old: Path | None, new: Path, label: str) -> None:
        self._name, self._old, self._new, self._label = name, old, new, label
        self._schema = stored_schema(name)
        self._meant: dict[str, int] = {}

    def write(
        self,
        replaced: frozenset[str],
        fresh: Mapping[str, Frames],
        read: Callable[[Frame], Iterable[pa.Table]],
    ) -> dict[str, int]:
        """Write the table; returns the rows that each file, by its path below the version, must hold.

        `replaced`: documents whose old rows go. `fresh`: folder -> document_id -> its new rows, which `read` gives.
        """
        pending = {folder: dict(frames) for folder, frames in fresh.items()}
        for folder, parts in self._old_parts().items():
            self._renew(parts, replaced, pending.get(folder, {}), read)
        for folder in sorted(pending):
            for number, frames in enumerate(_chunks(pending[folder])):
                suffix = f"-{number}" if number else ""
                self._put(f"{folder}/part-{self._label}{suffix}.parquet", merged((), frames, read))
        self._put(head(self._name), ())
        return self._meant

    def _old_parts(self) -> dict[str, dict[Path, int]]:
        """Folder below the version -> its parts with their rows, empty ones too: names only come."""
        parts: dict[str, dict[Path, int]] = defaultdict(dict)
        if self._old is not None:
            for path in sorted((self._old / self._name).rglob("*.parquet")):
                if path not in (self._old / ACROSS, self._old / head(self._name)):
                    folder = str(path.parent.relative_to(self._old))
                    parts[folder][path] = pq.read_metadata(path).num_rows
        return parts

    def _renew(
        self,
        parts: Mapping[Path, int],
        replaced: frozenset[str],
        pending: dict[str, Frame],
        read: Callable[[Frame], Iterable[pa.Table]],
    ) -> None:
        """Link the untouched parts of a folder, rewrite the others under their own names."""
        assert self._old is not None
        held = {path: self._replaced_in(path, replaced) for path in parts}
        touched = [path for path in parts if held[path] is not None]
        host = _host(touched or list(parts), parts, pending) if pending else None
        for path, rows in parts.items():
            relative = str(path.relative_to(self._old))
            if path != host and path not in touched:
                link_or_copy(path, self._new / relative)
                self._meant[relative] = rows
                continue
            here = pending.keys() if path == host else pending.keys() & (held[path] or frozenset())
            new = {document_id: pending.pop(document_id) for document_id in sorted(here)}
            self._put(relative, merged(self._read(path, replaced), new, read))

    def _replaced_in(self, path: Path, replaced: frozenset[str]) -> frozenset[str] | None:
        """Replaced documents in a part; None when the part can stay as it is."""
        with pq.ParquetFile(path) as part:
            held = _documents_in(part, replaced)
            same = part.schema_arrow.equals(self._schema, check_metadata=True)
        return None if same and not held else held

    def _read(self, path: Path, replaced: frozenset[str]) -> Iterator[pa.Table]:
        """The part's rows without those of replaced documents, in the schema of today, some at a time."""
        doomed = column_of(TEXT, sorted(replaced))
        with pq.ParquetFile(path) as part:
            for batch in part.iter_batches(_READ_AT_ONCE, use_threads=False):
                mask = pc.invert(pc.is_in(batch.column("document_id"), doomed))
                rows = pa.Table.from_batches([batch]).filter(mask)
                columns = [
                    rows.column(field.name).cast(field.type)
                    if field.name in rows.schema.names
                    else pa.nulls(rows.num_rows, field.type)
                    for field in self._schema
                ]
                yield pa.table(columns, schema=self._schema)

    def _put(self, relative: str, tables: Iterable[pa.Table]) -> None:
        self._meant[relative] = write_part(self._new, relative, self._schema, tables)


def head(name: str) -> str:
    """Path, below the version, of the table's first part, which holds no row."""
    return f"{name}/{PARTITION_KEY}={NO_YEAR}/{HEAD}" if name in PARTITIONED else f"{name}/{HEAD}"


def write_single(root: Path, name: str, table: pa.Table) -> None:
    """A table that belongs to no document is written whole."""
    schema = stored_schema(name)
    write_part(root, f"{name}/part-0.parquet", schema, [table.cast(schema)])


def write_empty(root: Path, relative: Path) -> PartFile:
    """Write a part without rows; `relative`: its path below the version, whose first folder is that of its table."""
    write_part(root, str(relative), stored_schema(relative.parts[0]), ())
    return examine(root / relative, str(relative))


def link_or_copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def inventory(root: Path, old: Path | None, known: Mapping[str, PartFile]) -> list[PartFile]:
    """Every file of a version with its size and checksum, by path. `known`: those of the version `old`.

    A file that came out as it was is made the same file again, so that readers see no change.
    """
    found = []
    for path in sorted(root.rglob("*.parquet")):
        relative = str(path.relative_to(root))
        before = known.get(relative) if old is not None else None
        if old is None or before is None:
            found.append(examine(path, relative))
        elif path.samefile(old / relative):
            found.append(before)
        else:
            found.append(examine(path, relative))
            if found[-1] == before:
                path.unlink()
                link_or_copy(old / relative, path)
    return found


def examine(path: Path, relative: str) -> PartFile:
    """What a written file holds; `relative`: its path below the version."""
    return PartFile(relative, pq.read_metadata(path).num_rows, path.stat().st_size, checksum(path))


def column_below(folder: Path, name: str) -> pa.ChunkedArray:
    """A column of all files of a table that is not partitioned."""
    return table_below(folder, [name]).column(name)


def table_below(
    folder: Path, columns: Sequence[str] | None = None, only: Collection[str] | None = None
) -> pa.Table:
    """All files of a table that is not partitioned, with those of the columns that each has; all by default.

    `only`: identities of the documents whose rows are wanted, then `columns` must name `document_id` if anything.
    `pyarrow.parquet.read_table` and `ParquetDataset` do the same, but load pandas first.
    """
    wanted = None if only is None else column_of(TEXT, sorted(only))
    tables = []
    for path in sorted(folder.glob("*.parquet")):
        with pq.ParquetFile(path) as file:
            table = file.read(columns=columns, use_threads=False)
        tables.append(
            table if wanted is None else table.filter(pc.is_in(table.column("document_id"), wanted))
        )
    return pa.concat_tables(tables, promote_options="default")


def checksum(path: Path) -> str:
    """SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _documents_in(part: pq.ParquetFile, wanted: frozenset[str]) -> frozenset[str]:
    """Which of the documents have rows in a part. Only row groups that may hold one are read."""
    groups = [number for number in range(part.num_row_groups) if _may_hold(part, number, wanted)]
    if not groups:
        return frozenset()
    column = part.read_row_groups(groups, columns=["document_id"], use_threads=False).column(0)
    return wanted & frozenset(pc.unique(column).to_pylist())


def _may_hold(part: pq.ParquetFile, group: int, wanted: frozenset[str]) -> bool:
    place = part.schema_arrow.get_field_index("document_id")
    range_ = part.metadata.row_group(group).column(place).statistics
    if range_ is None or not range_.has_min_max:
        return bool(wanted)
    return any(range_.min <= document_id <= range_.max for document_id in wanted)


def _host(paths: Sequence[Path], parts: Mapping[Path, int], pending: Mapping[str, Frame]) -> Path | None:
    """The part to put new rows into: the smallest of `paths` that stays within bounds with them."""
    smallest = min(paths, key=lambda path: parts[path])
    rows = parts[smallest] + sum(frame.rows for frame in pending.values())
    return smallest if parts[smallest] < SMALL_PART and rows <= LARGEST_PART else None


def _chunks(frames: Frames) -> Iterator[Frames]:
    """Documents for one file each, in their order."""
    held: dict[str, Frame] = {}
    size = 0
    for document_id in sorted(frames):
        held[document_id] = frames[document_id]
        size += frames[document_id].rows
        if size >= LARGEST_PART:
            yield held
            held, size = {}, 0
    if held:
        yield held


PER_DOCUMENT: tuple[str, ...] = ("documents", *DOCUMENT_TABLES)
"""Tables written by TableWriter."""
