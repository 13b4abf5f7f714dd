"""Forms: label and value, amounts and indicators in one table, whose bands have columns of their own.

White space over the whole height shows no columns there. Rows come from the texts themselves, columns from the texts
that stand side by side in each row and from what is drawn.
"""

from __future__ import annotations

from extractors.forms.cells import form_cells
from extractors.forms.placing import column_edges
from extractors.forms.spans import Placed, rows_and_spans
from extractors.forms.texts import Text, is_written_by_cells, texts_of
from extractors.grids import SNAP, Grid, Region, fill_edges
from extractors.lines import cut_at, join_spaced
from extractors.model import RawTable
from extractors.pages import Page

_CUT = 0.45  # em between the texts of two cells; a space is narrower


def read_form(page: Page, region: Region, em: float, before: RawTable | None = None) -> RawTable | None:
    """The table of a region that holds a form; its columns are also those of the form `before` that it goes on with."""
    region.lines = [join_spaced(page, line, em) for line in region.lines]
    known = _drawn_columns(region, em)
    if before is not None and region.is_rest:
        known = _merged(known, [x - before.xs[0] + region.x0 for x in before.xs])
    edges: list[float] = []
    for _ in range(2):
        spans, ys = _rows(region, em)
        edges = column_edges(_texts_by_row(spans, len(ys) - 1), _merged([region.x0, region.x1], known))
        parted = [cut_at(page, line, edges[1:-1], em, _CUT) for line in region.lines]
        if sum(len(line.segments) for line in parted) == sum(len(line.segments) for line in region.lines):
            break
        region.lines = parted
    cells = form_cells(page, region, Grid(edges, ys, []), spans, em)
    return RawTable(page.number, edges, ys, cells, region.source, is_form=True)


def _rows(region: Region, em: float) -> tuple[list[Placed], list[float]]:
    segments = [s for line in region.lines for s in line.segments]
    levels = [*region.rules, *fill_edges(region.fills)]
    by_cells = is_written_by_cells(segments, em)
    texts = texts_of(segments, levels, em, by_cells)
    return rows_and_spans(texts, region.rules, levels, region.top, region.bottom, em, by_cells)


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


def _texts_by_row(spans: list[Placed], rows: int) -> list[list[Text]]:
    """The texts that stand side by side in each row, from left to right."""
    by_row: list[list[Text]] = [[] for _ in range(rows)]
    for span in sorted(spans, key=lambda p: p.text.x0):
        for row in by_row[span.first : span.end]:
            row.append(span.text)
    return by_row
