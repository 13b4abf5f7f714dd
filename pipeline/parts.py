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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.schemas import DOCUMENT_TABLES, FACTS, PARTITION_KEY, stored_schema

# Findings about several documents. They belong to the version as a whole, so no document carries them over.
ACROSS = "findings/part-across.parquet"
NULL_YEAR = "__HIVE_DEFAULT_PARTITION__"
# Every table begins with a part without rows that stays the same file for ever. DuckDB reads the footer of the first
# file when it plans a statement and opens the file again when it runs it: another file under that name in between
# would be read by the wrong footer. An empty fact table also needs a partition that tells the key's type.
NO_YEAR = "0"
HEAD = "part-000000.parquet"
LARGEST_PART = 250_000
# Rows up to which a part takes in new rows; above that it is left alone while its documents are unchanged.
SMALL_PART = 100_000


@dataclass(frozen=True, slots=True)
class PartFile:
    """One written file; `path` is relative to the version's folder."""

    path: str
    rows: int
    bytes: int
    sha256: str


def write_part(root: Path, relative: str, table: pa.Table) -> None:
    """Write one file; the same rows give the same bytes."""
    target = root / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, target, compression="zstd", compression_level=3, row_group_size=131_072)


def split_by_year(name: str, table: pa.Table) -> dict[str, pa.Table]:
    """Folder below the table -> rows as stored. Facts have one folder a year, others one in all."""
    schema = stored_schema(name)
    if name not in FACTS:
        return {name: table.cast(schema)}
    years = table.column(PARTITION_KEY)
    split = {}
    for year in pc.unique(years).to_pylist():
        mask = pc.is_null(years) if year is None else pc.equal(years, year)
        folder = f"{name}/{PARTITION_KEY}={NULL_YEAR if year is None else year}"
        split[folder] = table.filter(mask).select(schema.names).cast(schema)
    return split


class TableWriter:
    """Writes one table of a new version from the old version's parts and the documents put or removed."""

    def __init__(self, name: str, old: Path | None, new: Path, label: str) -> None:
        self._name, self._old, self._new, self._label = name, old, new, label
        self._schema = stored_schema(name)
        self._meant: dict[str, int] = {}

    def write(self, replaced: frozenset[str], fresh: Mapping[str, pa.Table]) -> dict[str, int]:
        """Write the table; returns the rows that each file, by its path below the version, must hold.

        `replaced`: documents whose old rows go. `fresh`: document_id -> its new rows.
        """
        pending: dict[str, dict[str, pa.Table]] = defaultdict(dict)
        for document_id in sorted(fresh):
            for folder, rows in split_by_year(self._name, fresh[document_id]).items():
                if rows.num_rows:
                    pending[folder][document_id] = rows
        for folder, parts in self._old_parts().items():
            self._renew(parts, replaced, pending[folder])
        for folder in sorted(pending):
            self._write_new(folder, pending[folder].values())
        self._put(head(self._name), self._schema.empty_table())
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
        self, parts: Mapping[Path, int], replaced: frozenset[str], pending: dict[str, pa.Table]
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
            new = [pending.pop(document_id) for document_id in sorted(here)]
            self._put(relative, _in_order(pa.concat_tables([self._read(path, replaced), *new])))

    def _replaced_in(self, path: Path, replaced: frozenset[str]) -> frozenset[str] | None:
        """Replaced documents in a part; None when the part can stay as it is."""
        held = _documents_in(path) & replaced if replaced else frozenset()
        same = pq.read_schema(path).equals(self._schema, check_metadata=True)
        return None if same and not held else held

    def _read(self, path: Path, replaced: frozenset[str]) -> pa.Table:
        """The part's rows without those of replaced documents, in the schema of today."""
        rows = pq.read_table(path, partitioning=None)
        mask = pc.invert(pc.is_in(rows.column("document_id"), pa.array(sorted(replaced), pa.string())))
        rows = rows.filter(mask)
        columns = [
            rows.column(field.name).cast(field.type)
            if field.name in rows.schema.names
            else pa.nulls(rows.num_rows, field.type)
            for field in self._schema
        ]
        return pa.table(columns, schema=self._schema)

    def _write_new(self, folder: str, tables: Iterable[pa.Table]) -> None:
        for number, chunk in enumerate(_chunks(tables)):
            suffix = f"-{number}" if number else ""
            self._put(f"{folder}/part-{self._label}{suffix}.parquet", chunk)

    def _put(self, relative: str, table: pa.Table) -> None:
        write_part(self._new, relative, table)
        self._meant[relative] = table.num_rows


def head(name: str) -> str:
    """Path, below the version, of the table's first part, which holds no row."""
    return f"{name}/{PARTITION_KEY}={NO_YEAR}/{HEAD}" if name in FACTS else f"{name}/{HEAD}"


def write_single(root: Path, name: str, table: pa.Table) -> None:
    """A table that belongs to no document is written whole."""
    write_part(root, f"{name}/part-0.parquet", table.cast(stored_schema(name)))


def write_empty(root: Path, relative: Path, scratch: Path) -> None:
    """Put a part without rows into a version that readers see; `scratch`: a folder that they do not see."""
    name = relative.parts[0]
    write_part(scratch, "empty.parquet", stored_schema(name).empty_table())
    (root / relative).parent.mkdir(parents=True, exist_ok=True)
    os.replace(scratch / "empty.parquet", root / relative)


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


def checksum(path: Path) -> str:
    """SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _documents_in(path: Path) -> frozenset[str]:
    column = pq.read_table(path, columns=["document_id"], partitioning=None).column(0)
    return frozenset(pc.unique(column).to_pylist())


def _host(paths: Sequence[Path], parts: Mapping[Path, int], pending: Mapping[str, pa.Table]) -> Path | None:
    """The part to put new rows into: the smallest of `paths` that stays within bounds with them."""
    smallest = min(paths, key=lambda path: parts[path])
    rows = parts[smallest] + sum(table.num_rows for table in pending.values())
    return smallest if parts[smallest] < SMALL_PART and rows <= LARGEST_PART else None


def _in_order(table: pa.Table) -> pa.Table:
    """By document; within a document the rows keep the order in which they were read."""
    position = pa.array(range(table.num_rows), pa.int64())
    keyed = pa.table({"document_id": table.column("document_id"), "position": position})
    keys = [("document_id", "ascending"), ("position", "ascending")]
    return table.take(pc.sort_indices(keyed, sort_keys=keys))


def _chunks(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    held: list[pa.Table] = []
    size = 0
    for table in tables:
        held.append(table)
        size += table.num_rows
        if size >= LARGEST_PART:
            yield pa.concat_tables(held).combine_chunks()
            held, size = [], 0
    if held:
        yield pa.concat_tables(held).combine_chunks()


PER_DOCUMENT: tuple[str, ...] = ("documents", *DOCUMENT_TABLES)
"""Tables written by TableWriter."""
