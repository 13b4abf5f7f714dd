"""Pages to logical tables: segments joined over pages, and what each table is called."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.failures import UNLIMITED, Failures, Part
from extractors.model import LogicalTable, PageContent
from extractors.vocabulary import is_period, unit_of
from extractors.whole.chains import Chain, chain_segments
from extractors.whole.joining import join
from extractors.whole.sheets import Sheets
from extractors.whole.subpages import subpages
from extractors.whole.table_titles import Title, title_above, title_before, title_below
from extractors.whole.table_units import (
    inherit_units,
    is_over,
    share_units,
    unit_between,
    unit_inside,
    unit_of_lead,
    unit_of_note,
)
from normalizers.text import match_key

_IS_WHOLE = re.compile(r"表(?:\([^()]*\))?$")


@dataclass(slots=True)
class Body:
    """A document without page furniture: its tables and its lines of prose with their pages."""

    tables: list[LogicalTable]
    prose: list[tuple[int, str]]  # page number, line of text


def assemble(pages: list[PageContent], failures: Failures = UNLIMITED) -> Body:
    """Join the segments of all pages and name the tables; prose is returned in reading order."""
    bound = subpages(pages)
    sheets = Sheets(bound.pages, failures)
    chains, is_next = chain_segments(sheets, failures)
    tables: list[LogicalTable] = []
    adjacent: set[int] = set()
    for number, chain in enumerate(chains):
        if number in is_next:
            adjacent.add(len(tables))
        tables += _whole(chain, sheets, failures)
    with failures.limited_to(Part.CAPTION):
        share_units(tables)
        inherit_units(tables, adjacent)
    for table in tables:
        bound.to_sheet(table)
    prose = [(bound.number(p.number), line.text) for p in bound.pages for line in sheets.texts[p.number]]
    return Body(tables, prose)


def _whole(chain: Chain, sheets: Sheets, failures: Failures) -> list[LogicalTable]:
    """The table of a chain with its names; where it cannot be joined, its segments as tables of their own."""
    is_one = len(chain) == 1
    with failures.limited_to(Part.TABLE if is_one else Part.JOIN, chain[0].page_number):
        table = join(chain)
        with failures.limited_to(Part.CAPTION, chain[0].page_number):
            _name(table, chain, sheets)
        return [table]
    return [] if is_one else [t for one in chain for t in _whole([one], sheets, failures)]


def _name(table: LogicalTable, chain: Chain, sheets: Sheets) -> None:
    """Give a table its caption, its unit line and the prose before it."""
    first, last = chain[0], chain[-1]
    above, below = sheets.over(first), sheets.below(last)
    title = title_above(above, first.top, first.xs[0], first.xs[-1])
    if all(is_period(line.text) or (unit_of(line.text) and not title.caption) for line in above):
        at_foot = title_before(sheets.foot(first.page_number - 1), (first.xs[0], first.xs[-1]))
        if not title.caption or (above and at_foot.caption):
            at_foot.unit = title.unit or at_foot.unit
            title = at_foot
    for other in first.facing:
        _go_on(title, title_above(sheets.over(other), other.top, other.xs[0], other.xs[-1]))
    table.caption, table.unit_text, table.context = title.caption, title.unit, title.context
    table.title_lines = title.lines
    if not table.caption:
        table.caption = title_below(below, last.bottom)
    table.unit_text = (
        table.unit_text
        or unit_of(table.caption)
        or unit_inside(table)
        or unit_between(above)
        or unit_of_lead(above)
        or _unit_at_right(chain, sheets)
        or unit_of_note(below, last.bottom)
    )


def _go_on(title: Title, other: Title) -> None:
    """Add what stands over the columns on a facing page: the rest of a title set over both pages, the unit."""
    if title.caption and other.caption and not _IS_WHOLE.search(match_key(title.caption)):
        title.caption += other.caption
        title.lines = [*title.lines, *other.lines]
    title.unit = title.unit or other.unit


def _unit_at_right(chain: Chain, sheets: Sheets) -> str:
    """The unit line over the part of a table that goes on at the right on the same page."""
    number = chain[0].page_number
    others = [other for other in chain[1:] if other.page_number == number]
    lines = [line for line in sheets.texts[number] if any(is_over(line, other) for other in others)]
    return next((unit for line in reversed(lines) if (unit := unit_of(line.text))), "")
