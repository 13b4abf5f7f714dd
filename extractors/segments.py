"""Lines of a page cut into segments: runs of text with no wide gap, the raw material of unruled tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from extractors.layout import Indices, group_lines, line_text
from extractors.pages import Page

SPLIT = 0.8  # em: a wider gap begins a new segment
_CJK = re.compile(r"[\u4e00-\u9fff]")


@dataclass(slots=True)
class Segment:
    """A run of characters on one line; `members` are character indices of the page."""

    x0: float
    x1: float
    text: str
    members: list[int]
    base: float
    top: float
    bottom: float

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class SegmentLine:
    """One line of text and its segments from left to right."""

    segments: list[Segment]

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1

    @property
    def base(self) -> float:
        return self.segments[0].base

    @property
    def top(self) -> float:
        return min(s.top for s in self.segments)

    @property
    def bottom(self) -> float:
        return max(s.bottom for s in self.segments)

    @property
    def is_multiple(self) -> bool:
        return len(self.segments) > 1

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.segments)


def em_of(page: Page, members: Indices) -> float:
    """Width of a Chinese character in points; for other scripts the height of the text."""
    widths = [
        float(page.boxes[i, 2] - page.boxes[i, 0]) for i in members if _CJK.match(page.text[i])
    ]
    if len(widths) >= 5:
        return float(np.median(widths))
    heights = page.boxes[np.asarray(members, dtype=np.int64)]
    return float(np.median(heights[:, 3] - heights[:, 1])) * 0.85 if len(heights) else 10.0


def segment_lines(page: Page, members: Indices, em: float) -> list[SegmentLine]:
    """Cut the lines made of `members` at every gap wider than SPLIT em."""
    found: list[SegmentLine] = []
    for line in group_lines(page, members):
        runs: list[list[int]] = []
        end = -1e9
        for i in line:
            if page.text[i].isspace():
                continue
            if page.boxes[i, 0] - end > SPLIT * em:
                runs.append([])
            runs[-1].append(i)
            end = max(end, float(page.boxes[i, 2]))
        segments = [segment(page, run) for run in runs]
        if segments:
            found.append(SegmentLine(segments))
    return found


def segment(page: Page, members: list[int]) -> Segment:
    """A segment of the given characters, which stand on one line in order."""
    b = page.boxes[members]
    return Segment(
        float(b[:, 0].min()),
        float(b[:, 2].max()),
        line_text(page.text, page.boxes, members),
        members,
        float(np.median(page.baselines[members])),
        float(b[:, 1].min()),
        float(b[:, 3].max()),
    )
