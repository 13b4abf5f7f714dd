"""Ruling lines of a picture: long thin runs of ink, level or upright.

Strokes of characters are runs of ink as well, so a run counts when it is much longer than a character, or when it
joins two lines that count. The lines found can be wiped out of the picture without cutting the characters that touch
them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.paths import Rule
from extractors.scan_image import Mask, Picture

_SEED = 9.0  # points: the shortest run looked at
_LONG = 30.0  # points: a run this long is a line whatever it touches
_ALONE = 42.0  # points: a line that meets no other is at least this long
_SURELY_LONG = 150.0  # points: no row of strokes looks like a line for so long
_THICK = 2.6  # points: a thicker bar is no ruling line
_MEET = 2.0  # points by which the end of a short line may miss the line it joins
_GAP = 6.0  # points of a break that a line may have
_BESIDE = (1.2, 3.0)  # points from a line where a stroke of a character has other strokes
_CLEAR = 0.06  # share of that band that may be ink beside a short line that nothing else vouches for
_CROWD = 0.25  # the same on one side of a short line that goes on from a long one
_CROWD_BOTH = 0.12  # on both sides: the end of the line is a stroke of a character
_WHOLE = 0.95  # share of a short line that must be ink
_TAIL = 24.0  # points: how long such a stroke can be
_EDGE = 4.0  # points from the picture's edge where shadows of the paper lie
_LEAN = 0.006  # share of its length by which a line may lean or bend

Lines = npt.NDArray[np.float64]  # (n, 3): position across, start, end in pixels


@dataclass(frozen=True, slots=True)
class PictureLines:
    """Lines of a picture in pixels, (n, 3): position across, start, end; and the pixels they are drawn with."""

    level: Lines
    upright: Lines
    level_mask: Mask
    upright_mask: Mask

    def rules(self, scale: float) -> list[Rule]:
        """The lines in points."""
        level = [Rule(a / scale, at / scale, b / scale, at / scale) for at, a, b in self.level.tolist()]
        upright = [Rule(at / scale, a / scale, at / scale, b / scale) for at, a, b in self.upright.tolist()]
        return level + upright


def find_lines(ink: Mask, scale: float) -> PictureLines:
    """The ruling lines of a straightened picture. `scale` is in pixels a point."""
    drawn = ink.astype(np.uint8)
    level, level_mask = _runs(drawn, scale)
    turned, turned_mask = _runs(np.ascontiguousarray(drawn.T), scale)
    level, upright = _settle(level, turned, drawn, scale)
    return PictureLines(level, upright, level_mask, turned_mask.T)


def _runs(drawn: Picture, scale: float) -> tuple[Lines, Mask]:
    """Level runs of ink (n, 3), and the mask of their pixels. Short ones are still among them."""
    seed = max(5, round(_SEED * scale))
    bridged = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    # A line that leans by a pixel is found in two rows of half its length: thicken before looking along.
    thick = cv2.dilate(bridged, np.ones((2, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, seed), np.uint8))
    found, mask, heaps = _thin(runs, scale)
    if heaps.any():  # a line with something grown to it: only what goes straight on for longer
        longer = cv2.morphologyEx(heaps, cv2.MORPH_OPEN, np.ones((1, round(_LONG * scale)), np.uint8))
        more, more_mask, _ = _thin(longer, scale)
        found, mask = np.concatenate([found, more]), mask | more_mask
    lines = _joined(found, scale)
    inside = (lines[:, 0] > _EDGE * scale) & (lines[:, 0] < drawn.shape[0] - _EDGE * scale)
    return lines[inside], mask


def _thin(runs: Picture, scale: float) -> tuple[Lines, Mask, Picture]:
    """Runs that are thin all along, the mask of their pixels, and the runs that are not."""
    _, labels, stats, centres = cv2.connectedComponentsWithStats(runs, connectivity=8)
    x, width, height, area = (stats[:, k].astype(np.float64) for k in (0, 2, 3, 4))
    is_thin = (area / width <= _THICK * scale + 1) & (height <= _THICK * scale + 3 + _LEAN * width)
    is_thin[0] = False
    found = np.stack([centres[:, 1] - 0.5, x, x + width], axis=1)[is_thin]
    mask = is_thin[labels]
    return found, mask, runs & ~mask.astype(np.uint8)


def _joined(lines: Lines, scale: float) -> Lines:
    """Pieces of one line, parted by small breaks, put together.

    One of the pieces must be long for itself and the break small beside both: strokes of characters on one height
    are no line, and a stroke that stands below the end of a line does not lengthen it.
    """
    left = lines[np.argsort(-(lines[:, 2] - lines[:, 1]), kind="stable")]
    used = np.zeros(len(left), dtype=bool)
    done: list[tuple[float, float, float]] = []
    for k in range(len(left)):
        if left[k, 2] - left[k, 1] < _LONG * scale:
            break
        if used[k]:
            continue
        used[k] = True
        done.append(_grown(left, used, left[k].copy(), scale))
    return np.concatenate([np.array(done, dtype=np.float64).reshape(-1, 3), left[~used]])


def _grown(lines: Lines, used: Mask, line: npt.NDArray[np.float64], scale: float) -> tuple[float, float, float]:
    """A long line with the unused pieces that go on from its ends."""
    while True:
        lengths = lines[:, 2] - lines[:, 1]
        gaps = np.maximum(lines[:, 1] - line[2], line[1] - lines[:, 2])
        widest = np.where(lengths < _LONG * scale, 0.5 * scale, _GAP * scale)
        near = ~used & (np.abs(lines[:, 0] - line[0]) <= 0.75 * scale) & (gaps > -2 * scale) & (gaps <= widest)
        if not near.any():
            return float(line[0]), float(line[1]), float(line[2])
        piece = int(np.argmax(np.where(near, lengths, -1)))
        used[piece] = True
        share = lengths[piece] / (lengths[piece] + line[2] - line[1])
        line[0] = line[0] * (1 - share) + lines[piece, 0] * share
        line[1], line[2] = min(line[1], lines[piece, 1]), max(line[2], lines[piece, 2])


def _settle(level: Lines, upright: Lines, drawn: Picture, scale: float) -> tuple[Lines, Lines]:
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
    return _without_tails(lines, across[across[:, 2] - across[:, 1] >= _LONG * scale], drawn, scale)


def _stands_out(lines: Lines, across: Lines, drawn: Picture, scale: float) -> Mask:
    """Is each (level) line long, and no row of strokes in a line of type?"""
    lengths = lines[:, 2] - lines[:, 1]
    result = lengths >= _LONG * scale
    unsure = np.nonzero(result & (lengths < _SURELY_LONG * scale))[0]
    held = _joins(lines[unsure], across[across[:, 2] - across[:, 1] >= _LONG * scale], scale)
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
    covers = (across[None, :, 1] <= lines[:, None, 0] + meet) & (across[None, :, 2] >= lines[:, None, 0] - meet)
    begins = covers & (np.abs(across[None, :, 0] - lines[:, None, 1]) <= meet)
    ends = covers & (np.abs(across[None, :, 0] - lines[:, None, 2]) <= meet)
    return np.asarray(begins.any(axis=1) & ends.any(axis=1))


def wipe(grey: Picture, ink: Mask, lines: PictureLines, scale: float) -> Picture:
    """The picture without its lines; strokes of characters that cross a line stay whole."""
    drawn = ink.astype(np.uint8)
    level = _lines_mask(lines.level, lines.level_mask, scale)
    upright = _lines_mask(lines.upright, lines.upright_mask.T, scale).T
    through = max(5, round((_THICK + 1) * scale))
    tall = cv2.morphologyEx(drawn & ~upright, cv2.MORPH_OPEN, np.ones((through, 1), np.uint8))
    wide = cv2.morphologyEx(drawn & ~level, cv2.MORPH_OPEN, np.ones((1, through), np.uint8))
    gone = (level & (1 - tall)) | (upright & (1 - wide))
    clean = grey.copy()
    clean[gone.astype(bool)] = np.median(grey[::8, ::8])
    return clean


def _lines_mask(lines: Lines, pixels: Mask, scale: float) -> Picture:
    """Pixels of the given level lines, one pixel wider than drawn."""
    near = np.zeros(pixels.shape, np.uint8)
    reach = max(2, round(1.2 * scale))
    for at, start, end in np.round(lines).astype(int).tolist():
        near[max(0, at - reach) : at + reach + 1, max(0, start - 1) : end + 1] = 1
    drawn = cv2.dilate((near.astype(bool) & pixels).astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.asarray(drawn, dtype=np.uint8)
