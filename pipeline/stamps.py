"""Stamps of files: whether a file is the one that it was, and holds still while it is read."""

from __future__ import annotations

import os
import queue
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

from pipeline.errors import FileTooLarge, FileTooSlow, UnreadableFile
from pipeline.limits import Limits
from pipeline.names import shown_name
from pipeline.sources import Source, Stamp
from pipeline.stores.object_store import StoredFile

# A file changed within this time may change again without a new time stamp.
_SETTLED_NS = 2_000_000_000
# Stores tell whole seconds, by a clock that is not ours.
_SETTLED_IN_STORE_NS = 60_000_000_000
_Answer = TypeVar("_Answer")
# A thread that reads looks at the clock itself, unless its disk does not answer.
_GRACE_SECONDS = 1.0


def was_changed(source: Source) -> bool:
    """Does a file of this machine differ, as far as its stamp tells, from what the checksum was taken of?"""
    if not isinstance(source.path, Path) or not source.stamp:
        return False
    try:
        return stamp_of(source.path.stat()) != source.stamp
    except OSError:
        return True


def changed(source: Source) -> UnreadableFile:
    """That the file is not what it was any more."""
    return UnreadableFile(f"{shown_name(source.path.name)} was changed while it was being read")


def refuse_large(path: Path, size: int, limits: Limits) -> None:
    """Raises FileTooLarge. What the disk holds of it does not count: a hole is read as zeros."""
    if size > limits.file_bytes:
        raise FileTooLarge(f"{shown_name(path.name)} is larger than {limits.file_megabytes} MB")


def too_slow(path: Path, seconds: float) -> FileTooSlow:
    """That the file could not be read in these seconds."""
    return FileTooSlow(f"{shown_name(path.name)} could not be read to its end within {seconds:g} seconds")


def in_time(path: Path, seconds: float, read: Callable[[], _Answer]) -> _Answer:
    """What `read` says of the file, in a thread that is left alone when its disk does not answer. Raises as it does."""
    answers: queue.SimpleQueue[_Answer | Exception] = queue.SimpleQueue()

    def take() -> None:
        try:
            answers.put(read())
        except Exception as error:
            answers.put(error)

    threading.Thread(target=take, name="checksum", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds + _GRACE_SECONDS)
    except queue.Empty:
        silent = too_slow(path, seconds)
        silent.no_answer = True
        raise silent from None
    if isinstance(answer, Exception):
        raise answer
    return answer


@contextmanager
def unchanged(path: Path) -> Iterator[tuple[BinaryIO, Stamp]]:
    """A regular file to read, with the stamp that it has throughout. Raises OSError, UnreadableFile."""
    # Without O_NONBLOCK a pipe put in the file's place would keep us waiting for a writer.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as stream:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableFile(f"{shown_name(path.name)} is no regular file")
        yield stream, stamp_of(before)
        if stamp_of(os.fstat(handle)) != stamp_of(before):
            raise UnreadableFile(f"{shown_name(path.name)} was changed while it was being read")


def stamp_of(found: os.stat_result) -> Stamp:
    """Size, times of change (of the content; of anything, which no copying tool sets back), and identity."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def is_settled_object(file: StoredFile) -> bool:
    """Will an object that is listed like this hold the same?"""
    return time.time_ns() - file.mtime_ns > _SETTLED_IN_STORE_NS


def is_settled(stamp: Stamp) -> bool:
    """Will a file with this stamp hold the same?"""
    return time.time_ns() - max(stamp[1], stamp[2]) > _SETTLED_NS
