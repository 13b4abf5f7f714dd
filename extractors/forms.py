"""Forms: label and value, amounts and indicators in one table, whose bands have columns of their own.

White space over the whole height shows no columns there. Rows come from the texts themselves, columns from the texts
that stand side by side in each row and from what is drawn; each text covers the columns in whose middle, or at one of
whose ends, it stands.
"""

from __future__ import annotations

import itertools

from extractors.form_rows import Placed, rows_and_spans
from extractors.form_texts import Text, is_over, is_written_by_cells, texts_of
from extractors.lattice import SNAP, Grid, GridBox, Line
from extractors.model import RawCell, RawTable
from extractors.pages import Page
from extractors.paths import Fill
from extractors.placing import EMPTY, column_edges, placed
from extractors.region import Region
from extractors.region_fills import fill_edges
from extractors.segment_cells import written_cell
from extractors.segments import cut_at
from extractors.words import known_roles
from normalizers.labels import is_total_label

_SAME = 0.2  # em by which texts may differ that are set alike
_CUT = 0.45  # em between the texts of two cells; a space is narrower
_PAIRED = 0.15  # what an empty cell beside labels and values costs, as a share of the width
_MOSTLY = 4  # times as many texts in the middle as at a side where all stand in the middle


def read_form(page: Page, region: Region, em: float, before: RawTable | None = None) -> RawTable | None:
    """The table of a region that holds a form; its columns are also those of the form `before` that it goes on with."""
    known = _drawn_columns(region, em)
    if before is not None and before.is_form:
        known = _merged(known, [x - before.xs[0] + region.x0 for x in before.xs])
    edges: list[float] = []
    for _ in range(2):
        spans, ys = _rows(region, em)
        shaded = _shaded(spans, region.fills)
        edges = column_edges(_texts_by_row(spans, len(ys) - 1), _merged([region.x0, region.x1], known))
        parted = [cut_at(page, line, edges[1:-1], em, _CUT) for line in region.lines]
        if sum(len(line.segments) for line in parted) == sum(len(line.segments) for line in region.lines):
            break
        region.lines = parted
    cells = _cells(
        page, Grid(edges, ys, []), spans, shaded, em, goes_on=before is not None and before.is_form
    )
    return RawTable(page.number, edges, ys, cells, region.source, is_form=True)


def _rows(region: Region, em: float) -> tuple[list[Placed], list[float]]:
    segments = [s for line in region.lines for s in line.segments]
    levels = [*region.rules, *fill_edges(region.fills)]
    by_cells = is_written_by_cells(segments, em)
    texts = texts_of(segments, levels, em, by_cells)
    return rows_and_spans(texts, region.rules, levels, region.top, region.bottom, em, by_cells)


def _shaded(spans: list[Placed], fills: list[Fill]) -> dict[int, Fill]:
    """The shaded cells of the texts (by id) that stand alone in one."""
    inside = [
        [p for p in spans if f.x0 < p.text.centre < f.x1 and f.top < p.text.middle < f.bottom] for f in fills
    ]
    found: dict[int, Fill] = {}
    for fill, texts in sorted(zip(fills, inside, strict=True), key=lambda pair: pair[0].x0 - pair[0].x1):
        if len(texts) == 1:
            found[id(texts[0].text)] = fill
    return found


def _drawn_columns(region: Region, em: float) -> list[float]:
    """Where lines begin or end inside the form, and the sides of its shaded cells."""
    found: list[float] = []
    ends = [x for r in region.rules for x in (r.start, r.end)] + [
        x for f in region.fills for x in (f.x0, f.x1)
    ]
    for x in sorted(ends):
        inside = region.x0 + em < x < region.x1 - em
        if inside and (not found or x - found[-1] > SNAP):
            found.append(x)
    return found


def _merged(edges: list[float], known: list[float]) -> list[float]:
    """Both, those that nearly agree once."""
    return sorted([*edges, *(x for x in known if all(abs(x - e) > SNAP for e in edges))])


def _texts_by_row(spans: list[Placed], rows: int) -> list[list[list]]:
    by_row: list[list[Placed]] = [[] for _ in range(rows)]
    for span in spans:
        for row in by_row[span.first : span.end]:
            row.append(span)
    return [[p.text.segments for p in sorted(row, key=lambda p: p.text.x0)] for row in by_row]


def _cells(
    page: Page, grid: Grid, spans: list[Placed], shaded: dict[int, Fill], em: float, *, goes_on: bool
) -> list[RawCell]:
    """The cells of all rows; a text of several rows keeps the columns it has in the first of them."""
    columns, rows = len(grid.xs) - 1, len(grid.ys) - 1
    centred = _is_centred(spans, em)
    taken = [[False] * columns for _ in range(rows)]
    cells: list[RawCell] = []
    for box in _left_blank(spans, grid) if goes_on else []:
        cells.append(written_cell(page, grid, box, []))
        for row in taken[: box.row_span]:
            row[box.column] = True
    for r in range(rows):
        texts = sorted((p for p in spans if p.first == r), key=lambda p: p.text.x0)
        empty = _PAIRED if _is_pairs([p.text for p in texts]) else EMPTY
        runs = _free(taken[r])
        for low, high in runs:
            inside = [p for p in texts if _home(p.text, runs, grid.xs) == (low, high)]
            by_id = {id(p.text.segments): p for p in inside}
            ends = [_end(p, spans) for p in inside]
            sides = [(f.x0, f.x1) if (f := shaded.get(id(p.text))) else None for p in inside]
            row_texts, xs = [p.text.segments for p in inside], grid.xs[low : high + 1]
            for (start, end), segments in placed(row_texts, xs, em, centred, ends, sides, empty):
                span = by_id.get(id(segments))
                stop = span.end if span else r + 1
                box = GridBox(r, low + start, stop - r, end - start)
                for row in taken[r:stop]:
                    row[low + start : low + end] = [True] * (end - start)
                cells.append(written_cell(page, grid, box, segments))
    return sorted(cells, key=lambda c: (c.row, c.column))


def _left_blank(spans: list[Placed], grid: Grid) -> list[GridBox]:
    """Places at the head and left of a page for labels that stand on the page before; the label of a total ends them."""
    lefts: list[float] = []
    for r in range(len(grid.ys) - 1):
        first = min((p.text for p in spans if p.first <= r < p.end), key=lambda t: t.x0, default=None)
        if first is None or is_total_label(first.words):
            break
        lefts.append(first.x0)
    boxes: list[GridBox] = []
    for c, edge in enumerate(grid.xs[1:]):
        blank = sum(1 for _ in itertools.takewhile(lambda x: x > edge - 1, lefts))
        if not blank:
            break
        boxes.append(GridBox(0, c, blank, 1))
    return boxes


def _is_pairs(row: list[Text]) -> bool:
    """Labels and their values in turn, which leave no cell of the row empty."""
    known = [bool(known_roles(text.words)) for text in row]
    return len(row) in (2, 4) and all(known[::2]) and not any(known[1::2])


def _end(placed_text: Placed, spans: list[Placed]) -> float:
    """Where the texts begin that stand right of a text in its further rows."""
    return min(
        (
            p.text.x0
            for p in spans
            if placed_text.first < p.first < placed_text.end and p.text.x0 > placed_text.text.x1
        ),
        default=float("inf"),
    )


def _is_centred(spans: list[Placed], em: float) -> bool:
    """Do texts one under the other, of different widths, share their middle rather than one of their ends?"""
    below: dict[int, list[Text]] = {}
    for p in spans:
        below.setdefault(p.first, []).append(p.text)
    centred = aside = 0
    for p in spans:
        for other in below.get(p.end, []):
            width, wider = sorted((p.text.x1 - p.text.x0, other.x1 - other.x0))
            if not is_over(p.text, other) or wider - width < em:
                continue
            middle = abs(p.text.centre - other.centre)
            side = min(abs(p.text.x0 - other.x0), abs(p.text.x1 - other.x1))
            centred += middle < _SAME * em <= side
            aside += side < _SAME * em <= middle
    return centred > _MOSTLY * aside


def _home(text: Text, runs: list[tuple[int, int]], xs: list[float]) -> tuple[int, int]:
    """The run of free columns that a text shares most of its width with."""
    return max(runs, key=lambda run: min(text.x1, xs[run[1]]) - max(text.x0, xs[run[0]]))


def _free(taken: list[bool]) -> list[tuple[int, int]]:
    """Runs of columns (first, one past the last) that no text from above covers."""
    runs: list[tuple[int, int]] = []
    for is_taken, group in itertools.groupby(range(len(taken)), key=lambda c: taken[c]):
        columns = list(group)
        if not is_taken:
            runs.append((columns[0], columns[-1] + 1))
    return runs
