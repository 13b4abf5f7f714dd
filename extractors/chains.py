"""Which segments of pages are one table: what the pages print between them, and how one goes on in the next."""

from __future__ import annotations

from extractors.captions import has_letters, is_continuation_mark, is_footnote, unit_of, without_continued
from extractors.failures import Failures, Part
from extractors.joining import continues
from extractors.model import PageContent, RawTable, TextLine
from extractors.page_breaks import is_end_of_label
from extractors.page_columns import beside, goes_on_at_right, goes_on_beside
from extractors.table_units import lines_over
from normalizers.text import match_key

Texts = dict[int, list[TextLine]]
"""Lines of text by page number, page furniture left out."""


def chain_segments(
    pages: list[PageContent], texts: Texts, failures: Failures
) -> tuple[list[list[RawTable]], set[int]]:
    """The segments of each table, and which tables have nothing printed between them and the one before."""
    chains: list[list[RawTable]] = []
    adjacent: set[int] = set()
    for index, page in enumerate(pages):
        for position, table in enumerate(page.tables):
            place = None
            with failures.limited_to(Part.JOIN, page.number):
                place = _place(pages, index, position, chains, texts)
            if place != "same":
                if place == "adjacent":
                    adjacent.add(len(chains))
                chains.append([table])
    return chains, adjacent


def _place(
    pages: list[PageContent], index: int, position: int, chains: list[list[RawTable]], texts: Texts
) -> str:
    """same: the table was added to the last chain; adjacent: nothing is printed between the two; else apart."""
    page = pages[index]
    table = page.tables[position]
    if position:
        if goes_on_at_right(page.tables[position - 1], table, texts[page.number]):
            chains[-1].append(table)
            return "same"
        return "adjacent" if _is_right_below(page, position, texts[page.number]) else "apart"
    before = pages[index - 1] if index else None
    if before is None or not before.tables or not _nothing_between(before, page, chains[-1], pages, texts):
        return "apart"
    if goes_on_beside(chains[-1][-1], table):
        chains[-1][-1] = beside(chains[-1][-1], table)
        return "same"
    if not continues(chains[-1][-1], table):
        return "adjacent"
    over = lines_over(table, page, texts[page.number])
    table.is_set_anew = any(not is_continuation_mark(line.text) for line in over)
    chains[-1].append(table)
    return "same"


def _is_right_below(page: PageContent, position: int, lines: list[TextLine]) -> bool:
    """Does a table stand right below the one before it on its page, with nothing printed between them?"""
    before, table = page.tables[position - 1], page.tables[position]
    shares_columns = before.xs[0] < table.xs[-1] and table.xs[0] < before.xs[-1]
    return before.bottom <= table.top and shares_columns and not lines_over(table, page, lines)


def _nothing_between(
    before: PageContent,
    page: PageContent,
    chain: list[RawTable],
    pages: list[PageContent],
    texts: Texts,
) -> bool:
    """Is nothing printed between the last table of a page and the first of the next, but its own title once more?"""
    table, last = page.tables[0], before.tables[-1]
    below = [line for line in texts[before.number] if line.top > last.bottom - 2]
    if any(not is_footnote(line) for line in below):
        return False
    first = next(p for p in pages if p.number == chain[0].page_number)
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
