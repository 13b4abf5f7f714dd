"""Staying and refreshing: with a clock that is set by hand."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.nightly import schedule
from pipeline.nightly.plan import Plan
from pipeline.nightly.schedule import WallClock, arguments_for, keep_to, refresh_in_child

NIGHT = Plan("0 2 * * *", "Asia/Shanghai")  # 18:00 UTC
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class SetClock:
    """Time passes only by waiting; `sleeps`: at that moment the machine is asleep for so long."""

    def __init__(self, ends_after: timedelta, sleeps: dict[datetime, timedelta] | None = None) -> None:
        self.time = NOON
        self.end = NOON + ends_after
        self.sleeps = sleeps or {}

    def now(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> bool:
        assert seconds <= 30
        self.time += timedelta(seconds=seconds)
        for moment in [one for one in self.sleeps if one <= self.time]:
            self.time = max(self.time, moment + self.sleeps.pop(moment))
        return self.time >= self.end


def times(
    clock: SetClock,
    last: datetime | None = None,
    takes: timedelta = timedelta(minutes=5),
    code: Callable[[], int] = lambda: 0,
    plan: Plan = NIGHT,
) -> tuple[list[str], list[str], list[int]]:
    """When refreshes began (UTC), what was said, and the exit codes."""
    began: list[str] = []
    said: list[str] = []

    def run() -> int:
        began.append(f"{clock.now():%d %H:%M}")
        clock.time += takes
        return code()

    codes = keep_to(plan, run, clock, said.append, last)
    return began, said, codes


def test_every_night_at_its_time() -> None:
    began, said, codes = times(SetClock(timedelta(days=3)))
    assert began == ["20 18:00", "21 18:00", "22 18:00"]
    assert codes == [0, 0, 0]
    assert said[0] == "next refresh at 2026-11-21 02:00 Asia/Shanghai"
    assert not any("missed" in line for line in said)


def test_what_was_missed_while_the_machine_slept_is_made_up_for_once() -> None:
    slept = {
        NOON + timedelta(hours=2): timedelta(days=2, hours=20)
    }  # over three nights, until the 23rd, 10:00
    began, said, _ = times(SetClock(timedelta(days=3, hours=10), slept))
    assert began == ["23 10:00", "23 18:00"]
    assert sum("missed the refresh of 2026-11-21 02:00" in line for line in said) == 1


def test_what_was_missed_while_nothing_ran_is_made_up_for_at_once() -> None:
    before = NOON - timedelta(days=4)
    began, said, _ = times(SetClock(timedelta(hours=1)), last=before)
    assert began == ["20 12:00"]
    assert "made up for now" in said[0]


def test_nothing_is_made_up_for_where_nothing_was_due() -> None:
    began, _, _ = times(SetClock(timedelta(hours=1)), last=NOON - timedelta(hours=1))
    assert began == []


def test_a_long_refresh_is_not_overtaken() -> None:
    hourly = Plan("0 * * * *", "UTC")
    began, _, _ = times(SetClock(timedelta(hours=7)), takes=timedelta(hours=2, minutes=30), plan=hourly)
    assert began == ["20 13:00", "20 15:30", "20 18:00"]


def test_a_refresh_that_fails_does_not_end_the_schedule() -> None:
    answers = iter([4, 2, 0])
    began, said, codes = times(SetClock(timedelta(days=3)), code=lambda: next(answers))
    assert len(began) == 3 and codes == [4, 2, 0]
    assert any("exit code 4" in line for line in said)


def test_a_schedule_that_ends_during_a_refresh_announces_no_other() -> None:
    began, said, codes = times(SetClock(timedelta(hours=6, minutes=2)), code=lambda: -15)
    assert (began, codes) == (["20 18:00"], [-15])
    assert said[-1].startswith("refresh ended with exit code -15")


def test_the_arguments_of_the_child_are_those_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    given = ["schedule", "a", "b b", "--data", "out", "--workers", "3", "--ocr", "never", "--allow-removal"]
    given += ["--on-failure", "x {report}", "--at", "03:30"]
    parser = cli.build_parser()
    options = parser.parse_args(given)
    words = arguments_for(options.nightly, options)
    assert words[-3:] == ["--", str(tmp_path / "a"), str(tmp_path / "b b")]
    assert f"--data={tmp_path / 'out'}" in words and not any(word.startswith("--at") for word in words)
    monkeypatch.chdir("/")
    again = parser.parse_args(["refresh", *words])
    for name in ("workers", "ocr", "allow_removal", "on_failure", "timeout", "json"):
        assert getattr(again, name) == getattr(options, name)
    assert again.folders == [tmp_path / "a", tmp_path / "b b"]


def test_the_child_is_ended_with_the_schedule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    code = f"import os, time; open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    monkeypatch.setattr(schedule, "program", lambda: [sys.executable, "-c", code])
    clock = WallClock()
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        time.sleep(0.05)
        return told.exists() and bool(told.read_text())

    monkeypatch.setattr(clock, "wait", wait)
    assert refresh_in_child([], clock) == -signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_sigterm_ends_the_schedule_well(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "schedule",
        "--data",
        str(tmp_path / "out"),
        str(tmp_path),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        while line and "next refresh at" not in line:
            line = process.stderr.readline()
        assert "next refresh at" in line
        process.send_signal(signal.SIGTERM)
        said = process.stderr.read()
    assert process.returncode == 0
    assert "ended; 0 refreshes made" in said


def test_options_left_out_are_those_of_the_parser() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--flag", action="store_true")
    parser.add_argument("--number", type=int, default=3)
    assert arguments_for(parser, parser.parse_args([])) == []
    assert arguments_for(parser, parser.parse_args(["--flag", "--number", "4"])) == ["--flag", "--number=4"]
