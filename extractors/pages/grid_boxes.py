"""Ruling lines that touch each other, as boxes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.pages.paths import Rule

Array = npt.NDArray[np.float64]

_TOUCH = 1.5  # points between lines that meet
_MOST = 3000  # lines that are looked at, the longest first
_FRAME = 2  # lines of one direction of a frame round a page, or of its head and foot


def grid_boxes(rules: Sequence[Rule]) -> Array:
    """The boxes (k, 4) round lines that touch and are more than a frame."""
    lines = np.array(rules, dtype=float).reshape(-1, 4)
    if len(lines) > _MOST:
        lines = lines[
            np.argsort(-np.ptp(lines[:, [0, 2]], axis=1) - np.ptp(lines[:, [1, 3]], axis=1))[:_MOST]
        ]
    found = []
    left = np.ones(len(lines), dtype=bool)
    while left.any():
        members = _touching(lines, left, int(np.argmax(left)))
        own = lines[members]
        is_level = own[:, 2] - own[:, 0] >= own[:, 3] - own[:, 1]
        if _places(own[is_level, 1]) > _FRAME or _places(own[~is_level, 0]) > _FRAME:
            found.append(np.concatenate([own[:, :2].min(axis=0), own[:, 2:].max(axis=0)]))
    return np.array(found).reshape(-1, 4)


def _touching(lines: Array, left: npt.NDArray[np.bool_], first: int) -> list[int]:
    """The numbers of all lines that hang together with one; those are no longer `left`."""
    members, todo = [], [first]
    left[first] = False
    while todo:
        at = todo.pop()
        members.append(at)
        x0, top, x1, bottom = lines[at]
        near = left & (lines[:, 0] < x1 + _TOUCH) & (lines[:, 2] > x0 - _TOUCH)
        near &= (lines[:, 1] < bottom + _TOUCH) & (lines[:, 3] > top - _TOUCH)
        new = np.nonzero(near)[0].tolist()
        left[new] = False
        todo += new
    return members


def _places(values: Array) -> int:
    """How many different places these are."""
    return 0 if not len(values) else 1 + int((np.diff(np.sort(values)) > _TOUCH).sum())
