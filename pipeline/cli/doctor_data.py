"""What state the published folder is in: its place, its lock, its versions, and every file if asked."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pipeline.answers.catalog import open_catalog
from pipeline.cli.verdict import Verdict, fail, ok, warn
from pipeline.errors import DamagedVersion, JixiaoError
from pipeline.language import listed, tr
from pipeline.publishing import integrity, layout
from pipeline.publishing.manifest import REPAIR, parts_of
from pipeline.publishing.publish import read_documents
from pipeline.schemas import SCHEMAS
from pipeline.version import extractor_version

_MEGABYTE = 1024 * 1024
_SPARE_MEGABYTES = 500


def look(data_dir: Path, deep: bool) -> Iterator[Verdict]:
    """`deep`: read every published file and compare it with its checksum."""
    yield _writable(data_dir)
    yield _space(data_dir)
    if not data_dir.is_dir():
        yield warn(
            tr("published data"),
            tr("nothing is published in {data_dir}", data_dir=data_dir),
            tr("Run `jixiao ingest` first."),
        )
        return
    try:
        layout.current_version(data_dir)
    except DamagedVersion as error:
        yield fail(tr("published data"), error.message, error.hint)
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
        return fail(
            tr("write access"),
            tr("{place} is no folder", place=place),
            tr("Give another folder with --data."),
        )
    if not os.access(place, os.W_OK | os.X_OK):
        hint = tr("Queries work; to publish, run as its owner or give another folder with --data.")
        return warn(tr("write access"), tr("you may not write to {place}", place=place), hint)
    return ok(tr("write access"), tr("you may write to {place}", place=place))


def _space(data_dir: Path) -> Verdict:
    """A run writes a whole version beside the one that stands, at worst."""
    place = next(folder for folder in (data_dir.absolute(), *data_dir.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free // _MEGABYTE
    size = 0
    with suppress(JixiaoError):  # what is wrong with a version is told elsewhere
        version = layout.current_version(data_dir)
        size = sum(part.bytes for part in parts_of(version).values()) // _MEGABYTE if version else 0
    found = tr("{free:,} MB free; the published version takes {size:,} MB", free=free, size=size)
    if free < size + _SPARE_MEGABYTES:
        return warn(
            tr("disk"), found, tr("Free space; `jixiao versions prune --keep 1` deletes older versions.")
        )
    return ok(tr("disk"), found)


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
        return ok(
            tr("lock"),
            tr(
                "a run is writing to {data_dir} now; another one would end with exit code 3",
                data_dir=data_dir,
            ),
        )
    return ok(tr("lock"), tr("free"))


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
            tr("leftovers"),
            tr(
                "{count} of a run that was interrupted: {names}",
                count=len(found),
                names=listed(sorted(found)[:3]),
            ),
            tr("The next `jixiao ingest` removes them."),
        )
    return ok(tr("leftovers"), tr("none of interrupted runs"))


def _older(data_dir: Path) -> Verdict:
    versions = layout.versions(data_dir)
    found = tr("{count} kept", count=len(versions))
    if len(versions) > 2 * layout.KEPT_VERSIONS:
        return warn(tr("versions"), found, tr("`jixiao versions prune` deletes older ones."))
    return ok(tr("versions"), found)


def _nothing(data_dir: Path) -> Verdict:
    if layout.versions(data_dir):
        return fail(
            tr("published data"),
            tr("the link to the published version is lost"),
            tr("Run `jixiao ingest`: it repairs it."),
        )
    return warn(
        tr("published data"),
        tr("nothing is published in {data_dir}", data_dir=data_dir),
        tr("Run `jixiao ingest` first."),
    )


def _whole(data_dir: Path, version: Path, deep: bool) -> Verdict:
    """Is every file there that the version says it has, and can all be opened?"""
    number = int(version.name)
    try:
        files = parts_of(version)
        bad = integrity.damage_in(version, deep)
    except DamagedVersion as error:
        return fail(tr("published data"), error.message, error.hint)
    if bad:
        found = tr(
            "version {number}: {bad} of {files} files missing or damaged: {names}",
            number=number,
            bad=len(bad),
            files=len(files),
            names=listed(list(map(str, bad[:3]))),
        )
        return fail(tr("published data"), found, tr(REPAIR))
    lost = [name for name in SCHEMAS if not (data_dir / name).is_dir()]
    if lost:
        found = tr(
            "no way leads to the tables {tables} of version {number}", tables=listed(lost), number=number
        )
        return fail(tr("published data"), found, tr("Run `jixiao ingest --force`, which publishes all anew."))
    try:
        open_catalog(data_dir).connection.close()
    except JixiaoError as error:
        return fail(tr("published data"), error.message, error.hint)
    how = tr("as they were written") if deep else tr("there; --deep compares them with their checksums")
    return ok(
        tr("published data"),
        tr("version {number}, {files} files, {how}", number=number, files=len(files), how=how),
    )


def _documents(data_dir: Path) -> Iterator[Verdict]:
    try:
        rows = read_documents(data_dir)
    except JixiaoError:
        return  # told before
    failed = sum(row["status"] == "failed" for row in rows)
    if failed:
        yield warn(
            tr("documents"),
            tr("{rows}, {failed} of them failed", rows=len(rows), failed=failed),
            tr("`jixiao status` says why, and what to do."),
        )
    else:
        yield ok(tr("documents"), tr("{rows}, none failed", rows=len(rows)))
    old = sum(row["extractor_version"] != extractor_version() for row in rows)
    if old:
        yield warn(tr("reading code"), tr("{count} documents were read by another version of the program", count=old),
                   tr("The next `jixiao ingest` or `jixiao refresh` of their folders reads them again."))  # fmt: skip
    else:
        yield ok(tr("reading code"), tr("all documents were read by this version"))
