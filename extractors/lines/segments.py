"""Lines of a page cut into segments: runs of text with no wide gap, the raw material of unruled tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.geometry import median
from extractors.lines.layout import Indices, extent, group_lines, line_text, written_at_once
from extractors.pages import Page
from extractors.vocabulary import known_roles
from normalizers.labels import is_total_label

SPLIT = 0.8  # em: a wider gap begins a new segment
SPACED = 4.0  # em: the widest gap inside a word of two characters that is spread over its cell
WRITTEN = 0.15  # em: a gap as wide as this parts text that was not written at one go
INK = 0.3  # em: characters closer than this are one run of ink
FIGURES = 0.4  # em: figures with decimals or a percent sign are parted by so much
_FIGURE = re.compile(r"[-−△▲(]?[\d,]+(?:\.\d+%?|%)\)?")
_NO_FIGURE = frozenset("-—/")
_FIGURE_BEGINS, _FIGURE_ENDS = frozenset("0123456789-−△▲(—/"), frozenset("0123456789%)-—/")
_FIRST_CJK, _PAST_CJK = "\u4e00", "\ua000"


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
    middle: float  # half the height of a character above the baseline, the same for every font
    ink: list[tuple[float, float]]  # stretches of x without a gap of INK em

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class SegmentLine:
    """One line of text and its segments from left to right, one at least. They stay the same."""

    segments: list[Segment]
    x0: float = field(init=False)
    x1: float = field(init=False)
    base: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    middle: float = field(init=False)
    is_multiple: bool = field(init=False)

    def __post_init__(self) -> None:
        first = self.segments[0]
        self.x0, self.x1, self.base = first.x0, self.segments[-1].x1, first.base
        self.top, self.bottom = first.top, first.bottom
        self.is_multiple = len(self.segments) > 1
        if self.is_multiple:
            self.top = min([s.top for s in self.segments])
            self.bottom = max([s.bottom for s in self.segments])
        self.middle = (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.segments)


def em_of(page: Page, members: Indices) -> float:
    """Width of a Chinese character in points; for other scripts the height of the text."""
    text, lefts, rights = page.text, page.lefts, page.rights
    widths = [rights[i] - lefts[i] for i in members if _FIRST_CJK <= text[i] < _PAST_CJK]
    if len(widths) >= 5:
        return median(widths)
    heights = [page.heights[i] for i in members]
    return median(heights) * 0.85 if heights else 10.0


def segment_lines(page: Page, members: Indices, em: float) -> list[SegmentLine]:
    """Cut the lines made of `members` at every gap wider than SPLIT em."""
    gap = SPLIT * em
    found: list[SegmentLine] = []
    for line in group_lines(page, members):
        whole = written_at_once(page, line, gap)
        runs = [whole] if whole is not None else _words_joined(page, _split(page, line, gap), em)
        if runs:
            parts = [part for run in runs for part in _figures_apart(page, run, em)]
            found.append(SegmentLine([segment(page, part, em) for part in parts]))
    return found


def _figures_apart(page: Page, run: list[int], em: float) -> list[list[int]]:
    """The figures of a run that holds nothing else: those of neighbouring columns may stand close together."""
    if page.text[run[0]] not in _FIGURE_BEGINS or page.text[run[-1]] not in _FIGURE_ENDS or len(run) < 6:
        return [run]
    parts = _split(page, run, FIGURES * em)
    figures = ["".join(page.text[i] for i in part) for part in parts]
    printed = [figure for figure in figures if figure not in _NO_FIGURE]
    return parts if len(parts) > 1 and printed and all(map(_FIGURE.fullmatch, printed)) else [run]


def _split(page: Page, line: list[int], gap: float) -> list[list[int]]:
    """The runs of a line between the gaps that are wider, without its spaces."""
    text, lefts, rights = page.text, page.lefts, page.rights
    runs: list[list[int]] = []
    end = -1e9
    for i in line:
        if text[i].isspace():
            continue
        if lefts[i] - end > gap:
            runs.append(run := [])
        run.append(i)
        if rights[i] > end:
            end = rights[i]
    return runs


def _words_joined(page: Page, runs: list[list[int]], em: float) -> list[list[int]]:
    """Two characters set apart to fill a cell (合　计, 备　注) are one word, not two columns."""
    out: list[list[int]] = []
    for run in runs:
        last = out[-1] if out else run
        if (
            len(run) == 1 == len(last)
            and last is not run
            and page.lefts[run[0]] - page.rights[last[0]] <= SPACED * em
            and _is_word(page.text[last[0]] + page.text[run[0]])
        ):
            out[-1] = [*last, *run]
        else:
            out.append(run)
    return out


def _is_word(text: str) -> bool:
    """A heading or the label of a total that is known as a whole."""
    return is_total_label(text) or bool(known_roles(text))


def segment(page: Page, members: list[int], em: float) -> Segment:
    """A segment of the given characters, which stand on one line in order."""
    base = median(map(page.bases.__getitem__, members))
    left, top, right, bottom = extent(page, members)
    is_whole = written_at_once(page, members, INK * em) is not None
    ink = [(left, right)] if is_whole else _ink(page, members, INK * em)
    text = line_text(page, members)
    return Segment(left, right, text, members, base, top, bottom, base - 0.36 * em, ink)


def _ink(page: Page, members: list[int], gap: float) -> list[tuple[float, float]]:
    """Stretches of x without a gap so wide."""
    lefts, rights = page.lefts, page.rights
    ink: list[tuple[float, float]] = []
    start, end = lefts[members[0]], rights[members[0]]
    for i in members:
        if lefts[i] - end >= gap:
            ink.append((start, end))
            start, end = lefts[i], rights[i]
        elif rights[i] > end:
            end = rights[i]
    ink.append((start, end))
    return ink


def cut_written(page: Page, line: SegmentLine, em: float, least: int = 1) -> SegmentLine:
    """Cut segments at gaps where other text was written in between: there one cell ends and another begins.

    A segment is left whole where that would give a piece of fewer than `least` characters.
    """
    out: list[Segment] = []
    for item in line.segments:
        starts = [
            k
            for k in range(1, len(item.members))
            if page.lefts[item.members[k]] - page.rights[item.members[k - 1]] > WRITTEN * em
            and _is_apart(page, item.members[k - 1], item.members[k])
        ]
        pieces = [item.members[a:b] for a, b in zip([0, *starts], [*starts, len(item.members)], strict=True)]
        is_whole = len(pieces) == 1 or min(map(len, pieces)) < least
        out += [item] if is_whole else [segment(page, piece, em) for piece in pieces]
    return SegmentLine(out)


def _is_apart(page: Page, first: int, second: int) -> bool:
    """Were the two characters written with others between them, or backwards?"""
    return second < first or any(
        not page.text[i].isspace() for i in range(first + 1, min(second, first + 50))
    )


def join_spaced(page: Page, line: SegmentLine, em: float) -> SegmentLine:
    """Join segments with nothing but written spaces between them: what a table parts is not parted by spaces."""
    out: list[Segment] = []
    for item in line.segments:
        if out and _unwritten(page, out[-1].members[-1], item.members[0]) < SPLIT * em / 2:
            out[-1] = segment(page, [*out[-1].members, *item.members], em)
        else:
            out.append(item)
    return SegmentLine(out)


def _unwritten(page: Page, first: int, second: int) -> float:
    """Points between two characters that no space written between them fills; infinite where others were written."""
    between = range(first + 1, second)
    if second < first or any(not page.text[i].isspace() for i in between):
        return float("inf")
    spaces = sum(page.rights[i] - page.lefts[i] for i in between)
    return page.lefts[second] - page.rights[first] - spaces if between else float("inf")


def cut_at(
    page: Page, line: SegmentLine, xs: list[float], em: float, least: float | None = None
) -> SegmentLine:
    """Cut segments that run over a column boundary through a gap between two characters.

    Where `least` is given, the gap is so many em wide without the spaces written in it.
    """
    out: list[Segment] = []
    for item in line.segments:
        is_word = len(item.members) == 2 and _is_word("".join(page.text[i] for i in item.members))
        crossed = [] if is_word else [x for x in xs if item.x0 + 0.3 * em < x < item.x1 - 0.3 * em]
        starts = sorted({i for i in (_gap_near(page, item.members, x, em, least) for x in crossed) if i})
        pieces = [item.members[a:b] for a, b in zip([0, *starts], [*starts, len(item.members)], strict=True)]
        out += [item] if len(pieces) == 1 else [segment(page, piece, em) for piece in pieces]
    return SegmentLine(out)


def _gap_near(page: Page, members: list[int], x: float, em: float, least: float | None) -> int:
    """Position in `members` where a gap lies at x; 0 when characters run on there."""
    best, found = (INK * 0.8 if least is None else least) * em, 0
    for k in range(1, len(members)):
        left, right = page.rights[members[k - 1]], page.lefts[members[k]]
        gap = right - left
        if least is not None and members[k] - members[k - 1] > 1:
            gap = min(gap, _unwritten(page, members[k - 1], members[k]))
        if left - 0.5 * em <= x <= right + 0.5 * em and gap > best:
            best, found = gap, k
    return found


def cut_at_gaps(page: Page, item: Segment, gap: float, em: float) -> list[Segment]:
    """The pieces of a segment between the gaps that are wider than `gap` points."""
    runs = _split(page, item.members, gap)
    return [item] if len(runs) == 1 else [segment(page, run, em) for run in runs]
