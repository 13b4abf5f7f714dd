"""The blocks of a table: header rows, the rows under them, and label-value pairs.

A plain table is one block. A form is several: pairs such as 项目名称 | …, a money block, an indicator block, each
with headings of its own in the middle of the table.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.model import LogicalTable, RawCell
from extractors.values import is_value, shape
from extractors.words import known_roles, suggested_roles
from normalizers.labels import is_total_label
from normalizers.text import is_blank, match_key

# Headings that stand before a value in a form; on their own they make no header row.
_PAIR_ROLES = frozenset(
    {"department", "finance_section", "implementing_unit", "period", "program_attribute", "program_name"}
)
_MAX_DEPTH = 4


@dataclass(slots=True)
class Span:
    """Rows of one block: its header rows and its body rows; `side` is a label that stands beside the whole block."""

    header: list[int]
    body: list[int] = field(default_factory=list)
    side: str = ""
    side_columns: int = 0


@dataclass(slots=True)
class Pair:
    """A value of a form with the labels that lead to it."""

    labels: tuple[str, ...]
    value: RawCell


@dataclass(slots=True)
class Structure:
    """Title rows, blocks and pairs of a table."""

    title_rows: list[int]
    spans: list[Span]
    pairs: list[Pair]


def find_structure(table: LogicalTable) -> Structure:
    """Cut a table into title rows, blocks and pairs."""
    rows = [_cells_of(row) for row in table.owners()]
    first = 0
    while first < len(rows) - 1 and len(rows[first]) == 1 and not is_value(rows[first][0].text):
        first += 1
    titles = list(range(first))
    spans: list[Span] = []
    loose: list[int] = []
    current: Span | None = None
    r = first
    while r < len(rows):
        head = _header_at(rows, r, is_first=r == first)
        if head is not None:
            if current is not None and _texts(rows[r]) == _texts(rows[current.header[0]]):
                current.header.extend(head.header)  # the header printed again on a later page
            else:
                current = head
                spans.append(head)
            r = head.header[-1] + 1
            continue
        if current is not None and _leaves(rows[r], rows[current.header[-1]], current):
            current = None
        if current is None:
            loose.append(r)
        else:
            current.body.append(r)
        r += 1
    if not spans and _is_plain(table, rows, first):
        depth = _depth(rows, first, rows[first])
        spans = [Span(list(range(first, first + depth)), list(range(first + depth, len(rows))))]
        loose = []
    return Structure(titles, spans, [pair for r in loose for pair in _pairs(rows[r])])


def _cells_of(owners: list[RawCell | None]) -> list[RawCell]:
    """Distinct cells of a row from left to right."""
    found: list[RawCell] = []
    for cell in owners:
        if cell is not None and not any(cell is other for other in found):
            found.append(cell)
    return found


def _texts(cells: list[RawCell]) -> list[str]:
    return [match_key(c.text) for c in cells if c.row_span <= _MAX_DEPTH]


def _header_at(rows: list[list[RawCell]], r: int, is_first: bool) -> Span | None:
    """The header that begins in row r, if one does."""
    cells = rows[r]
    side: list[RawCell] = []
    while len(cells) > 2 and (cells[0].row < r or cells[0].row_span > _depth(rows, r, cells[1:])):
        side.append(cells[0])
        cells = cells[1:]
    cells = [c for c in cells if c.row == r]
    filled = [c for c in cells if c.text]
    if len(filled) < 2 or any(is_value(c.text) for c in filled):
        return None
    depth = _depth(rows, r, cells)
    if not (_reads_like_header(cells, filled, is_first) or (is_first and _leaves_read_like_header(rows, r, depth))):
        return None
    return Span(
        list(range(r, min(r + depth, len(rows)))),
        side="/".join(c.text for c in side if c.text),
        side_columns=sum(c.column_span for c in side),
    )


def _leaves_read_like_header(rows: list[list[RawCell]], r: int, depth: int) -> bool:
    """A first row that only names groups (小微企业 | 一般企业) is a header when the row under the groups is one."""
    leaves = rows[min(r + depth, len(rows)) - 1]
    filled = [c for c in leaves if c.text]
    return depth > 1 and not any(is_value(c.text) for c in filled) and _reads_like_header(leaves, filled, True)


def _reads_like_header(cells: list[RawCell], filled: list[RawCell], is_first: bool) -> bool:
    roles = [known_roles(c.text) for c in cells]
    known = [set(found) for found in roles if found]
    if is_first:
        roles = [found or suggested_roles(c.text) for found, c in zip(roles, cells, strict=True)]
        known = [set(found) for found in roles if found]
    columnar = sum(1 for found in known if found - _PAIR_ROLES)
    if columnar < 2 or 2 * len(known) < len(filled):
        return False
    # Label, value, label, value is a row of pairs; headings stand side by side.
    return any(a and b for a, b in zip(roles, roles[1:], strict=False))


def _depth(rows: list[list[RawCell]], r: int, cells: list[RawCell]) -> int:
    """How many rows the header that begins with these cells takes."""
    depth = max((c.row_span for c in cells if c.row == r and c.row_span <= _MAX_DEPTH), default=1)
    while depth < _MAX_DEPTH and r + depth < len(rows) - 1:
        above = [c for c in rows[r + depth - 1] if c.column_span > 1 and c.row_span <= _MAX_DEPTH and c.text]
        below = [c for c in rows[r + depth] if c.row == r + depth]
        split = any(
            sum(g.column <= c.column < g.column + g.column_span for c in below) > 1 for g in above
        )
        filled = [c for c in below if c.text]
        if not split or len(filled) < 2 or any(is_value(c.text) or shape(c.text) == "sentence" for c in filled):
            break
        if not any(known_roles(c.text) or suggested_roles(c.text) for c in filled):
            break
        depth += max(c.row_span for c in filled if c.row_span <= _MAX_DEPTH) if filled else 1
    return min(depth, len(rows) - r)


def _leaves(cells: list[RawCell], header: list[RawCell], span: Span) -> bool:
    """Does a row no longer follow the columns of its header?

    A label with one wide value is a pair of the form; a total, or one label across the table, is not.
    """
    inner = [c for c in cells if c.column >= span.side_columns or c.column + c.column_span > span.side_columns]
    columns = [c for c in header if c.column >= span.side_columns]
    if len(inner) > 2 or len(columns) < 3 or not inner:
        return False
    if any(is_total_label(c.text) for c in inner):
        return False
    if len(inner) == 1:
        return len(match_key(inner[0].text)) > 40
    value = inner[1]
    return value.column_span > 1 and not is_value(value.text)


def _is_plain(table: LogicalTable, rows: list[list[RawCell]], first: int) -> bool:
    """A table whose headings are all unknown still has its first row for a header."""
    cells = rows[first]
    return (
        table.row_count - first >= 2
        and len(cells) >= 2
        and all(not is_value(c.text) and len(c.text) <= 40 for c in cells)
        and sum(bool(c.text) for c in cells) >= max(2, len(cells) - 1)
        and not _alternates(rows, first)
    )


def _alternates(rows: list[list[RawCell]], first: int) -> bool:
    """Do most rows hold known labels in front of their values, as forms do?"""
    marks = [bool(known_roles(cells[0].text)) and len(cells) in (2, 4) for cells in rows[first:] if cells]
    return len(marks) >= 2 and sum(marks) > 0.6 * len(marks)


def _pairs(cells: list[RawCell]) -> list[Pair]:
    """Labels and values of one row of a form."""
    side = [c for c in cells if c.row_span > 1 and c is cells[0]]
    rest = cells[len(side) :]
    if len(rest) % 2 and len(rest) > 1 and not is_value(rest[0].text):
        side, rest = [*side, rest[0]], rest[1:]
    group = tuple(c.text for c in side if c.text)
    if len(rest) % 2 == 0 and all(not is_value(c.text) for c in rest[::2]):
        return [Pair((*group, a.text), b) for a, b in zip(rest[::2], rest[1::2], strict=True) if a.text]
    found: list[Pair] = []
    labels: list[str] = []
    for cell in rest:
        if is_value(cell.text) or (is_blank(cell.text) and labels):
            if group or labels:
                found.append(Pair((*group, *labels), cell))
            labels = []
        else:
            labels.append(cell.text)
    return found
