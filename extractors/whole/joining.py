"""Page segments to logical tables: repeated headers, rows and labels cut by the page break.

Two segments are one table when nothing but page furniture stands between them, their outer edges agree and
the second does not start anew after the first was closed by a total.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace

from extractors.lines import glue
from extractors.model import LogicalTable, RawCell, RawTable
from extractors.vocabulary import has_header_words, is_closing_label, known_roles
from extractors.whole.column_numbers import are_column_numbers
from extractors.whole.growing import GrowingTable
from extractors.whole.page_breaks import is_cut, label_continues, with_labels_carried
from extractors.whole.page_columns import COLUMN, EDGE, prints_other_columns
from normalizers.text import clean, match_key

PHANTOM = 0.1  # share of the table's width below which a column that no cell fills alone is no column
_NUMBER = re.compile(r"[-+(]?\d[\d,]*(\.\d+)?[)%]?")
_MAX_HEADER = 4


def continues(first: RawTable, second: RawTable) -> bool:
    """May `second`, at the top of the next page, continue `first`? The caller judges text between them."""
    is_other_width = abs((first.xs[-1] - first.xs[0]) - (second.xs[-1] - second.xs[0])) > EDGE
    if is_other_width and not prints_other_columns(first, second):
        return False
    if abs(first.xs[0] - second.xs[0]) > 3 * EDGE:
        return False
    above, below = _rows(first), _rows(second)
    if is_other_width and has_header_words(below[0]) and below[0] != above[0][: len(below[0])]:
        return False
    if _is_lone_header(first, second):
        return True
    repeated = _repeated_rows(above, below, _is_exact(first, second))
    if any(len([text for text in row if text]) >= 2 for row in below[:repeated]):
        return True
    if repeated or _opens_like(above, below):
        return False
    if _names_a_programme(below[0]) and (len(above) > _MAX_HEADER or has_header_words(above[0])):
        return False
    return not (is_closing_label(above[-1]) and has_header_words(below[0]))


def _names_a_programme(row: list[str]) -> bool:
    """项目名称 with its value: a form begins with what it is about."""
    texts = [text for text in row if text]
    return len(texts) == 2 and "program_name" in known_roles(texts[0]) and not known_roles(texts[1])


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
    """How many rows at the top of `second` repeat the top of `first`, or what stands there under a title."""
    count = 0
    titles = next((n for n, row in enumerate(first) if sum(map(bool, row)) > 1), 0)
    start = titles if titles and first[0] != second[0] else 0
    for a, b in zip(first[start : start + _MAX_HEADER], second[:-1], strict=False):
        is_header = any(text and not text[0].isdigit() for text in a) or (count > 0 and are_column_numbers(a))
        same = a == b or (len(a) > len(b) > 1 and a[: len(b)] == b)
        if not is_header or not (same or (_differs_in_one(a, b) if is_exact else _is_same_row(a, b))):
            break
        count += 1
    return count


def _differs_in_one(a: list[str], b: list[str]) -> bool:
    """A header repeated with one cell cut short: word processors clip what does not fit on the next page."""
    if len(a) != len(b) or len(a) < 4:
        return False
    other = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(other) == 1 and all(other[0]) and other[0][0].startswith(other[0][1])


def _take_overflow(first: list[RawCell], second: list[RawCell], header_rows: int) -> None:
    """Take from the row below a repeated header what was clipped off one of its cells.

    It is not seen, but stands in the file, over the next row.
    """
    headings = {(c.row, c.column): c.text for c in first if c.row < header_rows}
    below = {c.column: c for c in second if c.row == header_rows}
    for cell in second:
        whole = headings.get((cell.row, cell.column), "")
        rest = whole[len(cell.text) :] if cell.text and whole.startswith(cell.text) else ""
        under = below.get(cell.column)
        if rest and under is not None and under.text.startswith(rest):
            under.text = clean(under.text.removeprefix(rest))


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
    pages = segments[0].page_number, max(s.page_number for s in (segments[-1], *segments[-1].facing))
    if len(segments) > 1 and _is_lone_header(segments[0], segments[1]):
        segments = segments[1:]
    segments = [segments[0], *(_with_columns_of(segments[0], s) for s in segments[1:])]
    xs, places = _common_columns(segments)
    # A table of one page may be long: its cells become those of the whole table.
    own = _placed(segments[0], places[0]) if len(segments) > 1 else segments[0].cells
    table = GrowingTable(own, segments[0].row_count)
    header = _rows(segments[0])
    for segment, place in zip(segments[1:], places[1:], strict=True):
        below = _placed(segment, place)
        skip = _repeated_rows(header, _rows(segment), _is_exact(segments[0], segment))
        if skip:
            _take_overflow(table.cells, below, skip)
            below = [c for c in below if c.row >= skip]
            for cell in below:
                cell.row -= skip
        start = table.rows
        _append(table, below, segment.row_count - skip, segment.is_set_anew)
        if table.has_merged_cells and not _is_exact(segments[0], segment):
            carried = with_labels_carried(table.cells, start)
            table = table if carried is table.cells else GrowingTable(carried, table.rows)
    cells, columns = _without_phantom_columns(table.cells, xs)
    return LogicalTable(
        cells=sorted(cells, key=lambda c: (c.row, c.column)),
        row_count=table.rows,
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
    xs = [x + shift for x in first.xs]
    cells = [replace(c, x0=xs[c.column], x1=xs[c.column + c.column_span]) for c in other.cells]
    return replace(other, xs=xs, cells=cells)


def _common_columns(segments: list[RawTable]) -> tuple[list[float], list[list[int]]]:
    """Column boundaries of all segments, measured from the left edge of the table; and for every segment, which of
    them its own ones are.

    Two boundaries of one segment stay two, however close: there are cells between them.
    """
    found: list[list[float]] = []
    places: list[list[int]] = [[] for _ in segments]
    for at, k in sorted((x - s.xs[0], k) for k, s in enumerate(segments) for x in s.xs):
        is_own = places[k][-1:] == [len(found) - 1]
        if found and at - found[-1][-1] <= COLUMN and not is_own:
            found[-1].append(at)
        else:
            found.append([at])
        places[k].append(len(found) - 1)
    return [sum(group) / len(group) for group in found], places


def _without_phantom_columns(cells: list[RawCell], xs: list[float]) -> tuple[list[RawCell], int]:
    """The cells with boundaries merged that no row tells apart, and the number of columns left.

    Blocks of a form drawn one under the other have boundaries of their own. Where two of them lie close
    together and no cell stands between them, they are one boundary drawn twice; so are the two sides of a double
    line, between which there is only an empty cell.
    """
    count = len(xs) - 1
    widths = [b - a for a, b in itertools.pairwise(xs)]
    alone = {c.column for c in cells if c.column_span == 1 and (c.text or widths[c.column] > COLUMN)}
    narrow = sorted(
        (width, i)
        for i, width in enumerate(widths)
        if i not in alone and (width <= COLUMN or (0 < i < count - 1 and width < PHANTOM * (xs[-1] - xs[0])))
    )
    taken: set[int] = set()
    for _, i in narrow:
        if not {i - 1, i + 1} & taken:
            taken.add(i)
    place = [0] * (count + 1)
    for i in range(1, count + 1):
        place[i] = place[i - 1] + (0 if i - 1 in taken else 1)
    kept = [c for c in cells if c.column not in taken or c.column_span > 1]
    for cell in [piece for c in kept for piece in (c, *c.parts)]:
        end = place[cell.column + cell.column_span]
        cell.column = place[cell.column]
        cell.column_span = end - cell.column
    return kept, place[count]


def _placed(segment: RawTable, place: list[int]) -> list[RawCell]:
    """The segment's cells with columns counted on the common boundaries; `place` says where its own ones are."""
    return [
        cell.moved(cell.row, place[cell.column], place[cell.column + cell.column_span] - place[cell.column])
        for cell in segment.cells
    ]


def _append(table: GrowingTable, below: list[RawCell], below_rows: int, is_set_anew: bool = False) -> None:
    """Add the rows of the next page to the table, whose cells they become."""
    last = table.last()
    first = {c.column: c for c in below if c.row == 0}
    cut = not is_set_anew and is_cut(table, last, first)
    offset = table.rows - 1 if cut else table.rows
    spanned = table.merged_columns() | {c.column for c in below if c.row_span > 1}
    added = []
    for cell in below:
        above = last.get(cell.column) if cell.row == 0 else None
        if (
            above is None
            or above.column_span != cell.column_span
            or not (cut or label_continues(above, cell, cell.column in spanned))
        ):
            cell.row += offset
            added.append(cell)
        else:
            _extend(above, cell, shared=1 if cut else 0)
            table.extended(above)
    table.add(added, offset + below_rows)


def _extend(above: RawCell, cell: RawCell, shared: int) -> None:
    """Let a cell go on over the page break; `shared` rows belong to both of its parts."""
    repeated = match_key(above.text) == match_key(cell.text) and (above.row_span > 1 or cell.row_span > 1)
    if not repeated:
        above.text = clean(above.text + glue(above.text, cell.text, above.is_full) + cell.text)
    end = above.row + above.row_span
    if cell.row_span > shared:
        above.parts += (replace(cell, row=end, row_span=cell.row_span - shared),)
    above.row_span += cell.row_span - shared
    above.is_full = cell.is_full
