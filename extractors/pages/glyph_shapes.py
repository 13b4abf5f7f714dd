"""Which digit a glyph of a font looks like, from its outline alone: no page is drawn and nothing is recognised.

A glyph is compared with the digits of the standard fonts that come with pdfium, as a coarse picture of its ink and by
the number of its holes.
"""

from __future__ import annotations

import ctypes
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.pages import pdfium_calls as calls

DIGITS = "0123456789"

_MODELS = (
    "Helvetica",
    "Helvetica-Bold",
    "Helvetica-Oblique",
    "Times-Roman",
    "Times-Bold",
    "Times-Italic",
    "Courier",
    "Courier-Oblique",
)
_WIDENED = (1.0, 1.5)  # condensed digits are also looked at as wide as others
_SIZE = 1000.0  # at which outlines are asked for
_ROWS, _COLUMNS, _FINE = 16, 12, 2  # cells of the coarse picture, and points in each of them either way
_STEPS = np.array([0.25, 0.5, 0.75, 1.0])[:, None]  # where a curve is cut into straight pieces
_HOLE = 0.1  # by how much a glyph with another number of holes is less like a digit

Outline = tuple[tuple[int, float, float], ...]
"""Segments of a glyph: kind (FPDF_SEGMENT_…), x and y."""
Points = npt.NDArray[np.float64]
_NOTHING = np.zeros((_ROWS, _COLUMNS)), -1


def outline(font: Any, char: str) -> Outline:
    """What a font draws for a character, asked by what its own table of characters calls it; () for nothing."""
    path = calls.glyph_path(font, ord(char), ctypes.c_float(_SIZE))
    count = calls.glyph_segment_count(path) if path.value else 0
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    found = []
    for index in range(max(count, 0)):
        segment = calls.glyph_segment(path, index)
        calls.segment_point(segment, to_x, to_y)
        found.append((calls.segment_kind(segment), x.value, y.value))
    return tuple(found)


@lru_cache(maxsize=4096)
def likeness(glyph: Outline) -> tuple[float, ...]:
    """How much a glyph looks like each digit, from 0 to 9; 1 is the same. The same font stands in many documents."""
    pictures = [picture for width in _WIDENED if (picture := _picture(glyph, width)) is not None]
    if not pictures:
        return (0.0,) * 10
    models, holes = _models()
    seen = np.stack([ink.ravel() for ink, _ in pictures])
    alike = (seen @ models.reshape(-1, seen.shape[1]).T).max(axis=0).reshape(models.shape[:2]).max(axis=1)
    found: list[float] = (alike - _HOLE * (holes != pictures[0][1]).all(axis=1)).tolist()
    return tuple(found)


@cache
def _models() -> tuple[Points, npt.NDArray[np.int64]]:
    """The digits in the standard fonts: pictures (digits, fonts, cells), and the holes of each (digits, fonts)."""
    document = pdfium.PdfDocument.new()
    try:
        fonts = [raw.FPDFText_LoadStandardFont(document.raw, name.encode()) for name in _MODELS]
        glyphs = [[_picture(outline(calls.handle_of(font), digit)) for font in fonts] for digit in DIGITS]
        for font in fonts:
            raw.FPDFFont_Close(font)
    finally:
        document.close()
    pictures = [[picture or _NOTHING for picture in row] for row in glyphs]
    return (
        np.array([[ink.ravel() for ink, _ in row] for row in pictures]),
        np.array([[holes for _, holes in row] for row in pictures]),
    )


def _picture(glyph: Outline, width: float = 1.0) -> tuple[Points, int] | None:
    """A coarse picture of the ink, (rows, columns) with mean 0 and length 1, and its holes; None without any ink."""
    contours = _contours(glyph)
    if not contours:
        return None
    starts = np.concatenate(contours)
    ends = np.concatenate([np.roll(contour, -1, axis=0) for contour in contours])
    starts, ends = starts * (width, 1.0), ends * (width, 1.0)
    low, size = starts.min(axis=0), np.ptp(starts, axis=0)
    if size.max() <= 0:
        return None
    # As high as the picture, as wide as it is, in the middle.
    scale = max(size[1], size[0] * _ROWS / _COLUMNS)
    shift = np.array([(_COLUMNS / _ROWS - size[0] / scale) / 2, (1 - size[1] / scale) / 2])
    inside = _inside((starts - low) / scale + shift, (ends - low) / scale + shift)
    grey = inside.reshape(_ROWS, _FINE, _COLUMNS, _FINE).mean(axis=(1, 3))
    ink = _blurred(grey)
    ink = ink - ink.mean()
    return ink / max(float(np.sqrt((ink * ink).sum())), 1e-9), _holes(contours)


def _blurred(grey: Points) -> Points:
    """Every cell with a share of its neighbours, so that thin and bold strokes can be compared."""
    padded = np.pad(grey, 1)
    padded = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    return np.asarray(0.25 * padded[:, :-2] + 0.5 * padded[:, 1:-1] + 0.25 * padded[:, 2:])


def _contours(glyph: Outline) -> list[Points]:
    """Closed lines round the ink, each as points (n, 2), curves in pieces."""
    contours: list[list[tuple[float, float]]] = []
    curve: list[tuple[float, float]] = []
    for kind, x, y in glyph:
        if kind == raw.FPDF_SEGMENT_MOVETO or not contours:
            contours.append([(x, y)])
        elif kind == raw.FPDF_SEGMENT_LINETO:
            contours[-1].append((x, y))
        else:
            curve.append((x, y))
            if len(curve) == 3:
                a, (b, c, d) = np.array(contours[-1][-1]), np.array(curve)
                rest = 1 - _STEPS
                pieces = rest**3 * a + 3 * rest**2 * _STEPS * b + 3 * rest * _STEPS**2 * c + _STEPS**3 * d
                contours[-1] += [(px, py) for px, py in pieces.tolist()]
                curve = []
    return [np.array(points) for points in contours if len(points) > 2]


def _area(points: Points) -> float:
    """Twice the area, with the sign of the direction in which it is gone round."""
    x, y = points.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def _holes(contours: list[Points]) -> int:
    """Contours gone round the other way than the largest one."""
    areas = [_area(points) for points in contours]
    largest = max(areas, key=abs)
    return sum(area * largest < 0 for area in areas)


def _inside(starts: Points, ends: Points) -> npt.NDArray[np.bool_]:
    """Points of a grid, from the top, that lie in the ink; one unit is the height of the picture."""
    ys = (np.arange(_ROWS * _FINE) + 0.5) / (_ROWS * _FINE)
    xs = (np.arange(_COLUMNS * _FINE) + 0.5) / (_ROWS * _FINE)
    (x0, y0), (x1, y1) = starts.T, ends.T
    turns = ((y0 <= ys[:, None]) & (y1 > ys[:, None])).astype(int)
    turns -= (y1 <= ys[:, None]) & (y0 > ys[:, None])
    rows, edges = np.nonzero(turns)
    share = (ys[rows] - y0[edges]) / (y1[edges] - y0[edges])
    crossings = x0[edges] + share * (x1[edges] - x0[edges])
    winding = np.zeros((len(ys), len(xs)), dtype=int)
    np.add.at(winding, rows, (crossings[:, None] <= xs) * turns[rows, edges][:, None])
    return np.asarray((winding != 0)[::-1])
