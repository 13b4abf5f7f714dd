"""Areas of a page that are set on their side or on their head, each to be read as an upright page of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extractors.pages.grid_boxes import grid_boxes
from extractors.pages.page import Page
from extractors.pages.paths import Fill, Rule
from extractors.pages.rotation import unturned

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

_FEWEST = 20  # characters turned alike, from which an area is looked for
_FEWEST_ROWS = (
    3  # lines of an area that have more than one piece of text: a header turned as a whole has none
)
_FEWEST_LINES = 3
_LONG = 12  # characters of a line of running text
_OTHERS = 0.03  # share of the characters of an area that may be turned otherwise
_APART = 1.5  # heights of a character between two pieces of text
_ROUND = 3.0  # points round an area in which its rules may lie
_MOST = 400  # boxes that are put together where other text stands between some


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page whose text is turned by so many clockwise quarters; `box` is x0, top, x1, bottom.

    `is_text` says that it has long lines, as running text has.
    """

    quarters: int
    box: tuple[float, float, float, float]
    is_text: bool = False

    def page(self, whole: Page) -> Page:
        """What stands in it on the whole page, turned so that it stands upright; no other part of the page."""
        quarters, degrees = self.quarters, 90 * self.quarters
        own = whole.with_characters(self._holds(whole.boxes))

        def place(boxes: Array) -> Array:
            return unturned(boxes, degrees, whole.width, whole.height)

        assert own.origins is not None and own.quarters is not None
        origins, turned = place(own.origins), (own.quarters - quarters) % 4
        rules = np.array([rule for rule in own.rules if self._has(rule)]).reshape(-1, 4)
        fills = [fill for fill in own.fills if self._has(fill[:4])]
        shaded = place(np.array([fill[:4] for fill in fills]).reshape(-1, 4)).tolist()
        width, height = (own.height, own.width) if quarters % 2 else (own.width, own.height)
        return replace(
            own,
            width=width,
            height=height,
            boxes=place(own.boxes),
            baselines=origins[:, 1],
            origins=origins,
            quarters=turned.astype(np.int8) if turned.any() else None,
            rules=[Rule(*row) for row in place(rules).tolist()],
            fills=[
                Fill(x0, top, x1, bottom, fill.colour)
                for (x0, top, x1, bottom), fill in zip(shaded, fills, strict=True)
            ],
            shapes=[],
            red=place(own.red),
            images=place(own.images),
            outlines=place(own.outlines),
            aslant=[],
            notes=[],
            hideable=None,
            is_plain=False,
        )

    def cut_from(self, whole: Page) -> Page:
        """The page without it."""
        rest = whole.with_characters(~self._holds(whole.boxes))
        return replace(
            rest,
            rules=[rule for rule in rest.rules if not self._has(rule)],
            fills=[fill for fill in rest.fills if not self._has(fill[:4])],
            quarters=rest.quarters if rest.quarters is not None and rest.quarters.any() else None,
            is_plain=False,
        )

    def _holds(self, boxes: Array) -> Flags:
        """Which boxes have their middle in it?"""
        return _inside(boxes, np.array(self.box))

    def _has(self, place: tuple[float, ...]) -> bool:
        """Does a line or a shaded area lie in it, or at its edge?"""
        x0, top, x1, bottom = self.box
        around = np.array((x0 - _ROUND, top - _ROUND, x1 + _ROUND, bottom + _ROUND))
        return bool(_inside(np.array([place]), around)[0])


class _Piece(NamedTuple):
    """Text written at one go: its box on the page, the height of its baseline seen upright, has it a figure?"""

    box: Array
    base: float
    is_figure: bool


def turned_areas(page: Page) -> list[Area]:
    """The areas of a page that have rows of a table, or running text, turned as the rest of the page is not."""
    if page.quarters is None or page.origins is None:
        return []
    is_ink = np.array([not char.isspace() for char in page.text])
    turns = [turn for turn in (1, 2, 3) if (is_ink & (page.quarters == turn)).sum() >= _FEWEST]
    if not turns:
        return []
    grids = grid_boxes(page.rules)
    return [area for turn in turns for area in _areas(page, turn, is_ink, grids)]


def _areas(page: Page, turn: int, is_ink: Flags, grids: Array) -> list[Area]:
    assert page.quarters is not None
    is_own = is_ink & (page.quarters == turn)
    bases: list[Array] = []
    for grid in grids:
        held = _inside(page.boxes, grid) & is_ink
        if not (held & is_own).any():
            continue
        if (held & ~is_own).sum() > _OTHERS * held.sum():
            is_own &= ~held  # turned headings of an upright table
        else:
            bases.append(grid)
    pieces = _pieces(page, turn, np.nonzero(is_own)[0])
    others = page.boxes[is_ink & ~is_own]
    loose = [piece.box for piece in pieces if not any(_inside(piece.box[None], grid)[0] for grid in bases)]
    boxes = [*bases, *loose]
    found = []
    for group in _grouped(boxes, others, page.boxes[is_own]):
        box = _around([boxes[k] for k in group])
        lines = [piece for piece in pieces if _inside(piece.box[None], box)[0]]
        count = int(_inside(page.boxes[is_own], box).sum())
        is_text = len(lines) >= _FEWEST_LINES and count >= _LONG * len(lines)
        if count >= _FEWEST and (is_text or _rows(lines) >= _FEWEST_ROWS):
            x0, top, x1, bottom = box.tolist()
            found.append(Area(turn, (x0, top, x1, bottom), is_text))
    return found


def _pieces(page: Page, turn: int, own: Places) -> list[_Piece]:
    """The characters at these places (in writing order) as pieces of lines."""
    assert page.origins is not None
    if not len(own):
        return []
    boxes, origins = (
        unturned(part[own], 90 * turn, page.width, page.height) for part in (page.boxes, page.origins)
    )
    heights = boxes[:, 3] - boxes[:, 1]
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    goes_on = np.abs(np.diff(origins[:, 1])) < 0.3 * heights[1:]
    goes_on &= (gaps < _APART * heights[1:]) & (gaps > -heights[1:])
    edges = [0, *(np.nonzero(~goes_on)[0] + 1).tolist(), len(own)]
    return [
        _Piece(
            _around(list(page.boxes[own[start:end]])),
            float(origins[start, 1]),
            any(page.text[i].isdigit() for i in own[start:end]),
        )
        for start, end in pairwise(edges)
    ]


def _grouped(boxes: list[Array], others: Array, own: Array) -> list[list[int]]:
    """Boxes put together, the nearest first, as long as no other text comes to stand between them."""
    groups = {k: [k] for k in range(len(boxes))}
    if not boxes:
        return []

    def is_free(members: list[int]) -> bool:
        box = _around([boxes[k] for k in members])
        return int(_inside(others, box).sum()) <= _OTHERS * int(_inside(own, box).sum())

    if is_free(list(groups)):
        return [list(groups)]
    if len(boxes) > _MOST:
        return []
    home = list(range(len(boxes)))
    table = np.array(boxes)
    wide = np.maximum(0.0, table[:, None, 0] - table[None, :, 2])
    high = np.maximum(0.0, table[:, None, 1] - table[None, :, 3])
    gaps = np.maximum(np.maximum(wide, wide.T), np.maximum(high, high.T))
    firsts, seconds = np.triu_indices(len(boxes), 1)
    refused: set[tuple[int, int]] = set()
    for at in np.argsort(gaps[firsts, seconds], kind="stable").tolist():
        a, b = sorted((home[firsts[at]], home[seconds[at]]))
        if a == b or (a, b) in refused:
            continue
        if not is_free([*groups[a], *groups[b]]):
            refused.add((a, b))
            continue
        for k in groups[b]:
            home[k] = a
        groups[a] += groups.pop(b)
        refused = {pair for pair in refused if a not in pair}
    return list(groups.values())


def _rows(pieces: list[_Piece]) -> int:
    """How many lines have more than one piece of text, and a figure."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.base):
        if lines and piece.base - lines[-1][-1].base < _ROUND:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return sum(len(line) > 1 and any(piece.is_figure for piece in line) for line in lines)


def _around(boxes: list[Array]) -> Array:
    table = np.array(boxes)
    return np.concatenate([table[:, :2].min(axis=0), table[:, 2:].max(axis=0)])


def _inside(boxes: Array, box: Array) -> Flags:
    """Which boxes (n, 4) have their middle in a box?"""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside: Flags = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
    return inside
