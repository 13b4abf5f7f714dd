"""The numbers of a part: value, unit, what they are as money, and what their labels say together."""

from __future__ import annotations

from typing import NamedTuple

from extractors.addresses import Column, Part
from normalizers.facets import Facets, read_label
from normalizers.numbers import Unit, parse_quantity, units, without_remark
from pipeline.context import TableRows
from pipeline.meaning.days import in_its_year
from pipeline.meaning.figure import Figure
from pipeline.meaning.labels import NOTHING, names_of
from pipeline.meaning.part_numbers import OF_MONEY

_MONEY = frozenset({"money", "money_fx"})
_MARKS = frozenset({"score", "weight"})
_OF_ROWS = frozenset({"execution", "score"})  # rates that may have a row of their own under headings of money
NO_MONEY = frozenset({"code", "date", "period", "row_no", "year"})  # what headings name that is no amount
_OF_INDICATORS = frozenset({"actual", "score", "target", "weight"})
_CODES = frozenset({"economic_code", "function_code"})


class _Said(NamedTuple):
    """What the labels of a number say together."""

    plain: Facets
    amount: Facets
    """The same where the number turns out to be so many yuan."""
    may_be_amount: bool
    says_money: bool


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
    settled: dict[tuple[object, ...], _Said] = {}
    of_programs = _lists_programs(part)
    may_be_money = not part.is_pairs or any(
        _says_money(read_label(label.text)) for line in part.lines for label in line.labels
    )
    # What may say the unit of a number: 收支情况（万元） over the names does, too.
    corner = tuple(text for c in part.of_kind("stub") for text in c.path)
    headings = {c.index: (*reversed(c.path), part.side, *corner) for c in columns}
    named = [names_of(line, heads) for line in part.lines]
    phaseless = _phaseless(columns, heads, around)
    beside = {} if lists_indicators else _units_beside(named)
    for line, names in zip(part.lines, named, strict=True):
        row, unit = rows[id(line)], beside.get(names.get("unit", ""))
        own = read_label(line.labels[-1].text) if line.labels else NOTHING
        # The code of a line is its own, and no two lines have the same: `Figure.code` holds it.
        handed = tuple(facet for facet in row.handed_on() if facet[0] not in _CODES)
        for column in columns:
            cell, head = line.figures.get(column.index), heads[column.index]
            if cell is None:
                continue
            key = (column.index, own.measure, own.rate_of, bool(own.item), handed)
            if key not in settled:
                outer = around.changed(choices=()) if column.index in phaseless else around
                settled[key] = _said(_settled(head, row, outer, own, of_programs), lists_indicators)
            said = settled[key]
            figure = Figure(cell, line.row, part, line, column, said.plain, names, head.item)
            _read(figure, cell.text)
            # In a ledger that is about no money only its own labels and its unit can say that a number is some.
            if may_be_money or said.says_money or _is_money(figure.unit):
                sides = tuple(group.text for group in reversed(line.groups))
                _add_amount(view, figure, said, (*headings[column.index], *sides), unit)
            figures.append(figure)
    return figures


def _phaseless(columns: list[Column], heads: dict[int, Facets], around: Facets) -> set[int]:
    """Columns with words of their own that nothing explains, beside one that says itself the phase that the caption
    says of all: those words may say another."""
    if not any(set(heads[c.index].choices) & set(around.choices) for c in columns):
        return set()
    return {c.index for c in columns if heads[c.index].item and not heads[c.index].choices}


def _settled(head: Facets, row: Facets, around: Facets, own: Facets, of_programs: bool) -> Facets:
    """What heading, row and all around say together; `own` is what the last label of the row says by itself."""
    if (head.fiscal_year, head.year_offset) != (None, None) and head.period is None:
        around = around.changed(period=None)  # 2026年 beside 实施周期
    of_program = bool(head.choices) and of_programs
    if around.no_fact == "debt" and of_program:
        around = around.changed(no_fact=None)  # 总投资 and 已使用资金 of projects that bonds pay for
    if head.no_fact == "debt" and head.choices and head.funding_source:
        head = head.changed(no_fact=None)  # 年初预算 over 财政拨款 and 一般债券: where its money comes from
    if head.flow == "balance" and around.choices:
        around = around.changed(choices=())  # what is left is no part of the budget that the block is about
    around = in_its_year(head.merged(row), around)
    if row.function_code or row.economic_code:
        row = row.changed(function_code=None, economic_code=None)
    if head.measure in _OF_INDICATORS:  # 出口额增长率 names the indicator whose score this is
        row = row.changed(measure=None, rate_of=None, no_fact=None)
    if row.no_fact == "debt" and (head.flow or around.flow or of_program):
        row = row.changed(no_fact=None)  # 债务付息 among the lines of expenditure
    facets = head.merged(row).merged(around)
    is_mark = own.measure in _MARKS or (own.measure == "rate" and own.rate_of in _OF_ROWS and not own.item)
    if is_mark and (head.measure in (None, "amount") or head.rate_of == "execution"):
        # 得分 as the label of a row under headings of money, 得分率 under those of dimensions
        facets = facets.changed(measure=own.measure, rate_of=own.rate_of)
    return facets


def _units_beside(named: list[dict[str, str]]) -> dict[str, Unit]:
    """The units in a column of units by their texts, where it tells money from other things: 万元 | 元 | 人.

    Where it never names money, it speaks of something else: 台 beside a price.
    """
    texts = {names["unit"] for names in named if "unit" in names}
    found = {text: unit for text in texts if (unit := units.lookup(text)) is not None}
    return found if any(unit.kind == "money" for unit in found.values()) else {}


def _said(plain: Facets, lists_indicators: bool) -> _Said:
    money = plain
    if plain.measure in OF_MONEY and not lists_indicators:  # 累计完成 of money
        money = plain.changed(measure=None, choices=plain.choices or OF_MONEY[plain.measure])
    names_other = money.measure is None and not NO_MONEY.isdisjoint(money.names[:1])
    amount = money.changed(measure="amount") if money.measure is None else money
    return _Said(plain, amount, amount.measure == "amount" and not names_other, _says_money(money))


def _read(figure: Figure, text: str) -> None:
    """Value and unit of a number, from its text or what counts of it."""
    unit = figure.facets.unit
    figure.quantity = parse_quantity(text, unit.name if unit and unit.kind not in _MONEY else None)
    if figure.quantity is not None:
        figure.value, figure.unit = figure.quantity.value, figure.quantity.unit_obj


def _lists_programs(part: Part) -> bool:
    return any("program" in read_label(c.path[-1]).names[:1] for c in part.columns if c.path)


def _add_amount(
    view: TableRows, figure: Figure, said: _Said, headings: tuple[str, ...], beside: Unit | None
) -> None:
    """Unit and yuan of a number that may be money; `beside` is the unit that the row states for itself."""
    if beside is not None and beside.kind not in _MONEY:
        figure.unit = figure.unit or beside
    if said.may_be_amount and said.says_money and figure.value is None:
        _read(figure, without_remark(figure.text))  # 845.00（含结转30.00）
    if not said.may_be_amount or figure.value is None:
        return
    if figure.unit is not None and figure.unit.kind not in (*_MONEY, "scale"):
        return
    name = figure.line.labels[-1].text if figure.line.labels else ""
    figure.amount = view.read_amount(figure.text, headings, name, figure.row, beside)
    if figure.amount is not None and figure.amount.yuan is not None:
        figure.facets = said.amount


def _says_money(facets: Facets) -> bool:
    return bool(facets.measure == "amount" or facets.choices or facets.funding_source or facets.fund_type)


def _is_money(unit: Unit | None) -> bool:
    return unit is not None and unit.kind in _MONEY
