"""Header rows in the middle of a table, told by what they say and by what they lead to."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.addresses.header_rows import Span, header_at, header_depth
from extractors.addresses.kinds import is_figure
from extractors.model import RawCell
from normalizers.facets import Facets, read_label
from normalizers.text import is_blank, match_key

_LONGEST = 25
_LOOK = 4  # rows below in which figures are looked for
_MAY_BE_YEAR = re.compile(r"年|(?:19|20)\d\d")
_FEWEST_PLACES = 3
_MOST_GAPS = 1  # figures that may stand in a header row: the points of the block
_OF_TIME = frozenset({"date", "period", "year"})
# What a form states of itself: labels before a value, seldom headings.
_STATED = frozenset(
    {"program", "department", "person", "date", "attribute", "document", "period", "recipient"}
)

Rows = list[list[RawCell]]


def heading_at(rows: Rows, r: int, is_first: bool, current: Span | None) -> Span | None:
    """The header that begins in row r, if one does; `current` is the block that the row would else belong to."""
    if is_first and states_a_value(rows, r):
        return None
    head = header_at(rows, r, is_first)
    if head is not None:
        return head
    leading = _leading_at(rows, r, current)
    return None if leading is None or states_a_value(rows, r) else leading


def states_a_value(rows: Rows, r: int) -> bool:
    """Is a row a label of the form with its value, over rows with other cells?"""
    filled = [c for c in rows[r] if c.text]
    if _states_dates(filled):
        return True
    if len(filled) < 2 or len(filled) % 2 or r + 1 >= len(rows):
        return False
    said = [read_label(c.text) for c in filled]
    if not set(said[0].names[:1]) & _STATED:
        return False
    if not all(
        _is_a_value(value) or _is_asked(label, value)
        for label, value in zip(said[::2], said[1::2], strict=True)
    ):
        return False
    return _places(rows[r]) != _places(rows[r + 1]) or len(filled) > 2


def _states_dates(filled: list[RawCell]) -> bool:
    """Does every year of a row stand behind a label that asks for one: 起始年度 | 2023年 | 到期年度 | 2025年?"""
    if sum(_MAY_BE_YEAR.search(match_key(c.text)) is not None for c in filled) < 2:
        return False
    facets = [read_label(c.text) for c in filled]
    years = [n for n, f in enumerate(facets) if f.fiscal_year is not None and not f.item and not f.names]
    asked = [n for n in years if n and set(facets[n - 1].names[:1]) & {"date", "period"}]
    return len(years) > 1 and asked == years


def _is_asked(label: Facets, value: Facets) -> bool:
    """Does a label ask for the year that stands behind it: 评价年度 | 2023年?"""
    is_year = value.fiscal_year is not None and not value.names and not value.choices
    return is_year and bool(_OF_TIME.intersection(label.names[:1]))


def _states_term(filled: list[RawCell]) -> bool:
    """Does a label that asks for a time stand before one: 责任单位 | 市林业局 | 实施期 | 2023-2025年?"""
    facets = [read_label(c.text) for c in filled]
    return any(
        bool(set(a.names[:1]) & {"date", "period"} or a.period == "cycle")
        and _is_time(b)
        and (b.fiscal_year is not None or b.period == "cycle")
        for a, b in zip(facets[::2], facets[1::2], strict=False)
    )


def _is_time(facets: Facets) -> bool:
    """Does a text name nothing but the time of what stands below it: 实施期, 2024年度, 上年同期, 累计?"""
    is_said = facets.fiscal_year is not None or facets.year_offset is not None
    return (is_said or bool(facets.period or facets.extent)) and not facets.item


def _is_a_value(facets: Facets) -> bool:
    """Does a text leave a name of its own, or a date, and say nothing that columns are called by?"""
    if facets.names or facets.is_total or facets.measure or facets.choices or facets.funding_source:
        return False
    is_date = facets.month is not None or facets.as_of is not None
    return bool(facets.item) or is_date


def _leading_at(rows: Rows, r: int, current: Span | None) -> Span | None:
    """A row of headings above rows with the same cell boundaries that hold figures."""
    cells = rows[r]
    side: list[RawCell] = []
    while len(cells) > 1 and (cells[0].row < r or _is_beside(cells[0], cells[1:], rows, r)):
        side.append(cells[0])
        cells = cells[1:]
    own = [c for c in cells if c.row == r]
    filled = [c for c in own if not is_blank(c.text)]
    figures = [c for c in filled if is_figure(c.text)]
    headings = [c for c in filled if not is_figure(c.text)]
    if len(filled) < 2 or len(figures) > _MOST_GAPS or (figures and len(headings) < 4):
        return None
    if any(len(match_key(c.text)) > _LONGEST for c in filled) or _states_term(filled):
        return None
    depth = header_depth(rows, r, own)
    leaves = (
        own if depth == 1 else [c for c in rows[r + depth - 1] if c not in side and c.column >= own[0].column]
    )
    places = _places_across(headings)
    known = [c for c in headings if c.text in places or _says_column(c.text)]
    if 2 * len(known) < len(headings) or len(known) < 2:
        return None
    if figures and len(known) < len(headings):
        return None
    follows = current is not None and _places(own) == _places(_after_side(rows[current.header[-1]], current))
    if follows and len(known) < max(len(headings), 3 if len(own) > 2 else 2):
        return None
    led = [text for text in _led_columns(rows, r + depth, leaves) if not is_figure(text)]
    places |= _below_measures(own, leaves)
    if not led or not all(text in places or _says_figures(text) for text in led):
        return None
    return Span(
        list(range(r, min(r + depth, len(rows)))),
        side="/".join(c.text for c in side if c.text),
        side_columns=sum(c.column_span for c in side) if not side or side[0].column == 0 else 0,
    )


def _places_across(cells: list[RawCell]) -> set[str]:
    """Texts that name places, several of them side by side: 全省 | 甲市 | 乙市 | 丙市."""
    said = {c.text: read_label(c.text) for c in cells}
    places = {text for text, one in said.items() if one.region is not None and not one.item}
    whole = {text for text, one in said.items() if one.is_whole_region and not one.item}
    return places | whole if len(places) >= _FEWEST_PLACES else set()


def _below_measures(upper: list[RawCell], leaves: list[RawCell]) -> set[str]:
    """Headings below one that says what they measure: 财政拨款 below 预算金额."""
    groups = [c for c in upper if c not in leaves and _says_figures(c.text)]
    return {
        leaf.text
        for leaf in leaves
        if any(group.column <= leaf.column < group.column + group.column_span for group in groups)
    }


def _is_beside(cell: RawCell, others: list[RawCell], rows: Rows, r: int) -> bool:
    """Does a label stand beside the block, and not only beside the rows of its header?"""
    if cell.row_span <= max(1, *(c.row_span for c in others)):
        return False
    return cell.row_span > header_depth(rows, r, [c for c in others if c.row == r])


def _after_side(cells: list[RawCell], span: Span) -> list[RawCell]:
    return [c for c in cells if c.column >= span.side_columns]


def _places(cells: list[RawCell]) -> list[tuple[int, int]]:
    return [(c.column, c.column_span) for c in cells]


def _led_columns(rows: Rows, first: int, leaves: list[RawCell]) -> list[str]:
    """Headings whose columns hold figures in the rows below that have the same cells; below the first, names may have
    columns of their own: 地区 over 资金来源 | 其中."""
    stub = range(leaves[0].column, leaves[0].column + leaves[0].column_span)
    places = {(c.column, c.column_span): c.text for c in leaves}
    led: dict[tuple[int, int], str] = {}
    for row in rows[first : first + _LOOK]:
        below = [c for c in row if c.column >= leaves[0].column]
        begun = [c for c in below if c.row >= first and not is_blank(c.text)]
        names = [c for c in begun if c.column in stub and not is_figure(c.text)]
        if not begun or any((c.column, c.column_span) not in places for c in begun if c not in names):
            break
        led |= {
            (c.column, c.column_span): places[c.column, c.column_span] for c in begun if is_figure(c.text)
        }
    return list(led.values())


@lru_cache(maxsize=16384)
def _says_column(text: str) -> bool:
    """Does a text read like the heading of a column?"""
    facets = read_label(text)
    says = facets.names or _measures(facets) or facets.fiscal_year or _is_time(facets)
    return bool(says) and not _is_long_item(facets)


@lru_cache(maxsize=16384)
def _says_figures(text: str) -> bool:
    facets = read_label(text)
    return _measures(facets) or facets.fiscal_year is not None or bool(facets.names) or _is_time(facets)


def _measures(facets: Facets) -> bool:
    return bool(
        facets.measure
        or facets.choices
        or facets.quarter
        or facets.month
        or facets.funding_source
        or facets.is_total
        or facets.no_fact
        or facets.expenditure_type
        or facets.fund_type
        or (facets.flow and not facets.item)
    )


def _is_long_item(facets: Facets) -> bool:
    return len(facets.item) > 12 and not facets.measure
