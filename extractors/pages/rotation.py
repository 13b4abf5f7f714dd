"""Text that does not stand upright on its page: turned by quarters, or set aslant."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Quarters = npt.NDArray[np.int8]

_MOST = 0.7  # share of the characters that must be turned alike for the page to be turned
_FEWEST = 8  # characters from which the page is judged at all
_TEXT = 20  # upright characters that are more than the number of a page
_AMONG = 0.05  # share of the upright characters that may stand among those turned
SAME_ANGLE = 3.0  # degrees
_NEAR = 1.5  # sizes of a character between the middles of two that follow each other


class Aslant(NamedTuple):
    """A run of text set aslant: its angle in degrees and the box round it."""

    text: str
    angle: float
    x0: float
    top: float
    x1: float
    bottom: float


def quarters_of(angles: Array, rotation: int) -> Quarters:
    """Clockwise quarters (0..3) by which each character is turned on a page shown at this rotation."""
    # pdfium measures the angle clockwise from the unrotated page.
    return (np.round((angles + rotation) / 90).astype(int) % 4).astype(np.int8)


def dominant_turn(quarters: Quarters, boxes: Array) -> int:
    """Clockwise degrees (0, 90, 180, 270) by which the text on the shown page is turned, save for a few characters.

    Text that stands upright and apart from what is turned makes it an upright page with an area on its side.
    """
    if len(quarters) < _FEWEST:
        return 0
    counts = np.bincount(quarters, minlength=4)
    best = int(counts.argmax())
    if not best or counts[best] <= _MOST * len(quarters):
        return 0
    return (
        0 if counts[0] >= _TEXT and _stand_apart(boxes[quarters == 0], boxes[quarters == best]) else best * 90
    )


def _stand_apart(boxes: Array, others: Array) -> bool:
    """Do boxes (left, low, right, high) lie beside the box round others?"""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    (left, low), (right, high) = others[:, :2].min(axis=0), others[:, 2:].max(axis=0)
    return bool(((x > left) & (x < right) & (y > low) & (y < high)).mean() < _AMONG)


def unturned(boxes: Array, turned: int, width: float, height: float) -> Array:
    """Undo a clockwise turn of the whole content of a page of this size; `boxes` are (n, 4)."""
    if not turned or not len(boxes):
        return boxes
    x0, y0, x1, y1 = boxes.T
    match turned:
        case 90:
            new = (y0, width - x1, y1, width - x0)
        case 180:
            new = (width - x1, height - y1, width - x0, height - y0)
        case _:
            new = (height - y1, x0, height - y0, x1)
    return np.stack(new, axis=1)


def turned_back(boxes: Array, turned: int, width: float, height: float) -> Array:
    """Boxes (n, 4) on the upright page as they stand on the shown page of this size; undoes `unturned`."""
    upright = (height, width) if turned in (90, 270) else (width, height)
    return unturned(boxes, (360 - turned) % 360, *upright)


def believed(quarters: Quarters, boxes: Array) -> Quarters | None:
    """The turns that the order of writing bears out; None where nothing is turned.

    A font's own matrix may say that its characters are turned while they are written like all others.
    """
    if not quarters.any():
        return None
    quarters = quarters.copy()
    for turn in {1, 2, 3} & set(quarters.tolist()):
        places = np.nonzero(quarters == turn)[0]
        # Where a character goes on in the direction in which turned text is read.
        along = unturned(boxes[places], turn * 90, 0.0, 0.0)[:, 0]
        steps = np.diff(along)[np.diff(places) == 1]
        if len(steps) and (steps > 0).mean() < 0.5:
            quarters[places] = 0
    return quarters if quarters.any() else None


def aslant_runs(text: list[str], boxes: Array, angles: Array) -> list[Aslant]:
    """Characters set aslant (in writing order, boxes on the shown page) as runs of text."""
    runs: list[Aslant] = []
    before = (0.0, 0.0)
    for char, (x0, top, x1, bottom), angle in zip(text, boxes.tolist(), angles.tolist(), strict=True):
        last = runs[-1] if runs else None
        middle = (x0 + x1) / 2, (top + bottom) / 2
        size = max(x1 - x0, bottom - top)
        if (
            last is not None
            and abs(last.angle - angle) < SAME_ANGLE
            and abs(middle[0] - before[0]) + abs(middle[1] - before[1]) < 2 * _NEAR * size
        ):
            edges = min(last.x0, x0), min(last.top, top), max(last.x1, x1), max(last.bottom, bottom)
            runs[-1] = Aslant(last.text + char, last.angle, *edges)
        else:
            runs.append(Aslant(char, angle, x0, top, x1, bottom))
        before = middle
    return runs
