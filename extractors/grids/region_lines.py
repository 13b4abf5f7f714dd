"""Lines of text around a table: which are rows of it, and which a heading, a caption, a note or prose.

A table cut by the page's edge is followed past its last rule as far as the columns go on.
"""

from __future__ import annotations

import re

from extractors.grids.region import Region
from extractors.lines import SegmentLine
from normalizers.text import match_key

_CAPTION = re.compile(
    r"^(附件|附表|续表|表|图表|图|table|figure)\s*[\d一二三四五六七八九十]+|单位[:：]", re.IGNORECASE
)
_HEADING = re.compile(r"^([一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、]\D)")
_UNIT = re.compile(r"\(?(金额|计量|货币)?单位:[^()]{1,6}\)?$")
NOTE = re.compile(r"^(注|备注|说明|数据来源|资料来源)[:：\d]")
_SENTENCE = re.compile(r",[^,]+。$")  # alone at the left edge
_TITLE = re.compile(r"表(\([^()]*\))?$")
LEADERS = re.compile(r"[.…·]{4,}\s*\d*$")


def is_prose(line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    """Does the line run from edge to edge without a gap, or past the edges?"""
    if line.x0 < x0 - em or line.x1 > x1 + em:
        return True
    return not line.is_multiple and line.x0 < x0 + 3 * em and line.x1 > x1 - 3 * em


def is_note(line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    """A single text from the left edge over nearly half the width: the last line of a paragraph, a note, a heading."""
    return (
        not line.is_multiple
        and line.x0 < x0 + 3 * em
        and 0.45 * (x1 - x0) < line.x1 - line.x0
        and not is_prose(line, x0, x1, em)
    )


def is_heading(line: SegmentLine, x0: float, em: float) -> bool:
    """A numbered heading of the text, alone at the left edge."""
    return not line.is_multiple and line.x0 < x0 + 3 * em and bool(_HEADING.match(match_key(line.text)))


def ends_table(line: SegmentLine, x0: float, em: float) -> bool:
    """A note, a caption or a numbered heading of the text: what stands between two tables."""
    if names_table(line):
        return True
    if line.is_multiple:
        return False
    is_sentence = line.x0 < x0 + 3 * em and bool(_SENTENCE.search(match_key(line.text)))
    return is_sentence or is_heading(line, x0, em) or bool(NOTE.match(match_key(line.text)))


def is_title(line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    """The title of another table: centred over the columns, and called one."""
    is_centred = abs(line.x0 + line.x1 - x0 - x1) < 2 * em
    return not line.is_multiple and is_centred and bool(_TITLE.search(match_key(line.text)))


def names_table(line: SegmentLine) -> bool:
    """A numbered caption, a unit line, or a caption and its unit on one line."""
    keys = [match_key(s.text) for s in line.segments]
    return bool(_CAPTION.match("".join(keys))) or (len(keys) < 4 and bool(_UNIT.match(keys[-1])))


def crosses(line: SegmentLine, other: SegmentLine, em: float) -> bool:
    """Does a single text stand over two texts of another line, as no cell of the same columns can?"""
    return (
        not line.is_multiple
        and sum(min(line.x1, s.x1) - max(line.x0, s.x0) > 0.5 * em for s in other.segments) > 1
    )


def without(lines: list[SegmentLine], regions: list[Region]) -> list[SegmentLine]:
    """The lines without the segments that regions have taken."""
    taken = {id(s) for region in regions for line in region.lines for s in line.segments}
    kept = ([s for s in line.segments if id(s) not in taken] for line in lines)
    return [SegmentLine(segments) for segments in kept if segments]


def cropped(lines: list[SegmentLine], x0: float, x1: float, em: float) -> list[SegmentLine]:
    """The lines without the segments that stand beside x0 to x1."""
    kept = ([s for s in line.segments if s.x1 > x0 - em and s.x0 < x1 + em] for line in lines)
    return [SegmentLine(segments) for segments in kept if segments]


def to_edge(
    lines: list[SegmentLine],
    nearest: list[SegmentLine],
    edge: float,
    x0: float,
    x1: float,
    em: float,
    step: int,
    margin: float,
) -> list[SegmentLine]:
    """All lines from the last rule to the page's edge when they go on in columns, nearest first; else none.

    There the page break may have cut a cell: its lines stand alone, in one of the columns of the `nearest` row.
    Beyond the height `margin` a running head or foot may follow after white space.
    """
    taken = run_of(lines, edge, x0, x1, em, step)
    rows = [line for line in taken if line.is_multiple]
    alone = [line for line in taken if not line.is_multiple]
    if any((line.middle - margin) * step < 0 for line in lines[len(taken) :]) or any(
        crosses(line, row, em) for line in alone for row in rows[-1:] or nearest
    ):
        return []
    return taken if rows or all(line.x0 > x0 + 3 * em for line in alone) else []


def extend(
    lines: list[SegmentLine], edge: float, x0: float, x1: float, em: float, step: int, is_cut: bool = False
) -> list[SegmentLine]:
    """Lines beyond the last rule that go on in columns, nearest first.

    Below a header whose table is surely cut (`is_cut`) the first lines may belong to a single cell.
    """
    taken = run_of(lines, edge, x0, x1, em, step)
    if taken and not taken[0].is_multiple and not is_cut:
        return []
    rows = [line for line in taken if line.is_multiple]
    while (
        len(taken) > 1
        and not taken[-1].is_multiple
        and (abs(taken[-1].base - taken[-2].base) > 1.6 * em or (rows and crosses(taken[-1], rows[-1], em)))
    ):
        taken.pop()
    return taken if rows else []


def run_of(
    lines: list[SegmentLine], edge: float, x0: float, x1: float, em: float, step: int
) -> list[SegmentLine]:
    """Lines one after the other, nearest first, up to a wide gap or to what ends a table."""
    taken: list[SegmentLine] = []
    last = edge
    for line in lines:
        distance = (line.top - last) if step > 0 else (last - line.bottom)
        is_list = LEADERS.search(match_key(line.text))
        if distance > 3 * em or is_prose(line, x0, x1, em) or is_list:
            break
        if ends_table(line, x0, em) or is_title(line, x0, x1, em):
            break
        taken.append(line)
        last = line.bottom if step > 0 else line.top
    return taken
