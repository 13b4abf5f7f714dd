"""Text of which only a part is printed. What is left of `1,234.50` under a stamp is no number."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.pages import Page
from extractors.pictures.ink import Ink

Glyph = tuple[Ink, Sequence[int]]
Flags = npt.NDArray[np.bool_]

_FIGURES = frozenset("0123456789０１２３４５６７８９")
_POINTS = frozenset(".,．，")
_OF_NUMBERS = _FIGURES | _POINTS | frozenset("-−－+△▲")
_CUT = (0.35, 0.9)  # shares of a line's height between which it is seen, and cut along its length
_TOUCH = 1  # pixels by which ink may stop short of the cut
_GAP = 0.35  # heights between two characters of one number
_LEVEL = 0.2  # heights by which their baselines differ at most


def without_scraps(page: Page, is_seen: Flags, is_space: Flags, owners: list[int]) -> Flags:
    """What is seen (n,), but for what a cut leaves over that says nothing or something else.

    `owners` (n,) are the text objects of the characters. A number of which a figure or the sign is not seen goes as a
    whole; a point or a comma is seen with the figures around it, for the edge of a cell cuts its tail. So does what
    comes to light again behind a longer hidden part of the same text, as where a name runs on under the next cell. A
    space goes with the character before it.
    """
    seen = is_seen.copy()
    for run in _numbers(page):
        parts = [i for i in run if page.text[i] not in _POINTS]
        if any(page.text[i] in _FIGURES for i in parts):
            seen[run[0] : parts[-1] + 1] = seen[parts].all()
    for i in np.nonzero(is_space)[0].tolist():
        seen[i] = seen[i - 1] if i else is_seen[i]
    _drop_tails(page.text, seen, owners)
    return seen


def seen_with_their_lines(
    page: Page, places: Sequence[int], glyphs: Sequence[Glyph], is_seen: Flags, width: float
) -> None:
    """Mark in `is_seen` (n,) what is seen of lines that a cut runs along, each judged as a whole.

    The edge of a cell that cuts a line leaves more of one character than of the next. `places` (n,) are those of
    level characters on the page, `glyphs` (n,) their inks and boxes in pixels, `width` the share of its width that
    must be inked. A character that something else hides stops short of the cut.
    """
    for line in _pieces_of_lines(page, places):
        if is_seen[line].all() or not is_seen[line].any():
            continue
        boxes = [glyphs[k][1] for k in line]
        extents = [ink.rows_and_columns(box) for ink, box in map(glyphs.__getitem__, line)]
        first = min(rows.start for rows, _ in extents if rows)
        last = max(rows.stop for rows, _ in extents if rows)
        height = max(box[3] for box in boxes) - min(box[1] for box in boxes)
        if not _CUT[0] * height <= last - first < _CUT[1] * height:
            continue
        for k, (left, top, right, bottom), (rows, columns) in zip(line, boxes, extents, strict=True):
            reaches = rows.start <= max(first, top) + _TOUCH and rows.stop >= min(last, bottom) - _TOUCH
            is_seen[k] |= bool(rows) and reaches and len(columns) >= width * (right - left)


def _pieces_of_lines(page: Page, places: Sequence[int]) -> list[list[int]]:
    """Characters at `places` by the line that they were written on, one after the other: indices into `places`."""
    lines: list[list[int]] = []
    for k, i in enumerate(places):
        before = places[k - 1] if k else i
        height = page.heights[i]
        is_level = abs(page.bases[i] - page.bases[before]) < _LEVEL * height
        if k and is_level and -height < page.lefts[i] - page.rights[before] < height:
            lines[-1].append(k)
        else:
            lines.append([k])
    return lines


def _drop_tails(text: list[str], seen: Flags, owners: list[int]) -> None:
    """Leave out what stands behind a longer hidden part of its text and holds no figure."""
    stretches = [
        (owner, is_shown, list(places))
        for (owner, is_shown), places in itertools.groupby(
            range(len(text)), key=lambda i: (owners[i], bool(seen[i]))
        )
    ]
    for (first, is_first, head), (middle, is_middle, gap), (last, is_last, tail) in zip(
        stretches, stretches[1:], stretches[2:], strict=False
    ):
        if not (first == middle == last and is_first and is_last and not is_middle):
            continue
        if len(tail) < len(gap) and len(tail) < len(head) and not any(text[i] in _FIGURES for i in tail):
            seen[tail] = False


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
