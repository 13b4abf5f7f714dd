"""Pages to logical tables: which segments continue each other, and what each table is called."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.captions import (
    has_letters,
    is_continuation_mark,
    is_footnote,
    is_period,
    unit_of,
    without_continued,
)
from extractors.furniture import is_furniture, running_heads
from extractors.joining import continues, join
from extractors.model import LogicalTable, PageContent, RawTable, TextLine
from extractors.page_breaks import is_end_of_label
from extractors.page_columns import beside, goes_on_at_right, goes_on_beside
from extractors.table_titles import title_above, title_before, title_below
from extractors.table_units import inherit_units, is_over, lines_over, unit_between, unit_inside, unit_of_note
from normalizers.text import match_key

Texts = dict[int, list[TextLine]]


@dataclass(slots=True)
class Body:
    """A document without page furniture: its tables and its lines of prose with their pages."""

    tables: list[LogicalTable]
    prose: list[tuple[int, str]]  # page number, line of text


def assemble(pages: list[PageContent]) -> Body:
    """Join the segments of all pages and name the tables; prose is returned in reading order."""
    running = running_heads(pages)
    texts = {p.number: [line for line in p.lines if not is_furniture(line, p, running)] for p in pages}
    by_number = {p.number: p for p in pages}
    chains, adjacent = _chains(pages, texts)
    tables = [_named(chain, texts, by_number) for chain in chains]
    inherit_units(tables, adjacent)
    prose = [(p.number, line.text) for p in pages for line in texts[p.number]]
    return Body(tables, prose)


def _chains(pages: list[PageContent], texts: Texts) -> tuple[list[list[RawTable]], set[int]]:
    """The segments of each table, and which tables have nothing printed between them and the one before."""
    chains: list[list[RawTable]] = []
    adjacent: set[int] = set()
    by_number = {p.number: p for p in pages}
    tail: RawTable | None = None  # the last table looked at, as it stands on its page
    for index, page in enumerate(pages):
        for position, table in enumerate(page.tables):
            last, tail = tail, table
            if position and last is not None and goes_on_at_right(last, table, texts[page.number]):
                chains[-1].append(table)
                continue
            is_next = (
                position == 0
                and last is not None
                and _nothing_between(pages[index - 1], page, last, chains[-1], texts, by_number)
            )
            if is_next and goes_on_beside(chains[-1][-1], table):
                chains[-1][-1] = beside(chains[-1][-1], table)
                continue
            if is_next and continues(chains[-1][-1], table):
                table.is_set_anew = any(
                    not is_continuation_mark(line.text)
                    for line in lines_over(table, page, texts[page.number])
                )
                chains[-1].append(table)
                continue
            if is_next or (position and _is_right_below(page, position, texts[page.number])):
                adjacent.add(len(chains))
            chains.append([table])
    return chains, adjacent


def _is_right_below(page: PageContent, position: int, lines: list[TextLine]) -> bool:
    """Does a table stand right below the one before it on its page, with nothing printed between them?"""
    before, table = page.tables[position - 1], page.tables[position]
    shares_columns = before.xs[0] < table.xs[-1] and table.xs[0] < before.xs[-1]
    return before.bottom <= table.top and shares_columns and not lines_over(table, page, lines)


def _nothing_between(
    before: PageContent,
    page: PageContent,
    last: RawTable,
    chain: list[RawTable],
    texts: Texts,
    by_number: dict[int, PageContent],
) -> bool:
    """Is nothing printed between the last table of a page and the first of the next, but its own title once more?"""
    if last.page_number != before.number:
        return False
    table = page.tables[0]
    below = [line for line in texts[before.number] if line.top > last.bottom - 2]
    if any(not is_footnote(line) for line in below):
        return False
    first = by_number[chain[0].page_number]
    printed = lines_over(chain[0], first, texts[first.number])
    above = [line for line in lines_over(table, page, texts[page.number]) if has_letters(line.text)]
    titles = {without_continued(line.text) for line in printed}
    heads = {(match_key(line.text), round(line.top)) for line in texts[before.number]}
    if any(
        not is_continuation_mark(line.text)
        and without_continued(line.text) not in titles
        and (match_key(line.text), round(line.top)) not in heads
        and not is_end_of_label(line, table)
        for line in above
    ):
        return False
    units = [{unit_of(line.text) for line in lines} - {""} for lines in (printed, above)]
    return not all(units) or units[0] == units[1]


def _named(chain: list[RawTable], texts: Texts, pages: dict[int, PageContent]) -> LogicalTable:
    table = join(chain)
    first, last = chain[0], chain[-1]
    above = lines_over(first, pages[first.page_number], texts[first.page_number])
    title = title_above(above, first.top, first.xs[0], first.xs[-1])
    if all(is_period(line.text) or (unit_of(line.text) and not title.caption) for line in above):
        at_foot = title_before(_foot(first.page_number - 1, texts, pages), (first.xs[0], first.xs[-1]))
        if not title.caption or (above and at_foot.caption):
            at_foot.unit = title.unit or at_foot.unit
            title = at_foot
    table.caption, table.unit_text, table.context = title.caption, title.unit, title.context
    table.title_lines = title.lines
    below = [line for line in texts[last.page_number] if line.top > last.bottom - 3]
    if not table.caption:
        table.caption = title_below(below, last.bottom)
    table.unit_text = (
        table.unit_text
        or unit_of(table.caption)
        or unit_inside(table)
        or unit_between(above)
        or _unit_at_right(chain, texts)
        or unit_of_note(below, last.bottom)
    )
    return table


def _unit_at_right(chain: list[RawTable], texts: Texts) -> str:
    """The unit line over the part of a table that goes on at the right on the same page."""
    others = [other for other in chain[1:] if other.page_number == chain[0].page_number]
    lines = [line for line in texts[chain[0].page_number] if any(is_over(line, other) for other in others)]
    return next((unit for line in reversed(lines) if (unit := unit_of(line.text))), "")


def _foot(page: int, texts: Texts, pages: dict[int, PageContent]) -> list[TextLine]:
    """The lines of a page below its last table."""
    tables = pages[page].tables if page in pages else []
    bottom = max((table.bottom for table in tables), default=0.0)
    return [line for line in texts.get(page, []) if line.top > bottom - 3]
