"""A place on a page where a table stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.grids.drawn_lines import Line
from extractors.lines import SegmentLine
from extractors.pages import Fill


@dataclass(slots=True)
class Region:
    """A place where a table stands. `rules` are level lines inside it; `uprights` known column boundaries."""

    x0: float
    x1: float
    top: float
    bottom: float
    lines: list[SegmentLine]
    rules: list[Line] = field(default_factory=list)
    uprights: list[float] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)  # shaded areas inside
    source: str = "alignment"
    is_form: bool = False  # its bands have columns of their own
    is_rest: bool = False  # the last rows of the table on the page before
