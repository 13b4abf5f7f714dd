"""Shaded areas of a page as hints at rows and columns."""

from __future__ import annotations

from extractors.grids.drawn_lines import Line
from extractors.grids.region import Region
from extractors.pages import Fill


def fill_edges(fills: list[Fill]) -> list[Line]:
    """Upper and lower edges of shaded rows, fills that touch side by side taken together."""
    rows: dict[tuple[int, int], list[Fill]] = {}
    for fill in fills:
        if fill.x1 - fill.x0 > 8 and 6 < fill.bottom - fill.top < 400:
            rows.setdefault((round(fill.top), round(fill.bottom)), []).append(fill)
    edges: list[Line] = []
    for group in rows.values():
        runs: list[list[Fill]] = []
        for fill in sorted(group):
            if runs and fill.x0 <= max(f.x1 for f in runs[-1]) + 3:
                runs[-1].append(fill)
            else:
                runs.append([fill])
        for run in runs:
            start, end = run[0].x0, max(f.x1 for f in run)
            edges += [Line(run[0].top, start, end), Line(run[0].bottom, start, end)]
    joined: list[Line] = []
    for edge in sorted(edges, key=lambda line: (line.at, line.start)):
        beside = [j for j in joined if abs(j.at - edge.at) < 2 and j.start - 3 <= edge.start <= j.end + 3]
        if beside:
            beside[0].end = max(beside[0].end, edge.end)
        else:
            joined.append(edge)
    return joined


def is_inside(fill: Fill, region: Region) -> bool:
    return region.top - 2 < fill.top and fill.bottom < region.bottom + 2 and fill.x0 >= region.x0 - 2


def fill_columns(region: Region) -> list[float]:
    """Column boundaries that shaded cells show: inner edges seen in at least half of the shaded rows."""
    inner: dict[int, int] = {}
    rows: set[int] = set()
    for fill in region.fills:
        rows.add(round(fill.top))
        if fill.x0 > region.x0 + 2:
            inner[round(fill.x0)] = inner.get(round(fill.x0), 0) + 1
    wanted = max(1, len(rows) // 2)
    return [float(x) for x, count in sorted(inner.items()) if count >= wanted]
