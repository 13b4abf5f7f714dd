"""Disks that fail and processes that die in the middle of a commit, at a chosen operation on the file system.

    python -m tests.faults BASE FOLDER

copies BASE to FOLDER/1, FOLDER/2, … and kills a process that publishes in FOLDER/k just before its k-th operation,
until one comes to its end.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow.dataset  # noqa: F401  (loaded here once, not in every child that is killed)
import pyarrow.parquet as pq

from pipeline.publishing import layout, parts, publish
from pipeline.publishing.publish import open_publication, read_documents, read_manifest, tables_from_rows
from pipeline.schemas.schemas import SCHEMAS
from tests import factories

_OF_OS = ("mkdir", "link", "symlink", "rename", "replace", "fsync")
YEARS = (2022, 2023)


class Operations:
    """Counts operations; at the chosen one something happens instead, after half a file where one is written."""

    def __init__(self, chosen: int, happens: Callable[[], None]) -> None:
        self.count = 0
        self._chosen, self._happens = chosen, happens

    def before(self, operation: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            self._step()
            return operation(*given, **named)

        return counted

    def half_written(self, operation: Callable[..., Any], position: int) -> Callable[..., Any]:
        """`position`: of the target's path among the arguments."""

        def counted(*given: Any, **named: Any) -> Any:
            if self.count + 1 == self._chosen:
                Path(given[position]).write_bytes(b"PAR1 half")
            self._step()
            return operation(*given, **named)

        return counted

    def _step(self) -> None:
        self.count += 1
        if self.count == self._chosen:
            self._happens()


@contextmanager
def failing(chosen: int, happens: Callable[[], None]) -> Iterator[Operations]:
    """Within this block, writing goes through a counter. Nothing is really synced, which would only take time."""
    operations = Operations(chosen, happens)
    with (
        mock.patch.multiple(
            os, **{name: operations.before(getattr(os, name)) for name in _OF_OS if name != "fsync"}
        ),
        mock.patch.object(os, "fsync", operations.before(lambda _: None)),
        mock.patch.object(parts.pq, "ParquetWriter", operations.half_written(pq.ParquetWriter, 0)),
        mock.patch.object(Path, "write_text", lambda *given: operations.half_written(_write_text, 0)(*given)),
        without_comparisons(),
    ):
        yield operations


@contextmanager
def without_comparisons() -> Iterator[None]:
    """Findings across documents, the slow part of publishing, are an empty part."""

    def nothing_found(version: Path) -> None:
        parts.write_part(version, parts.ACROSS, SCHEMAS["findings"], ())

    with mock.patch.object(publish, "write_findings_across", nothing_found):
        yield


def commit(data: Path, *seeds: str, remove: str = "") -> Path:
    """Publish documents with one row in each of YEARS, and take one out."""
    rows = {seed: [factories.budget(seed, fiscal_year=year) for year in YEARS] for seed in seeds}
    with open_publication(data) as publication:
        for seed in seeds:
            publication.put(factories.document(seed), tables_from_rows({"budget": rows[seed]}))
        if remove:
            publication.remove(str(factories.document(remove)["document_id"]))
        return publication.commit([factories.region()])


def published(data: Path) -> list[str]:
    """File names of the published documents, sorted; fails unless the version is whole and every row once."""
    version = layout.current_version(data)
    if version is None:
        return []
    for file in read_manifest(version)["files"]:
        content = (version / file["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"], file["path"]
    documents = {row["document_id"]: row["file_name"] for row in read_documents(data)}
    for name in SCHEMAS:
        assert os.path.samefile(data / name, version / name)
    rows = pq.read_table(data / "budget", columns=["document_id", "fiscal_year"]).to_pylist()
    seen = sorted((row["document_id"], int(row["fiscal_year"])) for row in rows)
    assert seen == sorted((document_id, year) for document_id in documents for year in YEARS)
    return sorted(documents.values())


def leftovers(data: Path) -> list[str]:
    """Names in the folder of versions, and links, that no whole version owns."""
    found = [path.name for path in (data / layout.VERSIONS).iterdir() if not path.name.isdigit()]
    return sorted(found + [path.name for path in data.glob(".*.new")])


def _write_text(path: Path, *given: Any) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(given[0])


def _killed_at(chosen: int, data: Path) -> bool:
    """Publish in a child that dies before its chosen operation; True when it died."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException), failing(chosen, lambda: os.kill(os.getpid(), signal.SIGKILL)):
            commit(data, "b", "c", remove="a")
            os._exit(0)
        os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert status == 0 or os.WIFSIGNALED(status), "the commit failed instead of being killed"
    return status != 0


def _kill_everywhere(base: Path, folder: Path) -> None:
    chosen = 1
    while True:
        data = folder / str(chosen)
        shutil.copytree(base, data, symlinks=True)
        if not _killed_at(chosen, data):
            return
        chosen += 1


if __name__ == "__main__":
    _kill_everywhere(Path(sys.argv[1]), Path(sys.argv[2]))
