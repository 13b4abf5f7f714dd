"""Who has listed a table and not come through it yet, as far as Linux tells it without names.

A reader lists the folder of a table, looks into its first part, or into all, to plan a statement, and opens them again
to run it, one after the other. In between it may have nothing open, so that no lease tells of it; but what it saw of a
part must not be used for another part of the same name. Inotify tells of every listing, and of every opening of the
first and the last part, not whose it is: where several readers come at the same time, the openings of one may be taken
for those of another.
"""

from __future__ import annotations

import ctypes
import os
import struct
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from pipeline.publishing.parts import head
from pipeline.schemas import SCHEMAS

# Who has listed and does not come for so long wants no rows: a backup, `ls`.
FORGOTTEN_SECONDS = 1.5
_ACCESS, _CLOSE, _OPEN, _ONLY_FOLDER = 0x1, 0x10, 0x20, 0x1000000
# Equal events that nobody has read are told as one; reading and closing come in between.
_OF_FOLDER, _OF_PART = _OPEN | _CLOSE | _ONLY_FOLDER, _OPEN | _CLOSE | _ACCESS
_OPENINGS = 2  # of the first part: to plan, and to read
_EVENT = struct.Struct("iIII")
_AT_ONCE = 1 << 16  # bytes


class _What(Enum):
    FOLDER, FIRST, LAST = range(3)


class Arrivals:
    """Listings of tables after which nobody opened the first part twice and then the last one."""

    def __init__(self, version: Path) -> None:
        """Watch the tables of a version. Raises OSError where that is not possible."""
        self._what: dict[int, tuple[str, _What]] = {}
        self._listed: dict[str, float] = {}
        self._begun: Counter[str] = Counter()
        self._handle = _libc("inotify_init1", os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            for table in SCHEMAS:
                if (version / head(table)).exists():
                    last = max((version / table).rglob("*.parquet"))
                    self._watch(table, version / table, _What.FOLDER, _OF_FOLDER)
                    self._watch(table, last, _What.LAST, _OF_PART)
                    if last != version / head(table):
                        self._watch(table, version / head(table), _What.FIRST, _OF_PART)
        except OSError:
            self.close()
            raise

    def _watch(self, table: str, path: Path, what: _What, mask: int) -> None:
        self._what[_libc("inotify_add_watch", self._handle, os.fsencode(path), mask)] = table, what

    def are_under_way(self, tables: Collection[str]) -> bool:
        """Whether somebody listed one of these tables a moment ago, and is not known to have come through it."""
        for table, what in self._events():
            if what is _What.FOLDER:
                self._listed[table], self._begun[table] = time.monotonic(), 0
            elif what is _What.FIRST:
                self._begun[table] += 1
            elif self._begun[table] >= _OPENINGS:
                self._listed.pop(table, None)
        known = time.monotonic() - FORGOTTEN_SECONDS
        return any(self._listed.get(table, known) > known for table in tables)

    def close(self) -> None:
        """End the watch."""
        os.close(self._handle)

    def _events(self) -> Iterator[tuple[str, _What]]:
        """Table, and what of it was opened."""
        while True:
            try:
                told = os.read(self._handle, _AT_ONCE)
            except BlockingIOError:
                return
            place = 0
            while place < len(told):
                watch, mask, _, length = _EVENT.unpack_from(told, place)
                place += _EVENT.size + length
                # With a name it is about something in the folder.
                if mask & _OPEN and not length and watch in self._what:
                    yield self._what[watch]


@contextmanager
def watched(version: Path) -> Iterator[Arrivals | None]:
    """The arrivals at a version within this block; None where nothing tells of them."""
    arrivals: Arrivals | None = None
    with suppress(OSError, AttributeError):
        arrivals = Arrivals(version)
    try:
        yield arrivals
    finally:
        if arrivals is not None:
            arrivals.close()


def _libc(name: str, *arguments: int | bytes) -> int:
    """Result of a function of the C library. Raises OSError; AttributeError where there is no such function."""
    result: int = getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
