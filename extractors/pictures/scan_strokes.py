"""Ruling lines told from the strokes of characters.

A run of ink is a line when it is long and stands apart from type, or when it runs from one line to another. Where a
character touches a line its strokes lengthen the line: such tails are cut off.
"""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from extractors.pictures.scan_image import Mask, Picture

LONG = 30.0  # points: a run this long can be a line of its own
_MEET = 2.0  # points by which the end of a short line may miss the line it joins
_ALONE = 42.0  # points: a line that meets no other is at least this long
_SURELY_LONG = 150.0  # points: no row of strokes looks like a line for so long
_BESIDE = (1.2, 3.0)  # points from a line where a stroke of a character has other strokes
_CLEAR = 0.06  # share of that band that may be ink beside a short line that nothing else vouches for
_CROWD = 0.25  # the same on one side of a short line that goes on from a long one
_CROWD_BOTH = 0.12  # on both sides: the end of the line is a stroke of a character
_WHOLE = 0.95  # share of a short line that must be ink
_TAIL = 24.0  # points: how long such a stroke can be

Lines = npt.NDArray[np.float64]  # (n, 3): position across, start, end in pixels


def settle(level: Lines, upright: Lines, drawn: Picture, scale: float) -> tuple[Lines, Lines]:
    """Long lines, and short ones that run from one of them to another."""
    level, upright = _cleaned(level, upright, drawn, scale), _cleaned(upright, level, drawn.T, scale)
    keep_level = _stands_out(level, upright, drawn, scale)
    keep_upright = _stands_out(upright, level, drawn.T, scale)
    for _ in range(2):
        keep_upright |= _links(upright, keep_upright, level[keep_level], drawn.T, scale)
        keep_level |= _links(level, keep_level, upright[keep_upright], drawn, scale)
    level, upright = level[keep_level], upright[keep_upright]
    return _without_tails(level, upright, drawn, scale), _without_tails(upright, level, drawn.T, scale)


def _cleaned(lines: Lines, across: Lines, drawn: Picture, scale: float) -> Lines:
    """The (level) lines without tails, as far as long lines across them show where they end."""
    return _without_tails(lines, across[across[:, 2] - across[:, 1] >= LONG * scale], drawn, scale)


def _stands_out(lines: Lines, across: Lines, drawn: Picture, scale: float) -> Mask:
    """Is each (level) line long, and no row of strokes in a line of type?"""
    lengths = lines[:, 2] - lines[:, 1]
    result = lengths >= LONG * scale
    unsure = np.nonzero(result & (lengths < _SURELY_LONG * scale))[0]
    held = _joins(lines[unsure], across[across[:, 2] - across[:, 1] >= LONG * scale], scale)
    for k in unsure[~held].tolist():
        at, start, end = lines[k].tolist()
        result[k] = end - start > _ALONE * scale and _crowd(drawn, at, start, end, scale)[0] < _CLEAR
    return np.asarray(result)


def _links(lines: Lines, kept: Mask, across: Lines, drawn: Picture, scale: float) -> Mask:
    """Does each (level) line run from line to line, clear of other ink, or as part of a long one and mostly clear?"""
    result = _joins(lines, across, scale) & ~kept
    long = lines[kept, 0]
    for k in np.nonzero(result)[0]:
        at, start, end = lines[k].tolist()
        goes_on = len(long) > 0 and bool(np.abs(long - at).min() <= scale)
        clearer, fuller = _crowd(drawn, at, start, end, scale)
        result[k] = clearer < _CLEAR and fuller < (_CROWD if goes_on else _CLEAR)
        if result[k]:
            meets = _crossed(across, at, start, end, scale)
            result[k] = len(meets) > 1 and _filled(drawn, at, meets[0], meets[-1]) > _WHOLE
    return np.asarray(result)


def _crowd(drawn: Picture, at: float, start: float, end: float, scale: float) -> tuple[float, float]:
    """Share of ink in the bands on both sides of a level line, the clearer side first."""
    near, far = max(2, round(_BESIDE[0] * scale)), round(_BESIDE[1] * scale)
    y, a, b = round(at), round(start) + near, round(end) - near
    sides = drawn[max(0, y - far) : max(0, y - near), a:b], drawn[y + near : y + far, a:b]
    shares = sorted(float(side.mean()) if side.size else 0.0 for side in sides)
    return shares[0], shares[1]


def _crossed(across: Lines, at: float, start: float, end: float, scale: float) -> list[float]:
    """Where a (level) line meets the lines across it, in order."""
    meet = _MEET * scale
    meets = across[(across[:, 1] <= at + meet) & (across[:, 2] >= at - meet), 0]
    return list(np.unique(meets[(meets > start - meet) & (meets < end + meet)]).tolist())


def _filled(drawn: Picture, at: float, start: float, end: float) -> float:
    """Share of the way along a (level) line that is ink."""
    band = drawn[max(0, round(at) - 2) : round(at) + 3, round(start) : round(end) + 1]
    return float(band.any(axis=0).mean()) if band.size else 0.0


def _without_tails(lines: Lines, across: Lines, drawn: Picture, scale: float) -> Lines:
    """Cut off strokes of characters that have grown to the end of a (level) line."""
    lines = lines.copy()
    for line in lines:
        at, start, end = line.tolist()
        inner = _crossed(across, at, start, end, scale)
        if len(inner) >= 2:
            line[1] = _trimmed(drawn, at, start, inner, scale)
            line[2] = _trimmed(drawn, at, end, inner[::-1], scale)
    return lines


def _trimmed(drawn: Picture, at: float, tip: float, meets: list[float], scale: float) -> float:
    """Where a line that ends at `tip` really ends, given the lines it meets from that end on."""

    def crowd(a: float, b: float) -> tuple[float, float]:
        return _crowd(drawn, at, min(a, b), max(a, b), scale)

    beyond = abs(tip - meets[0])
    if _MEET * scale < beyond < _TAIL * scale and crowd(tip, meets[0])[1] > _CLEAR:
        tip = meets[0]
    for here, there in itertools.pairwise(meets):
        # Between two lines as well, in a row that is as high as its text.
        if abs(tip - here) > _MEET * scale or not 4 * scale < abs(there - here) < _TAIL * scale:
            break
        clearer, fuller = crowd(here, there)
        if clearer < _CROWD_BOTH and (fuller < _CLEAR or _filled(drawn, at, *sorted((here, there))) > _WHOLE):
            break
        tip = there
    return tip


def _joins(lines: Lines, across: Lines, scale: float) -> Mask:
    """Does each line begin and end on a line that crosses its way?"""
    if not len(lines) or not len(across):
        return np.zeros(len(lines), dtype=bool)
    meet = _MEET * scale
    covers = (across[None, :, 1] <= lines[:, None, 0] + meet) & (
        across[None, :, 2] >= lines[:, None, 0] - meet
    )
    begins = covers & (np.abs(across[None, :, 0] - lines[:, None, 1]) <= meet)
    ends = covers & (np.abs(across[None, :, 0] - lines[:, None, 2]) <= meet)
    return np.asarray(begins.any(axis=1) & ends.any(axis=1))
