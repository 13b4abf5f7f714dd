"""The numbers of a part: value, unit, what they are as money, and what their labels say together."""

from __future__ import annotations

from dataclasses import replace

from extractors.addresses import Column, Part
from normalizers.facets import Facets, read_label
from normalizers.numbers import Unit, parse_quantity, units
from pipeline.context import TableRows
from pipeline.meaning.figure import Figure
from pipeline.meaning.labels import names_of
from pipeline.meaning.part_numbers import OF_MONEY

_MONEY = frozenset({"money", "money_fx"})
_AMOUNTS = frozenset({"amount", "count", None})
_MARKS = frozenset({"score", "weight"})
NO_MONEY = frozenset({"code", "date", "period", "row_no", "year"})  # what headings name that is no amount
_OF_INDICATORS = frozenset({"actual", "score", "target", "weight"})


def figures_of(
    view: TableRows,
    part: Part,
    columns: list[Column],
    heads: dict[int, Facets],
    rows: dict[int, Facets],
    around: Facets,
    lists_indicators: bool,
) -> list[Figure]:
    """The numbers of a part in reading order; rows whose labels say the same are settled once."""
    figures: list[Figure] = []
    settled: dict[tuple[object, ...], Facets] = {}
    of_programs = _lists_programs(part)
    may_be_money = not part.is_pairs or any(
        _says_money(read_label(label.text)) for line in part.lines for label in line.labels
    )
    # What may say the unit of a number: 收支情况（万元） over the names does, too.
    corner = tuple(text for c in part.of_kind("stub") for text in c.path)
    headings = {c.index: (*reversed(c.path), part.side, *corner) for c in columns}
    named = [names_of(line, heads) for line in part.lines]
    beside = {} if lists_indicators else _units_beside(named)
    for line, names in zip(part.lines, named, strict=True):
        row, unit = rows[id(line)], beside.get(names.get("unit", ""))
        own = read_label(line.labels[-1].text).measure if line.labels else None
        for column in columns:
            if column.index not in line.figures:
                continue
            said = (column.index, own, row.handed_on())
            if said not in settled:
                settled[said] = _settled(heads[column.index], row, around, own, of_programs)
            head = heads[column.index]
            figure = Figure(
                line.figures[column.index], line.row, part, line, column, settled[said], names, head.item
            )
            _read(figure, lists_indicators)
            # In a ledger that is about no money only its own labels and its unit can say that a number is some.
            if may_be_money or _says_money(figure.facets) or _is_money(figure.unit):
                _add_amount(view, figure, headings[column.index], unit)
            if figure.amount is None or figure.amount.yuan is None:
                figure.facets = settled[said]
            figures.append(figure)
    return figures


def _settled(head: Facets, row: Facets, around: Facets, own: str | None, of_programs: bool) -> Facets:
    """What heading, row and all around say together; `own` is the measure that the last label of the row names."""
    if (head.fiscal_year, head.year_offset) != (None, None) and head.period is None:
        around = replace(around, period=None)  # 2026年 beside 实施周期
    of_program = bool(head.choices) and of_programs
    if around.no_fact == "debt" and of_program:
        around = replace(around, no_fact=None)  # 总投资 and 已使用资金 of projects that bonds pay for
    if head.no_fact == "debt" and head.choices and head.funding_source:
        head = replace(head, no_fact=None)  # 年初预算 over 财政拨款 and 一般债券: where its money comes from
    if head.flow == "balance" and around.choices:
        around = replace(around, choices=())  # what is left is no part of the budget that the block is about
    if head.measure in _OF_INDICATORS:  # 出口额增长率 names the indicator whose score this is
        row = replace(row, measure=None, rate_of=None, no_fact=None)
    if row.no_fact == "debt" and (head.flow or around.flow or of_program):
        row = replace(row, no_fact=None)  # 债务付息 among the lines of expenditure
    facets = head.merged(row).merged(around)
    if own in _MARKS and (head.measure in (None, "amount") or head.rate_of == "execution"):
        facets = replace(facets, measure=own)  # 得分 as the label of a row under headings of money
    return facets


def _units_beside(named: list[dict[str, str]]) -> dict[str, Unit]:
    """The units in a column of units by their texts, where it tells money from other things: 万元 | 元 | 人.

    Where it never names money, it speaks of something else: 台 beside a price.
    """
    texts = {names["unit"] for names in named if "unit" in names}
    found = {text: unit for text in texts if (unit := units.lookup(text)) is not None}
    return found if any(unit.kind == "money" for unit in found.values()) else {}


def _read(figure: Figure, lists_indicators: bool) -> None:
    """Value and unit of a number; what it would be as money."""
    facets = figure.facets
    figure.quantity = parse_quantity(
        figure.text, facets.unit.name if facets.unit and facets.unit.kind not in _MONEY else None
    )
    figure.value = figure.quantity.value if figure.quantity else None
    figure.unit = figure.quantity.unit_obj if figure.quantity else None
    if facets.measure in OF_MONEY and not lists_indicators:  # 累计完成 of money
        figure.facets = replace(facets, measure=None, choices=facets.choices or OF_MONEY[facets.measure])


def _lists_programs(part: Part) -> bool:
    return any("program" in read_label(c.path[-1]).names[:1] for c in part.columns if c.path)


def _add_amount(view: TableRows, figure: Figure, headings: tuple[str, ...], beside: Unit | None) -> None:
    """Unit and yuan of a number that may be money; `beside` is the unit that the row states for itself."""
    facets = figure.facets
    if beside is not None and beside.kind not in _MONEY:
        figure.unit = figure.unit or beside
    if facets.measure not in _AMOUNTS or facets.measure == "count" or figure.value is None:
        return
    if figure.unit is not None and figure.unit.kind not in (*_MONEY, "scale"):
        return
    if facets.measure is None and set(facets.names[:1]) & NO_MONEY:
        return
    name = figure.line.labels[-1].text if figure.line.labels else ""
    amount = view.read_amount(figure.text, headings, name, figure.row, beside)
    if amount is not None:
        figure.amount = amount
        if amount.yuan is not None and facets.measure is None:
            figure.facets = replace(facets, measure="amount")


def _says_money(facets: Facets) -> bool:
    return bool(facets.measure == "amount" or facets.choices or facets.funding_source or facets.fund_type)


def _is_money(unit: Unit | None) -> bool:
    return unit is not None and unit.kind in _MONEY
