"""What state the published folder is in: its place, its lock, its versions, and every file if asked."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.answers.catalog import open_catalog
from pipeline.cli.verdict import Verdict, fail, ok, warn
from pipeline.errors import JixiaoError
from pipeline.publishing import layout
from pipeline.publishing.parts import PartFile, checksum
from pipeline.publishing.publish import read_documents, read_manifest
from pipeline.schemas import SCHEMAS
from pipeline.version import extractor_version

_MEGABYTE = 1024 * 1024
_SPARE_MEGABYTES = 500
_RESTORE = "`jixiao versions` lists older ones; `jixiao versions restore N` publishes one of them again."


def look(data_dir: Path, deep: bool) -> Iterator[Verdict]:
    """`deep`: read every published file and compare it with its checksum."""
    yield _writable(data_dir)
    yield _space(data_dir)
    if not data_dir.is_dir():
        yield warn("published data", f"nothing is published in {data_dir}", "Run `jixiao ingest` first.")
        return
    locked = _is_locked(data_dir)
    yield _lock(data_dir, locked)
    if not locked:
        yield _leftovers(data_dir)
    yield _older(data_dir)
    version = layout.current_version(data_dir)
    if version is None:
        yield _nothing(data_dir)
        return
    yield _whole(data_dir, version, deep)
    yield from _documents(data_dir)


def _writable(data_dir: Path) -> Verdict:
    place = next(folder for folder in (data_dir.absolute(), *data_dir.absolute().parents) if folder.exists())
    if not place.is_dir():
        return fail("write access", f"{place} is no folder", "Give another folder with --data.")
    if not os.access(place, os.W_OK | os.X_OK):
        hint = "Queries work; to publish, run as its owner or give another folder with --data."
        return warn("write access", f"you may not write to {place}", hint)
    return ok("write access", f"you may write to {place}")


def _space(data_dir: Path) -> Verdict:
    """A run writes a whole version beside the one that stands, at worst."""
    place = next(folder for folder in (data_dir.absolute(), *data_dir.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free // _MEGABYTE
    version, size = layout.current_version(data_dir), 0
    with suppress(OSError, ValueError, KeyError):  # what is wrong with a version is told elsewhere
        size = sum(file["bytes"] for file in _files(version)) // _MEGABYTE if version else 0
    found = f"{free:,} MB free; the published version takes {size:,} MB"
    if free < size + _SPARE_MEGABYTES:
        return warn("disk", found, "Free space; `jixiao versions prune --keep 1` deletes older versions.")
    return ok("disk", found)


def _is_locked(data_dir: Path) -> bool:
    """True when a run is writing now. A file `.lock` that nobody holds means nothing."""
    try:
        handle = os.open(data_dir / ".lock", os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _lock(data_dir: Path, locked: bool) -> Verdict:
    if locked:
        return ok("lock", f"a run is writing to {data_dir} now; another one would end with exit code 3")
    return ok("lock", "free")


def _leftovers(data_dir: Path) -> Verdict:
    folder = data_dir / layout.VERSIONS
    current = layout.current_version(data_dir)
    found = [one.name for one in folder.glob(f"{layout.TEMPORARY}*")] if folder.is_dir() else []
    found += [one.name for one in data_dir.glob(".*.new") if one.is_symlink()]
    found += [
        one.name for one in layout.versions(data_dir) if current is None or int(one.name) > int(current.name)
    ]
    if found:
        return warn(
            "leftovers",
            f"{len(found)} of a run that was interrupted: {', '.join(sorted(found)[:3])}",
            "The next `jixiao ingest` removes them.",
        )
    return ok("leftovers", "none of interrupted runs")


def _older(data_dir: Path) -> Verdict:
    versions = layout.versions(data_dir)
    found = f"{len(versions)} kept"
    if len(versions) > 2 * layout.KEPT_VERSIONS:
        return warn("versions", found, "`jixiao versions prune` deletes older ones.")
    return ok("versions", found)


def _nothing(data_dir: Path) -> Verdict:
    if layout.versions(data_dir):
        return fail(
            "published data",
            "the link to the published version is lost",
            "Run `jixiao ingest`: it repairs it.",
        )
    return warn("published data", f"nothing is published in {data_dir}", "Run `jixiao ingest` first.")


def _whole(data_dir: Path, version: Path, deep: bool) -> Verdict:
    """Is every file there that the version says it has, and can all be opened?"""
    number = int(version.name)
    try:
        files = [PartFile(**file) for file in _files(version)]
    except (OSError, ValueError, TypeError, KeyError) as error:
        return fail("published data", f"the manifest of version {number} cannot be read: {error}", _RESTORE)
    bad = [file.path for file in files if not _is_as_written(version / file.path, file, deep)]
    if bad:
        found = f"version {number}: {len(bad)} of {len(files)} files missing or damaged: {', '.join(bad[:3])}"
        return fail("published data", found, _RESTORE)
    lost = [name for name in SCHEMAS if not (data_dir / name).is_dir()]
    if lost:
        found = f"no way leads to the tables {', '.join(lost)} of version {number}"
        return fail("published data", found, "Run `jixiao ingest --force`, which publishes all anew.")
    try:
        open_catalog(data_dir).connection.close()
    except JixiaoError as error:
        return fail("published data", error.message, error.hint)
    how = "as they were written" if deep else "there; --deep compares them with their checksums"
    return ok("published data", f"version {number}, {len(files)} files, {how}")


def _is_as_written(path: Path, file: PartFile, deep: bool) -> bool:
    try:
        return path.stat().st_size == file.bytes and (not deep or checksum(path) == file.sha256)
    except OSError:
        return False


def _documents(data_dir: Path) -> Iterator[Verdict]:
    rows = read_documents(data_dir)
    failed = sum(row["status"] == "failed" for row in rows)
    if failed:
        yield warn(
            "documents", f"{len(rows)}, {failed} of them failed", "`jixiao status` says why, and what to do."
        )
    else:
        yield ok("documents", f"{len(rows)}, none failed")
    old = sum(row["extractor_version"] != extractor_version() for row in rows)
    if old:
        yield warn("reading code", f"{old} documents were read by another version of the program",
                   "The next `jixiao ingest` or `jixiao refresh` of their folders reads them again.")  # fmt: skip
    else:
        yield ok("reading code", "all documents were read by this version")


def _files(version: Path) -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = read_manifest(version)["files"]
    return files
