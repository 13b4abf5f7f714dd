"""Labels that cover several rows of a table found by alignment, and totals and section names that cover columns."""

from __future__ import annotations

import itertools
import re

from extractors.grids.boxes import GridBox
from extractors.grids.column_lines import ColumnLines
from extractors.grids.row_assignment import boundaries, spread_labels
from extractors.lines import Segment
from extractors.model import RawCell
from extractors.vocabulary import is_value, level_names, shape
from normalizers.labels import is_total_label
from normalizers.numbers import parse_number
from normalizers.text import match_key

_MOST_MARKS = 100
_WRITTEN_AS_CODE = re.compile(r"^0\d|\.\d\d$")


def split_labels(
    box: GridBox, segments: list[Segment], ys: list[float], em: float
) -> list[tuple[GridBox, list[Segment]]]:
    """A tall box that holds several labels, each centred over rows of its own, is as many cells."""
    if box.row_span < 2 or box.column_span > 1 or not segments:
        return [(box, segments)]
    inside = ys[box.row : box.row + box.row_span + 1]
    if len(segments) == 1 and segments[0].middle < (inside[0] + inside[-1]) / 2 + 0.6 * em:
        return [
            (box, segments)
        ]  # a single label below the middle leaves rows above it to one on the page before
    lines = [[s] for s in sorted(segments, key=lambda s: s.middle)]
    column = ColumnLines(lines)
    spans = label_spans(column, inside, em) or _hung_spans(column, inside, em)
    if len(spans) < 2:
        return [(box, segments)]
    return [(GridBox(box.row + a, box.column, b - a, 1), group) for (a, b), group in spans]


def _hung_spans(
    column: ColumnLines, ys: list[float], em: float
) -> list[tuple[tuple[int, int], list[Segment]]]:
    """Labels in the order of the rows they begin in; none when two of them stand in one row."""
    groups = _label_groups(column, ys, em)
    starts = [sum(y <= group[0].middle for y in ys[1:-1]) for group in groups]
    if not starts or len(set(starts)) < len(starts):
        return []
    spans = list(zip(starts, [*starts[1:], len(ys) - 1], strict=True))
    found = list(zip(spans, groups, strict=True))
    return found if starts[0] == 0 else [((0, starts[0]), []), *found]


def label_columns(
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
        elif _stands_between(column, anchors, em) or (leading and not _holds_codes(column)):
            found.add(c)
    return found


def _holds_codes(column: ColumnLines) -> bool:
    """Figures larger than marks, with a zero in front or two decimals, are codes (类 | 款 | 项) or amounts: they stand
    in rows of their own. Ordinals and the marks of labels do not."""
    numbers = [parse_number(text) for text in column.texts]
    if len(numbers) < 2 or None in numbers:
        return False
    counts_on = all(b > a for a, b in itertools.pairwise(numbers) if a is not None and b is not None)
    return not counts_on and any(
        number is not None and (number > _MOST_MARKS or _WRITTEN_AS_CODE.search(text))
        for number, text in zip(numbers, column.texts, strict=True)
    )


def _stands_between(column: ColumnLines, anchors: list[float], em: float) -> bool:
    """Is a text of a sparse column centred between two rows? What stands below them, at the totals, is not asked."""
    middles = [y for y in column.middles if y < anchors[-1] + em]
    if 2 * len(middles) > len(anchors) or any(len(t) > 20 for t in column.texts):
        return False
    return any(min(abs(y - a) for a in anchors) > 0.6 * em for y in middles)


def last_row_of_labels(columns: list[ColumnLines], rows: list[list[list[int]]], count: int) -> int:
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


def label_spans(
    column: ColumnLines, ys: list[float], em: float
) -> list[tuple[tuple[int, int], list[Segment]]] | None:
    """Labels of a column with the rows they are centred over; None when they do not share the rows."""
    groups = _label_groups(column, ys, em)
    if not groups or len(groups) >= len(ys) - 1:
        return None
    centres = [(min(s.top for s in g) + max(s.bottom for s in g)) / 2 for g in groups]
    ranges, distance = spread_labels(centres, ys, 0.4 * em)
    if not ranges or distance > 0.45 * em or _stand_on_first_rows(ranges, centres, ys, em):
        return None
    found = list(zip(ranges, groups, strict=True))
    if ranges[0][0] > 0:
        found.insert(0, ((0, ranges[0][0]), []))
    if ranges[-1][1] < len(ys) - 1:
        found.append(((ranges[-1][1], len(ys) - 1), []))
    return found


def _stand_on_first_rows(
    ranges: list[tuple[int, int]], centres: list[float], ys: list[float], em: float
) -> bool:
    """Do the labels stand in rows, the first in the first row, and leave the last rows without one?

    Centred over their rows they would have covered all of them.
    """
    if ranges[0] != (0, 1) or ranges[-1][1] == len(ys) - 1 or len(ranges) < 2:
        return False
    middles = [(a + b) / 2 for a, b in itertools.pairwise(ys)]
    return all(min(abs(m - c) for m in middles) < 0.3 * em for c in centres)


def placed_labels(
    columns: list[ColumnLines],
    rows: list[list[list[int]]],
    anchors: list[float],
    extent: tuple[float, float],
    em: float,
    is_written: bool = False,
    edges: list[float] | None = None,
) -> tuple[list[tuple[int, int, int, list[Segment]]], list[float]]:
    """Every text with the rows it covers: first row, one past the last, column, segments; and the edges of the rows.

    Labels that stand centred over several rows cover them. `rows` are the lines of each column in each row, as they
    were written where `is_written`; `anchors` the heights of the rows, `extent` where the first begins and the last
    ends, `edges` all edges where they are known from elsewhere.
    """
    last = last_row_of_labels(columns, rows, len(anchors))
    labels = label_columns(columns, rows, anchors[:last], em)
    extents: list[list[tuple[float, float]]] = [[] for _ in anchors]
    for c, column in enumerate(columns):
        if c in labels:
            continue
        for r, numbers in enumerate(rows[c]):
            extents[r] += [(s.top, s.bottom) for n in numbers for s in column.segments[n]]
    ys = edges or boundaries(extents, anchors, *extent)
    found: list[tuple[int, int, int, list[Segment]]] = []
    for c, column in enumerate(columns):
        is_leading = c < min((k for k in range(len(columns)) if k not in labels), default=0)
        spans = None
        if c in labels and (not is_written or not is_leading):
            spans = label_spans(column, ys[: last + 1], em)
        if spans is None and c in labels and is_leading:
            spans = hung_labels(column, rows[c][:last])
        found += [(start, end, c, segments) for (start, end), segments in spans or []]
        for r in range(last if spans else 0, len(anchors)):
            found.append((r, r + 1, c, [s for n in rows[c][r] for s in column.segments[n]]))
    return found, ys


def hung_labels(
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


def merge_totals(cells: list[RawCell], xs: list[float]) -> list[RawCell]:
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
        if any(c.row < label.row < c.row + c.row_span and first <= c.column < end for c in cells):
            continue  # a cell of the rows above reaches down between them
        for c in range(first, end):
            if c != label.column:
                out.pop((label.row, c), None)
        out.pop((label.row, label.column), None)
        label.column, label.column_span = first, end - first
        label.x0, label.x1 = xs[first], xs[end]
        out[label.row, first] = label
    return sorted(out.values(), key=lambda c: (c.row, c.column))


def merge_sections(cells: list[RawCell], xs: list[float], em: float) -> list[RawCell]:
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
