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
from extractors.joining import continues, join
from extractors.model import LogicalTable, PageContent, RawTable, TextLine
from extractors.page_breaks import is_end_of_label
from extractors.page_columns import beside, goes_on_at_right, goes_on_beside

_BESIDE = 12.0  # points by which a caption may stand beside its table


@dataclass(slots=True)
class Body:
    """A document without page furniture: its tables and its lines of prose with their pages."""

    tables: list[LogicalTable]
    prose: list[tuple[int, str]]  # page number, line of text


def assemble(pages: list[PageContent]) -> Body:
    """Join the segments of all pages and name the tables; prose is returned in reading order."""
    running = running_heads(pages)
    texts = {p.number: [line for line in p.lines if not is_furniture(line, p, running)] for p in pages}
    bottoms = {p.number: max(table.bottom for table in p.tables) for p in pages if p.tables}
    tables = [_named(chain, texts, bottoms) for chain in _chains(pages, texts)]
    prose = [(p.number, line.text) for p in pages for line in texts[p.number]]
    return Body(tables, prose)


def _chains(pages: list[PageContent], texts: dict[int, list[TextLine]]) -> list[list[RawTable]]:
    chains: list[list[RawTable]] = []
    tail: RawTable | None = None  # the last table looked at, as it stands on its page
    for index, page in enumerate(pages):
        for position, table in enumerate(page.tables):
            last, tail = tail, table
            if last is None:
                chains.append([table])
            elif position and goes_on_at_right(last, table, texts[page.number]):
                chains[-1].append(table)
            elif position or not _nothing_between(pages[index - 1], page, last, texts):
                chains.append([table])
            elif goes_on_beside(chains[-1][-1], table):
                chains[-1][-1] = beside(chains[-1][-1], table)
            elif continues(chains[-1][-1], table):
                chains[-1].append(table)
            else:
                chains.append([table])
    return chains


def _nothing_between(
    before: PageContent, page: PageContent, last: RawTable, texts: dict[int, list[TextLine]]
) -> bool:
    """Is nothing printed between the last table of a page and the first one of the next?"""
    if last.page_number != before.number:
        return False
    table = page.tables[0]
    below = [line for line in texts[before.number] if line.top > last.bottom - 2]
    above = [line for line in texts[page.number] if line.bottom < table.top + 2]
    return all(is_footnote(line) for line in below) and all(
        is_continuation_mark(line.text) or is_end_of_label(line, table) for line in above
    )


def _named(
    chain: list[RawTable], texts: dict[int, list[TextLine]], bottoms: dict[int, float]
) -> LogicalTable:
    table = join(chain)
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
        table.unit_text = unit_of(table.caption) or _unit_at_right(chain, texts) or _unit_inside(table)
    return table


def _unit_at_right(chain: list[RawTable], texts: dict[int, list[TextLine]]) -> str:
    """The unit line over the part of a table that goes on at the right on the same page."""
    others = [other for other in chain[1:] if other.page_number == chain[0].page_number]
    lines = [line for line in texts[chain[0].page_number] if any(_is_over(line, other) for other in others)]
    return next((unit for line in reversed(lines) if (unit := unit_of(line.text))), "")


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
