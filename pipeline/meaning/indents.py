"""How deep the labels of rows are indented, as far as that shows anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.meaning.number_table import NumberRow

_SAME_INDENT = 2.5  # points that a label may stand off its fellows
_SMALLEST_HALF, _LARGEST_HALF = 3.0, 9.0  # points of half a letter
_FEWEST_WIDTHS = 3  # two lengths of labels may well be two depths
_MOST_DEPTHS = 7  # more different indentations than this are no depths: the labels stand in the middle


def all_depths(rows: Sequence[NumberRow]) -> list[list[int | None]]:
    """Indentations as depths: by small and by wide steps; without those of rows that stand alone with theirs, in the
    middle of their cells; and none."""
    found: list[list[int | None]] = []
    known = _indents(rows)
    for step in (_SAME_INDENT, 2 * _SAME_INDENT):
        depths = _depths(known, step)
        for some in (depths, without_lone(depths)):
            if 1 < len(set(some) - {None}) <= _MOST_DEPTHS and some not in found:
                found.append(some)
    return [*found, [None] * len(rows)]


def depths_of(rows: Sequence[NumberRow], step: float = 2 * _SAME_INDENT) -> list[int | None]:
    """How deep each label is indented, 0 the least; None where that shows nothing. Indentations less than a step (in
    points) apart are one."""
    return _depths(_indents(rows), step)


def _indents(rows: Sequence[NumberRow]) -> list[float | None]:
    """The indentations that show something, in points."""
    if _are_centred(rows):
        return [None] * len(rows)
    return [None if _floats(row) else row.indent for row in rows]


def _depths(indents: Sequence[float | None], step: float) -> list[int | None]:
    """Indentations as depths."""
    edges: list[float] = []
    depths: dict[float | None, int | None] = {None: None}
    for indent in sorted({indent for indent in indents if indent is not None}):
        if not edges or indent - edges[-1] > step:
            edges.append(indent)
        depths[indent] = len(edges) - 1
    return [depths[indent] for indent in indents]


def without_lone(depths: Sequence[int | None]) -> list[int | None]:
    """Depths without those of lines that stand alone with theirs."""
    often = Counter(depths)
    return [None if depth is None or often[depth] == 1 else depth for depth in depths]


def codes_contradict(rows: Sequence[NumberRow], depths: Sequence[int | None]) -> bool:
    """Do codes stand below others that they do not belong to, as lines of one list under that list's own?"""
    for (a, outer), (b, inner) in pairwise(zip(rows, depths, strict=True)):
        is_below = outer is not None and inner is not None and inner > outer
        if is_below and a.code and len(a.code) == len(b.code):
            return True
    return False


def _are_centred(rows: Sequence[NumberRow]) -> bool:
    """Do all labels stand in the middle of their cells: the longer, the less indented, by half a letter each?"""
    own = [row for row in rows if not _floats(row)]
    points = [(_width(row.label), row.indent) for row in own if row.indent is not None]
    widths = {width for width, _ in points}
    if len(widths) < _FEWEST_WIDTHS:
        return False
    short, long = min(points), max(points)
    half = (short[1] - long[1]) / (long[0] - short[0])
    middle = [indent + half * width for width, indent in points]
    if not _SMALLEST_HALF <= half <= _LARGEST_HALF or max(middle) - min(middle) > _SAME_INDENT:
        return False
    # Labels of several depths may end up with one middle by chance, but hardly with that of their cells.
    off = 2 * half + _SAME_INDENT
    return all(abs(middle[0] - row.cell_width / 2) <= off for row in own if row.cell_width is not None)


def _width(text: str) -> float:
    """Width of a text in ideographs."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2


def _floats(row: NumberRow) -> bool:
    """A total, or a row without a label: where it stands shows nothing."""
    return row.is_total or not row.label
