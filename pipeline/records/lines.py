"""The lines of a money table: what each row is called, which line it is a part of, and which year it
speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.classify import Block
from extractors.column import Column
from normalizers import labels, periods, units
from normalizers.numbers import parse_number
from normalizers.text import is_blank, match_key
from pipeline.records.context import TableRows, without_prefix

_LABEL_ROLES = (
    "line_item",
    "program_name",
    "region",
    "recipient",
    "level3",
    "implementing_unit",
    "department",
    "program_attribute",
    "recipient_class",
)
_NAMING = frozenset({*_LABEL_ROLES, None})
# Styles of numbering from the outermost to the innermost: 一、 （一） 1. （1） ①
_NUMBERING = tuple(
    re.compile(pattern)
    for pattern in (
        r"[一二三四五六七八九十]+、",
        r"\([一二三四五六七八九十]+\)",
        r"\d{1,2}[.、](?!\d)",
        r"\(\d{1,2}\)",
        r"[①-⑳]",
    )
)
_LAST_YEAR = re.compile(r"^(上年度?|上一年度?|去年)(?!结转|结余|度?末)")
_PART = "其中"


@dataclass(slots=True)
class Line:
    """A row of the block: its name as printed (without 其中：), the line it belongs to and the year it
    states."""

    row: int
    name: str
    parent: str | None = None
    year: int | None = None
    is_total: bool = False


def read_lines(view: TableRows, block: Block, money: list[Column]) -> list[Line]:
    """One line for each body row."""
    column = label_column(view, block, {c.index for c in money})
    outer = _outer_column(block, column)
    codes = block.all("item_code")
    printed = [view.text(r, column) for r in block.rows]
    lines = [_line(view, block, r, text, outer) for r, text in zip(block.rows, printed, strict=True)]
    _names_beside(view, block, lines, column)
    if codes:
        _parents_by_code(view, lines, codes)
        _totals_by_code(view, lines, codes, money)
    else:
        _parents_by_numbering(lines)
        _parents_by_part(view, lines, printed, money)
    return lines


def label_column(view: TableRows, block: Block, money: set[int]) -> Column | None:
    """The column that names the lines; without a known one, the first unknown one left of the money.

    项目名称 | 资金来源 | 金额: of programmes and what is said of them, the names that tell more rows apart.
    """
    found = [column for role in _LABEL_ROLES if (column := block.column(role)) is not None]
    if found:
        programs = block.column("program_name")
        if programs is not None and found[0].role == "line_item":
            names = {c.index: len({view.text(r, c) for r in block.rows}) for c in (found[0], programs)}
            return programs if names[programs.index] > names[found[0].index] else found[0]
        unknown = _unknown_names(view, block, money)
        if found[0].role == "region" and unknown is not None:  # 城区 | 改造小区 | 批复投资
            telling = _tells_apart(view, block, unknown) > _tells_apart(view, block, found[0])
            return unknown if telling else found[0]
        return found[0]
    return _unknown_names(view, block, money)


def _unknown_names(view: TableRows, block: Block, money: set[int]) -> Column | None:
    """The column of words without a role, left of the money, that tells most rows apart."""
    first_money = min(money, default=0)
    unknown = [c for c in block.columns if c.role is None and c.index < first_money]
    return max(unknown, key=lambda c: _tells_apart(view, block, c), default=None)


def _tells_apart(view: TableRows, block: Block, column: Column) -> int:
    """How many rows a column tells apart. Its heading beside all rows (年度预算申请) names none; figures do not."""
    texts = {view.text(r, column) for r in block.rows} - {column.heading}
    return sum(parse_number(text) is None for text in texts)


def _outer_column(block: Block, column: Column | None) -> Column | None:
    """A second column of names to the left, whose cells hold the lines together."""
    if column is None:
        return None
    left = [
        c for c in block.columns if c.index < column.index and c.role in ("line_item", "program_name", None)
    ]
    return left[-1] if left and left[-1].path else None


def _line(view: TableRows, block: Block, row: int, printed: str, outer: Column | None) -> Line:
    total = view.is_total(row, block)
    name = "" if is_blank(printed) else without_prefix(printed)
    parent = view.text(row, outer).strip() if outer is not None else ""
    if not name:
        name = view.first_total(row, block) or parent
    year = view.year(row, block) or periods.find_year(_year_label(name))
    fits = parent and parent != name and not is_blank(parent) and not labels.is_total_label(parent)
    return Line(row, name, parent if fits and not total else None, year, total)


def _names_beside(view: TableRows, block: Block, lines: list[Line], column: Column | None) -> None:
    """支持产业发展 | (blank) over (blank) | 工业专项: a row with a blank label is named in another column of names.

    It is a part of the last label.
    """
    beside = [c for c in block.columns if c.role in _NAMING and column is not None and c.index > column.index]
    label: str | None = None
    for line in lines:
        if line.name:
            label = None if line.is_total else line.name
            continue
        texts = [view.text(line.row, c).strip() for c in beside]
        name = next((t for t in texts if not is_blank(t) and parse_number(t) is None), "")
        if name:
            line.name, line.parent = without_prefix(name), line.parent or label


def _year_label(name: str) -> str:
    return name if re.fullmatch(r"(19|20)\d{2}年度?", match_key(name)) else ""


def _parents_by_code(view: TableRows, lines: list[Line], codes: list[Column]) -> None:
    """201 holds 20105, which holds 2010506; the parts of a code may stand in columns of their own."""
    above: list[tuple[str, str]] = []
    for line in lines:
        code = _code(view, line, codes)
        if not code.isdigit():
            continue
        while above and not (code.startswith(above[-1][0]) and code != above[-1][0]):
            above.pop()
        line.parent = above[-1][1] if above else None
        above.append((code, line.name))


def _code(view: TableRows, line: Line, codes: list[Column]) -> str:
    cells = [view.cell(line.row, c.index) for c in codes]
    return "".join(match_key(c.text) for n, c in enumerate(cells) if c is not None and c not in cells[:n])


def _totals_by_code(view: TableRows, lines: list[Line], codes: list[Column], money: list[Column]) -> None:
    """105236 | 西南大学 among 205, 20502 …: the organisation's own line, with the amounts of the total."""
    lengths = {
        line.row: len(_code(view, line, codes)) for line in lines if _code(view, line, codes).isdigit()
    }
    totals = {_amounts(view, line, money) for line in lines if line.is_total}
    for line in lines:
        is_deep = lengths.get(line.row, 0) > min(lengths.values(), default=0)
        if is_deep and line.parent is None and _amounts(view, line, money) in totals:
            line.is_total = True


def _amounts(view: TableRows, line: Line, money: list[Column]) -> tuple[str, ...]:
    return tuple(match_key(view.text(line.row, column)) for column in money)


def _parents_by_numbering(lines: list[Line]) -> None:
    above: list[tuple[int, str]] = []
    for line in lines:
        depth = _depth(line.name)
        if depth is None or line.is_total:
            above.clear()
            continue
        while above and above[-1][0] >= depth:
            above.pop()
        if above:
            line.parent = above[-1][1]
        above.append((depth, line.name))


def _depth(name: str) -> int | None:
    key = match_key(name)
    return next((depth for depth, style in enumerate(_NUMBERING) if style.match(key)), None)


def _parents_by_part(view: TableRows, lines: list[Line], printed: list[str], money: list[Column]) -> None:
    """其中：… belongs to the line above; so do the lines behind it when together they make up that line."""
    whole: Line | None = None
    position = 0
    while position < len(lines):
        line = lines[position]
        if not match_key(printed[position]).startswith(_PART) or whole is None:
            whole, position = line, position + 1
            continue
        for part in lines[
            position : position + _count_of_parts(view, whole, lines[position:], printed[position:], money)
        ]:
            part.parent = whole.name
            position += 1


def _count_of_parts(
    view: TableRows, whole: Line, lines: list[Line], printed: list[str], money: list[Column]
) -> int:
    """How many lines from the first 其中 on are parts: those marked so, or those that add up to the whole."""
    marked = 1
    while marked < len(lines) and match_key(printed[marked]).startswith(_PART):
        marked += 1
    for column in money:
        target = parse_number(view.text(whole.row, column))
        if not target:
            continue
        total = Decimal(0)
        for count, line in enumerate(lines, 1):
            if line.is_total or (_depth(line.name) is not None and count > marked):
                break
            total += parse_number(view.text(line.row, column)) or Decimal(0)
            if total == target and count >= marked:
                # Lines of nothing behind the sum are parts, too: 其他资金 0.00.
                return count + _empty_lines(view, lines[count:], column)
    return marked


def _empty_lines(view: TableRows, lines: list[Line], column: Column) -> int:
    count = 0
    for line in lines:
        if (
            line.is_total
            or labels.funding_source(line.name) is None
            or parse_number(view.text(line.row, column))
        ):
            break
        count += 1
    return count


def year_of(path: tuple[str, ...], own: int | None) -> int | None:
    """The budget year that the headings of a column name, when they name one: 2021年 | 预算数, 上年执行数."""
    for heading in reversed(path):
        if _LAST_YEAR.match(match_key(heading)):
            return own - 1 if own is not None else None
        if periods.find_as_of(heading) is None and not re.search(r"年\d{1,2}月", match_key(heading)):
            year = periods.find_year(heading)
            if year is not None:
                return year
    return own


def counts_things(name: str) -> bool:
    """Does a line print no money but a number of things: 公务用车保有量（辆）, 接待人次（人）?

    （项） names a level of the budget's classification.
    """
    unit = units.header_unit(name)
    return (
        unit is not None and not unit.kind.startswith("money") and unit.kind != "scale" and unit.name != "项"
    )
