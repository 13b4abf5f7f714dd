"""Numbers of which only a part is printed. What is left of `1,234.50` under a stamp is no number."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from extractors.pages import Page

Flags = npt.NDArray[np.bool_]

_FIGURES = frozenset("0123456789０１２３４５６７８９")
_POINTS = frozenset(".,．，")
_OF_NUMBERS = _FIGURES | _POINTS | frozenset("-−－+△▲")
_GAP = 0.35  # heights between two characters of one number
_LEVEL = 0.2  # heights by which their baselines differ at most


def with_whole_numbers(page: Page, is_seen: Flags, is_space: Flags) -> Flags:
    """What is seen, without numbers of which a part is not, and without spaces in what is not.

    A point or a comma is seen with the figures around it: the edge of a cell cuts its tail. A space goes with the
    character before it.
    """
    seen = is_seen.copy()
    for run in _numbers(page):
        parts = [i for i in run if page.text[i] not in _POINTS]
        if any(page.text[i] in _FIGURES for i in parts):
            seen[run[0] : parts[-1] + 1] = seen[parts].all()
    for i in np.nonzero(is_space)[0].tolist():
        seen[i] = seen[i - 1] if i else is_seen[i]
    return seen


def _numbers(page: Page) -> list[list[int]]:
    """Characters of numbers that were written one after the other, side by side on one line."""
    runs: list[list[int]] = []
    last = -2
    for i in itertools.compress(range(len(page.text)), [char in _OF_NUMBERS for char in page.text]):
        height = page.heights[i]
        if (
            last == i - 1
            and abs(page.bases[i] - page.bases[last]) < _LEVEL * height
            and -_GAP * height < page.lefts[i] - page.rights[last] < _GAP * height
        ):
            runs[-1].append(i)
        else:
            runs.append([i])
        last = i
    return runs
