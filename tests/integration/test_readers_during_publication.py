"""Readers that work while versions are switched never fail and never see two versions, a row twice or half a version.

`python -m benchmarks.reads --reads 10000` reads more often.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from threading import Thread, Timer

import pytest

from benchmarks.reads import READERS, switch_while_reading
from pipeline.publishing import layout, pending_readers, readers
from pipeline.publishing.pending_readers import watched
from tests import faults

READS = {"catalog": 20, "table": 500, "pinned": 300}


@pytest.mark.parametrize("kind", READERS)
def test_readers_see_whole_versions(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = READS.get(kind, 200)
    if kind != "union":
        # These never pause, so that to look for a moment without them would only cost time.
        monkeypatch.setattr(readers, "QUIET_PATIENCE_SECONDS", 0.0)
        monkeypatch.setattr(readers, "ARRIVAL_PATIENCE_SECONDS", 0.0)
    [(_, seen, _)] = switch_while_reading([kind], tmp_path, reads)
    assert seen["versions"] > 1, "no version was switched on while it was read"
    assert (seen["good"] + seen["mixed"], seen["errors"]) == (reads, 0)
    # Two tables by plain paths may be of two versions (docs/reliability.md); one table never is.
    assert seen["mixed"] == 0 or kind == "joined"


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """Two versions, of which the first is the published one; all rows differ."""
    with faults.without_comparisons():
        old = faults.commit(tmp_path, "a")
        new = faults.commit(tmp_path, "b", remove="a")
    (tmp_path / ".current").unlink()
    (tmp_path / ".current").symlink_to(f"{layout.VERSIONS}/{old.name}")
    return old, new


def first_with_rows(version: Path) -> Path:
    return max((version / "budget").rglob("*.parquet"))


def test_the_switch_waits_for_whoever_has_a_file_open(versions: tuple[Path, Path]) -> None:
    old, new = versions
    needed_leases(old)
    switched: list[Path] = []
    with first_with_rows(old).open("rb"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers, "PATIENCE_SECONDS", 0.2)
        patch.setattr(readers.time, "sleep", lambda _: None)
        readers.between_reads(old, new, lambda to: switched.append(to))
    assert switched == [new], "patience must end"
    with (
        first_with_rows(old).open("rb"),
        readers._opened([first_with_rows(old)]) as opened,
        readers._leases(opened) as held,
    ):
        assert not held
    readers.between_reads(old, new, lambda to: switched.append(to))
    assert switched == [new, new]


def test_a_switch_is_undone_when_somebody_waits_for_the_old_version(
    versions: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = versions
    needed_leases(old)
    switched: list[Path] = []
    monkeypatch.setattr(readers, "QUIET_PATIENCE_SECONDS", 0.0)
    waiting = iter([True, False, False, False, False, False, False, False, False])
    monkeypatch.setattr(readers, "_is_awaited", lambda _: next(waiting, False))
    readers.between_reads(old, new, lambda to: switched.append(to))
    assert switched == [new, old, new]


def test_the_switch_waits_for_a_moment_in_which_nobody_comes(
    versions: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = versions
    needed_leases(old)
    switched: list[Path] = []
    came = iter([True])
    quiet = []

    def is_awaited(_: int) -> bool:
        assert switched or len(quiet) < 10_000
        quiet.append(next(came, False))
        return quiet[-1]

    monkeypatch.setattr(readers, "_is_awaited", is_awaited)
    readers.between_reads(old, new, lambda to: switched.append(to))
    assert switched == [new], "who came while it was waited was let through before the switch"
    assert quiet[0] and len(quiet) > 20


class Looking(Thread):
    """A reader as DuckDB unites columns by name: it lists, looks into all parts, and reads them after a pause."""

    def __init__(self, data: Path, pause: float) -> None:
        super().__init__()
        self._data, self._pause = data, pause
        self.seen: list[set[bytes]] = []

    def run(self) -> None:
        for is_planned in (False, True):
            os.listdir(self._data / "budget")
            if not is_planned:
                paths = sorted((self._data / "budget").rglob("*.parquet"))
        self._read(paths)
        time.sleep(self._pause)
        self._read(paths)

    def _read(self, paths: list[Path]) -> None:
        streams = [path.open("rb") for path in paths]
        self.seen.append({stream.read() for stream in streams})
        for stream in streams:
            stream.close()


def test_the_switch_waits_for_who_looked_and_has_not_yet_read(versions: tuple[Path, Path]) -> None:
    old, new = versions
    needed_leases(old)
    data = old.parent.parent
    reader = Looking(data, pause=0.6)
    later = Timer(0.1, reader.start)
    later.start()
    began = time.monotonic()
    readers.between_reads(
        old, new, lambda to: layout._point(data / ".current", f"{layout.VERSIONS}/{to.name}")
    )
    waited = time.monotonic() - began
    later.join()
    reader.join()
    assert reader.seen[0] == reader.seen[1], "it read other files than it had looked into"
    assert layout.current_version(data) == new
    assert waited < readers.PATIENCE_SECONDS


def test_who_lists_a_table_and_reads_nothing_is_not_waited_for_long(versions: tuple[Path, Path]) -> None:
    old, new = versions
    needed_leases(old)
    switched: list[Path] = []
    later = Timer(0.1, os.listdir, [old / "budget"])
    later.start()
    began = time.monotonic()
    readers.between_reads(old, new, lambda to: switched.append(to))
    waited = time.monotonic() - began
    assert switched == [new]
    assert pending_readers.FORGOTTEN_SECONDS - 0.5 < waited < readers.ARRIVAL_PATIENCE_SECONDS


def test_our_own_listing_holds_nobody_up(versions: tuple[Path, Path]) -> None:
    old, new = versions
    needed_leases(old)
    began = time.monotonic()
    readers.between_reads(old, new, lambda _: None)
    assert time.monotonic() - began < pending_readers.FORGOTTEN_SECONDS


def test_where_nothing_tells_of_listings_versions_are_switched_all_the_same(
    versions: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _ = versions

    def refuse(*_: object) -> int:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(pending_readers, "_libc", refuse)
    with watched(old) as watch:
        assert watch is None
    with faults.without_comparisons():
        published = faults.commit(old.parent.parent, "c")
    assert layout.current_version(old.parent.parent) == published


def test_without_leases_the_switch_is_made_at_once(
    versions: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = versions
    switched: list[Path] = []

    def refuse(*_: object) -> int:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(readers.fcntl, "fcntl", refuse)
    readers.between_reads(old, new, lambda to: switched.append(to))
    assert switched == [new]


def needed_leases(version: Path) -> None:
    try:
        with readers._opened([first_with_rows(version)]) as opened, readers._leases(opened):
            pass
    except OSError as error:
        pytest.skip(f"no leases on this file system: {error}")
