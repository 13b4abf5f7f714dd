"""Stamps: text in a box that is put over a table is no part of it."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractors.pages.overprints import find_overprints, odd_runs
from extractors.pages.page_characters import Array, PageCharacters, Places
from extractors.pages.paths import Box, Rule

_TOUCH = 1.0  # points between lines that meet
_SHARED = 1  # lines that touch the corners of a stamp by accident
_HIGHEST = 8.0  # heights of its text
_BEYOND = 0.3  # heights by which the text may reach beyond its frame


class _Frame(NamedTuple):
    """A box of four lines that are no part of a grid, and the places of its lines."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: tuple[int, ...]


def find_stamps(printed: PageCharacters, rules: Sequence[Rule]) -> tuple[list[Rule], list[Places]]:
    """The lines of a page without the boxes of stamps, and the places of the characters in each.

    A stamp is a box with text in a colour of its own that is put over other text, or over lines.
    """
    baselines = printed.origins[:, 1]
    runs = odd_runs(printed.boxes, baselines, printed.colours)
    texts = [_around(printed.boxes[run.start : run.stop]) for run in runs]
    frames = _frames(rules, texts) if runs else []
    if not frames:
        return list(rules), []
    overprints = find_overprints(printed.text, printed.boxes, baselines, printed.colours)
    over = {run.start for run, _ in overprints}
    used: set[int] = set()
    stamped: dict[int, range] = {}
    for frame in frames:
        held = [k for k, text in enumerate(texts) if _holds(frame, text)]
        if held and (any(runs[k].start in over for k in held) or _is_crossed(frame, rules)):
            used.update(frame.lines)
            stamped |= {k: runs[k] for k in held}
    left = [rule for at, rule in enumerate(rules) if at not in used]
    return left, [printed.places[run.start : run.stop] for run in stamped.values()]


def _around(boxes: Array) -> Box:
    x0, top = boxes[:, :2].min(axis=0).tolist()
    x1, bottom = boxes[:, 2:].max(axis=0).tolist()
    return x0, top, x1, bottom


def _holds(frame: _Frame, text: Box) -> bool:
    """Is the box made for this text, with a line or two more?"""
    x0, top, x1, bottom = text
    height, beyond = bottom - top, _BEYOND * (bottom - top)
    return (
        frame.top - beyond <= top
        and bottom <= frame.bottom + beyond
        and frame.x0 - height <= x0
        and x1 <= frame.x1 + height
        and frame.bottom - frame.top <= _HIGHEST * height
    )


def _is_crossed(frame: _Frame, rules: Sequence[Rule]) -> bool:
    """Does another line run through the sides of the box?"""
    for at, rule in enumerate(rules):
        if at in frame.lines:
            continue
        if rule.level and frame.top + _TOUCH < rule.top < frame.bottom - _TOUCH:
            ends = frame.x0, frame.x1
            first, last = rule.x0, rule.x1
        elif not rule.level and frame.x0 + _TOUCH < rule.x0 < frame.x1 - _TOUCH:
            ends = frame.top, frame.bottom
            first, last = rule.top, rule.bottom
        else:
            continue
        if any(first + _TOUCH < end < last - _TOUCH for end in ends):
            return True
    return False


def _frames(rules: Sequence[Rule], texts: Sequence[Box]) -> list[_Frame]:
    """Boxes of four lines of their own that hold a text: cells of a grid share their corners."""
    level: dict[tuple[int, int], list[int]] = defaultdict(list)  # by their two ends
    for at, rule in enumerate(rules):
        if rule.level:
            level[round(rule.x0), round(rule.x1)].append(at)
    lines = np.array(rules, dtype=float).reshape(-1, 4)
    found = []
    for pair in level.values():
        for a, b in itertools.pairwise(sorted(pair, key=lambda at: rules[at].top)):
            frame = _Frame(*rules[a][:3], rules[b].top, (a, b))
            if frame.bottom - frame.top > _TOUCH and any(_holds(frame, text) for text in texts):
                found.append(_closed(frame, lines))
    return [frame for frame in found if frame is not None]


def _closed(frame: _Frame, lines: Array) -> _Frame | None:
    """The box with its upright lines; None where there are none, or others begin at its corners."""
    x0, top, x1, bottom, level = frame
    touching = np.zeros(len(lines), dtype=bool)
    for x, y in itertools.product((x0, x1), (top, bottom)):
        touching |= (
            (lines[:, 0] - _TOUCH <= x)
            & (x <= lines[:, 2] + _TOUCH)
            & (lines[:, 1] - _TOUCH <= y)
            & (y <= lines[:, 3] + _TOUCH)
        )
    is_side = touching & (np.abs(lines[:, [1, 3]] - (top, bottom)) <= _TOUCH).all(axis=1)
    is_side &= lines[:, 0] == lines[:, 2]
    at_edges = [bool((np.abs(lines[is_side, 0] - x) <= _TOUCH).any()) for x in (x0, x1)]
    sides = np.nonzero(is_side)[0].tolist()
    if not all(at_edges) or len(set(np.nonzero(touching)[0].tolist()).difference(level, sides)) > _SHARED:
        return None
    return frame._replace(lines=(*level, *sides))
