"""From documents to one published version: all or nothing.

    with open_publication(data_dir) as publication:
        publication.put(document_row, tables_from_rows(rows))
        publication.commit()

The lock is held for as long as the publication is open. Until `commit` returns, readers see the old version.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from normalizers.classifications import all_codes
from normalizers.topics import published_topics
from pipeline.answers.catalog import OWN_CHECKS, QUERIES, open_version
from pipeline.errors import DamagedVersion, EnvironmentProblem, PublishFailed
from pipeline.language import listed, tr
from pipeline.publishing import integrity, layout
from pipeline.publishing.findings_across import write_findings_across
from pipeline.publishing.manifest import (
    add_announced,
    announced_in,
    parts_of,
    read_manifest,
    table_of,
    write_manifest,
)
from pipeline.publishing.materialized_views import is_worth_keeping, write_materialized
from pipeline.publishing.parts import (
    PER_DOCUMENT,
    PartFile,
    TableWriter,
    column_below,
    inventory,
    table_below,
    write_empty,
    write_single,
)
from pipeline.publishing.programs import Apart, write_programs
from pipeline.publishing.readers import missing_names
from pipeline.publishing.spool import Spool
from pipeline.rows import table_from_rows, tables_from_rows
from pipeline.schemas import SCHEMAS
from pipeline.workers.wire import pieces_of, table_from_bytes, table_to_bytes

__all__ = [
    "Publication",
    "announce",
    "names_since",
    "open_publication",
    "read_documents",
    "read_manifest",
    "tables_from_rows",
    "write_manifest",
]

Row = Mapping[str, Any]
# Time for a reader that has listed folders to open the files it found.
_LISTING_SECONDS = 0.1
_ROWS_AT_ONCE = 1024


def read_documents(
    data_dir: Path, columns: Sequence[str] | None = None, only: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Rows of `documents` in the published version; [] before the first.

    `columns`: those that are wanted, all by default; `only`: identities of the documents that are.
    """
    version = layout.current_version(data_dir)
    if version is None:
        return []
    if only is not None and not only:
        return []
    integrity.check(version)
    try:
        # A version that an earlier program wrote may lack a column.
        table = table_below(version / "documents", columns, only)
        return [row for batch in table.to_batches(_ROWS_AT_ONCE) for row in batch.to_pylist()]
    except (OSError, pa.ArrowException) as error:
        raise EnvironmentProblem(
            tr(
                "the published version {name} in {data_dir} is damaged: {error}",
                name=int(version.name),
                data_dir=data_dir,
                error=error,
            ),
            tr(
                "`jixiao versions` lists older ones; `jixiao versions restore N` publishes one of them again."
            ),
        ) from error


def announce(current: Path, coming: Path) -> None:
    """Give the names that only the coming version has to the current one, as parts without rows.

    Readers that list the current version from now on are right about the coming one, too.
    """
    names = missing_names(coming, current)
    scratch = coming.with_name(f"{coming.name}-names")
    try:
        add_announced(current, [write_empty(scratch, name) for name in names])
        for name in names:
            (current / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(scratch / name, current / name)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if names:
        time.sleep(_LISTING_SECONDS)


def names_since(current: Path, staging: Path) -> list[PartFile]:
    """Parts without rows for the names that only the current version has: names never go, see `readers`."""
    names = missing_names(current, staging)
    return [write_empty(staging, name) for name in names if name.parts[0] in SCHEMAS]


@contextmanager
def open_publication(data_dir: Path, wait: float = 0.0, anew: bool = False) -> Iterator[Publication]:
    """Take the lock and start a new version. Leaves nothing behind unless committed.

    `anew`: where the published version is damaged, start from nothing instead of raising DamagedVersion. Raises
    LockHeld when another run has the lock, still after `wait` seconds.
    """
    # Arrow's own allocator keeps what it had at most. That is much where rows come and go by the document.
    pa.set_memory_pool(pa.system_memory_pool())
    with layout.exclusive(data_dir, wait):
        publication = Publication(data_dir, anew)
        try:
            yield publication
        finally:
            publication.close()


class Publication:
    """Documents to put into, or to take out of, the published version."""

    def __init__(self, data_dir: Path, anew: bool = False) -> None:
        self._data_dir = data_dir
        self._current = layout.current_version(data_dir)
        self.is_anew = anew and self._current is not None and not _is_sound(self._current)
        """The published version is damaged, and nothing of it is carried over."""
        self._old = None if self.is_anew else self._current
        if self._old is not None:
            integrity.check(self._old, deep=True)
        self._rows: Spool | None = None
        self._fresh: set[str] = set()
        self._gone: set[str] = set()
        # As bytes: a table of one row takes twenty kilobytes, and all documents may be described anew.
        self._described: dict[str, bytes] = {}

    @property
    def changes(self) -> int:
        """Number of documents put, described anew or removed so far."""
        return len(self._fresh) + len(self._described) + len(self._gone)

    def put(self, document: Row, rows: Mapping[str, pa.Table]) -> None:
        """Add a document, or replace all rows that it had. Raises PublishFailed when the disk is full."""
        document_id = document["document_id"]
        self._forget(document_id)
        described = table_from_rows("documents", [document])
        try:
            spool = self._spool()
            spool.put("documents", document_id, described)
            for name in rows:
                for table in pieces_of(rows, name):
                    spool.put(name, document_id, table)
        except OSError as error:
            what = tr(
                "could not keep the rows of {file_name} in {data_dir}",
                file_name=document["file_name"],
                data_dir=self._data_dir,
            )
            raise layout.publish_failed(what, error) from error
        self._fresh.add(document_id)
        self._gone.discard(document_id)

    def describe(self, document: Row) -> None:
        """Replace the row in `documents` of a published document; its other rows stay."""
        self._described[document["document_id"]] = table_to_bytes(table_from_rows("documents", [document]))

    def remove(self, document_id: str) -> None:
        """Drop a document with all its rows."""
        self._gone.add(document_id)
        self._forget(document_id)

    def close(self) -> None:
        """Let go of the rows that were kept for the commit."""
        if self._rows is not None:
            self._rows.close()
            self._rows = None

    def commit(self, regions: Sequence[Row] = (), apart: Apart | None = None) -> Path:
        """Write, check and switch on the new version; returns its folder.

        `apart`: programmes that a person has said are different ones.

        Raises PublishFailed when anything goes wrong; the old version then stands untouched.
        """
        if self._old is not None:
            # Once more after the reading, which may have taken hours: nothing rotten gets a right checksum.
            integrity.check(self._old, deep=True)
        number = int(self._current.name) + 1 if self._current else 1
        staging = self._data_dir / layout.VERSIONS / f"{layout.TEMPORARY}{number:06d}-{os.getpid()}"
        try:
            layout.make_folder(staging)
            self._write(staging, number, regions, apart or {})
            if self._current is not None:
                announce(self._current, staging)
            version = layout.activate(self._data_dir, staging, number)
        except (OSError, pa.ArrowException, MemoryError) as error:
            what = tr(
                "could not write version {number} in {data_dir}", number=number, data_dir=self._data_dir
            )
            raise layout.publish_failed(what, error) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        layout.prune(self._data_dir)
        return version

    def _old_files(self) -> dict[str, PartFile]:
        return announced_in(self._old) | parts_of(self._old) if self._old is not None else {}

    def _spool(self) -> Spool:
        if self._rows is None:
            folder = self._data_dir / layout.VERSIONS
            layout.make_folder(folder)
            self._rows = Spool(folder)
        return self._rows

    def _forget(self, document_id: str) -> None:
        """What was put or described of a document before."""
        if document_id in self._fresh:
            self._spool().discard(document_id)
        self._fresh.discard(document_id)
        self._described.pop(document_id, None)

    def _write(self, staging: Path, number: int, regions: Sequence[Row], apart: Apart) -> None:
        meant: dict[str, int] = {}
        there = self._documents_before()
        replaced = frozenset(self._gone | self._fresh) & there
        anew = frozenset(self._described.keys() & there)
        spool = self._spool()
        for document_id in sorted(anew):
            table = table_from_bytes(self._described[document_id], SCHEMAS["documents"])
            spool.put("documents", document_id, table)
        for name in PER_DOCUMENT:
            changed = replaced | anew if name == "documents" else replaced
            writer = TableWriter(name, self._old, staging, f"{number:06d}")
            meant |= writer.write(changed, spool.of(name), spool.read)
        self.close()
        write_single(staging, "regions", table_from_rows("regions", regions))
        codes = [one._asdict() for one in all_codes()]
        write_single(staging, "classifications", table_from_rows("classifications", codes))
        write_single(staging, "topics", table_from_rows("topics", published_topics()))
        self._name_programmes(staging, apart)
        self._derive(staging, replaced | anew | self._fresh)
        if self.is_anew and self._current is not None:
            names_since(self._current, staging)
        files = inventory(staging, self._old, self._old_files())
        _check(staging, files, meant)
        write_manifest(staging, number, files)
        integrity.remember(staging, [file.path for file in files])

    def _name_programmes(self, staging: Path, apart: Apart) -> None:
        try:
            write_programs(staging, apart)
        except duckdb.Error as error:
            raise PublishFailed(tr("the programmes could not be listed: {error}", error=error)) from error

    def _derive(self, staging: Path, changed: Collection[str]) -> None:
        """What follows from the tables: answers that are kept, and findings between documents."""
        try:
            if is_worth_keeping(staging):
                with open_version(staging, QUERIES, OWN_CHECKS, described=False) as catalog:
                    write_materialized(catalog, self._old, changed)
            write_findings_across(staging)
        except duckdb.Error as error:
            raise PublishFailed(
                tr("the tables of the new version cannot be read: {error}", error=error)
            ) from error

    def _documents_before(self) -> frozenset[str]:
        if self._old is None:
            return frozenset()
        return frozenset(column_below(self._old / "documents", "document_id").to_pylist())


def _is_sound(version: Path) -> bool:
    try:
        return not integrity.damage_in(version, deep=True)
    except DamagedVersion:
        return False


def _check(staging: Path, files: Sequence[PartFile], meant: Mapping[str, int]) -> None:
    """The last look before readers see it: every file with its rows, every table there, no document twice."""
    found = {file.path: file.rows for file in files}
    wrong = [path for path, rows in meant.items() if found.get(path) != rows]
    if wrong:
        raise PublishFailed(tr("not all rows arrived in {wrong}", wrong=listed(wrong)))
    missing = SCHEMAS.keys() - {table_of(file) for file in files}
    if missing:
        raise PublishFailed(tr("no file was written for {missing}", missing=listed(sorted(missing))))
    documents = column_below(staging / "documents", "document_id")
    if pc.count_distinct(documents).as_py() != len(documents):
        raise PublishFailed(tr("a document would be published twice"))
