"""Small sums over places on a page, for the few dozen values at a time for which numpy is slow."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence


def median(values: Iterable[float]) -> float:
    """The middle value, or the mean of the two in the middle. There must be one at least."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def band_of(edges: Sequence[float], at: float) -> int:
    """Index of the band between ascending edges in which a place lies; the outermost for what lies beyond."""
    return max(0, min(len(edges) - 2, bisect_left(edges, at) - 1))
