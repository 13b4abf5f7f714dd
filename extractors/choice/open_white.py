"""Tables with nothing drawn around them: lines that leave white in the same places, whatever their words are."""

from __future__ import annotations

import itertools
import re

from extractors.choice.frames import is_running
from extractors.geometry import median
from extractors.grids import Region, names_table
from extractors.lines import SegmentLine
from extractors.vocabulary import is_value
from normalizers.text import match_key

_APART = 2.2  # em of white between two lines, at most
_ROWS = 3  # of a table
_FULL = 0.6  # share of the most texts in a row that a full row has
_WHITE = 0.8  # em of white between two columns
_PAIR = 24  # characters that a text of a table of two columns has at most, on average
_PAGE = re.compile(r"\(?(\d{1,4})\)?")
_LEADERS = re.compile(r"[.…·]{3,}.{0,8}$")
_MORE = 0.5  # em of white, beyond the usual, that parts two tables
_ALONE = 0.5  # share of the lines that hold a single text, at most


def white_regions(lines: list[SegmentLine], em: float) -> list[Region]:
    """Regions of such tables among the lines of a part of a page, from top to bottom."""
    if not lines:
        return []
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    regions: list[Region] = []
    run: list[SegmentLine] = []
    start = 0
    for k, line in enumerate([*lines, None]):
        if run and line is not None and _goes_on(run, line, x0, x1, em):
            run.append(line)
            continue
        regions += _tables(run, lines[:start], em)
        starts = line is not None and line.is_multiple and not _is_text(line, x0, x1, em)
        run, start = ([line], k) if starts and line is not None else ([], k)
    return regions


def _is_text(line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    return is_running(line, x0, x1, em) or names_table(line) or bool(_LEADERS.search(match_key(line.text)))


def _goes_on(run: list[SegmentLine], line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    if line.top - run[-1].bottom > _APART * em or _is_text(line, x0, x1, em):
        return False
    left, right = min(other.x0 for other in run), max(other.x1 for other in run)
    return line.x0 < right and line.x1 > left


def _tables(run: list[SegmentLine], above: list[SegmentLine], em: float) -> list[Region]:
    """The tables of a run of lines; `above` are those before it, from top to bottom."""
    found: list[Region] = []
    for part in _parted(run, em):
        while part and not part[-1].is_multiple:
            part.pop()
        while part and not part[0].is_multiple:
            above = [*above, part.pop(0)]
        if _is_table(part, em):
            found.append(_region([*_headings(above, part, em), *part]))
        above = [*above, *part]
    return found


def _parted(run: list[SegmentLine], em: float) -> list[list[SegmentLine]]:
    """Part a run at the titles of further tables: centred over all columns, with more white above than elsewhere."""
    parts: list[list[SegmentLine]] = [run[:1]]
    whites = [b.top - a.bottom for a, b in itertools.pairwise(run)]
    usual = median(whites) if whites else 0.0
    x0, x1 = min((line.x0 for line in run), default=0.0), max((line.x1 for line in run), default=0.0)
    for white, line in zip(whites, run[1:], strict=True):
        is_title = (
            not line.is_multiple and abs(line.x0 + line.x1 - x0 - x1) < 4 * em and line.x0 > x0 + 2 * em
        )
        if is_title and white > usual + _MORE * em:
            parts.append([])
        parts[-1].append(line)
    return parts


def _headings(above: list[SegmentLine], part: list[SegmentLine], em: float) -> list[SegmentLine]:
    """Lines right above a table: names of groups, which stand over some of its columns only, and what is below them."""
    x0, x1 = min(line.x0 for line in part), max(line.x1 for line in part)
    second = min((row.segments[1].x0 for row in part if row.is_multiple), default=x1)
    whites = [b.top - a.bottom for a, b in itertools.pairwise(part)]
    most = max(median(whites), 0.0) + _MORE * em
    found: list[SegmentLine] = []
    top = part[0].top
    for line in reversed(above):
        is_inside = x0 - em < line.x0 and line.x1 < x1 + em and 2 * (line.x1 - line.x0) < x1 - x0
        if not is_inside or top - line.bottom > most or names_table(line):
            break
        found.insert(0, line)
        top = line.top
    while found and (found[0].x0 < second - em or abs(found[0].x0 + found[0].x1 - x0 - x1) < em):
        found.pop(0)
    return found


def _region(run: list[SegmentLine]) -> Region:
    x0, x1 = min(line.x0 for line in run), max(line.x1 for line in run)
    return Region(x0, x1, run[0].top - 1, run[-1].bottom + 1, run, source="white")


def _is_table(run: list[SegmentLine], em: float) -> bool:
    """Do the fullest rows leave white in the same places, with as much text on both sides as a table has?"""
    most = max((len(line.segments) for line in run), default=0)
    full = [line for line in run if line.is_multiple and len(line.segments) >= _FULL * most]
    if len(full) < (_ROWS if most < 4 else 2) or sum(not line.is_multiple for line in run) > _ALONE * len(
        run
    ):
        return False
    columns = _columns(full, em)
    if len(columns) < 2 or 2 * len(columns) < most:
        return False
    texts = [
        [s.text for line in full for s in line.segments if low <= s.centre <= high] for low, high in columns
    ]
    if sum(2 * len(column) >= len(full) for column in texts) < 2:
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
