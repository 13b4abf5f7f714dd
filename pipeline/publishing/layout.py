"""Where things stand in the published folder.

    DIR/.lock                     held by the run that writes
    DIR/.versions/000007/…        one complete version: <table>/**/*.parquet and manifest.json
    DIR/.versions/000007/.kept/…  helper views of that version, computed; only this program reads them
    DIR/.versions/.tmp-…          a version being written
    DIR/.current                  -> .versions/000007, replaced by one rename
    DIR/budget                    -> .current/budget, never changes

A reader goes through DIR/<table>, so the one rename turns all tables at once; `readers` finds the moment for it.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path

from pipeline.errors import DamagedVersion, EnvironmentProblem, JixiaoError, LockHeld, PublishFailed
from pipeline.language import tr
from pipeline.publishing.readers import between_reads
from pipeline.schemas import SCHEMAS

VERSIONS = ".versions"
CURRENT = ".current"
TEMPORARY = ".tmp-"
# A reader that started on a version may go on for a while after the next one is switched on.
KEPT_VERSIONS = 3
KEPT_SECONDS = 600.0
_LOOK_AGAIN_SECONDS = 0.2
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def current_version(data_dir: Path) -> Path | None:
    """Folder of the published version, links resolved so that it stays the same; None before the first.

    Raises DamagedVersion when it is none, as in a folder that was copied without its links.
    """
    link = data_dir / CURRENT
    if not link.is_dir():
        return None
    version = Path(os.path.realpath(link))
    if version.name.isdigit():
        return version
    raise DamagedVersion(
        tr("{link} does not lead to a published version", link=link),
        tr(
            "Was the folder copied without its links? Copy it with tar or `rsync --archive`; or delete {link} and what "
            "is named like a table, and run `jixiao ingest`, which publishes the newest version in {versions} again.",
            link=link,
            versions=data_dir / VERSIONS,
        ),
    )


def versions(data_dir: Path) -> list[Path]:
    """Folders of all whole versions, oldest first."""
    found = [folder for folder in _children(data_dir / VERSIONS) if folder.name.isdigit()]
    return sorted(found, key=lambda folder: int(folder.name))


@contextmanager
def exclusive(data_dir: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the folder's lock, with what an interrupted run left tidied up.

    Raises LockHeld when another run has it, still after `wait` seconds, EnvironmentProblem, and PublishFailed.
    """
    try:
        make_folder(data_dir)
        handle = os.open(data_dir / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        if error.errno in _FULL:
            raise publish_failed(tr("cannot write to {data_dir}", data_dir=data_dir), error) from error
        raise EnvironmentProblem(
            tr("cannot write to {data_dir}: {reason}", data_dir=data_dir, reason=error.strerror),
            tr("Give a folder that you may write to with --data."),
        ) from error
    try:
        _lock(handle, data_dir, time.monotonic() + wait)
        try:
            _recover(data_dir)
        except OSError as error:
            raise publish_failed(tr("cannot tidy up {data_dir}", data_dir=data_dir), error) from error
        yield
    finally:
        os.close(handle)


def publish_failed(what: str, error: BaseException) -> PublishFailed:
    """The error to raise when writing failed; a full disk is called one."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return PublishFailed(
            tr("{what}: the disk is full ({error})", what=what, error=error),
            tr(
                "The last published version stands. Free space, then run again; "
                "`jixiao versions prune --keep 1` deletes older versions."
            ),
        )
    return PublishFailed(tr("{what}: {error}", what=what, error=error))


def activate(data_dir: Path, finished: Path, number: int) -> Path:
    """Give the finished folder its number and make it the current version in one rename.

    When anything fails, the version before is the current one again.
    """
    before = current_version(data_dir)
    version = data_dir / VERSIONS / f"{number:06d}"
    try:
        sync_tree(finished)
        finished.rename(version)
        sync(version.parent)
        _switch(data_dir, version)
    except (OSError, JixiaoError):
        _switch_back(data_dir, before, version)
        raise
    return version


def prune(data_dir: Path) -> None:
    """Delete all but the last versions and those replaced just now."""
    for folder, successor in list(pairwise(versions(data_dir)))[: 1 - KEPT_VERSIONS]:
        with suppress(OSError):
            if time.time() - successor.stat().st_mtime > KEPT_SECONDS:
                discard(folder)


def discard(folder: Path) -> None:
    """Delete a version; it is out of sight first, so that a half-deleted one is never taken for whole."""
    doomed = folder.with_name(f"{TEMPORARY}{folder.name}-gone")
    shutil.rmtree(doomed, ignore_errors=True)
    with suppress(OSError):
        folder.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def make_folder(path: Path) -> None:
    """Create a folder, and those above it, such that they survive a power cut."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        sync(folder.parent)


def sync(path: Path) -> None:
    """Make a file or folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(root: Path) -> None:
    for folder, _, files in os.walk(root):
        for name in files:
            sync(Path(folder) / name)
        sync(Path(folder))


def _lock(handle: int, data_dir: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            left = until - time.monotonic()
            if left <= 0:
                raise LockHeld(tr("another run is writing to {data_dir}", data_dir=data_dir)) from error
            time.sleep(min(left, _LOOK_AGAIN_SECONDS))


def _recover(data_dir: Path) -> None:
    """Delete what an interrupted run left: unfinished versions and those that never became current.

    Where the link to the current version is lost, the newest whole version is published again.
    """
    whole = versions(data_dir)
    if whole and current_version(data_dir) is None:
        _switch(data_dir, whole[-1])
    current = current_version(data_dir)
    for folder in _children(data_dir / VERSIONS):
        if folder.name.startswith(TEMPORARY):
            shutil.rmtree(folder, ignore_errors=True)
    for folder in whole:
        if current is not None and int(folder.name) > int(current.name):
            discard(folder)
    for link in data_dir.glob(".*.new"):
        if link.is_symlink():
            link.unlink(missing_ok=True)


def _switch(data_dir: Path, version: Path) -> None:
    """Make the version the current one; the links of the tables are on the disk before it is."""
    for table in SCHEMAS:
        _point(data_dir / table, f"{CURRENT}/{table}")
    sync(data_dir)

    def switch(to: Path) -> None:
        _point(data_dir / CURRENT, f"{VERSIONS}/{to.name}")

    before = current_version(data_dir)
    if before is None:
        switch(version)
    else:
        between_reads(before, version, switch)
    sync(data_dir)


def _switch_back(data_dir: Path, before: Path | None, failed: Path) -> None:
    """Undo what was done of a switch, as far as the disk lets us; never delete what readers see."""
    with suppress(OSError):
        if before is not None:
            _point(data_dir / CURRENT, f"{VERSIONS}/{before.name}")
        elif current_version(data_dir) == Path(os.path.realpath(failed)):
            (data_dir / CURRENT).unlink()
    current = current_version(data_dir)
    if current is None or current.name != failed.name:
        discard(failed)


def _point(link: Path, target: str) -> None:
    """Make `link` a symbolic link to `target`, replacing an older link in one step."""
    if link.is_symlink() and os.readlink(link) == target:
        return
    if link.exists() and not link.is_symlink():
        raise PublishFailed(
            tr("{link} is in the way", link=link),
            tr("Move {link} elsewhere; published data goes there.", link=link),
        )
    fresh = link.with_name(f".{link.name.lstrip('.')}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    try:
        os.replace(fresh, link)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _children(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
