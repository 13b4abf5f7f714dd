"""Two pages side by side on one sheet: where the fold between them runs."""

from __future__ import annotations

import numpy as np

from extractors.pictures.scan_image import Mask, Picture, closed, opened

_WIDE = 1.2  # width over height of a sheet that may hold two pages
_MIDDLE = 0.04  # share of the width by which the fold may stand off the middle
_WHITE = 0.06  # share of the width that the margins beside the fold take together, and that nothing crosses
_SPECKS = 0.004  # share of the height that may be ink in a white column
_FOLD = 0.4  # share of the height: ink that runs on for longer is the shadow of the fold, or its edge
_SHADOW = 25.0  # points from the edge of a side where the shadow of the fold lies
_EMPTY = 0.0005  # share of ink on a side without a page


def fold_of(ink: Mask, scale: float) -> int | None:
    """The column of the fold of an upright sheet with two pages; None for a single page.

    A title, a table or a page number of a single wide page crosses its middle; of two pages nothing does.
    """
    height, width = ink.shape
    if width < _WIDE * height:
        return None
    first, last = round((0.5 - _MIDDLE - _WHITE) * width), round((0.5 + _MIDDLE + _WHITE) * width)
    print_ = without_folds(ink[:, first:last], scale)
    white = print_.mean(axis=0) <= _SPECKS
    edges = np.nonzero(np.diff(np.concatenate([[0], white.astype(np.int8), [0]])))[0].reshape(-1, 2)
    best: int | None = None
    breadth = _WHITE * width
    for a, b in (edges + first).tolist():
        # Only a band around the middle: the white right of a column of labels is no fold.
        near = max(a, round((0.5 - _MIDDLE) * width)), min(b, round((0.5 + _MIDDLE) * width))
        if b - a >= breadth and near[0] < near[1]:
            best, breadth = _deepest(ink, near), b - a
    return best


def without_folds(ink: Mask, scale: float) -> Mask:
    """Ink without what runs up the page for long: a shadow, an edge of the paper."""
    return np.asarray(ink & ~_tall(ink, scale))


def without_fold(half: Picture, ink: Mask, scale: float) -> Picture:
    """One side of a sheet without the shadow of the fold along its edge."""
    near = round(_SHADOW * scale)
    shadow = _tall(ink, scale)
    shadow[:, near:-near] = False
    clean = half.copy()
    clean[shadow] = np.median(half[::8, ::8])
    return clean


def _tall(ink: Mask, scale: float) -> Mask:
    drawn = ink.astype(np.uint8)
    tall = opened(closed(drawn, max(3, round(3 * scale)), 1), round(_FOLD * len(drawn)), 1)
    return opened_out(tall, round(2 * scale)).astype(bool)


def opened_out(mask: Picture, reach: int) -> Picture:
    """A mask made broader by a number of columns at both sides."""
    wide = mask.copy()
    for step in range(1, reach + 1):
        wide[:, step:] |= mask[:, :-step]
        wide[:, :-step] |= mask[:, step:]
    return wide


def _deepest(ink: Mask, between: tuple[int, int]) -> int:
    """Where the fold's shadow runs, or the middle of the white."""
    counts = ink[:, between[0] : between[1]].mean(axis=0)
    dark = np.nonzero(counts > _FOLD)[0]
    return between[0] + int(np.median(dark)) if len(dark) else sum(between) // 2


def is_empty(ink: Mask, scale: float) -> bool:
    """Does a half of a sheet hold no page?"""
    return bool(without_folds(ink, scale).mean() < _EMPTY)
