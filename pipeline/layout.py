"""Where things stand in the published folder.

    DIR/.lock                     held by the run that writes
    DIR/.versions/000007/…        one complete version: <table>/**/*.parquet and manifest.json
    DIR/.versions/.tmp-…          a version being written
    DIR/.current                  -> .versions/000007, replaced by one rename
    DIR/budget                    -> .current/budget, never changes

A reader goes through DIR/<table>, so the one rename turns all tables at once.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from pipeline.errors import EnvironmentProblem, LockHeld, PublishFailed
from pipeline.schemas import SCHEMAS

VERSIONS = ".versions"
CURRENT = ".current"
TEMPORARY = ".tmp-"
# A reader that started on a version may go on for a while after the next one is switched on.
KEPT_VERSIONS = 3
KEPT_SECONDS = 600.0


def current_version(data_dir: Path) -> Path | None:
    """Folder of the published version, links resolved so that it stays the same; None before the first."""
    link = data_dir / CURRENT
    return Path(os.path.realpath(link)) if link.is_dir() else None


@contextmanager
def exclusive(data_dir: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises LockHeld at once when another run has it."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        handle = os.open(data_dir / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot write to {data_dir}: {error.strerror}",
            "Give a folder that you may write to with --data.",
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LockHeld(f"another run is writing to {data_dir}") from error
        yield
    finally:
        os.close(handle)


def remove_leftovers(data_dir: Path) -> None:
    """Delete what an interrupted run left: unfinished versions and those that never became current."""
    current = current_version(data_dir)
    for folder in _children(data_dir / VERSIONS):
        unfinished = folder.name.startswith(TEMPORARY)
        orphan = folder.name.isdigit() and (current is None or folder.name > current.name)
        if unfinished or orphan:
            shutil.rmtree(folder, ignore_errors=True)


def activate(data_dir: Path, finished: Path, number: int) -> Path:
    """Give the finished folder its number and make it the current version in one rename."""
    version = data_dir / VERSIONS / f"{number:06d}"
    sync_tree(finished)
    finished.rename(version)
    sync(version.parent)
    for table in SCHEMAS:
        _point(data_dir / table, f"{CURRENT}/{table}")
    _point(data_dir / CURRENT, f"{VERSIONS}/{version.name}")
    sync(data_dir)
    return version


def prune(data_dir: Path) -> None:
    """Delete all but the last versions and those replaced just now."""
    versions = sorted(folder for folder in _children(data_dir / VERSIONS) if folder.name.isdigit())
    for folder, successor in list(pairwise(versions))[: 1 - KEPT_VERSIONS]:
        if time.time() - successor.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


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


def _point(link: Path, target: str) -> None:
    """Make `link` a symbolic link to `target`, replacing an older link in one step."""
    if link.is_symlink() and os.readlink(link) == target:
        return
    if link.exists() and not link.is_symlink():
        raise PublishFailed(f"{link} is in the way", f"Move {link} elsewhere; published data goes there.")
    fresh = link.with_name(f".{link.name.lstrip('.')}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    os.replace(fresh, link)


def _children(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
