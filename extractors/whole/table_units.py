"""Which unit belongs to which table: what stands over it, in it or below it, and what its first part says."""

from __future__ import annotations

import itertools
import re

from extractors.model import LogicalTable, PageContent, RawTable, TextLine
from extractors.vocabulary import (
    caption_words,
    is_caption,
    is_filled_in,
    is_footnote,
    is_named_table,
    is_number,
    is_period,
    is_unit_line,
    unit_of,
    without_continued,
)
from extractors.whole.furniture import LINE_GAP, middle
from normalizers.numbers import units
from normalizers.text import match_key

_BESIDE = 12.0  # points by which a caption may stand beside its table
_EDGE = 8.0  # points by which the outer edges of two parts of a table may differ
_HEAD = 2  # last of the rows of a table in which a unit line is drawn
_LEAD = 4  # lines above a table, its caption among them, in which the sentence that leads to it is looked for
_LONGEST = 30
_LONGEST_SENTENCE = 60
# 本表金额单位均为万元, 表内金额均以万元计: what a note or a sentence states about the unit.
_STATED = re.compile(
    r"单位(?:[^，。；,;]{0,12}?)(?:均?以|[均皆全都一统律]*为|[均皆]?是|:)([百千万亿]{0,2}元)"
    r"|(?:金额|数据|数字|数额)[^，。；,;]{0,6}?以([百千万亿]{0,2}元)(?:计|表示|为单位|列示)"
)


def lines_over(table: RawTable, page: PageContent, lines: list[TextLine]) -> list[TextLine]:
    """The lines between a table and whatever table stands over it, from top to bottom.

    A line beside the table is its own where no other stands right below it.
    """
    others = [other for other in page.tables if other is not table]
    ceiling = max(
        (o.bottom for o in others if o.bottom <= table.top + _BESIDE and _share_columns(o, table)),
        default=0.0,
    )
    found = []
    for line in lines:
        if not ceiling - _BESIDE / 4 < middle(line) < table.top:
            continue
        below = [o for o in others if middle(line) < o.top < table.bottom and is_over(line, o)]
        if is_over(line, table) or not below:
            found.append(line)
    return found


def is_over(line: TextLine, table: RawTable) -> bool:
    return line.x0 < table.xs[-1] + _BESIDE and line.x1 > table.xs[0] - _BESIDE


def _share_columns(a: RawTable, b: RawTable) -> bool:
    return a.xs[0] < b.xs[-1] and b.xs[0] < a.xs[-1]


def unit_between(above: list[TextLine]) -> str:
    """The unit of a line of its own anywhere between the table and the one before it, the nearest first."""
    return next((unit_of(line.text) for line in reversed(above) if is_unit_line(line.text)), "")


def unit_inside(table: LogicalTable) -> str:
    """A unit that is printed in the first rows of the table: in a row of its own beside a title or an office, or in a
    heading that it runs into; one in brackets behind a heading speaks of that column alone."""
    for row in range(_HEAD + 1):
        cells = [c for c in table.cells if c.row == row and c.text]
        for cell in cells:
            others = (c.text for c in cells if c is not cell)
            is_row = cell.column_span == table.column_count or all(map(_stands_over_header, others))
            runs_on = "单位:" in match_key(cell.text) and not match_key(cell.text).endswith(")")
            if len(cell.text) < _LONGEST and (is_row or runs_on) and unit_of(cell.text):
                return unit_of(cell.text)
    return ""


def _stands_over_header(text: str) -> bool:
    return is_filled_in(text) or is_number(text) or is_period(text) or is_named_table(text)


def unit_of_note(below: list[TextLine], bottom: float) -> str:
    """The unit of money that a note right under a table states for it: 注：本表金额单位为亿元."""
    reach = bottom
    for line in below:
        if line.top - reach > LINE_GAP / 2:
            break
        reach = line.bottom
        if not is_footnote(line):
            break
        found = stated_in(line.text)
        if found:
            return found
    return ""


def stated_in(text: str) -> str:
    """The unit of money that a sentence states: 金额单位均为万元."""
    found = _STATED.search(match_key(text))
    name = found[1] or found[2] if found else ""
    return name if units.lookup(name) is not None else ""


def unit_of_lead(above: list[TextLine]) -> str:
    """The unit of money that the sentence which leads to a table states for it: 构成见下表，表内金额均以万元计。"""
    lead = match_key("".join(line.text for line in above[-_LEAD:]))
    return next(
        (unit for part in re.split("[。；;]", lead) if "表" in part and (unit := stated_in(part))), ""
    )


def share_units(tables: list[LogicalTable]) -> None:
    """Give a table the unit that stands over the one beside it on the same page: a list set in two columns."""
    for before, table in itertools.pairwise(tables):
        if bool(before.unit_text) != bool(table.unit_text) and _stand_side_by_side(before, table):
            before.unit_text = table.unit_text = before.unit_text or table.unit_text


def _stand_side_by_side(one: LogicalTable, other: LogicalTable) -> bool:
    page = one.page_last
    if page != other.page_first or one.column_count < 2 or other.column_count < 2:
        return False
    (left, top, right, bottom), (left2, top2, right2, bottom2) = (_box(table, page) for table in (one, other))
    shared = min(bottom, bottom2) - max(top, top2)
    return (right <= left2 or right2 <= left) and 2 * shared > max(bottom - top, bottom2 - top2)


def _box(table: LogicalTable, page: int) -> tuple[float, float, float, float]:
    own = [piece for cell in table.cells for piece in cell.pieces() if piece.page_number == page]
    if not own:
        return 0.0, 0.0, 0.0, 0.0
    return (
        min(c.x0 for c in own),
        min(c.top for c in own),
        max(c.x1 for c in own),
        max(c.bottom for c in own),
    )


def inherit_units(tables: list[LogicalTable], adjacent: set[int]) -> None:
    """Give a table that goes on, but was not joined to its first part, the unit that this part states.

    It goes on where it bears the same title on the next page, or where nothing stands between the two (`adjacent` holds
    the second's place in the list) and they have as many columns or the same outer edges.
    """
    for index, (before, table) in enumerate(itertools.pairwise(tables), 1):
        if table.unit_text:
            continue
        is_next = table.page_first == before.page_last + 1
        is_same = bool(table.caption) and without_continued(table.caption) == without_continued(
            before.caption
        )
        goes_on = not table.caption and index in adjacent and _are_as_wide(before, table)
        if (is_same and is_next) or goes_on:
            table.unit_text = before.unit_text


def _are_as_wide(before: LogicalTable, table: LogicalTable) -> bool:
    if before.column_count == table.column_count:
        return True
    edges = _edges(before, before.page_last), _edges(table, table.page_first)
    return all(abs(a - b) <= _EDGE for a, b in zip(*edges, strict=True))


def _edges(table: LogicalTable, page: int) -> tuple[float, float]:
    """Where a table begins and ends on a page, in points from the left."""
    own = [piece for cell in table.cells for piece in cell.pieces() if piece.page_number == page]
    return min((c.x0 for c in own), default=0.0), max((c.x1 for c in own), default=0.0)


def unit_for_all(prose: list[tuple[int, str]]) -> str:
    """The one unit of money that the prose states for all tables of the document; empty where there are several."""
    text = "".join(line if not is_caption(line) and not is_named_table(line) else "。" for _, line in prose)
    found = {
        stated_in(sentence)
        for sentence in re.split("[。；;]", match_key(text))
        if len(sentence) <= _LONGEST_SENTENCE
        and any(word in sentence for word in caption_words()["all_tables"])
    } - {""}
    return found.pop() if len(found) == 1 else ""
