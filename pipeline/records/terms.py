"""Rows of `subsidy_terms`: ratios and caps from the cells of policy tables."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.classify import Block
from extractors.column import Column
from extractors.words import known_roles, suggested_roles
from normalizers import labels, regions, terms, units
from normalizers.numbers import parse_number
from normalizers.regions import Region
from normalizers.text import is_blank
from pipeline.records.column_years import year_of
from pipeline.records.context import Row, TableRows
from pipeline.records.payers import columns_of_payers, terms_by_payer
from pipeline.records.term_rows import term_row

_LIMIT = re.compile(r"(?:每[^\d]{1,4}|单[^\d]{1,3})?\d")  # 每家50万元 under 最高限额
_LONGEST_CITY = 12
_STATEMENTS = frozenset({"cap_text", "ratio_text", "threshold_text"})
_NO_STATEMENT = frozenset(
    {"basis_document", "fiscal_year", "issued_date", "paid_date", "region", "remark", "row_no"}
)


def block_rows(view: TableRows, block: Block) -> list[Row]:
    """Terms of every row; a row is of a region, of a class of enterprises, or of a topic such as 扶持标准."""
    years = _years(block)
    if len(years) > 1:
        return [row for year in years for row in _rows_of_year(view, block, year, years[-1])]
    cities = _city_columns(view, block)
    if len(cities) >= 2:
        return _by_city(view, block, cities)
    rows: list[Row] = []
    region_column = view.region_column(block)
    for r in block.rows:
        region = _policy_region(view, region_column, r)
        if region_column is not None and region is None:
            continue
        payers = columns_of_payers(block)
        if payers:
            rows += terms_by_payer(view, block, r, region, payers)
            continue
        beside = (
            len(block.all("ratio_text")) == 1 == len(block.all("cap_text"))
        )  # they state one term together
        by_cell = _class_columns(block) or (
            region_column is not None and block.column("recipient_class") is None and not beside
        )
        found = _by_cell(view, block, r, region) if by_cell else _by_row(view, block, r, region)
        year = view.year(r, block)
        rows += [row | {"fiscal_year": year} for row in found] if year is not None else found
    return rows


def _years(block: Block) -> list[int]:
    """The years that head columns of statements, the last one at the end: 补贴比例: 2021年 | 2022年."""
    stated = [c for c in block.columns if c.role in _STATEMENTS]
    return sorted({year for c in stated if (year := year_of(c.path, None)) is not None})


def _rows_of_year(view: TableRows, block: Block, year: int, last: int) -> list[Row]:
    """The terms of one year. What no year heads, such as a limit, is said of the last; what held before is historic."""
    first = next(c.index for c in block.columns if year_of(c.path, None) is not None)
    columns = [
        c
        for c in block.columns
        if c.index < first
        or year_of(c.path, None) == year
        or (year == last and year_of(c.path, None) is None)
    ]
    was = {"fiscal_year": year} | ({"status": "historic"} if year < last else {})
    return [row | was for row in block_rows(view, replace(block, columns=columns))]


def standard_rows(view: TableRows, block: Block) -> list[Row]:
    """Terms in a table of what was paid that also states by which standard: 规模 | 补助比例 | 上限 | 户数 | 金额.

    Beside single recipients or regions a ratio tells what they got.
    """
    stated = [c for c in block.columns if c.role in ("cap_text", "ratio_text")]
    if not stated:
        return []
    left = [c for c in block.columns if c.index < stated[0].index and c.role in (None, "recipient_class")]
    return block_rows(view, replace(block, columns=[*left, *stated]))


def _resolve(view: TableRows, name: str) -> Region | None:
    return regions.resolve(name, year=view.context.fiscal_year)


def _label(view: TableRows, column: Column | None, row: int, outer: Column | None = None) -> str:
    """The label of a row; a blank one goes on from the row above, as long as the label left of it does.

    Not where the first row's place is blank, too: labels in the middle of their rows tell no beginning.
    """
    text = view.text(row, column)
    if text or column is None:
        return text
    start = row
    while start > 0 and start - 1 not in view.classified.header_rows:
        start -= 1
    for above in range(row, start - 1, -1):
        if text := view.text(above, column):
            return text if view.text(start, column) else ""
        if outer is not None and view.text(above, outer):
            return ""
    return ""


def _is_last_label(
    view: TableRows, block: Block, column: Column | None, outer: Column | None, row: int
) -> bool:
    """Is the row behind the last class of its region, whose classes stand row by row?

    A blank row between two classes may belong to either, when labels are set in the middle of their rows.
    """
    group = [r for r in block.rows if r <= row]
    starts = [r for r in group if outer is not None and view.text(r, outer)] or group[:1]
    group = [r for r in group if r >= starts[-1]]
    after: list[int] = []
    for r in (r for r in block.rows if r > row):
        if outer is not None and view.text(r, outer):
            break
        after.append(r)
    filled = [bool(view.text(r, column)) for r in group]
    return not any(view.text(r, column) for r in after) and filled == sorted(filled, reverse=True)


def _city_among_cities(view: TableRows, names: set[str], found: Region) -> Region:
    """吉林 in a list of cities is the city of that name, not the province."""
    city = _resolve(view, f"{found.short_name}市")
    if found.level != "province" or city is None or city.level != "city":
        return found
    levels = [region.level for name in names if (region := _resolve(view, name)) is not None]
    return city if 2 * levels.count("city") >= len(levels) - 1 and levels.count("city") else found


def _city_columns(view: TableRows, block: Block) -> list[tuple[Column, Region]]:
    """Columns headed by cities, whose rows are classes or topics: 企业类型 | 宁波市 | 厦门市."""
    found: list[tuple[Column, Region]] = []
    for column in block.columns:
        region = regions.resolve(column.heading, year=view.context.fiscal_year) if column.heading else None
        if region is not None and len(column.heading) <= _LONGEST_CITY:
            found.append((column, region))
    names = {column.heading for column, _ in found}
    return [(column, _city_among_cities(view, names, region)) for column, region in found]


def _by_city(view: TableRows, block: Block, cities: list[tuple[Column, Region]]) -> list[Row]:
    """The cells of a city that belong to one class make one statement; what they are about stands left of
    them."""
    left = [c for c in block.columns if c.index < cities[0][0].index and c.role != "row_no"]
    groups: dict[str, list[int]] = {}
    for r in block.rows:
        texts = [view.text(r, c) for c in left]
        own = next((text for text in texts if labels.enterprise_class(text)), "")
        groups.setdefault(own or (texts[0] if len(texts) > 1 else ""), []).append(r)
    rows: list[Row] = []
    for name, members in groups.items():
        for column, region in cities:
            parts = [
                _worded(view.text(r, column), [view.text(r, c) for c in left if view.text(r, c) != name])
                for r in members
            ]
            source = "，".join(part for part in parts if part)
            if not source:
                continue
            context = " ".join([name, *(view.text(r, c) for r in members for c in left)])
            for term in terms.parse_terms(source, context=context):
                own_class = term.enterprise_class or labels.enterprise_class(name)
                rows.append(term_row(view, members[0], column.index, source, term, own_class, region))
    return rows


def _worded(text: str, topics: list[str]) -> str:
    """A cell's statement with the word that its row or column gives it: 50万元 under 最高限额 is
    最高50万元."""
    if is_blank(text):
        return ""
    text = text.rstrip("。；; ")
    roles = {role for topic in topics for role in (*known_roles(topic), *suggested_roles(topic))}
    number = parse_number(text)
    if number is not None:
        unit = next((unit for topic in topics if (unit := units.header_unit(topic)) is not None), None)
        if unit is not None:
            text = f"{text}{unit.name}"
        elif "ratio_text" in roles and number > 1:
            text = f"{text}%"
    return f"最高{text}" if "cap_text" in roles and _LIMIT.match(text) else text


def _policy_region(view: TableRows, column: Column | None, row: int) -> Region | None:
    """The region whose policy a row states. Tables of other cities are read without the report's region."""
    name = _label(view, column, row)
    if not name or view.is_total(row):
        return None
    found = _resolve(view, name) or regions.resolve(
        name, parent_code=view.context.region_code, year=view.context.fiscal_year
    )
    if found is not None and found.level == "province":
        own = (b for b in view.classified.blocks if column in b.columns)
        found = _city_among_cities(view, {view.text(r, column) for b in own for r in b.rows}, found)
    if found is None:
        view.context.finding(
            "unknown_region",
            "info",
            f"政策表中的地区“{name}”未能对应到行政区划代码",
            table_id=view.table_id,
            page_number=view.page(row, 0),
            row_index=row,
            printed=name,
        )
        return Region(None, name, name, "city", None, None, None, False, None, None)
    return found


def _class_columns(block: Block) -> list[Column]:
    return [c for c in block.columns if c.role not in _NO_STATEMENT and labels.enterprise_class(c.heading)]


def _by_cell(view: TableRows, block: Block, row: int, region: Region | None) -> list[Row]:
    """Each cell states the terms of one class, named by the column's heading."""
    rows: list[Row] = []
    for group in _cells_of_one_class(block):
        column = group[0]
        texts = [view.text(row, column)]
        if len(group) > 1:
            texts = [_worded(view.text(row, c), list(c.path)) for c in group]
        text = "，".join(t for t in texts if not is_blank(t))
        if not text:
            continue
        heading = " ".join(dict.fromkeys(h for c in group for h in c.path))
        name = labels.enterprise_class(heading) or _by_contrast(block, column)
        for term in terms.parse_terms(text, context=heading):
            rows.append(term_row(view, row, column.index, text, term, term.enterprise_class or name, region))
    return rows


def _cells_of_one_class(block: Block) -> list[list[Column]]:
    """Columns of statements; ratio and cap under one heading for a class are read together."""
    groups: list[list[Column]] = []
    for column in block.columns:
        if column.role in _NO_STATEMENT:
            continue
        last = groups[-1][0] if groups else None
        together = last is not None and len(column.path) > 1 and column.path[:-1] == last.path[:-1]
        if together and labels.enterprise_class(column.path[0]):
            groups[-1].append(column)
        else:
            groups.append([column])
    return groups


def _by_contrast(block: Block, column: Column) -> str | None:
    """Beside a column for small enterprises, one that names no class speaks of the others."""
    others = [labels.enterprise_class(" ".join(c.path)) for c in block.columns if c is not column]
    return "general" if others.count("small") == 1 and "general" not in others else None


def _by_row(view: TableRows, block: Block, row: int, region: Region | None) -> list[Row]:
    """The cells of a row together state one term: tier, ratio and cap; the label names the class."""
    label_column = block.column("recipient_class") or next(
        (c for c in block.columns if c.role not in _NO_STATEMENT | _STATEMENTS), None
    )
    is_class = label_column is not None and label_column.role == "recipient_class"
    label = (
        _label(view, label_column, row, view.region_column(block))
        if is_class
        else view.text(row, label_column)
    )
    stated = [
        c
        for c in block.columns
        if c is not label_column and c.role not in _NO_STATEMENT and view.text(row, c)
    ]
    texts: list[str] = []
    for column in stated:
        text = _worded(view.text(row, column), list(column.path))
        if text and text not in texts:
            texts.append(text)
    if not texts:
        return []
    # Headings stand apart: 补助比例 beside 最高限额 is no highest ratio.
    headings = "/".join(dict.fromkeys(h for c in stated for h in c.path))
    source = "，".join(text.rstrip("。；") for text in texts) if len(texts) > 1 else texts[0]
    place = next((c for c in stated if c.role == "ratio_text"), stated[0])
    name = labels.enterprise_class(label)
    if (
        name == "other"
        and labels.names_the_rest(label)
        and _names_small_beside(view, block, row, label_column)
    ):
        name, label = "general", ""
    return [
        term_row(view, row, place.index, view.row_text(row), term, term.enterprise_class or name, region)
        for term in terms.parse_terms(source, context=f"{label} {headings}")
    ]


def _names_small_beside(view: TableRows, block: Block, row: int, column: Column | None) -> bool:
    """Is the row above one of small enterprises? 其他企业 below it are the general ones."""
    above = [r for r in block.rows if r < row]
    return bool(above) and labels.enterprise_class(view.text(above[-1], column)) == "small"
