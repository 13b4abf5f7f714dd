"""Which rows of a table are header rows: how deep a header goes, and what tells it from the rows of a
form."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from extractors.model import RawCell
from extractors.vocabulary import is_value, known_roles, shape, suggested_roles
from extractors.whole import numbers_columns
from normalizers.periods import find_as_of
from normalizers.text import match_key

MAX_DEPTH = 4
# Headings that stand before a value in a form; on their own they make no header row.
_PAIR_ROLES = frozenset(
    {"department", "finance_section", "implementing_unit", "period", "program_attribute", "program_name"}
)
# Headings that also stand as words in the pairs of a form: no evidence for a header in its middle.
_WEAK_ROLES = frozenset({"amount_part", "amount_sum"})
# Columns of quarters and months say nothing for or against a header.
_PERIOD = re.compile(r"第?[一二三四1-4]季度|[上下]半年|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_HEADING = 40


@dataclass(slots=True)
class Span:
    """Rows of one block: its header rows and its body rows; `side` is a label that stands beside the
    whole block."""

    header: list[int]
    body: list[int] = field(default_factory=list)
    numbering: list[int] = field(default_factory=list)  # header rows that only number the columns
    side: str = ""
    side_columns: int = 0


def header_at(rows: list[list[RawCell]], r: int, is_first: bool) -> Span | None:
    """The header that begins in row r, if one does."""
    cells = rows[r]
    side: list[RawCell] = []
    while len(cells) > 2 and (cells[0].row < r or _stands_beside(cells[0], rows, r, cells[1:])):
        side.append(cells[0])
        cells = cells[1:]
    cells = [c for c in cells if c.row == r]
    filled = [c for c in cells if c.text]
    if len(filled) < 2:
        return None
    leads = is_first and not side and heads_figures(rows, r, header_depth(rows, r, cells))
    if not leads and any(is_value(c.text) and not _heads_dates(c) for c in filled):
        return None
    depth = header_depth(rows, r, cells)
    # Only at the head of the table may a row of unknown words be the upper half of a header.
    paths: list[tuple[str, ...]] = [(c.text,) for c in cells]
    if is_first and (not _is_pair(filled) or _are_groups(rows, r, filled)):
        paths = _paths(rows, r, depth, cells)
    if not leads and not _reads_like_header(paths, is_first):
        return None
    header = list(range(r, min(r + depth, len(rows))))
    return Span(
        header,
        numbering=[q for q in header if numbers_columns(beginning(rows, q))],
        side="/".join(c.text for c in side if c.text),
        side_columns=sum(c.column_span for c in side),
    )


def beginning(rows: list[list[RawCell]], r: int) -> list[RawCell]:
    """The cells that begin in row r."""
    return [c for c in rows[r] if c.row == r]


def _stands_beside(cell: RawCell, rows: list[list[RawCell]], r: int, cells: list[RawCell]) -> bool:
    """Is a cell a label beside the whole block whose header begins with the others? One that ends where the figures
    begin is the heading of the names."""
    return (
        cell.row_span > _reach(rows, r, cells) and cell.row_span > 1 and not _ends_at_figures(cell, rows, r)
    )


def _ends_at_figures(cell: RawCell, rows: list[list[RawCell]], r: int) -> bool:
    end = cell.row + cell.row_span
    if cell.column or cell.row != r or cell.row_span > MAX_DEPTH or end >= len(rows):
        return False
    inside = [c for row in rows[r:end] for c in row]
    below = rows[end]
    figures = [c for c in below[1:] if shape(c.text) in ("number", "percent", "quantity")]
    is_told = below[0].column == 0 and below[0].row == end and shape(below[0].text) == "name"
    return is_told and 2 * len(figures) > len(below) and not any(is_value(c.text) for c in inside)


def _reach(rows: list[list[RawCell]], r: int, cells: list[RawCell]) -> int:
    """How many rows the header with these cells takes, those that number its columns included."""
    depth = header_depth(rows, r, cells)
    while r + depth < len(rows) and numbers_columns(beginning(rows, r + depth)):
        depth += 1
    return depth


def heads_figures(rows: list[list[RawCell]], r: int, depth: int) -> bool:
    """Do the cells of `depth` rows lead to columns of figures below, beside a first column of names?

    That makes them a header whatever their words.
    """
    body = [row for row in rows[r + depth :] if not numbers_columns([c for c in row if c.row >= r + depth])]
    ends = [max(c.column + c.column_span for c in row) for row in (*rows[r : r + depth], *body) if row]
    width = max(ends, default=0)
    below: dict[int, set[str]] = {}
    for c in (c for row in body for c in row if c.column_span == 1):
        below.setdefault(c.column, set()).add(shape(c.text))
    figures = 0
    for column in range(width):
        shapes = below.get(column, set()) - {"blank"}
        if column and shapes and shapes <= {"number", "percent", "quantity"}:
            heading = [c.text for row in rows[r : r + depth] for c in row if _covers(c, column) and c.text]
            if not heading or not _is_heading(heading[-1]):
                return False
            if "quantity" in shapes and is_value(heading[-1]):
                return False  # 清淤 | 12亩 over 放流 | 9亩
            figures += 1
        elif not column and not shapes & {"name", "sentence"}:
            return False
    return figures >= 2 or (figures == 1 and width == 2)


def _covers(cell: RawCell, column: int) -> bool:
    return cell.column <= column < cell.column + cell.column_span


def _is_heading(text: str) -> bool:
    key = match_key(text)
    return len(key) <= _LONGEST_HEADING and any("\u4e00" <= char <= "\u9fff" for char in key)


def _heads_dates(cell: RawCell) -> bool:
    """A date over several columns (2023年末, 2023年1-12月) heads them, where in a row of data it would be a value; so
    does 一季度 over one."""
    is_period = _PERIOD.fullmatch(match_key(cell.text)) is not None
    return is_period or (cell.column_span > 1 and find_as_of(cell.text) is not None)


def _is_pair(filled: list[RawCell]) -> bool:
    """Does a row begin with a form's label, and hold no heading but such labels?"""
    roles = [set(known_roles(c.text)) for c in filled]
    return filled[0].row_span == 1 and bool(roles[0]) and set().union(*roles) <= _PAIR_ROLES


def _are_groups(rows: list[list[RawCell]], r: int, filled: list[RawCell]) -> bool:
    """Does the next row divide every cell of this one, as it does under 项目 | 收入预算?"""
    below = [c for c in rows[r + 1] if c.row == r + 1] if r + 1 < len(rows) else []
    return all(sum(_within(c, group) for c in below) > 1 for group in filled)


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
    filled = [path for path in paths if any(path) and not _PERIOD.fullmatch(match_key("".join(path)))]
    roles = [_roles_of(path, is_first) for path in paths]
    known = [found for found in roles if found]
    columnar = sum(1 for found in known if found - _PAIR_ROLES - (frozenset() if is_first else _WEAK_ROLES))
    if columnar < 2 or 2 * len(known) < len(filled):
        return False
    # Label, value, label, value is a row of pairs; headings stand side by side.
    return any(a and b for a, b in itertools.pairwise(roles))


def _roles_of(path: tuple[str, ...], is_first: bool) -> set[str]:
    """Roles that one of a column's headings is known for, the lowest first."""
    for text in reversed(path):
        found = known_roles(text) or (suggested_roles(text) if is_first else ())
        if found:
            return set(found)
    return set()


def header_depth(rows: list[list[RawCell]], r: int, cells: list[RawCell]) -> int:
    """How many rows the header that begins with these cells takes."""
    depth = max((c.row_span for c in cells if c.row == r and c.row_span <= MAX_DEPTH), default=1)
    while depth < MAX_DEPTH and r + depth < len(rows) - 1:
        below = _divides(rows[r + depth - 1], [c for c in rows[r + depth] if c.row == r + depth])
        if not below:
            break
        depth += min(c.row_span for c in below)
    return min(depth, len(rows) - r)


def _divides(upper: list[RawCell], lower: list[RawCell]) -> list[RawCell]:
    """The headings in a row that divide those of the row above; none when the row is no part of the header.

    A row that divides the groups above it and leaves all other columns to the headings above them is one
    whatever its words; where every column is new it has to hold known words.
    """
    groups = [c for c in upper if c.column_span > 1 and c.row_span <= MAX_DEPTH and c.text]
    filled = [c for c in lower if c.text]
    divided = [g for g in groups if sum(_within(c, g) for c in lower) > 1]
    short = [c for c in filled if c.row_span <= MAX_DEPTH]
    if not divided or len(filled) < 2 or not short:
        return []
    outside = [c for c in filled if not any(_within(c, g) for g in divided)]
    if not outside and len(divided) > 1 and all(_BARE_YEAR.fullmatch(match_key(c.text)) for c in filled):
        return short  # 预算 | 支出 over 2020 | 2021 | 2020 | 2021
    if any(is_value(c.text) or shape(c.text) == "sentence" for c in filled):
        return []
    if not outside and len(divided) < len([c for c in upper if c.row_span <= MAX_DEPTH]):
        return short
    if not outside and all(known_roles(c.text) or suggested_roles(c.text) for c in divided):
        return short
    if any(_PAIR_ROLES.intersection(known_roles(c.text)) for c in outside):
        return []
    return short if any(known_roles(c.text) or suggested_roles(c.text) for c in filled) else []


def _within(cell: RawCell, group: RawCell) -> bool:
    return group.column <= cell.column and cell.column + cell.column_span <= group.column + group.column_span
