"""Income or expenditure where arithmetic says it: what goes into a total of income is income, 上年结转 among it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from normalizers.facets import read_label
from pipeline.meaning.figure import Figure
from pipeline.meaning.settling import PartMeaning

_SIDES = frozenset({"income", "expenditure"})


def flows_of_sums(meaning: PartMeaning, default: str | None) -> dict[int, str | None]:
    """The flow of the sum that a number goes into, by the id of its figure, where its own labels state none or say
    that it was left over; None for what was left over and goes into a sum that states none. `default` is the flow of
    numbers whose labels state none."""
    places = {id(line): n for n, line in enumerate(meaning.part.lines)}
    columns: dict[Hashable, dict[int, Figure]] = {}
    for figure in meaning.figures:
        columns.setdefault(figure.column.index, {})[places[id(figure.line)]] = figure
    found: dict[int, str | None] = {}
    for column in columns.values():
        for root in column:
            if meaning.sums.rows[root].summed_in not in column:
                found |= _below(meaning, column, root, default)
    return _across(meaning, default) | found


def _across(meaning: PartMeaning, default: str | None) -> dict[int, str | None]:
    """The flow of sources of money side by side, by the id of the figure: 上年结转 goes the way of the sum that it
    makes with others, and in a table of expenditure 财力性收入 beside it pays for expenditure, too."""
    heads = [meaning.heads[column.index] for column in meaning.columns]
    ways: dict[int, str | None] = {}
    for at, found in enumerate(meaning.sums.columns):
        whole = found.summed_in
        if whole is None:
            continue
        stated = {heads[n].flow for n in (whole, *meaning.sums.columns[whole].total_of)} & _SIDES
        pays = default == "expenditure" and heads[whole].flow is None and "expenditure" not in stated
        if heads[at].funding_source == "carryover" or (pays and heads[at].flow == "income"):
            way = default if pays else stated.pop() if len(stated) == 1 else default
            ways[meaning.columns[at].index] = way
    return {
        id(f): ways[f.column.index]
        for f in meaning.figures
        if f.column.index in ways and f.facets.flow == meaning.heads[f.column.index].flow
    }


def _below(
    meaning: PartMeaning, column: dict[int, Figure], root: int, default: str | None
) -> dict[int, str | None]:
    """What one outermost sum of a column says of itself and of its parts."""
    figures = [column[n] for n in _members(meaning, root) if n in column]
    sides = {f.facets.flow for f in figures} & _SIDES
    if sides == _SIDES:  # 收入合计 is 支出合计 and 年终结余: neither is income
        return {}
    flow = column[root].facets.flow or (sides.pop() if len(sides) == 1 else default)
    if flow is None and len(figures) > 1:  # 上年结转 in the money of a form: it adds up with the rest
        return {id(f): None for f in figures if f.facets.funding_source == "carryover"}
    if flow not in _SIDES or len(figures) < 2:
        return {}
    is_stated = any(_said(f) == flow for f in figures)
    if not is_stated and any(f.facets.funding_source == "carryover" for f in figures):
        return dict.fromkeys(map(id, figures))  # money at hand: only the caption says what it is for
    return {id(f): flow for f in figures if _takes(f, flow, is_stated)}


def _said(figure: Figure) -> str | None:
    """What the labels that lead to a number say, whatever the caption does."""
    labels = (*figure.line.labels[::-1], *figure.line.groups[::-1])
    texts = (*(label.text for label in labels), *figure.column.path[::-1])
    return next((flow for text in texts if (flow := read_label(text).flow)), None)


def _takes(figure: Figure, flow: str, is_stated: bool) -> bool:
    """Does a number take the flow of its sum? Where that is but the flow of the whole table, what was left over
    before the year is no expenditure."""
    facets = figure.facets
    if facets.flow == "balance" and not is_stated:
        return (facets.funding_source == "carryover") == (flow == "income")
    return facets.flow not in _SIDES


def _members(meaning: PartMeaning, root: int) -> Iterator[int]:
    yield root
    for part in meaning.sums.rows[root].total_of:
        yield from _members(meaning, part)
