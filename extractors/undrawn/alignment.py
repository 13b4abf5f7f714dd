"""Columns of a region from the white space between its lines."""

from __future__ import annotations

import itertools

import numpy as np

from extractors.grids import SNAP, Region
from extractors.lines import Segment, SegmentLine
from extractors.undrawn.header_groups import names_of_groups
from normalizers.labels import is_total_label

_GAP = 0.35  # em: narrower white space is no boundary between columns


def find_columns(
    region: Region, body: list[SegmentLine], header: list[SegmentLine], em: float
) -> list[float]:
    """Column boundaries, the region's edges included."""
    edges = _white_bands(region, body, em, 0.0)
    if region.uprights:
        # A merged cell hides boundaries that the white space still shows.
        hidden = [(a + b) / 2 for a, b in edges if not any(a - em < x < b + em for x in region.uprights)]
        return _apart([region.x0, *region.uprights, *hidden, region.x1])
    wanted = max((len(line.segments) for line in header), default=0)
    if len(edges) + 1 < wanted:
        edges = max(edges, _white_bands(region, body, em, 0.06), key=len)
    extents = _extents(region, body, edges)
    extents = _with_empty_columns(extents, _empty_columns(extents, header, em), header, em)
    gaps = [(a[1], b[0]) for a, b in itertools.pairwise(extents)]
    return _apart([region.x0, *(_clear_of(min(a, b), max(a, b), header) for a, b in gaps), region.x1])


def _apart(edges: list[float]) -> list[float]:
    """The edges in order, without those that nothing fits between.

    Where the ink of two columns overlaps, what is clear of the headings may lie beyond the next edge.
    """
    first, *inner, last = sorted(edges)
    found = [first]
    for x in inner:
        if x - found[-1] > SNAP and last - x > SNAP:
            found.append(x)
    return [*found, last]


def _clear_of(low: float, high: float, header: list[SegmentLine]) -> float:
    """The middle of the widest part of a white band that no heading reaches into."""
    free = [(low, high)]
    segments = [s for line in header for s in line.segments]
    for segment in segments:
        below = [s for s in segments if s.base > segment.base + 2 and s.x0 < segment.x1 and s.x1 > segment.x0]
        if any(abs(s.centre - segment.centre) > 0.2 * (segment.x1 - segment.x0) for s in below):
            continue  # the name of a group: a wrapped heading stands centred over its own next line
        if segment.x0 <= low and segment.x1 >= high:
            continue  # a heading over both columns
        free = [
            piece
            for a, b in free
            for piece in ((a, min(b, segment.x0)), (max(a, segment.x1), b))
            if piece[1] - piece[0] > 0.5
        ]
    a, b = max(free, key=lambda piece: piece[1] - piece[0], default=(low, high))
    return (a + b) / 2


def _white_bands(
    region: Region, body: list[SegmentLine], em: float, share: float
) -> list[tuple[float, float]]:
    """Intervals of x where hardly any line has ink, between the outermost ink."""
    step = 0.5
    size = int((region.x1 - region.x0) / step) + 2
    ink = np.zeros(size)
    skipped = _total_labels(body)
    for line in body:
        for segment in line.segments:
            if id(segment) in skipped:
                continue
            for x0, x1 in segment.ink:
                low = max(0, int((x0 - region.x0) / step))
                ink[low : max(low + 1, int((x1 - region.x0) / step) + 1)] += 1
    allowed = share * len(body)
    bands: list[tuple[float, float]] = []
    inked = np.nonzero(ink > allowed)[0]
    if not len(inked):
        return []
    start = None
    for k in range(int(inked[0]), int(inked[-1]) + 1):
        if ink[k] <= allowed:
            start = k if start is None else start
        elif start is not None:
            if (k - start) * step >= _GAP * em:
                bands.append((region.x0 + start * step, region.x0 + k * step))
            start = None
    return bands


def _total_labels(body: list[SegmentLine]) -> set[int]:
    """Labels of totals, centred over columns they merge: they say nothing about columns if other rows do."""
    firsts = sum(is_total_label(line.segments[0].text) for line in body)
    if firsts == len(body):
        return set()
    return {id(s) for line in body for s in line.segments if is_total_label(s.text)}


def _extents(
    region: Region, body: list[SegmentLine], edges: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Left and right end of the ink in each column."""
    cuts = [region.x0 - 1e3, *((a + b) / 2 for a, b in edges), region.x1 + 1e3]
    skipped = _total_labels(body)
    runs = [run for line in body for s in line.segments if id(s) not in skipped for run in s.ink]
    found = []
    for low, high in itertools.pairwise(cuts):
        inside = [(max(a, low), min(b, high)) for a, b in runs if low < (a + b) / 2 < high]
        found.append((min((a for a, _ in inside), default=low), max((b for _, b in inside), default=high)))
    return found


def _with_empty_columns(
    extents: list[tuple[float, float]], extra: list[tuple[float, float]], header: list[SegmentLine], em: float
) -> list[tuple[float, float]]:
    """Add the columns of lone headings; one beside a column without a heading is that column's, set to its side."""
    segments = _leaves([s for line in header for s in line.segments], em)
    out = list(extents)
    for low, high in extra:
        left = max((k for k in range(len(out)) if out[k][1] <= low), key=lambda k: out[k][1], default=None)
        right = min((k for k in range(len(out)) if out[k][0] >= high), key=lambda k: out[k][0], default=None)
        beside = [k for k in (left, right) if k is not None]
        bare = [k for k in beside if not any(s.x0 < out[k][1] and s.x1 > out[k][0] for s in segments)]
        if bare:
            k = min(bare, key=lambda k: max(out[k][0] - high, low - out[k][1]))
            out[k] = (min(out[k][0], low), max(out[k][1], high))
        else:
            out.append((low, high))
    return sorted(out)


def _leaves(segments: list[Segment], em: float) -> list[Segment]:
    """The headings that stand over no other: not the names of groups."""
    return [
        segment
        for segment in segments
        if not any(
            s.base > segment.base + 0.5 * em and s.x0 < segment.x1 and s.x1 > segment.x0 for s in segments
        )
    ]


def _is_over_two(segment: Segment, segments: list[Segment], em: float) -> bool:
    """A heading between two that stand lower: the name of a narrow group.

    It stands in the upper part of the header, or there is no room for a column of its own.
    """
    middle = (min(s.top for s in segments) + max(s.bottom for s in segments)) / 2
    lower = [s for s in segments if s.base > segment.base + 0.5 * em]
    beside = [s for s in segments if abs(s.base - segment.base) <= 0.5 * em and s is not segment]
    left = max((s for s in lower if s.centre < segment.x0), key=lambda s: s.centre, default=None)
    right = min((s for s in lower if s.centre > segment.x1), key=lambda s: s.centre, default=None)
    if left is None or right is None:
        return False
    width = segment.x1 - segment.x0
    if segment.bottom > middle + 0.3 * em and right.x0 - left.x1 > width + em:
        return False
    is_above = segment.bottom < min(left.top, right.top) + 0.3 * em
    return not any(left.centre < s.centre < right.centre for s in beside) and (
        is_above or right.centre - left.centre < 3 * width
    )


def _is_rest_of_group(
    segment: Segment, segments: list[Segment], extents: list[tuple[float, float]], em: float
) -> bool:
    """The second line of a name that stands over several columns."""
    above = [
        s
        for s in segments
        if 0.5 * em < segment.base - s.base < 2.4 * em and abs(s.centre - segment.centre) < 0.5 * em
    ]
    return any(sum(s.x0 < b and s.x1 > a for a, b in extents) > 1 for s in above)


def _empty_columns(
    extents: list[tuple[float, float]], header: list[SegmentLine], em: float
) -> list[tuple[float, float]]:
    """Extents of columns that only the header shows because every cell below is empty."""
    extra: list[tuple[float, float]] = []
    segments = [s for line in header for s in line.segments]
    cuts = [-1e3, *((a[1] + b[0]) / 2 for a, b in itertools.pairwise(extents)), 1e6]
    groups = {id(s) for s in names_of_groups(segments, cuts, em)}
    for segment in _leaves([s for s in segments if id(s) not in groups], em):
        if _is_over_two(segment, segments, em) or _is_rest_of_group(segment, segments, extents, em):
            continue
        if any(segment.x0 < b + 0.3 * em and segment.x1 > a - 0.3 * em for a, b in extents):
            continue
        for k, (low, high) in enumerate(extra):
            if segment.x0 < high and segment.x1 > low:
                extra[k] = (min(low, segment.x0), max(high, segment.x1))
                break
        else:
            extra.append((segment.x0, segment.x1))
    return extra
