"""What tells a form: a first row of labels with their values, and headings of more columns below it."""

from __future__ import annotations

import itertools
from collections.abc import Collection

from extractors.forms.texts import is_written_by_cells, texts_of
from extractors.grids import Line, names_table
from extractors.lines import Segment, SegmentLine
from extractors.vocabulary import is_value, known_roles
from normalizers.text import match_key

_REACH = 2.5  # em between two rows above each other
_GAP = 3.0  # em between two lines of one table at most
_CLOSE = 1.75  # em between two lines of one cell
_MOST_IN_PAIRS = 6  # texts of a row of labels and values
_WIDEST = 3  # headings side by side at least
_LEVEL = 0.3  # em by which the texts of one row may differ in height


def opens(lines: list[SegmentLine], k: int, em: float) -> bool:
    """Does a first row of label and value, or of two of each, begin with this line?

    A value may be set in several lines beside its label.
    """
    label = lines[k].segments[0]
    if not known_roles(label.text) and (names_table(lines[k]) or any(map(_states, lines[k].segments))):
        return False  # the number of a table beside its unit
    near = [line for line in lines[max(0, k - 2) : k + 3] if abs(line.middle - label.middle) < em]
    row: list[Segment] = []
    for segment in sorted((s for line in near for s in line.segments), key=lambda s: s.x0):
        if not row or segment.x0 >= row[-1].x1:
            row.append(segment)
    return bool(row) and row[:1] == [label] and _are_pairs(row)


def _are_pairs(row: list[Segment]) -> bool:
    """Labels and their values in turn: not the headings of columns, and not a row under them."""
    labels, values = row[::2], row[1::2]
    if (
        not values
        or len(row) > _MOST_IN_PAIRS
        or (len(values) < len(labels) and not known_roles(labels[-1].text))
    ):
        return False  # a last label without a value beside it must be known
    return not any(is_value(s.text) for s in labels) and not any(known_roles(s.text) for s in values)


def first_line(lines: list[SegmentLine], k: int, em: float) -> int | None:
    """Where a form begins whose first known label stands in line k; None when line k is a row of another table.

    Above it stand other labels with their values, and the first lines of values set in several.
    """
    start = k
    while start and lines[start].top - lines[start - 1].bottom < _REACH * em:
        above = lines[start - 1]
        if _is_stated(above) or not (above.is_multiple or _is_wrapped(above, lines[start], em)):
            break
        if above.is_multiple and not _are_pairs(above.segments):
            return None
        start -= 1
    return start


def is_row_of_another(lines: list[SegmentLine], start: int, level: list[Line], em: float) -> bool:
    """Do rows stand between this line and the first line drawn above it? Then it is a row of their table."""
    edge = max((r.at for r in level if r.at < lines[start].top + 1), default=-1.0)
    above = [line for line in lines[:start] if line.middle > edge]
    rows = [line for line in above if line.is_multiple and not _is_stated(line)]
    return edge >= 0 and bool(rows) and not _has_gap([*above, lines[start]], em)


def _has_gap(lines: list[SegmentLine], em: float) -> bool:
    return any(b.top - a.bottom > _GAP * em for a, b in itertools.pairwise(lines))


def _is_stated(line: SegmentLine) -> bool:
    """Who filled the form in, and when: labels and values in one text each."""
    return names_table(line) or all(map(_states, line.segments))


def _states(segment: Segment) -> bool:
    """Do label and value stand in one text?"""
    return ":" in match_key(segment.text)


def _is_wrapped(line: SegmentLine, first: SegmentLine, em: float) -> bool:
    """Is it the first line of a value that is set in several lines, beside its label?"""
    label, *values = first.segments
    over = not values or any(s.x0 < line.x1 and s.x1 > line.x0 for s in values)
    is_near = first.middle - line.middle < _CLOSE * em and line.x0 > label.x1
    return over and is_near and not line.is_multiple and not names_table(line)


def is_form(lines: list[SegmentLine], rules: list[Line], em: float, *, is_known: bool = True) -> bool:
    """Are there headings of more columns below its first row, or several labels with their values side by side?

    Where the first label is not known (`is_known`) there must be two rows of headings.
    """
    segments = [s for line in lines for s in line.segments]
    texts = texts_of(segments, rules, em, is_written_by_cells(segments, em))
    texts = [text for text in texts if text.middle > lines[0].base + _LEVEL * em]
    rows = [{t.words for t in texts if abs(t.middle - text.middle) < _LEVEL * em} for text in texts]
    headings = [row for row in rows if are_headings(row)]
    if is_known:
        return bool(headings) or any(_are_two_pairs(line.segments) for line in lines[1:3])
    return any(2 * len(row & headings[0]) < len(row) for row in headings)


def _are_two_pairs(row: list[Segment]) -> bool:
    """Two labels, the first of them known, each with its value."""
    known = [bool(known_roles(s.text)) for s in row]
    return len(row) == 4 and known[0] and not known[1] and not known[3] and not is_value(row[2].text)


def are_headings(row: Collection[str]) -> bool:
    return len(row) >= _WIDEST and 2 * sum(bool(known_roles(text)) for text in row) >= len(row)
