"""Names of groups in the header of a table without upright lines: what stands over columns that are all named."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.lines import Segment

ALIGNED = 0.4  # em by which the lines of one heading may differ in their middle or at one of their ends
_LINE = (
    0.9  # em between the baselines of two lines; headings over the whole height of a header stand half as far
)
_LEVEL = 0.3


def names_of_groups(segments: list[Segment], xs: Sequence[float], em: float) -> list[Segment]:
    """Headings a line or more above one that names every column, `xs` being the edges of the columns.

    The first line of a wrapped heading is none: it stands in line with its second.
    """
    foot = max((s.base for s in segments), default=0.0)
    lowest = [s for s in segments if foot - s.base < _LEVEL * em]
    if not all(any(a < s.centre < b for s in lowest) for a, b in itertools.pairwise(xs)):
        return []
    return [
        s
        for s in segments
        if foot - s.base > _LINE * em and not any(_is_in_line(s, other, em) for other in lowest)
    ]


def _is_in_line(one: Segment, other: Segment, em: float) -> bool:
    apart = min(abs(one.centre - other.centre), abs(one.x0 - other.x0), abs(one.x1 - other.x1))
    return apart < ALIGNED * em
