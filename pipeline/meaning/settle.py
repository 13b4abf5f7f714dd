"""From addresses to meanings: the facets of both paths, the caption and the document, the nearer before the farther."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.addresses import Addressed, Column, Label, Line, Part
from normalizers import regions
from normalizers.facets import Facets, read_label
from normalizers.numbers import parse_number
from normalizers.quantities import parse_quantity
from normalizers.text import match_key
from pipeline.meaning.figure import Figure
from pipeline.meaning.line_sums import Sums
from pipeline.meaning.number_table import NumberColumn, NumberRow, NumberTable
from pipeline.meaning.sums import find_sums
from pipeline.records.context import TableRows, without_prefix

NOTHING = Facets()
# What a caption says of all numbers below it.
_OF_CAPTION = (
    "choices", "fiscal_year", "as_of", "quarter", "month", "period", "extent", "flow", "fund_type",
    "expenditure_type", "recipient_class", "no_fact",
)  # fmt: skip
# What the title of a document says of all numbers in it.
_OF_TITLE = ("as_of", "quarter", "month")
# What a label that names something still says.
_OF_NAME = (
    "is_part",
    "is_total",
    "unit",
    "ordinal",
    "function_code",
    "economic_code",
    "code",
    "points",
    "item",
    "name",
)
_MONEY = frozenset({"money", "money_fx"})
_AMOUNTS = frozenset({"amount", "count", None})
_MARKS = frozenset({"score", "weight"})
_LEDGER = 3  # lines: a whole and two parts
_OF_INDICATORS = frozenset({"actual", "score", "target", "weight"})
_LEVEL_NAMES = frozenset({"level1", "level2", "level3"})
_PLANS = frozenset({"adjusted", "due", "initial", "issued"})
_MOSTLY = 0.6
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_LONGEST_REGION = 16


@dataclass(slots=True)
class PartMeaning:
    """The numbers of one part, and who is the sum of whom among its rows and figure columns."""

    part: Part
    columns: list[Column]  # those of figures; `sums.columns` are numbered like them
    figures: list[Figure]
    sums: Sums
    heads: dict[int, Facets]  # by grid column: what the headings say
    regions: bool  # its rows are regions


def caption_facets(caption: str) -> Facets:
    """What a caption says of all numbers below it."""
    found = _only(read_label(caption), _OF_CAPTION)
    # A table that compares years holds the numbers of each of them.
    return replace(found, no_fact=None) if found.no_fact == "comparison" else found


def settle(view: TableRows, table: Addressed, title: str = "") -> list[PartMeaning]:
    """The meanings of all numbers of a table, part by part; `title` is that of the document."""
    caption = caption_facets(view.table.caption).merged(_only(read_label(title), _OF_TITLE))
    return [_settle_part(view, part, caption) for part in table.parts if part.of_kind("figures")]


def _settle_part(view: TableRows, part: Part, caption: Facets) -> PartMeaning:
    side = read_label(part.side)
    if side.funding_source == "all":  # 资金总额 beside the block names it; its lines are of one source each
        side = replace(side, funding_source=None)
    around = side.merged(caption) if part.side else caption
    heads = {c.index: fold(c.path) for c in part.columns}
    if part.is_pairs:  # the label at the head of a ledger is a sum, its column is none
        heads = {index: replace(head, is_total=False) for index, head in heads.items()}
    columns = part.of_kind("figures")
    names = next((heads[c.index] for c in part.of_kind("stub") if heads[c.index].flow), NOTHING)
    around = around.merged(replace(NOTHING, flow=names.flow))  # 收入项目 | 累计完成
    rows = {id(line): _with_year(line, _row_facets(line, heads), heads) for line in part.lines}
    are_regions = _are_regions(view, part, heads)
    lists_indicators = any(
        set(head.names[:1]) & _LEVEL_NAMES or head.measure in ("score", "weight") for head in heads.values()
    )
    figures = [
        _figure(view, part, line, column, heads[column.index], rows[id(line)], around, lists_indicators)
        for line in part.lines
        for column in columns
        if column.index in line.figures
    ]
    sums = find_sums(_number_table(part, columns, heads if lists_indicators else _as_money(heads), rows))
    meaning = PartMeaning(part, columns, figures, sums, heads, are_regions)
    _without_differences(meaning)
    _with_sums(meaning, rows)
    for figure in figures:
        _with_region(view, figure, are_regions)
    return meaning


def _as_money(heads: dict[int, Facets]) -> dict[int, Facets]:
    """Headings where no indicators are listed: 累计完成 is money there."""
    return {
        index: replace(head, measure=None) if head.measure in ("actual", "target") and head.choices else head
        for index, head in heads.items()
    }


def fold(path: Iterable[str]) -> Facets:
    """What headings one over the other say together; its item is that of the lowest that leaves one."""
    labels = [read_label(text) for text in path]
    if not labels:
        return NOTHING
    found = labels[-1]
    for outer in reversed(labels[:-1]):
        found = found.merged(outer)
    item = next((one.item for one in reversed(labels) if one.item), "")
    return replace(found, item=item)


def _row_facets(line: Line, heads: dict[int, Facets]) -> Facets:
    """What the labels of a row say, the innermost first; a label that names something says little else."""
    found = NOTHING
    for label in reversed((*line.groups, *line.labels)):
        facets = read_label(label.text)
        head = heads.get(label.column, NOTHING)
        is_name = bool(facets.item) or bool(
            head.names and head.names[0] in ("region", "recipient", "program", "level3")
        )
        own = _only(facets, _OF_NAME) if is_name else facets
        found = own if found is NOTHING else found.merged(own)
    return found


def _with_year(line: Line, found: Facets, heads: dict[int, Facets]) -> Facets:
    """The year that a row is of, where a column of years stands beside its numbers."""
    cells = [(label.column, label.text) for label in line.labels]
    cells += [(index, cell.text) for index, cell in (*line.texts.items(), *line.figures.items())]
    for index, text in cells:
        year = _YEAR.fullmatch(match_key(text))
        if year is not None and "year" in heads.get(index, NOTHING).names[:1]:
            return replace(found, fiscal_year=int(year[1]))
    return found


def _only(facets: Facets, names: tuple[str, ...]) -> Facets:
    return replace(NOTHING, **{name: getattr(facets, name) for name in names})


def main_label(line: Line, heads: dict[int, Facets]) -> Label | None:
    """The label that a row is called by: the item or programme rather than what is said of it."""
    best, rank = None, -1
    for label in line.labels or line.groups[-1:]:
        kinds = heads.get(label.column, NOTHING).names
        own = next(
            (r for r, wanted in enumerate(_RANKS) if set(kinds) & wanted),
            len(_RANKS) - 2 if not kinds else -1,
        )
        if own > rank:
            best, rank = label, own
    return best or (line.labels[-1] if line.labels else None)


# What a row is called by, the least telling first.
_RANKS: tuple[frozenset[str], ...] = (
    frozenset({"unit", "operator", "remark", "reason", "date", "code", "row_no", "person", "document"}),
    frozenset({"region", "class", "content", "source", "department"}),
    frozenset({"recipient"}),
    frozenset({"program", "item", "level3"}),
)


def _figure(
    view: TableRows,
    part: Part,
    line: Line,
    column: Column,
    head: Facets,
    row: Facets,
    around: Facets,
    lists_indicators: bool,
) -> Figure:
    cell = line.figures[column.index]
    if (head.fiscal_year, head.year_offset) != (None, None) and head.period is None:
        around = replace(around, period=None)  # 2026年 beside 实施周期
    if head.flow == "balance" and around.choices:
        around = replace(around, choices=())  # what is left is no part of the budget that the block is about
    if head.measure in _OF_INDICATORS:  # 出口额增长率 names the indicator whose score this is
        row = replace(row, measure=None, rate_of=None, no_fact=None)
    facets = head.merged(row).merged(around)
    own = read_label(line.labels[-1].text).measure if line.labels else None
    if own in _MARKS and (head.measure in (None, "amount") or head.rate_of == "execution"):
        facets = replace(facets, measure=own)  # 得分 as the label of a row under headings of money
    names = _names(line, part)
    figure = Figure(cell, line.row, part, line, column, facets, names, head.item)
    figure.quantity = parse_quantity(
        cell.text, facets.unit.name if facets.unit and facets.unit.kind not in _MONEY else None
    )
    figure.value = figure.quantity.value if figure.quantity else None
    figure.unit = figure.quantity.unit_obj if figure.quantity else None
    if facets.measure in ("actual", "target") and facets.choices and not lists_indicators:
        figure.facets = replace(facets, measure=None)  # 累计完成 of money
    _with_amount(view, figure)
    if figure.amount is None or figure.amount.yuan is None:
        figure.facets = facets
    return figure


def _names(line: Line, part: Part) -> dict[str, str]:
    """Texts of the row by what their headings say that they name."""
    found: dict[str, str] = {}
    paths = {c.index: c.path for c in part.columns}
    for text, column in (
        *((label.text, label.column) for label in (*line.groups, *line.labels)),
        *((cell.text, index) for index, cell in line.texts.items()),
    ):
        kinds = fold(paths.get(column, ())).names
        if kinds:
            found[kinds[0]] = text
    return found


def _with_amount(view: TableRows, figure: Figure) -> None:
    """Unit and yuan of a number that may be money."""
    facets = figure.facets
    if facets.measure not in _AMOUNTS or facets.measure == "count" or figure.value is None:
        return
    if figure.unit is not None and figure.unit.kind not in (*_MONEY, "scale"):
        return
    if figure.part.is_pairs and not _is_about_money(figure):
        return
    corner = (text for c in figure.part.of_kind("stub") for text in c.path)  # 收支情况（万元） over the names
    labels = (*reversed(figure.column.path), figure.part.side, *corner)
    name = figure.line.labels[-1].text if figure.line.labels else ""
    amount = view.read_amount(figure.text, labels, name, figure.row)
    if amount is not None:
        figure.amount = amount
        if amount.yuan is not None and facets.measure is None:
            figure.facets = replace(facets, measure="amount")


def _is_about_money(figure: Figure) -> bool:
    """Does a label beside a number, or beside one of its ledger, or its unit say that it is money?"""
    if figure.unit is not None and figure.unit.kind in _MONEY:
        return True
    labels = (read_label(label.text) for line in figure.part.lines for label in line.labels)
    return any(
        f.measure == "amount" or f.choices or f.funding_source or f.fund_type
        for f in (figure.facets, *labels)
    )


def _number_table(
    part: Part, columns: list[Column], heads: dict[int, Facets], rows: dict[int, Facets]
) -> NumberTable:
    lines = []
    for line in part.lines:
        facets = rows[id(line)]
        label = main_label(line, heads)
        values = tuple(_number(line, c.index) for c in columns)
        lines.append(
            NumberRow(
                label.text if label else "",
                values,
                outer=tuple(g.text for g in line.groups),
                ordinal=facets.ordinal,
                code=line.code or facets.function_code or facets.economic_code or "",
                indent=label.indent if label else None,
                is_part=facets.is_part,
                is_total=facets.is_total or _heads_ledger(part, line, facets),
                is_section=all(v is None for v in values),
                side=_side(label),
            )
        )
    named = [_is_named_sum(c, columns, heads) for c in columns]
    found = (_number_column(c, heads[c.index], is_total) for c, is_total in zip(columns, named, strict=True))
    return NumberTable(tuple(lines), tuple(found))


def _side(label: Label | None) -> str | None:
    """What a label says of the side of the budget on which its row stands."""
    flow = read_label(label.text).flow if label else None
    return flow if flow in ("income", "expenditure") else None


def _is_named_sum(column: Column, columns: list[Column], heads: dict[int, Facets]) -> bool:
    """Does a heading say that a column is a sum of others? 小计 beside nothing but 其中 has no whole to be summed."""
    beside = [c for c in columns if c is not column and c.path[:-1] == column.path[:-1] and len(c.path) > 1]
    only_parts = bool(beside) and all(heads[c.index].is_part for c in beside)
    return heads[column.index].is_total and not only_parts


def _heads_ledger(part: Part, line: Line, facets: Facets) -> bool:
    """Is a line the first of a ledger and called nothing but money: 年度金额 over 财政资金 and 单位自筹?"""
    if not part.is_pairs or len(part.lines) < _LEDGER or line is not part.lines[0]:
        return False
    return facets.measure == "amount" and not (facets.item or facets.funding_source or facets.fund_type)


def _number(line: Line, column: int) -> Decimal | None:
    cell = line.figures.get(column)
    if cell is None:
        return None
    number = parse_number(cell.text)
    if number is None and (quantity := parse_quantity(cell.text)) is not None:
        return quantity.value  # 120.00万元
    return number


def _number_column(column: Column, head: Facets, is_total: bool) -> NumberColumn:
    adds = head.measure in _AMOUNTS and head.no_fact != "comparison"
    # Who pays what is planned adds up to the plan, though only the plan's heading says so.
    stage = "plan" if not head.choices or head.choices[0] in _PLANS else head.choices[0]
    group = (
        head.measure or "amount",
        stage,
        head.fiscal_year,
        head.year_offset,
        head.as_of,
        head.flow,
        head.extent,
    )
    return NumberColumn(
        column.path,
        group if adds else None,
        adds_down=adds,
        is_total=is_total,
        is_part=head.is_part,
        is_difference=head.no_fact == "comparison",
    )


def _without_differences(meaning: PartMeaning) -> None:
    """A column that states no phase and is the difference of two that differ in phase or year compares them."""
    heads = [meaning.heads[column.index] for column in meaning.columns]
    for column, found in zip(meaning.columns, meaning.sums.columns, strict=True):
        head = meaning.heads[column.index]
        if found.difference_of is None or head.choices or head.flow:
            continue
        a, b = ((h.choices[:1], h.fiscal_year, h.year_offset) for h in (heads[n] for n in found.difference_of))
        if a == b:
            continue
        for figure in meaning.figures:
            if figure.column.index == column.index and figure.facets.no_fact is None:
                figure.facets = replace(figure.facets, no_fact="comparison")


def _with_sums(meaning: PartMeaning, rows: dict[int, Facets]) -> None:
    """Totals, paths and codes of the figures from the sums of their part."""
    place = {id(line): n for n, line in enumerate(meaning.part.lines)}
    column_place = {c.index: n for n, c in enumerate(meaning.columns)}
    paths = [_path(meaning, n) for n in range(len(meaning.part.lines))]
    for figure in meaning.figures:
        n, c = place[id(figure.line)], column_place[figure.column.index]
        figure.is_total = meaning.sums.is_total(n, c) or meaning.sums.is_repeated(n, c)
        figure.line_path = paths[n]
        figure.row_path = (*(g.text for g in figure.line.groups), *paths[n])
        figure.column_path = figure.column.path
        facets = rows[id(figure.line)]
        figure.code = figure.line.code or facets.function_code or facets.economic_code or ""


def _path(meaning: PartMeaning, n: int) -> tuple[str, ...]:
    found: list[str] = []
    at: int | None = n
    while at is not None and len(found) < 12:
        label = main_label(meaning.part.lines[at], meaning.heads)
        if label is not None:
            found.insert(0, printed_name(label.text))
        at = meaning.sums.rows[at].parent
    return tuple(found)


def printed_name(text: str) -> str:
    """A label as printed, without 其中 and without the code of its line."""
    facets = read_label(text)
    return (
        facets.name if facets.function_code or facets.economic_code or facets.code else without_prefix(text)
    )


def plain_name(text: str) -> str:
    """The name in a label, without its number, 其中 and code."""
    return read_label(text).name or text


def _are_regions(view: TableRows, part: Part, heads: dict[int, Facets]) -> bool:
    """Are the rows of a part regions: by their heading, or because nearly all their names are places?"""
    stubs = part.of_kind("stub")
    if any("region" in heads[c.index].names[:1] for c in stubs):
        return True
    texts = [
        label.text
        for line in part.lines
        if (label := main_label(line, heads)) and not read_label(label.text).is_total
    ]
    short = [t for t in texts if len(match_key(t)) <= _LONGEST_REGION]
    code = view.context.region_code
    found = sum(regions.resolve(plain_name(t), parent_code=code) is not None for t in short)
    return len(texts) > 2 and found >= _MOSTLY * len(texts)


def _with_region(view: TableRows, figure: Figure, are_regions: bool) -> None:
    """The region of a number: that of its row or its column, else the document's."""
    context = view.context
    figure.region_code, figure.region_name = context.region_code, context.region_name
    text = figure.names.get("region") or figure.facets.region
    if not text and are_regions and figure.line.labels:
        text = figure.line.labels[-1].text
    around = _region_around(view, figure.line, text) if text else None
    if around is not None:
        figure.region_code = around.region_code
        figure.region_name = around.region_name if read_label(text or "").is_total else text
        return
    if not text or read_label(text).is_total or read_label(text).is_whole_region:
        return
    found = regions.resolve(plain_name(text), parent_code=context.region_code, year=context.fiscal_year)
    if found is not None:
        figure.region_code, figure.region_name = found.region_code, text
    elif "region" in figure.names:
        figure.region_code, figure.region_name = None, text


def _region_around(view: TableRows, line: Line, text: str) -> regions.Region | None:
    """The region beside whose rows 小计 and 市本级 stand: they are all of it, and the city itself."""
    facets = read_label(text)
    if not facets.is_total and not (facets.own_level or facets.payer_level):
        return None
    context = view.context
    found = (
        regions.resolve(plain_name(group.text), parent_code=context.region_code, year=context.fiscal_year)
        for group in reversed((*line.groups, *line.labels))
        if group.text != text
    )
    return next((region for region in found if region is not None), None)
