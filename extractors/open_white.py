"""Tables with nothing drawn around them: lines that leave white in the same places, whatever their words are."""

from __future__ import annotations

import itertools
import re

from extractors.frames import is_running
from extractors.region import Region
from extractors.region_lines import names_table
from extractors.segments import SegmentLine
from extractors.values import is_value
from normalizers.text import match_key

_APART = 2.2  # em of white between two lines, at most
_ROWS = 3  # of a table
_FULL = 0.6  # share of the most texts in a row that a full row has
_WHITE = 0.8  # em of white between two columns
_PAIR = 24  # characters that a text of a table of two columns has at most, on average
_PAGE = re.compile(r"\(?(\d{1,4})\)?")
_LEADERS = re.compile(r"[.…·]{3,}.{0,8}$")
_ALONE = 0.5  # share of the lines that hold a single text, at most


def white_regions(lines: list[SegmentLine], em: float) -> list[Region]:
    """Regions of such tables among the lines of a part of a page, from top to bottom."""
    if not lines:
        return []
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    regions: list[Region] = []
    run: list[SegmentLine] = []
    for line in [*lines, None]:
        if line is not None and (not run or _goes_on(run, line, x0, x1, em)):
            if run or (line.is_multiple and not _is_text(line, x0, x1, em)):
                run.append(line)
            continue
        regions += _tables(run, em)
        run = [line] if line is not None and line.is_multiple and not _is_text(line, x0, x1, em) else []
    return regions


def _is_text(line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    return is_running(line, x0, x1, em) or names_table(line) or bool(_LEADERS.search(match_key(line.text)))


def _goes_on(run: list[SegmentLine], line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    if line.top - run[-1].bottom > _APART * em or _is_text(line, x0, x1, em):
        return False
    left, right = min(other.x0 for other in run), max(other.x1 for other in run)
    return line.x0 < right and line.x1 > left


def _tables(run: list[SegmentLine], em: float) -> list[Region]:
    while run and not run[-1].is_multiple:
        run.pop()
    return [_region(run)] if _is_table(run, em) else []


def _region(run: list[SegmentLine]) -> Region:
    x0, x1 = min(line.x0 for line in run), max(line.x1 for line in run)
    return Region(x0, x1, run[0].top - 1, run[-1].bottom + 1, run, source="white")


def _is_table(run: list[SegmentLine], em: float) -> bool:
    """Do the fullest rows leave white in the same places, with as much text on both sides as a table has?"""
    most = max((len(line.segments) for line in run), default=0)
    full = [line for line in run if line.is_multiple and len(line.segments) >= _FULL * most]
    if len(full) < (_ROWS if most < 4 else 2) or sum(not line.is_multiple for line in run) > _ALONE * len(run):
        return False
    columns = _columns(full, em)
    if len(columns) < 2 or 2 * len(columns) < most:
        return False
    texts = [[s.text for line in full for s in line.segments if low <= s.centre <= high] for low, high in columns]
    if any(2 * len(column) < len(full) for column in texts):
        return False
    if len(columns) > 2:
        return True
    figures = any(2 * sum(is_value(t) for t in column) >= len(column) for column in texts[1:])
    short = all(sum(map(len, column)) <= _PAIR * len(column) for column in texts)
    return figures and short and not _counts_up(texts[1])


def _counts_up(texts: list[str]) -> bool:
    """Whole numbers none of which is less than the one above it: pages in a list of contents."""
    numbers = [int(m[1]) for text in texts if (m := _PAGE.fullmatch(match_key(text)))]
    return len(numbers) == len(texts) and all(a <= b for a, b in itertools.pairwise(numbers))


def _columns(lines: list[SegmentLine], em: float) -> list[tuple[float, float]]:
    """Stretches of x that the lines fill, parted by white."""
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted((s.x0, s.x1) for line in lines for s in line.segments):
        if found and x0 - found[-1][1] < _WHITE * em:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found
