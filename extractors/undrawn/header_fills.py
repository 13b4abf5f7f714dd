"""Headings whose cells are shaded one by one."""

from __future__ import annotations

from extractors.grids import Region
from extractors.lines import SegmentLine
from extractors.undrawn.headings import HeaderCell, tiles


def shaded_header(
    region: Region, xs: list[float], header: list[SegmentLine]
) -> tuple[list[HeaderCell], int] | None:
    """Headings whose cells are shaded one by one; None when the shading does not show every cell."""
    segments = [s for line in header for s in line.segments]
    bottom = max((s.bottom for s in segments), default=0.0)
    fills = [f for f in region.fills if f.top < bottom - 2]
    if len(fills) < len(xs) - 1:
        return None
    ys: list[float] = []
    for y in sorted(y for f in fills for y in (f.top, f.bottom)):
        if not ys or y - ys[-1] > 3:
            ys.append(y)

    def nearest(values: list[float], x: float) -> int:
        return min(range(len(values)), key=lambda k: abs(values[k] - x))

    cells: list[HeaderCell] = []
    placed: set[int] = set()
    for fill in fills:
        low, high = nearest(xs, fill.x0), nearest(xs, fill.x1)
        first, last = nearest(ys, fill.top), nearest(ys, fill.bottom)
        inside = [s for s in segments if fill.x0 <= s.centre < fill.x1 and fill.top <= s.middle < fill.bottom]
        placed |= {id(s) for s in inside}
        cells.append(HeaderCell(first, max(1, last - first), low, max(1, high - low), inside))
    levels = len(ys) - 1
    if len(placed) < len(segments) or not tiles(cells, levels, len(xs) - 1):
        return None
    return cells, levels
