"""The texts of a form: lines put together that belong to one cell, whatever is drawn around it.

Word processors and browsers write each cell to its end, so lines written one after the other, one under the other and
in line with each other are one text. Where a page was written (or recognised) line by line, the distance of the lines
tells: those of a cell stand closer than those of two rows.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from extractors.grids import WIDER, Line
from extractors.lines import Segment
from normalizers.text import match_key

_IN_LINE = 0.4  # em by which the lines of one text may differ in their middle or at one of their ends
_LEAST, _MOST = 0.8, 2.4  # em from one line of a text to the next
_CLOSE = 1.75  # em between two lines of one text where the page is written line by line
_STEP, _STEPS = 0.5, 3  # em from a text up to the one written next, and how many small steps tell
_LEVEL = 0.3  # em by which texts of one height may differ
_SAME = 1.03  # times the distance of two lines where a text of another cell was written between them
_SORTED = 4  # texts at one height at most, among which pdfium may have sorted the last of another row
_ENDS, _OPENS = frozenset(",、;。)》”〉]"), frozenset(",、;(《“〈[")  # what no cell begins or ends with


@dataclass(slots=True)
class Text:
    """The text of one cell; `order` is when it was written, the heights are those of its lines."""

    segments: list[Segment]
    x0: float = field(init=False)
    x1: float = field(init=False)
    first: float = field(init=False)  # middle of its first line
    last: float = field(init=False)
    order: int = field(init=False)

    def __post_init__(self) -> None:
        self.x0, self.x1 = min(s.x0 for s in self.segments), max(s.x1 for s in self.segments)
        self.first, self.last = min(s.middle for s in self.segments), max(s.middle for s in self.segments)
        self.order = min(min(s.members) for s in self.segments)

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2

    @property
    def words(self) -> str:
        """What it says, its lines in order."""
        return "".join(s.text for s in sorted(self.segments, key=lambda s: (s.middle, s.x0)))


def is_over(one: Text | Segment, other: Text | Segment) -> bool:
    """Do the two share a stretch of x?"""
    return one.x0 < other.x1 - 1 and one.x1 > other.x0 + 1


def is_written_by_cells(segments: list[Segment], em: float) -> bool:
    """Are texts written after ones that stand lower, beside them? Else the order is that of the eye.

    pdfium sorts what stands nearly level, which makes a few small steps up of any order.
    """
    ordered = sorted(segments, key=lambda s: min(s.members))
    beside = ((a, b) for a, b in itertools.pairwise(ordered) if b.x0 > a.x1 - em)
    steps = [a.middle - b.middle for a, b in beside if a.middle - b.middle > _STEP * em]
    return len(steps) >= _STEPS or max(steps, default=0.0) > _LEAST * em


def texts_of(segments: list[Segment], levels: list[Line], em: float, by_cells: bool) -> list[Text]:
    """The texts that these segments make up. No text goes on across one of the `levels`, the lines drawn."""
    if by_cells:
        ordered = sorted(segments, key=lambda s: min(s.members))
        pairs = _possible(ordered, _written_pairs(ordered), levels, em)
        pitch = min((_step(ordered, a, b) for a, b in pairs if b == a + 1), default=0.0)
    else:
        ordered = sorted(segments, key=lambda s: (s.middle, s.x0))
        pairs = _possible(ordered, _near_pairs(ordered, em), levels, em)
        sure = [_step(ordered, a, b) for a, b in pairs if _is_one(ordered[a], ordered[b], ordered, em)]
        # The commonest, as a heading over a narrower one may look like two lines of one text.
        pitch = max(sorted(sure), key=lambda step: sum(step <= s <= step * _SAME for s in sure), default=0.0)
    above = {
        b: a
        for a, b in pairs
        if _step(ordered, a, b) <= pitch * (WIDER if b == a + 1 or not by_cells else _SAME)
    }
    groups: list[list[Segment]] = []
    home: dict[int, int] = {}
    for k, item in enumerate(ordered):
        if k in above:
            home[k] = home[above[k]]
            groups[home[k]].append(item)
        else:
            home[k] = len(groups)
            groups.append([item])
    return [Text(group) for group in groups]


Pair = tuple[int, int]


def _possible(segments: list[Segment], pairs: list[Pair], levels: list[Line], em: float) -> list[Pair]:
    """The pairs that may be two lines of one text: in line with each other, with no line drawn between them."""
    lines = ((a, b, segments[a], segments[b]) for a, b in pairs)
    return [
        (a, b)
        for a, b, upper, lower in lines
        if _LEAST * em < lower.middle - upper.middle < _MOST * em
        and _is_in_line(upper, lower, em)
        and not _is_parted(upper, lower, levels)
    ]


def _step(segments: list[Segment], a: int, b: int) -> float:
    return segments[b].middle - segments[a].middle


def _written_pairs(segments: list[Segment]) -> list[Pair]:
    """Each segment with those written next.

    pdfium sorts what is written at one height, so texts of other cells may stand between two lines.
    """
    return [(k, n) for k in range(len(segments)) for n in range(k + 1, min(k + _SORTED, len(segments)))]


def _near_pairs(segments: list[Segment], em: float) -> list[Pair]:
    """Each segment with the nearest one above it."""
    found: list[Pair] = []
    for k, item in enumerate(segments):
        over = [
            (item.middle - other.middle, j)
            for j, other in enumerate(segments[:k])
            if _LEAST * em < item.middle - other.middle < _CLOSE * em and is_over(item, other)
        ]
        if over:
            found.append((min(over)[1], k))
    return found


def _is_in_line(a: Segment, b: Segment, em: float) -> bool:
    apart = min(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.centre - b.centre))
    return is_over(a, b) and apart < _IN_LINE * em


def _is_parted(a: Segment, b: Segment, levels: list[Line]) -> bool:
    left, right = max(a.x0, b.x0), min(a.x1, b.x1)
    return any(a.middle < line.at < b.middle and line.start < right and line.end > left for line in levels)


def _is_one(a: Segment, b: Segment, segments: list[Segment], em: float) -> bool:
    """Are two lines surely of one text: by their punctuation, or because no row has a height of its own at one?"""
    first, second = match_key(a.text), match_key(b.text)
    if second[:1] in _ENDS or first[-1:] in _OPENS:
        return True
    beside = [s for s in segments if s is not a and s is not b and not is_over(s, a) and not is_over(s, b)]
    return any(abs(s.middle - (a.middle + b.middle) / 2) < 0.15 * em for s in beside) or any(
        all(abs(s.middle - end.middle) > _LEVEL * em for s in beside) for end in (a, b)
    )
