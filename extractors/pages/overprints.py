"""Text printed over other text in a colour of its own: a stamp over a figure. Read together they would be neither."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint32]

_ACROSS, _DOWN = 0.2, 0.3  # of the lesser width and height: how far two characters cover each other
_FEWEST, _SHARE = 2, 0.25  # characters of a run that lie over others
_MOST = 2000  # runs of a page: from there on it is made of colours
_STEP = 0.5  # of the height: to another line
_LEVEL = 0.15  # of the height: on the same line
_WHITE = 240  # of each colour
_FIGURES = re.compile(r"[\d\s.,，．%-]+")


def find_overprints(
    text: Sequence[str], boxes: Array, baselines: Array, colours: Codes
) -> list[tuple[range, list[int]]]:
    """Runs of characters of a rarer colour that lie over letters and figures of another one, and these."""
    if not len(colours) or not (colours != colours[0]).any():
        return []
    kinds, which, counts = np.unique(colours, return_inverse=True, return_counts=True)
    usual = int(counts.argmax())
    covered = np.nonzero((which == usual) & np.array([char.isalnum() for char in text]))[0]
    found = []
    for run in _odd_runs(boxes, baselines, kinds, which, usual):
        others = _under(boxes, run, covered)
        if others and not _takes_its_place(text, boxes, baselines, run, others):
            found.append((run, others))
    return found


def odd_runs(boxes: Array, baselines: Array, colours: Codes) -> list[range]:
    """Runs of characters of a rarer colour than that of most."""
    if not len(colours) or not (colours != colours[0]).any():
        return []
    kinds, which, counts = np.unique(colours, return_inverse=True, return_counts=True)
    return _odd_runs(boxes, baselines, kinds, which, int(counts.argmax()))


def _odd_runs(
    boxes: Array, baselines: Array, kinds: Codes, which: npt.NDArray[np.intp], usual: int
) -> list[range]:
    runs = list(_runs(boxes, baselines, which))
    if len(runs) > _MOST:
        return []
    # Whether white text is seen depends on what is below it.
    return [run for run in runs if which[run.start] != usual and not _is_white(int(kinds[which[run.start]]))]


def _is_white(colour: int) -> bool:
    return min(colour >> 16, colour >> 8 & 255, colour & 255) >= _WHITE


def _takes_its_place(
    text: Sequence[str], boxes: Array, baselines: Array, run: range, others: Sequence[int]
) -> bool:
    """Is it a number on the baseline of another, as where one is covered and typed anew? Then either may be meant."""
    height = float(boxes[run.start, 3] - boxes[run.start, 1])
    is_level = abs(baselines[run.start] - baselines[others[0]]) < _LEVEL * height
    return bool(is_level) and all(
        _FIGURES.fullmatch("".join(text[i] for i in some)) for some in (run, others)
    )


def _runs(boxes: Array, baselines: Array, which: npt.NDArray[np.intp]) -> Iterator[range]:
    """Characters of one colour that were written one after the other on one line."""
    height = boxes[1:, 3] - boxes[1:, 1]
    is_new = (which[1:] != which[:-1]) | (np.abs(np.diff(baselines)) > _STEP * height)
    edges = [0, *(np.nonzero(is_new)[0] + 1).tolist(), len(which)]
    return itertools.starmap(range, itertools.pairwise(edges))


def _under(boxes: Array, run: range, covered: npt.NDArray[np.int64]) -> list[int]:
    """The characters over which a run lies; none where it only touches some."""
    own = boxes[run.start : run.stop]
    left, top = own[:, :2].min(axis=0)
    right, bottom = own[:, 2:].max(axis=0)
    there = boxes[covered]
    is_near = (there[:, 0] < right) & (there[:, 2] > left) & (there[:, 1] < bottom) & (there[:, 3] > top)
    near = covered[is_near]
    if not len(near):
        return []
    across = _shared(own[:, None, 0], own[:, None, 2], boxes[near, 0], boxes[near, 2])
    down = _shared(own[:, None, 1], own[:, None, 3], boxes[near, 1], boxes[near, 3])
    over = (across > _ACROSS) & (down > _DOWN)
    count = int(over.any(axis=1).sum())
    return near[over.any(axis=0)].tolist() if count >= max(_FEWEST, _SHARE * len(run)) else []


def _shared(a0: Array, a1: Array, b0: Array, b1: Array) -> Array:
    """How much two stretches have in common, in lengths of the lesser one."""
    lesser = np.maximum(np.minimum(a1 - a0, b1 - b0), 0.1)
    shared: Array = (np.minimum(a1, b1) - np.maximum(a0, b0)) / lesser
    return shared
