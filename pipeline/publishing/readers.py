"""Switching versions under readers that know nothing of versions and go through DIR/<table>.

Such a reader lists the folders of a table, then opens one file after the other, each time through the link to the
current version. It must not open some files of the old version and others of the new one. Two things see to that:

- Names only come, and a name comes first with no row in it. So the list that a reader made before the switch is
  right after it, and all that counts is when files are opened.
- The switch happens while no reader has a file of a changed table open, if possible after a moment in which none came
  and when nobody is known to be on the way: some look into every file first and open all of them again. Linux tells:
  a write lease is only given on a file that nobody else has open, and whoever opens the file while the lease is held
  waits; `pending_readers` knows of those between two openings. Where there are no leases (other systems, network
  drives), or readers leave no gap for PATIENCE_SECONDS, the switch is made all the same.
"""

from __future__ import annotations

import errno
import fcntl
import os
import random
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from pipeline.publishing.pending_readers import watched

PATIENCE_SECONDS = 3.0
# So long it is waited for those who are on the way; where readers never pause, or many come, somebody always is.
ARRIVAL_PATIENCE_SECONDS = 2.5
# So long a moment is looked for in which nobody comes at all; readers that never pause leave none.
QUIET_PATIENCE_SECONDS = 2.0
# Time for a reader that has looked into every file, as DuckDB does to unite columns by name, to open them again.
_QUIET_SECONDS = 0.03
# Time for a reader that listed before it was watched to come through.
_WATCH_SECONDS = 0.25
# Time for a reader that has looked its folder up just before the switch to reach the file in it.
_ARRIVAL_SECONDS = 0.0005
_PAUSES = (0.0002, 0.003)
_OPEN_ELSEWHERE = errno.EAGAIN
_HAS_LEASES = hasattr(fcntl, "F_SETLEASE") and hasattr(fcntl, "F_SETSIG")


def between_reads(old: Path, new: Path, switch: Callable[[Path], None]) -> None:
    """Call `switch(new)` while no reader of the version `old` is in the middle of a changed table."""
    stale, others = _files_of_changed_tables(old, new)
    tables = {path.relative_to(old).parts[0] for path in stale}
    began = time.monotonic()
    # What fails here: there are no leases, or too many files. The watch begins when we have listed and opened all.
    with suppress(OSError), _opened([*stale, *others]) as opened, watched(old) as arrivals:
        while _HAS_LEASES and (passed := time.monotonic() - began) < PATIENCE_SECONDS:
            with _leases(opened) as leased:
                if (
                    leased
                    and (passed >= QUIET_PATIENCE_SECONDS or _is_quiet(leased))
                    # Last: whoever lists after this finds the files leased, or the new ones.
                    and (
                        arrivals is None
                        or passed >= ARRIVAL_PATIENCE_SECONDS
                        or (passed >= _WATCH_SECONDS and not arrivals.are_under_way(tables))
                    )
                ):
                    switch(new)
                    time.sleep(_ARRIVAL_SECONDS)
                    if not any(_is_awaited(leased[path]) for path in stale):
                        return
                    # Somebody waits for a file of the old version, and would open its other files in the new one.
                    switch(old)
            time.sleep(random.uniform(*_PAUSES))
    switch(new)


def missing_names(there: Path, here: Path) -> list[Path]:
    """Paths, below the version, of the Parquet files that are in `there` and not in `here`."""
    names = (path.relative_to(there) for path in _files_of_tables(there))
    return [name for name in names if not (here / name).exists()]


def _files_of_changed_tables(old: Path, new: Path) -> tuple[list[Path], list[Path]]:
    """Files of `old` that are other ones in `new`; and all other files, of both, of the tables these are in."""
    stale, fresh, shared = [], [], []
    for path in _files_of_tables(old):
        successor = new / path.relative_to(old)
        if successor.exists() and path.samefile(successor):
            shared.append(path)
        else:
            stale.append(path)
            fresh += [successor] if successor.exists() else []
    tables = {path.relative_to(old).parts[0] for path in stale}
    return stale, fresh + [path for path in shared if path.relative_to(old).parts[0] in tables]


def _files_of_tables(version: Path) -> list[Path]:
    """Without what stands in hidden folders, which only this program reads, and only from the version's own folder."""
    return sorted(path for path in version.glob("[!.]*/**/*.parquet"))


@contextmanager
def _opened(paths: Iterable[Path]) -> Iterator[dict[Path, int]]:
    """Path -> descriptor, all opened once, so that our own openings are not taken for those of readers."""
    with ExitStack() as stack:
        opened: dict[Path, int] = {}
        for path in paths:
            opened[path] = os.open(path, os.O_RDONLY)
            stack.callback(os.close, opened[path])
        yield opened


@contextmanager
def _leases(opened: Mapping[Path, int]) -> Iterator[Mapping[Path, int]]:
    """The same with a write lease on each within this block; {} when somebody else has one of them open.

    Raises OSError where there are no leases.
    """
    held: list[int] = []
    try:
        for handle in opened.values():
            # The signal that somebody waits would end the process; this one does nothing. An earlier lease took it.
            fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
            try:
                fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_WRLCK)
            except OSError as error:
                if error.errno != _OPEN_ELSEWHERE:
                    raise
                break
            held.append(handle)
        yield opened if len(held) == len(opened) else {}
    finally:
        for handle in held:
            with suppress(OSError):  # the system took it back
                fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def _is_quiet(leased: Mapping[Path, int]) -> bool:
    """True when nobody opens a file for a while: so nobody is between planning and running a statement."""
    until = time.monotonic() + _QUIET_SECONDS
    while time.monotonic() < until:
        if any(map(_is_awaited, leased.values())):
            return False
        time.sleep(_PAUSES[0])
    return True


def _is_awaited(handle: int) -> bool:
    return fcntl.fcntl(handle, fcntl.F_GETLEASE) != fcntl.F_WRLCK
