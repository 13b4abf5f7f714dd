"""Pages to logical tables: which segments continue each other, and what each table is called."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.captions import (
    is_continuation_mark,
    is_footnote,
    is_furniture,
    is_period,
    running_heads,
    title_above,
    title_before,
    title_below,
    unit_of,
)
from extractors.failures import UNLIMITED, Failures, Part
from extractors.joining import continues, join
from extractors.model import LogicalTable, PageContent, RawTable, TextLine

_BESIDE = 12.0  # points by which a caption may stand beside its table


@dataclass(slots=True)
class Body:
    """A document without page furniture: its tables and its lines of prose with their pages."""

    tables: list[LogicalTable]
    prose: list[tuple[int, str]]  # page number, line of text


def assemble(pages: list[PageContent], failures: Failures = UNLIMITED) -> Body:
    """Join the segments of all pages and name the tables; prose is returned in reading order."""
    texts = _texts(pages, failures)
    bottoms = {p.number: max(table.bottom for table in p.tables) for p in pages if p.tables}
    chains = _chains(pages, texts, failures)
    tables = [table for chain in chains for table in _whole(chain, texts, bottoms, failures)]
    prose = [(p.number, line.text) for p in pages for line in texts[p.number]]
    return Body(tables, prose)


def _texts(pages: list[PageContent], failures: Failures) -> dict[int, list[TextLine]]:
    """The lines of each page without page furniture."""
    running: frozenset[str] = frozenset()
    with failures.limited_to(Part.FURNITURE):
        running = running_heads(pages)
    texts = {p.number: p.lines for p in pages}
    for page in pages:
        with failures.limited_to(Part.FURNITURE, page.number):
            texts[page.number] = [line for line in page.lines if not is_furniture(line, page, running)]
    return texts


def _chains(
    pages: list[PageContent], texts: dict[int, list[TextLine]], failures: Failures
) -> list[list[RawTable]]:
    """Segments that are one table, page after page."""
    chains: list[list[RawTable]] = []
    for index, page in enumerate(pages):
        for position, table in enumerate(page.tables):
            follows = False
            if position == 0 and index and chains:
                with failures.limited_to(Part.JOIN, page.number):
                    follows = _follows(pages[index - 1], page, table, chains[-1], texts)
            if follows:
                chains[-1].append(table)
            else:
                chains.append([table])
    return chains


def _follows(
    before: PageContent,
    page: PageContent,
    table: RawTable,
    chain: list[RawTable],
    texts: dict[int, list[TextLine]],
) -> bool:
    last = chain[-1]
    if last.page_number != before.number or not before.tables or before.tables[-1] is not last:
        return False
    below = [line for line in texts[before.number] if line.top > last.bottom - 2]
    above = [line for line in texts[page.number] if line.bottom < table.top + 2]
    if any(not is_footnote(line) for line in below) or any(
        not is_continuation_mark(line.text) for line in above
    ):
        return False
    return continues(last, table)


def _whole(
    chain: list[RawTable],
    texts: dict[int, list[TextLine]],
    bottoms: dict[int, float],
    failures: Failures,
) -> list[LogicalTable]:
    """The table of a chain with its names; where it cannot be joined, its segments as tables of their own."""
    is_one = len(chain) == 1
    with failures.limited_to(Part.TABLE if is_one else Part.JOIN, chain[0].page_number):
        table = join(chain)
        with failures.limited_to(Part.CAPTION, chain[0].page_number):
            _name(table, chain, texts, bottoms)
        return [table]
    return [] if is_one else [t for one in chain for t in _whole([one], texts, bottoms, failures)]


def _name(
    table: LogicalTable,
    chain: list[RawTable],
    texts: dict[int, list[TextLine]],
    bottoms: dict[int, float],
) -> None:
    """Give a table its caption, its unit line and the prose before it."""
    first = chain[0]
    above = [
        line for line in texts[first.page_number] if line.bottom < first.top + 3 and _is_over(line, first)
    ]
    table.caption, table.unit_text, table.context = title_above(above, first.top, first.xs[0], first.xs[-1])
    if all(is_period(line.text) or (unit_of(line.text) and not table.caption) for line in above):
        foot = _foot(first.page_number - 1, texts, bottoms)
        caption, unit, table.context = title_before(foot, (first.xs[0], first.xs[-1]))
        if not table.caption or (above and caption):
            table.caption, table.unit_text = caption, table.unit_text or unit
    last = chain[-1]
    if not table.caption:
        below = [line for line in texts[last.page_number] if line.top > last.bottom - 3]
        table.caption = title_below(below, last.bottom)
    if not table.unit_text:
        table.unit_text = unit_of(table.caption) or _unit_inside(table)


def _foot(page: int, texts: dict[int, list[TextLine]], bottoms: dict[int, float]) -> list[TextLine]:
    """The lines of a page below its last table."""
    return [line for line in texts.get(page, []) if line.top > bottoms.get(page, 0.0) - 3]


def _is_over(line: TextLine, table: RawTable) -> bool:
    """Does the line stand over the table rather than over one beside it?"""
    return line.x0 < table.xs[-1] + _BESIDE and line.x1 > table.xs[0] - _BESIDE


def _unit_inside(table: LogicalTable) -> str:
    """A unit line drawn as one of the first rows of the table."""
    for cell in table.cells:
        if cell.row > 2:
            break
        stated = unit_of(cell.text)
        if stated and len(cell.text) < 30:
            return stated
    return ""
