"""Which segments of pages are one table: what the pages print between them, and how one goes on in the next."""

from __future__ import annotations

from extractors.failures import Failures, Part
from extractors.model import RawTable, TextLine
from extractors.vocabulary import is_continuation_mark, is_footnote, unit_of, without_continued
from extractors.whole.joining import continues
from extractors.whole.page_breaks import is_end_of_label
from extractors.whole.page_columns import beside, faces, goes_on_at_right, goes_on_beside
from extractors.whole.sheets import Sheets
from extractors.whole.table_titles import title_above
from normalizers.text import match_key

Chain = list[RawTable]


def chain_segments(sheets: Sheets, failures: Failures) -> tuple[list[Chain], set[int]]:
    """The segments of each table, and which tables have nothing printed between them and the one before."""
    chains: list[Chain] = []
    adjacent: set[int] = set()
    last: RawTable | None = None  # the last table looked at, as it stands on its page
    for page in sheets.pages.values():
        for table in page.tables:
            is_adjacent = is_added = False
            with failures.limited_to(Part.JOIN, page.number):
                if last is not None:
                    is_added, is_adjacent = _add(chains[-1], last, table, sheets)
            last = table
            if is_added:
                continue
            if is_adjacent:
                adjacent.add(len(chains))
            chains.append([table])
    return chains, adjacent


def _add(chain: Chain, last: RawTable, table: RawTable, sheets: Sheets) -> tuple[bool, bool]:
    """Add a table to the chain that ends with `last` if it goes on there: was it added, and does it stand right
    behind it?"""
    if table.page_number == last.page_number:
        lines = sheets.texts[table.page_number]
        if goes_on_at_right(last, table, lines) and _agree(sheets.over(last), sheets.over(table)):
            chain.append(table)
            return True, True
        return False, _is_right_below(last, table, sheets)
    is_next = last.page_number == table.page_number - 1
    if sheets.pages[table.page_number].stands_alone:
        return False, False
    if is_next and faces(chain[-1], table):
        chain[-1] = beside(chain[-1], table)
        return True, True
    if not is_next or not _nothing_between(last, table, chain, sheets):
        return False, False
    if goes_on_beside(chain[-1], table):
        chain[-1] = beside(chain[-1], table)
        return True, True
    if not continues(chain[-1], table):
        return False, True
    table.is_set_anew = _prints_title_again(table, chain, sheets)
    chain.append(table)
    return True, True


def _is_right_below(before: RawTable, table: RawTable, sheets: Sheets) -> bool:
    """Does a table stand right below the one before it on its page, with nothing printed between them?"""
    shares_columns = before.xs[0] < table.xs[-1] and table.xs[0] < before.xs[-1]
    return before.bottom <= table.top and shares_columns and not sheets.over(table)


def _nothing_between(last: RawTable, table: RawTable, chain: Chain, sheets: Sheets) -> bool:
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
        and not is_end_of_label(line, table, last)
        for line in above
    ):
        return False
    return _agree(printed, above)


def _agree(*over: list[TextLine]) -> bool:
    """Do the lines over two tables state the same units, where both state any?"""
    units = [{unit_of(line.text) for line in lines} - {""} for lines in over]
    return not all(units) or units[0] == units[1]


def _prints_title_again(table: RawTable, chain: Chain, sheets: Sheets) -> bool:
    """Does the title of a table stand again over its next part? A running head does not count."""
    first = chain[0]
    title = title_above(sheets.over(first), first.top, first.xs[0], first.xs[-1])
    lines = {without_continued(text) for text in title.lines}
    return any(without_continued(line.text) in lines for line in sheets.over(table))
