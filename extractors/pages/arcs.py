"""Characters set along an arc: the words of a seal. Some of them stand upright, and yet belong to no line of text."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]

_LEAST_STEP, _WIDEST_STEP = 3.0, 60.0  # degrees from one character to the next
_UNEVEN = 1.8  # times that a step is as large as the one before it
_FEWEST = 3  # steps
_OFF = 0.35  # radii by which a character may miss its place on the arc
_WITHIN = 1.15  # radii round the middle within which a seal has its other words


def on_arcs(degrees: Array, middles: Array, colours: Codes) -> Flags:
    """Which characters (n,), in writing order, are set along an arc, or before or behind them inside of it.

    `degrees` (n,) are clockwise from upright, `middles` (n, 2) in user space.
    """
    found = np.zeros(len(degrees), dtype=bool)
    if len(degrees) <= _FEWEST:
        return found
    kinds, counts = np.unique(colours, return_counts=True)
    usual = kinds[counts.argmax()]
    for run in _runs(degrees):
        ring = _ring(np.radians(degrees[run]), middles[run])
        if ring is None:
            continue
        found[run] = True
        if colours[run.start] == usual:
            continue  # what stands inside of it may be the text that it is put over
        centre, radii = ring
        inside = (((middles - centre) / radii) ** 2).sum(axis=1) < _WITHIN * _WITHIN
        belongs = inside & (colours == colours[run.start])
        for places in (range(run.start - 1, -1, -1), range(run.stop, len(degrees))):
            found[list(itertools.takewhile(belongs.__getitem__, places))] = True
    return found


def _runs(degrees: Array) -> list[slice]:
    """Characters each of which leans by about as much more as the one before it."""
    steps = (np.diff(degrees) + 180) % 360 - 180
    is_step = (np.abs(steps) >= _LEAST_STEP) & (np.abs(steps) <= _WIDEST_STEP)
    runs: list[slice] = []
    first = 0
    while first < len(steps):
        last = first
        while (
            last < len(steps) and is_step[last] and (last == first or _goes_on(steps[last - 1], steps[last]))
        ):
            last += 1
        if last - first >= _FEWEST:
            runs.append(slice(first, last + 1))
        first = max(last, first + 1)
    return runs


def _goes_on(before: float, step: float) -> bool:
    return before * step > 0 and max(abs(before), abs(step)) <= _UNEVEN * min(abs(before), abs(step))


def _ring(angles: Array, middles: Array) -> tuple[Array, Array] | None:
    """Centre and radii (2,) of the arc on which characters that lean so stand; None where they stand on none."""
    centre, radii = np.zeros(2), np.zeros(2)
    for axis, leans in enumerate((np.sin(angles), np.cos(angles))):
        (radius, middle), *_ = np.linalg.lstsq(
            np.stack([leans, np.ones(len(leans))], axis=1), middles[:, axis], rcond=None
        )
        centre[axis], radii[axis] = middle, abs(radius)
        if np.abs(middles[:, axis] - middle - radius * leans).max() > _OFF * max(abs(radius), 1e-6):
            return None
    return centre, radii
