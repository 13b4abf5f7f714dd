"""Commands killed at random moments; `python -m benchmarks.kills --kills 100` kills more of them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.kills import ENDED, OPERATIONS, kill_commands


def test_killed_commands_lose_and_double_nothing(tmp_path: Path) -> None:
    ended = kill_commands(tmp_path, len(OPERATIONS), seed=1)
    assert {how.split()[0] for how in ended if not how.endswith(ENDED)} == set(OPERATIONS)
