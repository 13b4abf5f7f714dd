"""What files hold: checksums that are remembered, and the proof that a file was read as it was."""

from __future__ import annotations

import hashlib
import json
import math
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pipeline.archives.member import Member
from pipeline.archives.unpacking import fetched
from pipeline.errors import FileTooSlow, UnreadableFile
from pipeline.limits import MEGABYTE, Limits
from pipeline.names import shown_name
from pipeline.sources import File, Source, Stamp
from pipeline.stamps import (
    changed,
    in_time,
    is_settled,
    is_settled_object,
    refuse_large,
    stamp_of,
    too_slow,
    unchanged,
)
from pipeline.stores import stored
from pipeline.stores.object_store import StoredFile

CACHE = ".checksums.json"
# Objects whose checksums are taken at once: each waits for the network most of the time.
_FETCHES = 16
# Before the path of a file that could not be read to its end in time: then its stamp and the seconds that it had.
_SLOW = "slow:"
_PIECE = MEGABYTE
_Answer = TypeVar("_Answer")
# Files of a folder for which the disk does not answer, one after the other, until the others are not tried any more.
_SILENT = 3


class Checksums:
    """SHA-256 of files within their limits, remembered by path and stamp, as are files that took too long.

    Losing the memory costs only time. `again`: what took too long is tried once more.
    """

    def __init__(self, data_dir: Path, limits: Limits | None = None, again: bool = False) -> None:
        self._file = data_dir / CACHE
        self._limits, self.again = limits or Limits(), again
        self._old = self._load()
        self._new: dict[str, list[Any]] = {}
        self._fetched: dict[StoredFile, str | UnreadableFile] = {}
        # Files of a folder, one after the other, whose disk did not answer.
        self._silent: Counter[Path] = Counter()

    def fetch(self, files: Iterable[File]) -> None:
        """Take the checksums of objects that are not known, several at once; what fails is told by `source`."""
        with ThreadPoolExecutor(_FETCHES, thread_name_prefix="checksum") as threads:
            unknown = [file for file in files if isinstance(file, StoredFile) and not self._known(file)]
            self._fetched |= zip(unknown, threads.map(self._checksum_in_store, unknown), strict=True)

    def recall(self, key: str, stamp: Sequence[Any]) -> Any:
        """What was remembered under the key with the same stamp; None where nothing was."""
        known = self._old.get(key)
        return known[-1] if isinstance(known, list) and known[:-1] == list(stamp) else None

    def remember(self, key: str, stamp: Sequence[Any], value: Any) -> None:
        """Keep what JSON can hold."""
        self._new[key] = [*stamp, value]

    def source(self, path: File) -> Source:
        """Raises UnreadableFile, also for what is no regular file: that is not opened for long enough to wait.

        One that is too large is not opened at all; one that is too slow is given up, and remembered.
        """
        if isinstance(path, StoredFile):
            return self._stored(path)
        try:
            stamp = stamp_of(path.stat())
            refuse_large(path, stamp[0], self._limits)
            key = os.path.realpath(path)
            known = self._old.get(key)
            if isinstance(known, list) and known[:-1] == list(stamp):
                checksum = str(known[-1])
            else:
                checksum, stamp = self._checksum(path, key, stamp)
        except OSError as error:
            raise UnreadableFile(f"{shown_name(path.name)} cannot be opened: {error.strerror}") from error
        if is_settled(stamp):
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

    def ask(self, path: Path, read: Callable[[], _Answer], slow: str, stamp: Sequence[int]) -> _Answer:
        """What `read` says of the file within the time; one that takes longer is remembered under `slow`.

        Where the disk did not answer for several files of a folder, the others are given up with them, and not
        remembered: the next run tries them. Raises FileTooSlow, and as `read` does.
        """
        folder = path.parent
        if self._silent[folder] >= _SILENT:
            raise FileTooSlow(
                f"{shown_name(path.name)} was not tried: the disk did not answer for {_SILENT} files beside it"
            )
        try:
            answer = in_time(path, self._limits.seconds, read)
        except FileTooSlow as error:
            self._silent[folder] = self._silent[folder] + 1 if error.no_answer else 0
            self.remember(slow, stamp, self._limits.seconds)
            raise
        self._silent[folder] = 0
        return answer

    def _checksum(self, path: Path, key: str, stamp: Stamp) -> tuple[str, Stamp]:
        """Raises OSError, UnreadableFile."""
        slow, seconds = _SLOW + key, self._limits.seconds
        given_up = self._old.get(slow)
        same = isinstance(given_up, list) and given_up[:-1] == list(stamp)
        had = given_up[-1] if same and given_up else 0
        # With no more time it would cost all of that time again.
        if not self.again and isinstance(had, int | float) and 0 < seconds <= had:
            raise too_slow(path, had)
        self._old.pop(slow, None)
        return self.ask(path, lambda: _checksum(path, seconds), slow, stamp)

    def _stored(self, file: StoredFile) -> Source:
        checksum = self._known(file) or self._fetched.get(file) or self._checksum_in_store(file)
        if isinstance(checksum, UnreadableFile):
            raise checksum
        if is_settled_object(file):
            self._new[file.address] = [file.size, file.mtime_ns, checksum]
        return Source(file, checksum, file.size)

    def _checksum_in_store(self, file: StoredFile) -> str | UnreadableFile:
        """Or why there is none."""
        try:
            return stored.checksum_of(file, self._limits)
        except UnreadableFile as error:
            return error

    def _known(self, file: StoredFile) -> str:
        """The checksum of an object that is listed as it was; '' for others."""
        known = self._old.get(file.address)
        same = isinstance(known, list) and known[:-1] == [file.size, file.mtime_ns]
        return str(known[-1]) if known and same else ""

    def _load(self) -> dict[str, list[Any]]:
        try:
            loaded = json.loads(self._file.read_text("utf-8")) if self._file.is_file() else {}
        except (OSError, ValueError, RecursionError):
            return {}
        return loaded if isinstance(loaded, dict) else {}


@contextmanager
def local_copy(source: Source, limits: Limits | None = None) -> Iterator[Source]:
    """The source as a file on this machine, for as long as the block lasts.

    Raises UnreadableFile when an object of a store, or a member of an archive, is not there any more as it was, or
    takes more than it may.
    """
    if isinstance(source.path, Path):
        yield source
        return
    limits = limits or Limits()
    with (
        fetched(source.path, source.sha256, limits)
        if isinstance(source.path, Member)
        else stored.fetched(source.path, source.sha256, limits)
    ) as path:
        # A file of our own has no stamp that anybody took.
        yield replace(source, path=path, stamp=())


def confirm(source: Source) -> None:
    """What was read from the file is what its checksum was taken of. To be called after the reading.

    Raises UnreadableFile when the file is gone or was changed in between, so that no number is published under
    the checksum of another content.
    """
    path = Path(str(source.path))
    try:
        stamp = stamp_of(path.stat())
        same = stamp == source.stamp or not source.stamp
        if same and not (source.stamp and is_settled(stamp)):
            same = _checksum(path)[0] == source.sha256
    except OSError as error:
        name = shown_name(path.name)
        raise UnreadableFile(f"{name} was gone while it was being read: {error.strerror}") from error
    if not same:
        raise changed(source)


def _checksum(path: Path, seconds: float = math.inf) -> tuple[str, Stamp]:
    """SHA-256 of the content and the stamp that it had throughout. Raises OSError, UnreadableFile.

    What was not there at the beginning is not read: a file that grows faster than it is read has no end.
    """
    ends = time.monotonic() + seconds
    with unchanged(path) as (stream, stamp):
        digest, rest = hashlib.sha256(), stamp[0]
        while rest > 0 and (piece := stream.read(min(rest, _PIECE))):
            digest.update(piece)
            rest -= len(piece)
            if time.monotonic() > ends:
                raise too_slow(path, seconds)
    return digest.hexdigest(), stamp
