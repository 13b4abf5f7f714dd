"""The cells of a form: which columns each of its texts covers.

A text has the cell of the row above in which it fits; else it covers the columns in whose middle, or at one of whose
ends, it stands.
"""

from __future__ import annotations

import itertools

from extractors.forms.placing import ASIDE, EMPTY, Columns, Item, distance, placed
from extractors.forms.spans import Placed
from extractors.forms.texts import Text, is_over
from extractors.grids import Grid, GridBox, Region, written_cell
from extractors.model import RawCell
from extractors.pages import Fill, Page
from extractors.vocabulary import known_roles
from normalizers.labels import is_total_label

_SAME = 0.2  # em by which texts may differ that are set alike
_MOSTLY = 4  # times as many texts in the middle as at a side where all stand in the middle
_PAIRED = 0.15  # what an empty cell beside labels and values costs, as a share of the width
_FITS = 0.8  # em by which a text may miss its place in a cell of the row above
_FEWEST = 3  # texts of a row that tell whether it has the cells of the row above

Owners = list[list[RawCell | None]]


def form_cells(page: Page, region: Region, grid: Grid, spans: list[Placed], em: float) -> list[RawCell]:
    """The cells of all rows; a text of several rows keeps the columns it has in the first of them."""
    columns, rows = len(grid.xs) - 1, len(grid.ys) - 1
    aside = ASIDE if _is_centred(spans, em) else 0.0
    shaded = _shaded(spans, region.fills)
    owners: Owners = [[None] * columns for _ in range(rows)]

    def put(box: GridBox, text: Text | None = None) -> None:
        cell = written_cell(page, grid, box, text.segments if text else [])
        for row in owners[box.row : box.row + box.row_span]:
            row[box.column : box.column + box.column_span] = [cell] * box.column_span

    for box in _left_blank(spans, grid) if region.is_rest else []:
        put(box)
    for r in range(rows):
        texts = sorted((p for p in spans if p.first == r), key=lambda p: p.text.x0)
        above = _cells_above(owners, r, texts, spans)
        empty = _PAIRED if _is_pairs(texts) else EMPTY
        if texts and not _free(owners[r]):
            _end_above(owners, r, grid)
        runs = _free(owners[r])
        for low, high in runs:
            inside = [p for p in texts if _home(p.text, runs, grid.xs) == (low, high)]
            inside = _at_most(inside, high - low)
            found = _as_above(inside, [c for c in above if low <= c[0] and c[1] <= high], grid.xs, em)
            if found is None:
                items = [Item(p.text, _end(p, spans), shaded.get(id(p.text))) for p in inside]
                cells = placed(items, grid.xs[low : high + 1], em, empty, aside)
                found = [((low + a, low + b), item.text if item else None) for (a, b), item in cells]
            ends = {id(p.text): p.end for p in inside}
            for (a, b), text in found:
                put(GridBox(r, a, ends.get(id(text), r + 1) - r, b - a), text)
    unique = {id(cell): cell for row in owners for cell in row if cell is not None}
    return sorted(unique.values(), key=lambda c: (c.row, c.column))


def _shaded(spans: list[Placed], fills: list[Fill]) -> dict[int, tuple[float, float]]:
    """Left and right edge of the shaded cells of texts (by id) that stand alone in one."""
    found: dict[int, tuple[float, float]] = {}
    for fill in sorted(fills, key=lambda f: f.x0 - f.x1):  # of two the narrower counts
        inside = [p.text for p in spans if _is_in(p.text, fill)]
        if len(inside) == 1:
            found[id(inside[0])] = fill.x0, fill.x1
    return found


def _is_in(text: Text, fill: Fill) -> bool:
    return fill.x0 < text.centre < fill.x1 and fill.top < text.middle < fill.bottom


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


def _left_blank(spans: list[Placed], grid: Grid) -> list[GridBox]:
    """Places at the head and left of a page for labels that stand on the page before; a total's label ends them."""
    lefts: list[float] = []
    for r in range(len(grid.ys) - 1):
        first = min((p.text for p in spans if p.first <= r < p.end), key=lambda t: t.x0, default=None)
        if first is None or is_total_label(first.words):
            break
        lefts.append(first.x0)
    boxes: list[GridBox] = []
    for c, edge in enumerate(grid.xs[1:]):
        blank = next((r for r, x in enumerate(lefts) if x <= edge - 1), len(lefts))
        if not blank:
            break
        boxes.append(GridBox(0, c, blank, 1))
    return boxes


def _cells_above(owners: Owners, r: int, texts: list[Placed], spans: list[Placed]) -> list[Columns]:
    """The columns of the cells of the row above, where this row may have the same: not where labels have values."""
    count = sum(p.first <= r < p.end for p in spans)
    is_same_band = count >= _FEWEST or any(p.first < r < p.end for p in spans)
    if not r or not texts or not is_same_band or _is_pairs(texts):
        return []
    return sorted({(c.column, c.column + c.column_span) for c in owners[r - 1] if c is not None})


def _is_pairs(row: list[Placed]) -> bool:
    """Labels and their values in turn, which leave no cell of the row empty."""
    known = [bool(known_roles(p.text.words)) for p in row]
    return len(row) in (2, 4) and all(known[::2]) and not any(known[1::2])


def _as_above(
    inside: list[Placed], above: list[Columns], xs: list[float], em: float
) -> list[tuple[Columns, Text | None]] | None:
    """The cells of the row above with the texts in them; None when one does not fit.

    The label of a total has all columns up to the first text beside it.
    """
    cells, texts = list(above), [p.text for p in inside]
    if len(texts) > 1 and is_total_label(texts[0].words):
        first = next((a for a, b in above if xs[a] < texts[1].centre < xs[b]), 0)
        cells = [(above[0][0], first), *(cell for cell in above if cell[0] >= first)] if first else []
    home: dict[Columns, Text] = {}
    for text in texts:
        cell = next(((a, b) for a, b in cells if xs[a] < text.centre < xs[b]), None)
        if cell is None or cell in home or distance(text, xs[cell[0]], xs[cell[1]], em) > _FITS * em:
            return None
        home[cell] = text
    return [(cell, home.get(cell)) for cell in cells] if cells else None


def _end(span: Placed, spans: list[Placed]) -> float:
    """Where the texts begin that stand right of a text in its further rows."""
    beside = (p.text.x0 for p in spans if span.first < p.first < span.end and p.text.x0 > span.text.x1)
    return min(beside, default=float("inf"))


def _at_most(inside: list[Placed], most: int) -> list[Placed]:
    """No more texts than there are columns: those that stand nearest to each other become one."""
    out = list(inside)
    while len(out) > most:
        k = min(range(1, len(out)), key=lambda k: out[k].text.x0 - out[k - 1].text.x1)
        both = Text([*out[k - 1].text.segments, *out[k].text.segments])
        out[k - 1 : k + 1] = [Placed(both, out[k].first, min(out[k - 1].end, out[k].end))]
    return out


def _end_above(owners: Owners, r: int, grid: Grid) -> None:
    """Let the cells that leave no room for the texts of a row end above it."""
    for cell in {id(c): c for c in owners[r] if c is not None}.values():
        for row in owners[r : cell.row + cell.row_span]:
            row[cell.column : cell.column + cell.column_span] = [None] * cell.column_span
        cell.row_span, cell.bottom = r - cell.row, grid.ys[r]


def _home(text: Text, runs: list[Columns], xs: list[float]) -> Columns:
    """The run of free columns that a text shares most of its width with."""
    return max(runs, key=lambda run: min(text.x1, xs[run[1]]) - max(text.x0, xs[run[0]]))


def _free(row: list[RawCell | None]) -> list[Columns]:
    """Runs of columns that no text from above covers."""
    runs: list[Columns] = []
    for is_free, group in itertools.groupby(range(len(row)), key=lambda c: row[c] is None):
        columns = list(group)
        if is_free:
            runs.append((columns[0], columns[-1] + 1))
    return runs
