"""The blocks of a table: header rows, the rows under them, and label-value pairs.

A plain table is one block. A form is several: pairs such as 项目名称 | …, a money block, an indicator block, each
with headings of its own in the middle of the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.captions import unit_of
from extractors.model import LogicalTable, RawCell
from extractors.values import is_value, shape
from extractors.words import known_roles, suggested_roles, value_type
from normalizers.labels import is_total_label
from normalizers.text import is_blank, match_key

# Headings that stand before a value in a form; on their own they make no header row.
_PAIR_ROLES = frozenset(
    {"department", "finance_section", "implementing_unit", "period", "program_attribute", "program_name"}
)
# Headings that also stand as words in the pairs of a form: no evidence for a header in its middle.
_WEAK_ROLES = frozenset({"amount_part", "amount_sum"})
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?(=.+)?")
_COLUMN_WORDS = frozenset({"栏次", "行次", "列次", "甲", "乙", "丙", "丁", "项次", "A", "B", "C"})
_MAX_DEPTH = 4
# Lines above a header that were drawn as a row: who filled the table in, and when.
_STATEMENT = re.compile(r"^(填报|编制|填表|编报|公开|预算|部门|单位)?(单位|部门|名称|日期|时间|人)?(\([^()]*\))?:")


@dataclass(slots=True)
class Span:
    """Rows of one block: its header rows and its body rows; `side` is a label that stands beside the whole block."""

    header: list[int]
    body: list[int] = field(default_factory=list)
    numbering: list[int] = field(default_factory=list)  # header rows that only number the columns
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
    while first < len(rows) - 1 and _is_title(rows[first]):
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
        if current is not None and not current.body and _numbers_columns(rows[r]):
            current.header.append(r)
            current.numbering.append(r)
            r += 1
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
    return Structure(titles, spans, [pair for r in loose for pair in _pairs(rows[r], r)])


def _is_title(cells: list[RawCell]) -> bool:
    """A title drawn as a row: one cell across the table, or a line such as 编制单位：… | 单位：万元."""
    if any(is_value(c.text) for c in cells):
        return False
    filled = [c for c in cells if c.text]
    if len(cells) == 1:
        return True
    return 0 < len(filled) <= 3 and all(c.row_span == 1 for c in cells) and all(
        unit_of(c.text) or _STATEMENT.match(match_key(c.text)) for c in filled
    )


def _numbers_columns(cells: list[RawCell]) -> bool:
    """A row under the header that only numbers its columns: 栏次 | 1 | 2 | 3, or 甲 | 1 | 2 | 3=1+2."""
    keys = [match_key(c.text) for c in cells if c.text]
    numbers = [int(m[1]) for key in keys if (m := _COLUMN_NUMBER.fullmatch(key))]
    rest = [key for key in keys if not _COLUMN_NUMBER.fullmatch(key)]
    rising = len(numbers) >= 2 and all(b == a + 1 for a, b in zip(numbers, numbers[1:], strict=False))
    return rising and numbers[0] <= 2 and all(key in _COLUMN_WORDS for key in rest) and len(numbers) > len(rest) / 2


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
    while len(cells) > 2 and (cells[0].row < r or cells[0].row_span > _depth(rows, r, cells[1:], is_first)):
        side.append(cells[0])
        cells = cells[1:]
    cells = [c for c in cells if c.row == r]
    filled = [c for c in cells if c.text]
    if len(filled) < 2 or any(is_value(c.text) for c in filled):
        return None
    depth = _depth(rows, r, cells, is_first)
    # Only at the head of the table may a row of unknown words be the upper half of a header.
    paths: list[tuple[str, ...]] = [(c.text,) for c in cells]
    if is_first and not _is_pair(filled):
        paths = _paths(rows, r, depth, cells)
    if not _reads_like_header(paths, is_first):
        return None
    return Span(
        list(range(r, min(r + depth, len(rows)))),
        side="/".join(c.text for c in side if c.text),
        side_columns=sum(c.column_span for c in side),
    )


def _is_pair(filled: list[RawCell]) -> bool:
    """Do the cells of a row begin with a form's label and its value, rather than with headings?"""
    label, value = filled[0], filled[1]
    return label.row_span == 1 and bool(_PAIR_ROLES.intersection(known_roles(label.text))) and not known_roles(value.text)


def _paths(rows: list[list[RawCell]], r: int, depth: int, cells: list[RawCell]) -> list[tuple[str, ...]]:
    """The headings of each column, from the top row of the header to its lowest."""
    paths: list[tuple[str, ...]] = []
    for cell in cells:
        end = cell.column + cell.column_span
        below = [
            c
            for row in rows[r + 1 : r + depth]
            for c in row
            if c.row > r and cell.column <= c.column and c.column + c.column_span <= end
        ]
        leaves = [c for c in below if not any(b.row > c.row and _above(c, b) for b in below)]
        for leaf in leaves or [cell]:
            between = [b.text for b in below if b is not leaf and _above(b, leaf)]
            paths.append((cell.text, *between, *([leaf.text] if leaf is not cell else [])))
    return paths


def _above(upper: RawCell, lower: RawCell) -> bool:
    return (
        upper.row < lower.row
        and upper.column <= lower.column
        and lower.column + lower.column_span <= upper.column + upper.column_span
    )


def _reads_like_header(paths: list[tuple[str, ...]], is_first: bool) -> bool:
    filled = [path for path in paths if any(path)]
    roles = [_roles_of(path, is_first) for path in paths]
    known = [found for found in roles if found]
    columnar = sum(1 for found in known if found - _PAIR_ROLES - (frozenset() if is_first else _WEAK_ROLES))
    if columnar < 2 or 2 * len(known) < len(filled):
        return False
    # Label, value, label, value is a row of pairs; headings stand side by side.
    return any(a and b for a, b in zip(roles, roles[1:], strict=False))


def _roles_of(path: tuple[str, ...], is_first: bool) -> set[str]:
    """Roles that one of a column's headings is known for, the lowest first."""
    for text in reversed(path):
        found = known_roles(text) or (suggested_roles(text) if is_first else ())
        if found:
            return set(found)
    return set()


def _depth(rows: list[list[RawCell]], r: int, cells: list[RawCell], is_first: bool = False) -> int:
    """How many rows the header that begins with these cells takes."""
    depth = max((c.row_span for c in cells if c.row == r and c.row_span <= _MAX_DEPTH), default=1)
    while depth < _MAX_DEPTH and r + depth < len(rows) - 1:
        below = _divides(rows[r + depth - 1], [c for c in rows[r + depth] if c.row == r + depth])
        if not below:
            break
        depth += min(c.row_span for c in below)
    return min(depth, len(rows) - r)


def _divides(upper: list[RawCell], lower: list[RawCell]) -> list[RawCell]:
    """The headings in a row that divide those of the row above; none when the row is no part of the header.

    A row that divides the groups above it and leaves all other columns to the headings above them is one whatever
    its words; where every column is new it has to hold known words.
    """
    groups = [c for c in upper if c.column_span > 1 and c.row_span <= _MAX_DEPTH and c.text]
    filled = [c for c in lower if c.text]
    divided = [g for g in groups if sum(_within(c, g) for c in lower) > 1]
    short = [c for c in filled if c.row_span <= _MAX_DEPTH]
    if not divided or len(filled) < 2 or not short:
        return []
    if any(is_value(c.text) or shape(c.text) == "sentence" for c in filled):
        return []
    outside = [c for c in filled if not any(_within(c, g) for g in divided)]
    if not outside and len(divided) < len([c for c in upper if c.row_span <= _MAX_DEPTH]):
        return short
    if not outside and all(known_roles(c.text) or suggested_roles(c.text) for c in divided):
        return short
    if any(_PAIR_ROLES.intersection(known_roles(c.text)) for c in outside):
        return []
    return short if any(known_roles(c.text) or suggested_roles(c.text) for c in filled) else []


def _within(cell: RawCell, group: RawCell) -> bool:
    return group.column <= cell.column and cell.column + cell.column_span <= group.column + group.column_span


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
    if all(known_roles(c.text) for c in rows[first]):
        return False
    marks = [
        bool(known_roles(cells[0].text))
        and (len(cells) == 2 or (len(cells) == 4 and not is_value(cells[2].text)))
        and not _heads_numbers(cells[1].text)
        for cells in rows[first:]
        if cells
    ]
    return len(marks) >= 2 and sum(marks) > 0.6 * len(marks)


def _heads_numbers(text: str) -> bool:
    """Is the text a heading over numbers, and so no value of a form?"""
    return any(value_type(role) in ("money", "percent", "score", "count") for role in known_roles(text))


def _pairs(cells: list[RawCell], r: int) -> list[Pair]:
    """Labels and values of one row of a form; a value that began in a row above is no news."""
    return [pair for pair in _pairs_of(cells) if pair.value.row == r]


def _pairs_of(cells: list[RawCell]) -> list[Pair]:
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
