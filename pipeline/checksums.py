"""What files hold: checksums that are remembered, and the proof that a file was read as it was."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.errors import UnreadableFile
from pipeline.names import shown_name
from pipeline.sources import Place, Source, Stamp
from pipeline.stores import stored
from pipeline.stores.object_store import StoredFile

CACHE = ".checksums.json"
# A file changed within this time may change again without a new time stamp.
_SETTLED_NS = 2_000_000_000
# Stores tell whole seconds, by a clock that is not ours.
_SETTLED_IN_STORE_NS = 60_000_000_000
# Objects whose checksums are taken at once: each waits for the network most of the time.
_FETCHES = 16


class Checksums:
    """SHA-256 of files, remembered by path and stamp. Losing the memory costs only time."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / CACHE
        self._old = self._load()
        self._new: dict[str, list[int | str]] = {}
        self._fetched: dict[StoredFile, str] = {}

    def fetch(self, files: Iterable[Place]) -> None:
        """Take the checksums of objects that are not known, several at once; what fails is told by `source`."""
        with ThreadPoolExecutor(_FETCHES, thread_name_prefix="checksum") as threads:
            unknown = [file for file in files if isinstance(file, StoredFile) and not self._known(file)]
            for file, checksum in zip(unknown, threads.map(_checksum_in_store, unknown), strict=True):
                if checksum:
                    self._fetched[file] = checksum

    def source(self, path: Place) -> Source:
        """Raises UnreadableFile, also for what is no regular file: that is not opened for long enough to wait."""
        if isinstance(path, StoredFile):
            return self._stored(path)
        try:
            stamp = _stamp(path.stat())
            key = os.path.realpath(path)
            known = self._old.get(key)
            if isinstance(known, list) and known[:-1] == list(stamp):
                checksum = str(known[-1])
            else:
                checksum, stamp = _checksum(path)
        except OSError as error:
            raise UnreadableFile(f"{shown_name(path.name)} cannot be opened: {error.strerror}") from error
        if _is_settled(stamp):
            self._new[key] = [*stamp, checksum]
        return Source(path, checksum, stamp[0], stamp)

    def save(self) -> None:
        """Write the memory in one step; a folder that cannot be written to is no reason to fail."""
        fresh = self._file.with_name(f"{CACHE}.new")
        try:
            fresh.write_text(json.dumps(self._old | self._new), "utf-8")
            os.replace(fresh, self._file)
        except OSError:
            return

    def _stored(self, file: StoredFile) -> Source:
        checksum = self._known(file) or self._fetched.get(file) or stored.checksum_of(file)
        if time.time_ns() - file.mtime_ns > _SETTLED_IN_STORE_NS:
            self._new[file.address] = [file.size, file.mtime_ns, checksum]
        return Source(file, checksum, file.size)

    def _known(self, file: StoredFile) -> str:
        """The checksum of an object that is listed as it was; '' for others."""
        known = self._old.get(file.address)
        same = isinstance(known, list) and known[:-1] == [file.size, file.mtime_ns]
        return str(known[-1]) if known and same else ""

    def _load(self) -> dict[str, list[int | str]]:
        try:
            loaded = json.loads(self._file.read_text("utf-8")) if self._file.is_file() else {}
        except (OSError, ValueError, RecursionError):
            return {}
        return loaded if isinstance(loaded, dict) else {}


@contextmanager
def local_copy(source: Source) -> Iterator[Source]:
    """The source as a file on this machine, for as long as the block lasts.

    Raises UnreadableFile when an object of a store is not there any more as it was.
    """
    if isinstance(source.path, Path):
        yield source
        return
    with stored.fetched(source.path, source.sha256) as path:
        yield replace(source, path=path)


def confirm(source: Source) -> None:
    """What was read from the file is what its checksum was taken of. To be called after the reading.

    Raises UnreadableFile when the file is gone or was changed in between, so that no number is published under
    the checksum of another content.
    """
    name, path = shown_name(source.path.name), Path(str(source.path))
    try:
        stamp = _stamp(path.stat())
        same = stamp == source.stamp or not source.stamp
        if same and not (source.stamp and _is_settled(stamp)):
            same = _checksum(path)[0] == source.sha256
    except OSError as error:
        raise UnreadableFile(f"{name} was gone while it was being read: {error.strerror}") from error
    if not same:
        raise UnreadableFile(f"{name} was changed while it was being read")


def _checksum_in_store(file: StoredFile) -> str:
    """'' where the object cannot be fetched."""
    try:
        return stored.checksum_of(file)
    except UnreadableFile:
        return ""


def _checksum(path: Path) -> tuple[str, Stamp]:
    """SHA-256 of the content and the stamp that it had throughout. Raises OSError, UnreadableFile."""
    # Without O_NONBLOCK a pipe put in the file's place would keep us waiting for a writer.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as stream:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableFile(f"{shown_name(path.name)} is no regular file")
        checksum = hashlib.file_digest(stream, "sha256").hexdigest()
        if _stamp(os.fstat(handle)) != _stamp(before):
            raise UnreadableFile(f"{shown_name(path.name)} was changed while it was being read")
    return checksum, _stamp(before)


def _stamp(found: os.stat_result) -> Stamp:
    """Size, times of change (of the content; of anything, which no copying tool sets back), and identity."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _is_settled(stamp: Stamp) -> bool:
    return time.time_ns() - max(stamp[1], stamp[2]) > _SETTLED_NS
