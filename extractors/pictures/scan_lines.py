"""Ruling lines of a picture: long thin runs of ink, level or upright.

Strokes of characters are runs of ink as well, so a run counts when it is much longer than a character, or when it
joins two lines that count. The lines found can be wiped out of the picture without cutting the characters that touch
them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pages import Rule
from extractors.pictures.scan_image import Mask, Picture, closed, opened, pieces_of
from extractors.pictures.scan_ragged import is_ragged, mended
from extractors.pictures.scan_strokes import LONG, Lines, settle

_SEED = 9.0  # points: the shortest run looked at
_THICK = 2.6  # points: a thicker bar is no ruling line
_GAP = 6.0  # points of a break that a line may have
_EDGE = 4.0  # points from the picture's edge where shadows of the paper lie
_LEAN = 0.006  # share of its length by which a line may lean or bend


@dataclass(frozen=True, slots=True)
class PictureLines:
    """Lines of a picture in pixels, (n, 3): position across, start, end; and the pixels they are drawn with."""

    level: Lines
    upright: Lines
    level_mask: Mask
    upright_mask: Mask
    are_ragged: bool = False  # broken into dashes, as all strokes of the picture are

    def rules(self, scale: float) -> list[Rule]:
        """The lines in points."""
        level = [Rule(a / scale, at / scale, b / scale, at / scale) for at, a, b in self.level.tolist()]
        upright = [Rule(at / scale, a / scale, at / scale, b / scale) for at, a, b in self.upright.tolist()]
        return level + upright


def find_lines(ink: Mask, scale: float) -> PictureLines:
    """The ruling lines of a straightened picture. `scale` is in pixels a point."""
    drawn = ink.astype(np.uint8)
    ragged = is_ragged(drawn)
    if ragged:
        drawn = mended(
            drawn, scale
        )  # level ones alone: the ones of figures in a column look like an upright one
    level, level_mask = _runs(drawn, scale)
    turned, turned_mask = _runs(np.ascontiguousarray(drawn.T), scale)
    level, upright = settle(level, turned, drawn, scale)
    return PictureLines(level, upright, level_mask, turned_mask.T, ragged)


def _runs(drawn: Picture, scale: float) -> tuple[Lines, Mask]:
    """Level runs of ink (n, 3), and the mask of their pixels. Short ones are still among them."""
    seed = max(5, round(_SEED * scale))
    bridged = closed(drawn, 1, 3)
    # A line that leans by a pixel is found in two rows of half its length: thicken before looking along.
    thick = np.asarray(cv2.dilate(bridged, np.ones((2, 1), np.uint8)), dtype=np.uint8)
    runs = opened(thick, 1, seed)
    found, mask, heaps = _thin(runs, scale)
    if heaps.any():  # a line with something grown to it: only what goes straight on for longer
        longer = opened(heaps, 1, round(LONG * scale))
        more, more_mask, _ = _thin(longer, scale)
        found, mask = np.concatenate([found, more]), mask | more_mask
    lines = _joined(found, scale)
    inside = (lines[:, 0] > _EDGE * scale) & (lines[:, 0] < drawn.shape[0] - _EDGE * scale)
    return lines[inside], mask


def _thin(runs: Picture, scale: float) -> tuple[Lines, Mask, Picture]:
    """Runs that are thin all along, the mask of their pixels, and the runs that are not."""
    pieces = pieces_of(runs)
    x, width, height, area = (pieces.stats[:, k].astype(np.float64) for k in (0, 2, 3, 4))
    is_thin = (area / width <= _THICK * scale + 1) & (height <= _THICK * scale + 3 + _LEAN * width)
    is_thin[0] = False
    found = np.stack([pieces.centres[:, 1] - 0.5, x, x + width], axis=1)[is_thin]
    mask, heaps = np.zeros(runs.shape, dtype=bool), np.zeros_like(runs)
    thin = is_thin[pieces.labels]
    mask[pieces.rows] = thin
    heaps[pieces.rows] = runs[pieces.rows] & ~thin
    return found, mask, heaps


def _joined(lines: Lines, scale: float) -> Lines:
    """Pieces of one line, parted by small breaks, put together.

    One of the pieces must be long for itself and the break small beside both: strokes of characters on one height
    are no line, and a stroke that stands below the end of a line does not lengthen it.
    """
    left = lines[np.argsort(-(lines[:, 2] - lines[:, 1]), kind="stable")]
    used = np.zeros(len(left), dtype=bool)
    done: list[tuple[float, float, float]] = []
    for k in range(len(left)):
        if left[k, 2] - left[k, 1] < LONG * scale:
            break
        if used[k]:
            continue
        used[k] = True
        done.append(_grown(left, used, left[k].copy(), scale))
    return np.concatenate([np.array(done, dtype=np.float64).reshape(-1, 3), left[~used]])


def _grown(
    lines: Lines, used: Mask, line: npt.NDArray[np.float64], scale: float
) -> tuple[float, float, float]:
    """A long line with the unused pieces that go on from its ends."""
    while True:
        lengths = lines[:, 2] - lines[:, 1]
        gaps = np.maximum(lines[:, 1] - line[2], line[1] - lines[:, 2])
        widest = np.where(lengths < LONG * scale, 0.5 * scale, _GAP * scale)
        near = (
            ~used & (np.abs(lines[:, 0] - line[0]) <= 0.75 * scale) & (gaps > -2 * scale) & (gaps <= widest)
        )
        if not near.any():
            return float(line[0]), float(line[1]), float(line[2])
        piece = int(np.argmax(np.where(near, lengths, -1)))
        used[piece] = True
        share = lengths[piece] / (lengths[piece] + line[2] - line[1])
        line[0] = line[0] * (1 - share) + lines[piece, 0] * share
        line[1], line[2] = min(line[1], lines[piece, 1]), max(line[2], lines[piece, 2])


def wipe(grey: Picture, ink: Mask, lines: PictureLines, scale: float) -> Picture:
    """The picture without its lines; strokes of characters that cross a line stay whole."""
    drawn = ink.astype(np.uint8)
    level = _lines_mask(lines.level, lines.level_mask, scale)
    upright = _lines_mask(lines.upright, lines.upright_mask.T, scale).T
    through = max(5, round((_THICK + 1) * scale))
    tall = opened(drawn & ~upright, through, 1)
    wide = opened(drawn & ~level, 1, through)
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
