"""Where on a page text may stand that is none of its characters, told by what is drawn there. Needs numpy alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from extractors.pages import Array, Flags, Page

_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd]")
_LEAST_SIDE, _LEAST_AREA = 6.0, 150.0  # points: a smaller picture is a bullet or a line
_CELL = 2.0  # points between the pictures that one picture was cut into
_MANY = 400  # pictures on a page: more are the dots of one
_MARGIN = 5.0  # points round small figures within which their signs and commas stand
_FIGURES = 3  # a line of fewer figures is a mark, and a page without a longer one has no text in them
_MOST_FIGURES = 60_000  # small figures on a page: more are a map
_STEP = 0.9  # heights between figures of one line
_COVERED = 0.5  # share of a box that characters cover when it is known
_AT_ONCE = 500  # boxes that are compared with all characters at a time
_ALIKE = 0.5  # share of their heights that figures of a line have in common


@dataclass(frozen=True, slots=True)
class Suspects:
    """Boxes (n, 4): areas to look at, and lines of glyphs without a name."""

    areas: Array
    lines: Array


def suspects(page: Page) -> Suspects:
    """Places of pictures and of small figures in lines, and lines of nameless glyphs."""
    areas = _pictures(page)
    if len(page.outlines) >= _FIGURES:
        lines = _outlined(page)
        if len(lines):
            around = _around(lines) + np.array([-_MARGIN, -_MARGIN, _MARGIN, _MARGIN])
            areas = _merged(np.concatenate([areas, around]))
    return Suspects(areas, _nameless(page))


def _nameless(page: Page) -> Array:
    """Lines of glyphs whose font does not name them, where some of them make a word."""
    nameless = page.nameless
    if _PRIVATE.search("".join(page.text)):
        named = [k for k, char in enumerate(page.text) if _PRIVATE.match(char)]
        nameless = np.concatenate([nameless, page.boxes[named]])
    nameless = nameless[_on_page(nameless, page)]
    if len(nameless) < _FIGURES or not len(_lines(nameless, _FIGURES)):
        return np.zeros((0, 4))
    return _lines(nameless, least=1)


def _pictures(page: Page) -> Array:
    """Pictures on the page, those cut into pieces put together, without icons and lines."""
    if not len(page.images):
        return page.images
    boxes = page.images[: _MANY + 1]
    boxes = np.stack(
        [
            boxes[:, 0].clip(0, page.width),
            boxes[:, 1].clip(0, page.height),
            boxes[:, 2].clip(0, page.width),
            boxes[:, 3].clip(0, page.height),
        ],
        axis=1,
    )
    if len(boxes) > _MANY:
        boxes = _around(boxes)
    boxes = _merged(boxes)
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    return boxes[(np.minimum(width, height) >= _LEAST_SIDE) & (width * height >= _LEAST_AREA)]


def _around(boxes: Array) -> Array:
    """The box round all of them."""
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])[None]


def _merged(boxes: Array) -> Array:
    """Boxes that touch as one."""
    while len(boxes) > 1:
        near = _gaps(boxes).max(axis=2) <= _CELL
        groups = _groups(near)
        if len(groups) == len(boxes):
            break
        boxes = np.concatenate([_around(boxes[group]) for group in groups])
    return boxes


def _gaps(boxes: Array) -> Array:
    """(n, n, 2): white between every two boxes, sideways and up; negative where they overlap."""
    low, high = boxes[:, :2], boxes[:, 2:]
    return np.asarray(np.maximum(low[:, None] - high[None], low[None] - high[:, None]))


def _groups(near: Flags) -> list[list[int]]:
    """Places that hang together by what is near what."""
    left = set(range(len(near)))
    groups: list[list[int]] = []
    while left:
        stack, group = [left.pop()], []
        while stack:
            k = stack.pop()
            group.append(k)
            more = [j for j in np.nonzero(near[k])[0].tolist() if j in left]
            left.difference_update(more)
            stack += more
        groups.append(sorted(group))
    return groups


def _outlined(page: Page) -> Array:
    """Lines of small figures that are none of the characters and stand in no drawing."""
    boxes = page.outlines
    if len(boxes) > _MOST_FIGURES:
        return np.zeros((0, 4))
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    keep = _on_page(boxes, page)
    for x0, top, x1, bottom in page.shapes:
        keep &= ~((x > x0) & (x < x1) & (y > top) & (y < bottom))
    lines = _lines(boxes[keep], _FIGURES)
    return lines[~is_known(lines, page)]


def _on_page(boxes: Array, page: Page) -> Flags:
    """Which boxes have their middle on the page? What lies beside it has no picture."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return np.asarray((x > 0) & (x < page.width) & (y > 0) & (y < page.height))


def _lines(boxes: Array, least: int) -> Array:
    """Lines of at least so many figures that stand one beside the other."""
    lines: list[list[float]] = []
    now: list[list[float]] = []

    def end() -> None:
        if len(now) >= least:
            lines.append(_around(np.array(now))[0].tolist())
        now.clear()

    # Bands of one height first, from left to right within each.
    for band in _bands(boxes):
        for box in sorted(band):
            if now:
                height = max(b[3] - b[1] for b in now)
                if box[0] - max(b[2] for b in now) > _STEP * height:
                    end()
            now.append(box)
        end()
    return np.array(lines, dtype=float).reshape(-1, 4)


def _bands(boxes: Array) -> list[list[list[float]]]:
    """Boxes by the height at which they stand."""
    bands: list[list[list[float]]] = []
    bottom = -np.inf
    for box in boxes[np.argsort((boxes[:, 1] + boxes[:, 3]) / 2)].tolist():
        middle = (box[1] + box[3]) / 2
        if middle > bottom:
            bands.append([])
            bottom = middle + _ALIKE * (box[3] - box[1])
        bands[-1].append(box)
    return bands


def is_known(boxes: Array, page: Page) -> Flags:
    """Which of the boxes do the page's characters cover?"""
    if not len(boxes) or not len(page.text):
        return np.zeros(len(boxes), dtype=bool)
    around = _around(boxes)[0]
    own = page.boxes
    own = own[(own[:, 0] < around[2]) & (own[:, 2] > around[0])]
    own = own[(own[:, 1] < around[3]) & (own[:, 3] > around[1])]
    found = [_covered(boxes[k : k + _AT_ONCE], own) for k in range(0, len(boxes), _AT_ONCE)]
    return np.concatenate(found) > _COVERED


def _covered(boxes: Array, own: Array) -> Array:
    """Share of each box that lies in the others."""
    wide = np.minimum(boxes[:, None, 2], own[:, 2]) - np.maximum(boxes[:, None, 0], own[:, 0])
    high = np.minimum(boxes[:, None, 3], own[:, 3]) - np.maximum(boxes[:, None, 1], own[:, 1])
    sizes = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return np.asarray((wide.clip(0) * high.clip(0)).sum(axis=1) / np.maximum(sizes, 1e-6))
