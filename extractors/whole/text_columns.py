"""Pages printed in two columns of text: their lines column by column, where a gutter parts them that few lines cross.

Lines whose columns stand so close that they were read as one are cut at the gutter.
"""

from __future__ import annotations

from collections import Counter

from extractors.model import TextLine

_MIDDLE = (0.4, 0.6)  # of the text's width, where a second column may begin
_LEAST = 8  # lines of a column
_WIDE = 0.3  # share of the text's width that a full line of a column fills
_STEP = 3.0  # points by which lines of a column begin apart
_BEGINS = 4  # lines that begin at the edge of the second column
_ACROSS = 0.12  # most of the lines that go across both columns
_NEAR = 4  # letters by which the gap of a line may lie beside the gutter


def by_columns(lines: list[TextLine]) -> list[list[TextLine]]:
    """The lines of a page by its columns, from left to right; titles across both part the page into bands."""
    edge = _second_edge(lines)
    if edge is None:
        return [lines]
    left: list[TextLine] = []
    right: list[TextLine] = []
    across: list[TextLine] = []
    for line in lines:
        if line.x1 <= edge:
            left.append(line)
        elif line.x0 >= edge - _STEP:
            right.append(line)
        elif (parts := _cut(line, edge)) is not None:
            left.append(parts[0])
            right.append(parts[1])
        else:
            across.append(line)
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    full = [sum(line.x1 - line.x0 >= _WIDE * width for line in side) for side in (left, right)]
    if min(full) < _LEAST or len(across) > _ACROSS * len(lines):
        return [lines]
    return _in_bands(across, left, right)


def _second_edge(lines: list[TextLine]) -> float | None:
    """Where the second column begins: the leftmost place near the middle at which several lines begin."""
    if len(lines) < 2 * _LEAST:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    low, high = (left + share * (right - left) for share in _MIDDLE)
    places = Counter(round(line.x0 / _STEP) for line in lines if low <= line.x0 <= high)
    edges = [place * _STEP for place, count in sorted(places.items()) if count >= _BEGINS]
    return edges[0] if edges else None


def _cut(line: TextLine, edge: float) -> tuple[TextLine, TextLine] | None:
    """The two lines that a line across the gutter is made of; None where no gap of it lies there."""
    expected = len(line.text) * (edge - line.x0) / max(line.x1 - line.x0, 1.0)
    gaps = [n for n, character in enumerate(line.text) if character == " " and abs(n - expected) <= _NEAR]
    if not gaps:
        return None
    gap = min(gaps, key=lambda n: abs(n - expected))
    first, second = line.text[:gap].rstrip(), line.text[gap:].lstrip()
    if not first or not second:
        return None
    return line._replace(text=first, x1=edge - _STEP), line._replace(text=second, x0=edge)


def _in_bands(across: list[TextLine], left: list[TextLine], right: list[TextLine]) -> list[list[TextLine]]:
    """What stands over a title across the columns is read before what stands under it."""
    found: list[list[TextLine]] = []
    for title in sorted(across, key=lambda line: line.top):
        for column in (left, right):
            found.append([line for line in column if line.bottom <= title.bottom])
            column[:] = [line for line in column if line.bottom > title.bottom]
        found.append([title])
    return [column for column in (*found, left, right) if column]
