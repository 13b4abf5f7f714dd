"""Tables without a full grid, read from the alignment of their words.

Columns come from white space, rows from the columns of values, headings from the lines above them; rules and
shading help where they are drawn. The result is a raw table like that of the ruled reader.
"""

from __future__ import annotations

import itertools

import numpy as np

from extractors.alignment import as_raw, find_columns, header_cells
from extractors.alignment_rows import (
    ColumnLines,
    assign,
    boundaries,
    column_lines,
    find_anchors,
    ruled_rows,
    spread_labels,
    with_cut_rows,
)
from extractors.columns import level_names
from extractors.lattice import Grid, GridBox, Line, grid_of
from extractors.layout import cell_text
from extractors.model import RawCell, RawTable
from extractors.pages import Flags, Page
from extractors.regions import Region, find_regions
from extractors.segments import Segment, SegmentLine, cut_at, em_of, segment_lines
from extractors.values import is_value, shape
from extractors.words import known_roles
from normalizers.labels import is_total_label
from normalizers.text import clean, match_key


def read_ruleless(
    page: Page, free: Flags, loose: list[Line], before: RawTable | None = None
) -> list[RawTable]:
    """Tables among the characters that are still free; those of the tables found are taken from `free`.

    `before` is the last table of the page before: a table without a header may go on in its columns.
    """
    members = np.nonzero(free)[0]
    if len(members) < 8:
        return []
    em = em_of(page, members.tolist())
    lines = segment_lines(page, members.tolist(), em)
    tables: list[RawTable] = []
    for region in find_regions(page, lines, loose, em):
        table = build_table(page, region, em, before if not tables else None)
        if table is not None:
            tables.append(table)
            for line in region.lines:
                for segment in line.segments:
                    free[segment.members] = False
    return tables


def build_table(page: Page, region: Region, em: float, before: RawTable | None = None) -> RawTable | None:
    """The table of a region; None when it has fewer than two columns or rows."""
    em = em_of(page, [i for line in region.lines for s in line.segments for i in s.members]) or em
    header, body = _split_header(region, em)
    if header and not _covers_columns(header, body):
        header, body = [], [*header, *body]  # the rest of a row that the page break cut
    if not body:
        return _header_only(page, region, header, em)
    xs = (None if header else _columns_of(before, region, body)) or find_columns(region, body, header, em)
    if len(xs) < 3:
        return None
    body = [cut_at(page, line, xs[1:-1], em) for line in body]
    columns = column_lines(body, xs)
    anchors = find_anchors(columns, em)
    anchors = with_cut_rows(columns, anchors, em)
    if not anchors or len(anchors) + bool(header) < 2:
        return None
    top = region.top if not header else _header_bottom(region, header, body)
    bottom = region.bottom
    rules = ruled_rows(region, top, bottom, anchors, xs[-1])
    if rules is not None:
        cells, ys = _ruled_body(page, region, xs, rules, body, top, bottom)
    else:
        cells, ys = _aligned_body(page, xs, columns, anchors, top, bottom, em)
    head, head_ys = _header(page, region, xs, header, em, top) if header else ([], [top])
    shift = len(head_ys) - 1
    for cell in cells:
        cell.row += shift
    table = RawTable(page.number, xs, [*head_ys[:-1], *ys], [*head, *cells], region.source)
    filled = sum(bool(c.text) for c in table.cells)
    return table if filled >= 4 else None


def _columns_of(before: RawTable | None, region: Region, body: list[SegmentLine]) -> list[float] | None:
    """The columns of the table on the page before, when this region is as wide and no text crosses them."""
    if before is None or abs((before.xs[-1] - before.xs[0]) - (region.x1 - region.x0)) > 12:
        return None
    xs = [x - before.xs[0] + region.x0 for x in before.xs]
    runs = [run for line in body for s in line.segments if not is_total_label(s.text) for run in s.ink]
    crossed = sum(any(a + 1 < x < b - 1 for x in xs[1:-1]) for a, b in runs)
    return xs if len(xs) >= 3 and crossed <= 0.03 * len(runs) else None


def _header_only(page: Page, region: Region, header: list[SegmentLine], em: float) -> RawTable | None:
    """A header left alone at the foot of a page; the rows stand on the next."""
    segments = [s for line in header for s in line.segments]
    leaves = [
        s
        for s in segments
        if not any(o.base > s.base + 0.6 * em and o.x0 < s.x1 and o.x1 > s.x0 for o in segments)
    ]
    xs = find_columns(region, [SegmentLine(sorted(leaves, key=lambda s: s.x0))], [], em)
    if len(xs) < 4:
        return None
    cells, ys = _header(page, region, xs, header, em, region.bottom)
    return RawTable(page.number, xs, ys, cells, region.source)


def _split_header(region: Region, em: float) -> tuple[list[SegmentLine], list[SegmentLine]]:
    """Header lines and body lines: by the second full rule, else by the first line that holds values."""
    lines = sorted(region.lines, key=lambda line: line.base)
    full = [r.at for r in region.rules if r.start < region.x0 + 8 and r.end > region.x1 - 8]
    if len(full) >= 2 and full[0] <= lines[0].top + 0.5 * em:
        above = [line for line in lines if _middle(line) < full[1]]
        if above and len(above) < len(lines) and not _is_body(above):
            return above, lines[len(above) :]
    for k, line in enumerate(lines):
        if _holds_values([line]) and line.is_multiple:
            start = _lines_above_rule(region, lines, k) or _first_line_of_row(lines, k, em)
            return lines[:start], lines[start:]
    segments = [s for line in lines for s in line.segments]
    if len(lines) <= 8 and 2 * sum(bool(known_roles(s.text)) for s in segments) >= len(segments):
        return lines, []
    known = sum(bool(known_roles(s.text)) for s in lines[0].segments)
    return (lines[:1], lines[1:]) if known >= 2 or len(full) >= 1 else ([], lines)


def _lines_above_rule(region: Region, lines: list[SegmentLine], k: int) -> int:
    """How many lines stand above the lowest rule that is drawn between the first line and line k; 0 without one."""
    inner = [r.at for r in region.rules if lines[0].bottom - 2 < r.at < _middle(lines[k])]
    return sum(_middle(line) < max(inner) for line in lines[:k]) if inner else 0


def _first_line_of_row(lines: list[SegmentLine], k: int, em: float) -> int:
    """A row of wrapped cells begins above the line that holds its values; a header line keeps its distance."""
    if k < 2:
        return k
    steps = [b.base - a.base for a, b in itertools.pairwise(lines)]
    start = k
    while start > 1 and steps[start - 1] < 0.75 * em:
        start -= 1
    return start


def _covers_columns(header: list[SegmentLine], body: list[SegmentLine]) -> bool:
    """Has the header about as many headings as the rows have cells?"""
    widest = max((len(line.segments) for line in body), default=0)
    headings = sum(len(line.segments) for line in header)
    return headings >= 2 and headings >= 0.4 * widest


def _is_body(lines: list[SegmentLine]) -> bool:
    """Do the lines above the second rule hold values like the rows below it?"""
    segments = [s for line in lines for s in line.segments]
    values = sum(is_value(s.text) and shape(s.text) != "date" for s in segments)
    return values >= 2 and 4 * values >= len(segments)


def _holds_values(lines: list[SegmentLine]) -> bool:
    return any(is_value(s.text) and shape(s.text) != "date" for line in lines for s in line.segments)


def _middle(line: SegmentLine) -> float:
    return (line.top + line.bottom) / 2


def _header_bottom(region: Region, header: list[SegmentLine], body: list[SegmentLine]) -> float:
    low, high = max(line.bottom for line in header), min(line.top for line in body)
    between = [r.at for r in region.rules if min(low, high) - 3 <= r.at <= max(low, high) + 3]
    return between[0] if between else (low + high) / 2


def _header(
    page: Page, region: Region, xs: list[float], header: list[SegmentLine], em: float, bottom: float
) -> tuple[list[RawCell], list[float]]:
    cells, levels = header_cells(region, xs, header, em)
    top = min(region.top, min(line.top for line in header) - 1)
    ys = [top + (bottom - top) * k / levels for k in range(levels + 1)]
    out = []
    for cell in cells:
        members = [i for s in cell.segments for i in s.members]
        text, _ = cell_text(page, members, xs[cell.column + cell.column_span])
        out.append(as_raw(cell, xs, ys, clean(text), page.number))
    return out, ys


def _ruled_body(
    page: Page,
    region: Region,
    xs: list[float],
    rules: list[Line],
    body: list[SegmentLine],
    top: float,
    bottom: float,
) -> tuple[list[RawCell], list[float]]:
    """Rows from the rules drawn between them; a rule that stops short leaves the cells beside it merged."""
    level = [
        Line(top, xs[0], xs[-1]),
        *(Line(r.at, r.start, max(r.end, xs[-1])) for r in region.rules if top + 1 < r.at < bottom - 1),
        Line(bottom, xs[0], xs[-1]),
    ]
    grid = grid_of(level, [Line(x, top, bottom) for x in xs])
    segments = [s for line in body for s in line.segments]
    members: dict[int, list[Segment]] = {}
    owner = np.full((len(grid.ys) - 1, len(grid.xs) - 1), -1)
    for k, box in enumerate(grid.boxes):
        owner[box.row : box.row + box.row_span, box.column : box.column + box.column_span] = k
    for segment in segments:
        row = int(np.clip(np.searchsorted(grid.ys, segment.middle) - 1, 0, owner.shape[0] - 1))
        column = int(np.clip(np.searchsorted(grid.xs, segment.centre) - 1, 0, owner.shape[1] - 1))
        members.setdefault(int(owner[row, column]), []).append(segment)
    em = em_of(page, [i for s in segments for i in s.members])
    cells: list[RawCell] = []
    for k, box in enumerate(grid.boxes):
        for part, inside in _split_labels(box, members.get(k, []), grid.ys, em):
            cells.append(_cell(page, grid, part, inside))
    return _merge_sections(_merge_totals(cells, grid.xs, grid.ys), grid.xs, em), grid.ys


def _split_labels(
    box: GridBox, segments: list[Segment], ys: list[float], em: float
) -> list[tuple[GridBox, list[Segment]]]:
    """A tall box that holds several labels, each centred over rows of its own, is as many cells."""
    if box.row_span < 2 or box.column_span > 1 or len(segments) < 2:
        return [(box, segments)]
    inside = ys[box.row : box.row + box.row_span + 1]
    lines = [[s] for s in sorted(segments, key=lambda s: s.middle)]
    spans = _label_spans(ColumnLines(lines), inside, em)
    if spans is None or len(spans) < 2:
        return [(box, segments)]
    return [(GridBox(box.row + a, box.column, b - a, 1), group) for (a, b), group in spans]


def _cell(page: Page, grid: Grid, box: GridBox, segments: list[Segment]) -> RawCell:
    x1 = grid.xs[box.column + box.column_span]
    text, is_full = cell_text(page, [i for s in segments for i in s.members], x1)
    return RawCell(
        box.row,
        box.column,
        box.row_span,
        box.column_span,
        grid.xs[box.column],
        grid.ys[box.row],
        x1,
        grid.ys[box.row + box.row_span],
        clean(text),
        page.number,
        is_full,
        (min(s.x0 for s in segments) + max(s.x1 for s in segments)) / 2 if segments else None,
    )


def _aligned_body(
    page: Page,
    xs: list[float],
    columns: list[ColumnLines],
    anchors: list[float],
    top: float,
    bottom: float,
    em: float,
) -> tuple[list[RawCell], list[float]]:
    """Rows from the heights of the values; labels that stand centred over several rows cover them."""
    rows = [assign(column, anchors, em) for column in columns]
    last = _last_row_of_labels(columns, rows, len(anchors))
    labels = _label_columns(columns, rows, anchors[:last], em)
    extents: list[list[tuple[float, float]]] = [[] for _ in anchors]
    for c, column in enumerate(columns):
        if c in labels:
            continue
        for r, numbers in enumerate(rows[c]):
            extents[r] += [(s.top, s.bottom) for n in numbers for s in column.segments[n]]
    ys = boundaries(extents, anchors, top, bottom)
    grid = Grid(xs, ys, [])
    cells: list[RawCell] = []
    for c, column in enumerate(columns):
        spans = _label_spans(column, ys[: last + 1], em) if c in labels else None
        if (
            spans is None
            and c in labels
            and c < min((k for k in range(len(columns)) if k not in labels), default=0)
        ):
            spans = _hung_labels(column, rows[c][:last])
        for (start, end), segments in spans or []:
            cells.append(_cell(page, grid, GridBox(start, c, end - start, 1), segments))
        first = last if spans else 0
        for r in range(first, len(anchors)):
            segments = [s for n in rows[c][r] for s in column.segments[n]]
            cells.append(_cell(page, grid, GridBox(r, c, 1, 1), segments))
    return _merge_sections(_merge_totals(cells, xs, ys), xs, em), ys


def _label_columns(
    columns: list[ColumnLines], rows: list[list[list[int]]], anchors: list[float], em: float
) -> set[int]:
    """Columns whose cells cover several rows.

    Leading columns with fewer cells than there are rows, up to the first with a text in nearly every row (ordinals
    do not count); and further columns with few cells that stand between the rows rather than on them.
    """
    found: set[int] = set()
    leading = True
    # A row with a single text is the rest of one that the page break cut: it says nothing about columns.
    whole = [r for r in range(len(anchors)) if sum(bool(rows[c][r]) for c in range(len(columns))) > 1]
    for c, column in enumerate(columns):
        filled = sum(bool(rows[c][r]) for r in whole)
        if not column.texts:
            if leading and c + 1 < len(columns):
                found.add(c)  # the label stands on another page
        elif filled >= 0.8 * len(whole):
            leading = leading and c == 0 and all(shape(t) == "number" for t in column.texts)
        elif leading or _stands_between(column, anchors, em):
            found.add(c)
    return found


def _stands_between(column: ColumnLines, anchors: list[float], em: float) -> bool:
    """Is a text of a sparse column centred between two rows?"""
    if 2 * len(column.segments) > len(anchors) or any(len(t) > 20 for t in column.texts):
        return False
    return any(min(abs(y - a) for a in anchors) > 0.6 * em for y in column.middles)


def _last_row_of_labels(columns: list[ColumnLines], rows: list[list[list[int]]], count: int) -> int:
    """Totals at the foot are no part of the labels' rows."""
    last = count
    while last > 1:
        texts = [
            " ".join(columns[c].texts[n] for n in rows[c][last - 1])
            for c in range(len(columns))
            if rows[c][last - 1]
        ]
        if not texts or not is_total_label(texts[0]):
            break
        last -= 1
    return last


def _label_spans(
    column: ColumnLines, ys: list[float], em: float
) -> list[tuple[tuple[int, int], list[Segment]]] | None:
    """Labels of a column with the rows they are centred over; None when they do not share the rows."""
    groups = _label_groups(column, ys, em)
    if not groups or len(groups) >= len(ys) - 1:
        return None
    centres = [(min(s.top for s in g) + max(s.bottom for s in g)) / 2 for g in groups]
    ranges, distance = spread_labels(centres, ys, 0.4 * em)
    if not ranges or distance > 0.45 * em:
        return None
    found = list(zip(ranges, groups, strict=True))
    if ranges[0][0] > 0:
        found.insert(0, ((0, ranges[0][0]), []))
    if ranges[-1][1] < len(ys) - 1:
        found.append(((ranges[-1][1], len(ys) - 1), []))
    return found


def _hung_labels(
    column: ColumnLines, rows: list[list[int]]
) -> list[tuple[tuple[int, int], list[Segment]]] | None:
    """Labels of a leading column that stand in the first of their rows: each covers the empty rows below it."""
    starts = [r for r, numbers in enumerate(rows) if numbers]
    if not starts:
        return [((0, len(rows)), [])]
    found: list[tuple[tuple[int, int], list[Segment]]] = []
    if starts[0] > 0:
        found.append(((0, starts[0]), []))
    for a, b in zip(starts, [*starts[1:], len(rows)], strict=True):
        found.append(((a, b), [s for n in rows[a] for s in column.segments[n]]))
    return found


def _label_groups(column: ColumnLines, ys: list[float], em: float) -> list[list[Segment]]:
    """Lines of a label column grouped into labels: by the names of the frames, else by their distance."""
    names = level_names("level1") | level_names("level2")
    pitch = min((b - a for a, b in itertools.pairwise(ys)), default=2 * em)
    groups: list[list[Segment]] = []
    text, previous = "", -1e9
    for segments, middle, part in zip(column.segments, column.middles, column.texts, strict=True):
        if middle > ys[-1]:
            continue
        near = middle - previous
        is_rest = match_key(text + part) in names
        is_new = match_key(text) in names or match_key(part) in names
        if groups and near < 2.2 * em and (is_rest or (not is_new and near < 0.85 * pitch)):
            groups[-1] += segments
            text += part
        else:
            groups.append(list(segments))
            text = part
        previous = middle
    return groups


def _merge_totals(cells: list[RawCell], xs: list[float], ys: list[float]) -> list[RawCell]:
    """A total's label covers the empty columns around it, as far as it stands centred over them."""
    out = {(c.row, c.column): c for c in cells}
    for label in [c for c in cells if c.text and is_total_label(c.text) and c.row_span == 1]:
        row = [c for c in cells if c.row == label.row]
        if any(c.text for c in row if c.column < label.column):
            continue
        first = min(c.column for c in row)
        stop = label.column + label.column_span
        limit = min((c.column for c in row if c.column >= stop and c.text), default=len(xs) - 1)
        ends = [e for e in range(stop, limit + 1)]
        if first == label.column and len(ends) <= 1:
            continue
        centre = label.text_centre
        end = min(ends, key=lambda e: abs((xs[first] + xs[e]) / 2 - centre)) if centre is not None else stop
        for c in range(first, end):
            if c != label.column:
                out.pop((label.row, c), None)
        out.pop((label.row, label.column), None)
        label.column, label.column_span = first, end - first
        label.x0, label.x1 = xs[first], xs[end]
        out[label.row, first] = label
    return sorted(out.values(), key=lambda c: (c.row, c.column))


def _merge_sections(cells: list[RawCell], xs: list[float], em: float) -> list[RawCell]:
    """The name of a group of rows, alone in its row and centred on the table, covers all columns."""
    middle = (xs[0] + xs[-1]) / 2
    out = list(cells)
    for cell in cells:
        if not cell.text or cell.row_span > 1 or cell.text_centre is None or is_value(cell.text):
            continue
        row = [c for c in out if c.row <= cell.row < c.row + c.row_span]
        alone = all(c is cell or (not c.text and c.row_span == 1) for c in row)
        if alone and len(row) > 2 and abs(cell.text_centre - middle) < em:
            out = [c for c in out if c is cell or c not in row]
            cell.column, cell.column_span, cell.x0, cell.x1 = 0, len(xs) - 1, xs[0], xs[-1]
    return sorted(out, key=lambda c: (c.row, c.column))
