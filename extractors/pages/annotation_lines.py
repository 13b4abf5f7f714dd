"""Lines that annotations draw through text: of what is struck out, and of lines drawn by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from extractors.pages.paths import STRAIGHT, Box, Rule

_MOST = 20_000  # stretches of text that one annotation strikes out
_BESIDE = 0.25  # share of a character's height: a line so near its upper or lower edge does not strike it out

Array = npt.NDArray[np.float64]
Point = tuple[float, float]


def lines_of(found: Any, kind: int) -> Iterator[Box]:
    """The lines that an annotation of this kind draws where text may stand, in user space."""
    if kind == raw.FPDF_ANNOT_STRIKEOUT:
        for k in range(min(raw.FPDFAnnot_CountAttachmentPoints(found), _MOST)):
            quad = raw.FS_QUADPOINTSF()
            raw.FPDFAnnot_GetAttachmentPoints(found, k, quad)
            yield _line_through(quad)
    elif kind == raw.FPDF_ANNOT_LINE:
        start, end = raw.FS_POINTF(), raw.FS_POINTF()
        if raw.FPDFAnnot_GetLine(found, start, end):
            yield _span((start.x, start.y), (end.x, end.y))


def _line_through(quad: Any) -> Box:
    """The line through the middle of a line of text: from the middle of its beginning to that of its end."""
    corners = [(quad.x1, quad.y1), (quad.x2, quad.y2), (quad.x3, quad.y3), (quad.x4, quad.y4)]
    first, second, third, fourth = corners
    if _middle(first, third) == _middle(second, fourth):
        # The corners stand in the order of the standard, which few programs keep to: round the text.
        third, fourth = fourth, third
    return _span(_middle(first, third), _middle(second, fourth))


def _middle(one: Point, other: Point) -> Point:
    return round((one[0] + other[0]) / 2, 2), round((one[1] + other[1]) / 2, 2)


def _span(one: Point, other: Point) -> Box:
    (left, right), (bottom, top) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return left, bottom, right, top


def struck(lines: Array, boxes: Array) -> list[Rule]:
    """The level lines (n, 4) that go through the middle of characters, as far as these reach.

    Others strike nothing out. What an annotation strikes out is a matter of the characters that it is laid over:
    its line may be longer than they are.
    """
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    margin = _BESIDE * (boxes[:, 3] - boxes[:, 1])
    found = []
    for x0, top, x1, bottom in lines.tolist():
        y = (top + bottom) / 2
        crossed = boxes[(x > x0) & (x < x1) & (y > boxes[:, 1] + margin) & (y < boxes[:, 3] - margin)]
        if bottom - top <= STRAIGHT and len(crossed):
            middle = float(crossed[:, [1, 3]].mean())
            found.append(Rule(float(crossed[:, 0].min()), middle, float(crossed[:, 2].max()), middle))
    return found
