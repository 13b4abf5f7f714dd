"""Ruling lines of a page, pieces of one line joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.geometry import median
from extractors.pages import Rule

SNAP = 2.5  # points within which two parallel lines are one
TOUCH = 3.0  # points by which two lines may miss each other and still meet


@dataclass(slots=True)
class Line:
    """A joined line: position across, extent along."""

    at: float
    start: float
    end: float


def joined_lines(rules: Iterable[Rule]) -> tuple[list[Line], list[Line]]:
    """The level and the upright lines that the rules draw, pieces of one line joined."""
    rules = list(rules)
    level = _join([Line(r.top, r.x0, r.x1) for r in rules if r.level])
    return level, _join([Line(r.x0, r.top, r.bottom) for r in rules if not r.level])


def _join(lines: list[Line]) -> list[Line]:
    """Snap parallel lines that lie within SNAP and join those that overlap or touch."""
    lines.sort(key=lambda line: line.at)
    joined: list[Line] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if (
            index < len(lines)
            and lines[index].at - lines[index - 1].at <= SNAP
            and (lines[index].at - lines[start].at <= 2 * SNAP)
        ):
            continue
        group = sorted(lines[start:index], key=lambda line: line.start)
        at = median(line.at for line in group)
        last: Line | None = None
        for line in group:
            if last is not None and line.start <= last.end + TOUCH:
                last.end = max(last.end, line.end)
            else:
                last = Line(at, line.start, line.end)
                joined.append(last)
        start = index
    return joined


def positions(lines: list[Line]) -> list[float]:
    """Where the lines stand, from the first to the last; those within SNAP count once."""
    found: list[float] = []
    for at in sorted(line.at for line in lines):
        if not found or at - found[-1] > SNAP:
            found.append(at)
    return found
