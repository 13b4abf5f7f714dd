"""What labels say of the numbers of a policy table: who pays, in which unit, and for each of what."""

from __future__ import annotations

import re

from normalizers.facets import Facets, read_label
from normalizers.numbers import Unit, units
from normalizers.terms import each_before
from normalizers.text import match_key
from pipeline.context import TableRows
from pipeline.meaning import Figure

_LEVELS = ("central", "province", "city", "county")
_PAYERS = frozenset((*_LEVELS, "own"))
_EACH = re.compile(r"每([^\d每均]{1,2}?)(?:均|补|奖|资|最|标|\(|$)|^(.)均")


def unit_of(view: TableRows, figure: Figure) -> Unit | None:
    """The unit of a number: its own, the heading's, or that of the table, which may name one for each kind of row."""
    own = figure.unit or figure.facets.unit
    if own is not None:
        return own
    printed = money_beside(figure)
    if printed is not None:
        return printed
    beside = match_key(figure.names.get("unit", ""))
    rates = rates_of(view)
    fitting = [u for u in rates if beside and u.name.endswith(f"/{beside}")]
    found = fitting or ([] if beside and rates else rates)
    if len(found) == 1:
        return found[0]
    return (
        None
        if rates
        else units.header_unit(f"单位：{view.table.unit_text}")
        if view.table.unit_text
        else None
    )


def money_beside(figure: Figure) -> Unit | None:
    """The unit of money that a row states in a cell of its own: 元/亩 below 计价单位."""
    unit = units.lookup(figure.names["unit"]) if figure.names.get("unit") else None
    return unit if unit is not None and unit.kind in ("money", "money_rate") else None


def rates_of(view: TableRows) -> list[Unit]:
    """Units such as 元/亩 that the table states for its amounts."""
    parts = re.split(r"[、,，;；]", view.table.unit_text or "")
    found = (units.header_unit(f"单位：{part}") for part in parts if part)
    return [unit for unit in found if unit is not None and unit.kind == "money_rate"]


def each_of(figure: Figure) -> str:
    """What a heading says that the amount is for: 每亩补贴, 亩均补助标准, 每人每月."""
    for heading in reversed(figure.column.path):
        key = match_key(heading)
        twice = each_before(key)
        if twice is not None and "·" in twice[0]:
            return twice[0]
        if found := _EACH.search(key):
            return found[1] or found[2]
    return match_key(figure.names.get("unit", ""))


def payer_of(figure: Figure) -> str | None:
    """Who pays by the heading; several levels together with +."""
    return payer_of_heading(figure.facets)


def payer_of_heading(facets: Facets) -> str | None:
    """Who pays by what labels say."""
    payer = facets.payer_level or facets.funding_source
    if payer in _PAYERS:
        return payer
    found = {_level(text) for name, text in facets.words if name == "funding_source"}
    return "+".join(level for level in _LEVELS if level in found) or None


def _level(text: str) -> str | None:
    facets = read_label(text)
    return facets.payer_level or ({"省": "province", "市": "city", "县": "county"}.get(text))


def own_level(code: str | None) -> str | None:
    """The level of government of a region."""
    if not code:
        return None
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def names_payer(path: tuple[str, ...]) -> bool:
    """Do headings say who pays?"""
    return any(read_label(text).payer_level for text in path)


def says_no_fact(path: tuple[str, ...]) -> bool:
    """Do headings say that a number is no fact of ours, as what is insured (保险金额)?"""
    return any(read_label(text).no_fact for text in path)
