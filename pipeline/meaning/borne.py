"""中央承担, 县级出资: a verb of bearing says who pays, and not whether a number is a share or money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.addresses import Column, Part
from normalizers.facets import Facets, members, read_label
from normalizers.numbers import parse_quantity, units
from normalizers.text import match_key
from pipeline.context import TableRows

_WHOLE = 100


def borne_as_money(
    view: TableRows, part: Part, columns: Sequence[Column], heads: Mapping[int, Facets]
) -> dict[int, Facets]:
    """The headings, those of bearing without their share where the table states a unit of money, or one of their
    numbers is more than a share can be."""
    borne = [c for c in columns if heads[c.index].measure == "ratio" and _only_bears(c, heads[c.index])]
    if not borne:
        return dict(heads)
    unit = match_key(view.table.unit_text or "")
    stated = units.header_unit(f"单位：{unit}") if unit and "%" not in unit else None  # 元、% leaves it open
    is_money = stated is not None and stated.kind == "money"
    if not is_money and not any(_exceeds(part, column) for column in borne):
        return dict(heads)
    money = {c.index: heads[c.index].changed(measure=None, rate_of=None) for c in borne}
    return {**heads, **money}


def _only_bears(column: Column, head: Facets) -> bool:
    """Does no word but the verb say that it is a share: not 承担比例, nor 承担（%）?"""
    said = (words for text in column.path for words in read_label(text).words)
    return head.unit is None and {text for facet, text in said if facet == "measure"} <= members("bear")


def _exceeds(part: Part, column: Column) -> bool:
    cells = (line.figures.get(column.index) for line in part.lines)
    found = (parse_quantity(cell.text) for cell in cells if cell is not None)
    values = (one.value for one in found if one is not None and one.unit_obj is None)
    return any(value is not None and value > _WHOLE for value in values)
