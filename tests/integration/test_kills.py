"""Runs killed at random moments; `python -m benchmarks.kills --kills 100` kills more of them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.kills import kill_runs


def test_killed_runs_lose_and_double_nothing(tmp_path: Path) -> None:
    ended = kill_runs(tmp_path, 5, seed=1)
    assert ended["killed before the switch"] + ended["killed after the switch"] == 5
