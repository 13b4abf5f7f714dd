"""Page segments to logical tables: repeated headers, rows and labels cut by the page break.

Two segments are one table when nothing but page furniture stands between them, their outer edges agree and
the second does not start anew after the first was closed by a total.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace

from extractors.columns import level_names
from extractors.layout import glue
from extractors.model import LogicalTable, RawCell, RawTable
from extractors.words import has_header_words, is_closing_label, known_roles
from normalizers.labels import is_total_label
from normalizers.text import clean, match_key

EDGE = 8.0  # points by which the outer edges of two segments may differ
COLUMN = 3.5  # points by which a column boundary may move from page to page
PHANTOM = 0.1  # share of the table's width below which a column that no cell fills alone is no column
_NUMBER = re.compile(r"[-+(]?\d[\d,]*(\.\d+)?[)%]?")
_HALF_NUMBER = re.compile(r"\d[\d,]*[.,]")
_STOPS = ("。", "；", ";", "！")
_MAX_HEADER = 4
_DENSE = 0.85  # share of filled rows from which a column is expected to be filled


def continues(first: RawTable, second: RawTable) -> bool:
    """May `second`, at the top of the next page, continue `first`? The caller judges text between them."""
    if abs((first.xs[-1] - first.xs[0]) - (second.xs[-1] - second.xs[0])) > EDGE:
        return False
    if abs(first.xs[0] - second.xs[0]) > 3 * EDGE:
        return False
    above, below = _rows(first), _rows(second)
    if _is_lone_header(first, second):
        return True
    repeated = _repeated_rows(above, below, _is_exact(first, second))
    if any(len([text for text in row if text]) >= 2 for row in below[:repeated]):
        return True
    if repeated or _opens_like(above, below):
        return False
    return not (is_closing_label(above[-1]) and has_header_words(below[0]))


def _opens_like(above: list[list[str]], below: list[list[str]]) -> bool:
    """Does the second begin with the same label as the first: another form of the same kind?"""
    first, second = above[0], below[0]
    return bool(first and second and first[0] and first[0] == second[0] and known_roles(first[0]))


def _rows(table: RawTable) -> list[list[str]]:
    """Texts of the cells that start in each row."""
    rows: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row].append(match_key(cell.text))
    return rows


def _is_exact(*segments: RawTable) -> bool:
    """Drawn cells are read alike on every page; cells found by alignment may differ."""
    return all(s.method == "ruled" for s in segments)


def _repeated_rows(first: list[list[str]], second: list[list[str]], is_exact: bool) -> int:
    """How many rows at the top of `second` repeat the top of `first`."""
    count = 0
    for a, b in zip(first[:_MAX_HEADER], second[:-1], strict=False):
        if not any(text and not text[0].isdigit() for text in a) or not (
            a == b or (not is_exact and _is_same_row(a, b))
        ):
            break
        count += 1
    return count


def _is_same_row(a: list[str], b: list[str]) -> bool:
    """Nearly the same texts: a cell or two may have been read otherwise."""
    first, second = Counter(t for t in a if t), Counter(t for t in b if t)
    shared, most = (first & second).total(), max(first.total(), second.total())
    return shared >= 3 and shared >= 0.7 * most


def _is_lone_header(segment: RawTable, following: RawTable) -> bool:
    """Is the segment only the header that the next page prints again?"""
    rows = _rows(segment)
    if len(rows) > _MAX_HEADER or any(_NUMBER.fullmatch(text) for row in rows for text in row):
        return False
    above = Counter("".join(t for row in rows for t in row))
    below = Counter("".join(t for row in _rows(following)[: len(rows)] for t in row))
    return (above & below).total() >= 0.85 * max(above.total(), below.total(), 1)


def join(segments: list[RawTable]) -> LogicalTable:
    """Join the segments of one table, in page order, into one grid."""
    pages = segments[0].page_number, segments[-1].page_number
    if len(segments) > 1 and _is_lone_header(segments[0], segments[1]):
        segments = segments[1:]
    segments = [segments[0], *(_with_columns_of(segments[0], s) for s in segments[1:])]
    xs = _common_columns(segments)
    cells = _placed(segments[0], xs)
    rows = segments[0].row_count
    header = _rows(segments[0])
    for segment in segments[1:]:
        below = _placed(segment, xs)
        skip = _repeated_rows(header, _rows(segment), _is_exact(segments[0], segment))
        if skip:
            below = [replace(c, row=c.row - skip) for c in below if c.row >= skip]
        start = rows
        rows = _append(cells, rows, below, segment.row_count - skip)
        if not _is_exact(segments[0], segment):
            cells = _with_labels_carried(cells, start)
    columns = _drop_phantom_columns(cells, xs)
    return LogicalTable(
        cells=sorted(cells, key=lambda c: (c.row, c.column)),
        row_count=rows,
        column_count=columns,
        page_first=pages[0],
        page_last=pages[1],
        method=segments[0].method,
        method_reason=segments[0].method_reason,
        confidence=min(s.confidence for s in segments),
    )


def _with_columns_of(first: RawTable, other: RawTable) -> RawTable:
    """The other segment with the first's boundaries: white space sets the same columns elsewhere on every page."""
    if "ruled" in (first.method, other.method) or first.column_count != other.column_count:
        return other
    shift = other.xs[0] - first.xs[0]
    place = {x: first.xs[k] + shift for k, x in enumerate(other.xs)}
    cells = [replace(c, x0=place.get(c.x0, c.x0), x1=place.get(c.x1, c.x1)) for c in other.cells]
    return replace(other, xs=list(place.values()), cells=cells)


def _common_columns(segments: list[RawTable]) -> list[float]:
    """Column boundaries of all segments, measured from the left edge of the table."""
    found: list[list[float]] = []
    for at in sorted(x - s.xs[0] for s in segments for x in s.xs):
        if found and at - found[-1][-1] <= COLUMN:
            found[-1].append(at)
        else:
            found.append([at])
    return [sum(group) / len(group) for group in found]


def _drop_phantom_columns(cells: list[RawCell], xs: list[float]) -> int:
    """Merge column boundaries that no row tells apart; return the number of columns left.

    Blocks of a form drawn one under the other have boundaries of their own. Where two of them lie close
    together and no cell stands between them, they are one boundary drawn twice.
    """
    count = len(xs) - 1
    width = xs[-1] - xs[0]
    alone = {c.column for c in cells if c.column_span == 1}
    narrow = sorted(
        (xs[i + 1] - xs[i], i)
        for i in range(1, count - 1)
        if i not in alone and xs[i + 1] - xs[i] < PHANTOM * width
    )
    taken: set[int] = set()
    for _, i in narrow:
        if not {i - 1, i + 1} & taken:
            taken.add(i)
    place = [0] * (count + 1)
    for i in range(1, count + 1):
        place[i] = place[i - 1] + (0 if i - 1 in taken else 1)
    for cell in [piece for c in cells for piece in (c, *c.parts)]:
        end = place[cell.column + cell.column_span]
        cell.column = place[cell.column]
        cell.column_span = max(1, end - cell.column)
    return place[count]


def _placed(segment: RawTable, xs: list[float]) -> list[RawCell]:
    """The segment's cells with columns counted on the common boundaries."""

    def nearest(x: float) -> int:
        return min(range(len(xs)), key=lambda i: abs(xs[i] - (x - segment.xs[0])))

    placed = []
    for cell in segment.cells:
        first, last = nearest(cell.x0), nearest(cell.x1)
        placed.append(replace(cell, column=first, column_span=max(1, last - first)))
    return placed


def _append(cells: list[RawCell], rows: int, below: list[RawCell], below_rows: int) -> int:
    """Add the rows of the next page to `cells`; return the new number of rows."""
    last = {c.column: c for c in cells if c.row + c.row_span == rows}
    first = {c.column: c for c in below if c.row == 0}
    cut = _is_cut(cells, rows, last, first)
    offset = rows - 1 if cut else rows
    header = max((c.row_span for c in cells if c.row == 0), default=1)
    spanned = {c.column for c in cells if c.row_span > 1 and c.row >= header} | {
        c.column for c in below if c.row_span > 1
    }
    for cell in below:
        above = last.get(cell.column) if cell.row == 0 else None
        if (
            above is None
            or above.column_span != cell.column_span
            or not (cut or _label_continues(above, cell, cell.column in spanned))
        ):
            cells.append(replace(cell, row=cell.row + offset))
        else:
            _extend(above, cell, shared=1 if cut else 0)
    return offset + below_rows


def _extend(above: RawCell, cell: RawCell, shared: int) -> None:
    """Let a cell go on over the page break; `shared` rows belong to both of its parts."""
    repeated = match_key(above.text) == match_key(cell.text) and (above.row_span > 1 or cell.row_span > 1)
    if not repeated:
        above.text = clean(above.text + glue(above.text, cell.text, above.is_full) + cell.text)
    end = above.row + above.row_span
    if cell.row_span > shared:
        above.parts.append(replace(cell, row=end, row_span=cell.row_span - shared))
    above.row_span += cell.row_span - shared
    above.is_full = cell.is_full


def _is_cut(cells: list[RawCell], rows: int, last: dict[int, RawCell], first: dict[int, RawCell]) -> bool:
    """Is the first row below the rest of the last row above?

    The two rows must have the same cells. Either one of them is empty where the column is otherwise filled,
    with the other row giving the text; or every text above stops at the right edge of its cell and goes on
    below.
    """
    if {k: c.column_span for k, c in last.items()} != {k: c.column_span for k, c in first.items()}:
        return False
    texts = [c.text for _, c in sorted(first.items())]
    if not any(texts):
        return True  # the row is cut where its text had ended
    if is_closing_label([match_key(t) for t in texts]):
        return False
    dense = _dense_columns(cells, rows - 1)
    usual = {(c.column, match_key(c.text)) for c in cells if c.row + c.row_span < rows}
    missing = broken = whole = 0
    for column, above in last.items():
        below = first[column]
        if above.text and below.text:
            if _HALF_NUMBER.fullmatch(match_key(above.text)):
                return True
            if (column, match_key(above.text)) in usual and (column, match_key(below.text)) in usual:
                return False  # both stand alone elsewhere in the column
            if _is_number(above.text) and above.row_span == below.row_span == 1:
                return False  # two whole values: two rows
            broken += above.is_full and not above.text.endswith(_STOPS)
            whole += not above.is_full and above.row_span == 1
        elif column in dense and above.row_span == below.row_span == 1 and above.text != below.text:
            missing += 1
    # A text that stops short of its cell's edge hardly goes on below.
    return whole <= max(broken, missing - 1) if missing else broken >= 2 and whole == 0


def _dense_columns(cells: list[RawCell], rows: int) -> set[int]:
    """Columns whose single-row cells above the last row are nearly all filled."""
    filled: dict[int, list[bool]] = {}
    for cell in cells:
        if cell.row_span == 1 and cell.row < rows:
            filled.setdefault(cell.column, []).append(bool(cell.text))
    return {column for column, marks in filled.items() if sum(marks) >= _DENSE * len(marks)}


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(match_key(text)))


def _with_labels_carried(cells: list[RawCell], start: int) -> list[RawCell]:
    """Give the first rows of a page, when their label's place is blank, to the last label of the page before.

    White space does not show how far a label reaches; `start` is the first row of the page.
    """
    labels = {c.column for c in cells if c.row_span > 1 and c.text and c.column_span == 1}
    out = list(cells)
    for column in _leading(cells, labels):
        own = sorted((c for c in out if c.column == column), key=lambda c: c.row)
        position = next((k for k, c in enumerate(own) if c.row <= start < c.row + c.row_span), None)
        if position is None or own[position].text:
            continue
        first = position
        while first and not own[first].text:
            first -= 1
        label, blanks = own[first], own[first + 1 : position + 1]
        if not label.text or label.column_span > 1 or is_total_label(label.text):
            continue
        for blank in blanks:
            label.row_span += blank.row_span
            label.parts += [p for p in blank.pieces() if p.page_number != label.page_number]
        out = [c for c in out if not any(c is blank for blank in blanks)]
    return out


def _leading(cells: list[RawCell], labels: set[int]) -> list[int]:
    """Columns of labels at the left of the table."""
    columns = sorted({c.column for c in cells if c.column_span == 1})
    return list(itertools.takewhile(lambda column: column in labels, columns))


def _is_level(text: str) -> bool:
    """Is the text the name of a level of indicators?"""
    key = match_key(text)
    return key in level_names("level1") or key in level_names("level2")


def _label_continues(above: RawCell, below: RawCell, spanned: bool) -> bool:
    """Does a merged label go on: empty below (or above) in a column of merged cells, or repeated?"""
    merged = above.row_span > 1 or below.row_span > 1
    if merged and _is_level(above.text + below.text):
        return not (_is_level(above.text) and _is_level(below.text))
    if merged and match_key(above.text) == match_key(below.text):
        return not _is_number(above.text)
    if not below.text and above.text:
        return spanned
    return merged and not above.text
