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


@dataclass(slots=True)
class Body:
    """A document without page furniture: its tables and its lines of prose with their pages."""

    tables: list[LogicalTable]
    prose: list[tuple[int, str]]  # page number, line of text


class _Sheets:
    """The pages of a document with their lines, page furniture left out."""

    def __init__(self, pages: list[PageContent]) -> None:
        running = running_heads(pages)
        self.pages = {p.number: p for p in pages}
        self.texts = {
            p.number: [line for line in p.lines if not is_furniture(line, p, running)] for p in pages
        }

    def over(self, table: RawTable) -> list[TextLine]:
        """The lines over a table that say something, from top to bottom."""
        page = self.pages[table.page_number]
        return [line for line in lines_over(table, page, self.texts[page.number]) if has_letters(line.text)]

    def below(self, table: RawTable) -> list[TextLine]:
        return [line for line in self.texts[table.page_number] if line.top > table.bottom - 3]

    def foot(self, number: int) -> list[TextLine]:
        """The lines of a page below its last table."""
        tables = self.pages[number].tables if number in self.pages else []
        bottom = max((table.bottom for table in tables), default=0.0)
        return [line for line in self.texts.get(number, []) if line.top > bottom - 3]


def assemble(pages: list[PageContent]) -> Body:
    """Join the segments of all pages and name the tables; prose is returned in reading order."""
    sheets = _Sheets(pages)
    chains, adjacent = _chains(pages, sheets)
    tables = [_named(chain, sheets) for chain in chains]
    inherit_units(tables, adjacent)
    prose = [(p.number, line.text) for p in pages for line in sheets.texts[p.number]]
    return Body(tables, prose)


def _chains(pages: list[PageContent], sheets: _Sheets) -> tuple[list[list[RawTable]], set[int]]:
    """The segments of each table, and which tables have nothing printed between them and the one before."""
    chains: list[list[RawTable]] = []
    adjacent: set[int] = set()
    tail: RawTable | None = None  # the last table looked at, as it stands on its page
    for page in pages:
        for position, table in enumerate(page.tables):
            last, tail = tail, table
            if (
                position
                and last is not None
                and goes_on_at_right(last, table, sheets.texts[page.number])
                and _agree(sheets.over(last), sheets.over(table))
            ):
                chains[-1].append(table)
                continue
            is_next = (
                position == 0
                and last is not None
                and last.page_number == page.number - 1
                and _nothing_between(last, table, chains[-1], sheets)
            )
            if is_next and goes_on_beside(chains[-1][-1], table):
                chains[-1][-1] = beside(chains[-1][-1], table)
            elif is_next and continues(chains[-1][-1], table):
                table.is_set_anew = _prints_title_again(table, chains[-1], sheets)
                chains[-1].append(table)
            else:
                if is_next or (position and last is not None and _is_right_below(last, table, sheets)):
                    adjacent.add(len(chains))
                chains.append([table])
    return chains, adjacent


def _is_right_below(before: RawTable, table: RawTable, sheets: _Sheets) -> bool:
    """Does a table stand right below the one before it on its page, with nothing printed between them?"""
    shares_columns = before.xs[0] < table.xs[-1] and table.xs[0] < before.xs[-1]
    return before.bottom <= table.top and shares_columns and not sheets.over(table)


def _nothing_between(last: RawTable, table: RawTable, chain: list[RawTable], sheets: _Sheets) -> bool:
    """Is nothing printed between the last table of a page and the first of the next, but its own title once more?"""
    if any(not is_footnote(line) for line in sheets.texts[last.page_number] if line.top > last.bottom - 2):
        return False
    printed, above = sheets.over(chain[0]), sheets.over(table)
    titles = {without_continued(line.text) for line in printed}
    heads = {(match_key(line.text), round(line.top)) for line in sheets.texts[last.page_number]}
    if any(
        not is_continuation_mark(line.text)
        and without_continued(line.text) not in titles
        and (match_key(line.text), round(line.top)) not in heads
        and not is_end_of_label(line, table)
        for line in above
    ):
        return False
    return _agree(printed, above)


def _agree(*over: list[TextLine]) -> bool:
    """Do the lines over two tables state the same units, where both state any?"""
    units = [{unit_of(line.text) for line in lines} - {""} for lines in over]
    return not all(units) or units[0] == units[1]


def _prints_title_again(table: RawTable, chain: list[RawTable], sheets: _Sheets) -> bool:
    """Does the title of a table stand again over its next part? A running head does not count."""
    first = chain[0]
    title = title_above(sheets.over(first), first.top, first.xs[0], first.xs[-1])
    lines = {without_continued(text) for text in title.lines}
    return any(without_continued(line.text) in lines for line in sheets.over(table))


def _named(chain: list[RawTable], sheets: _Sheets) -> LogicalTable:
    table = join(chain)
    first, last = chain[0], chain[-1]
    above, below = sheets.over(first), sheets.below(last)
    title = title_above(above, first.top, first.xs[0], first.xs[-1])
    if all(is_period(line.text) or (unit_of(line.text) and not title.caption) for line in above):
        at_foot = title_before(sheets.foot(first.page_number - 1), (first.xs[0], first.xs[-1]))
        if not title.caption or (above and at_foot.caption):
            at_foot.unit = title.unit or at_foot.unit
            title = at_foot
    table.caption, table.unit_text, table.context = title.caption, title.unit, title.context
    table.title_lines = title.lines
    if not table.caption:
        table.caption = title_below(below, last.bottom)
    table.unit_text = (
        table.unit_text
        or unit_of(table.caption)
        or unit_inside(table)
        or unit_between(above)
        or _unit_at_right(chain, sheets)
        or unit_of_note(below, last.bottom)
    )
    return table


def _unit_at_right(chain: list[RawTable], sheets: _Sheets) -> str:
    """The unit line over the part of a table that goes on at the right on the same page."""
    number = chain[0].page_number
    others = [other for other in chain[1:] if other.page_number == number]
    lines = [line for line in sheets.texts[number] if any(is_over(line, other) for other in others)]
    return next((unit for line in reversed(lines) if (unit := unit_of(line.text))), "")
