"""Characters to lines and words: the reading order inside a box and on a page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from math import inf

import numpy as np
import numpy.typing as npt

from extractors.geometry import median
from extractors.model import TextLine
from extractors.pages import Page

_WORD_GAP = 0.17  # of the character height: a wider gap between Latin letters or digits is a space
_TWICE = 0.2  # of the size of a character: the same one so near is drawn twice
_SLIM = 2.0  # times its width a character is high at most; boxes of some fonts are higher
_OVER = 0.35  # of its width: a character that begins so far inside another one is printed over it
_WORDS = 3  # characters that a text printed over another one has at least; fewer are accents and indices
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u30ff\uff00-\uffef“”‘’…—]")
_NUMBER_HEAD = re.compile(r"^[\d.,，%％]")
_NUMBER_TAIL = re.compile(r"[\d.,，]$")
_APART = 2.0  # times the height of a character: texts on one line that do not belong together
_PADDING = 3.0  # points between the text and the edge of its cell, beyond the room of one character
Indices = Sequence[int] | npt.NDArray[np.int64]


def group_lines(page: Page, members: Indices) -> list[list[int]]:
    """Group character indices into lines from top to bottom, each from left to right.

    Characters of one line share a baseline, whatever the fonts' boxes; raised note marks stay on their line.
    """
    index = _listed(members)
    if not index:
        return []
    lefts, bases = page.lefts, page.bases
    if len(set(map(bases.__getitem__, index))) == 1:
        return [sorted(index, key=lefts.__getitem__)]
    step = 0.4 * median(map(page.heights.__getitem__, index)) or 1.0
    lines: list[list[int]] = []
    anchor = -1e9
    for i in sorted(index, key=bases.__getitem__):
        if bases[i] - anchor > step:
            lines.append([])
            anchor = bases[i]
        lines[-1].append(i)
    for line in lines:
        line.sort(key=lefts.__getitem__)
    return lines


def _listed(members: Indices) -> list[int]:
    return members if isinstance(members, list) else np.asarray(members, dtype=np.int64).tolist()


def line_text(page: Page, line: list[int]) -> str:
    """Text of one line; a gap is a space, a character drawn twice in one place counts once."""
    # Most lines were written from left to right without a gap: nothing to look at one by one.
    if _is_stretch(line) and not _has_loose(page, line):
        return "".join(page.text[line[0] : line[-1] + 1]).strip()
    return _mixed_text(page, line) or _read(page, line)


def _read(page: Page, line: list[int]) -> str:
    """Text of characters from left to right."""
    text, lefts, rights, heights = page.text, page.lefts, page.rights, page.heights
    parts: list[str] = []
    last, last_i = "", line[0]
    for i in line:
        char, x0, height = text[i], lefts[i], heights[i]
        if last:
            # Two letters of a ligature have one box; what is drawn twice was not written at one go.
            if (
                char == last
                and abs(x0 - lefts[last_i]) < _TWICE * min(height, _SLIM * (rights[i] - x0))
                and not _is_ligature(page, last_i, i)
            ):
                continue
            if x0 - rights[last_i] > _WORD_GAP * height and parts[-1] != " " and char != " ":
                parts.append(" ")
        parts.append(char)
        last, last_i = char, i
    return "".join(parts).strip()


def _is_ligature(page: Page, before: int, i: int) -> bool:
    same_box = page.lefts[i] == page.lefts[before] and page.rights[i] == page.rights[before]
    return i - before == 1 and same_box and page.text[i] == "f"


def _mixed_text(page: Page, line: list[int]) -> str:
    """Text of a line on which one text was printed over another, each as it was written; else nothing."""
    ordered = sorted(line)
    if line == ordered:
        return ""
    lefts, rights, text = page.lefts, page.rights, page.text
    if not any(
        abs(b - a) != 1
        and lefts[b] - rights[a] < -_OVER * min(rights[a] - lefts[a], rights[b] - lefts[b])
        and text[a] != text[b]
        for a, b in itertools.pairwise(line)
    ):
        return ""
    runs: list[list[int]] = []
    for i in ordered:
        if runs and i - runs[-1][-1] == 1 and lefts[i] > lefts[runs[-1][-1]]:
            runs[-1].append(i)
        else:
            runs.append([i])
    runs.sort(key=lambda run: lefts[run[0]])
    texts: list[str] = []
    end = -inf
    is_mixed = False
    for run in runs:
        part = _read(page, run)
        over = end - lefts[run[0]]
        is_mixed |= over > page.heights[run[0]] and min(len(part), len(texts[-1])) >= _WORDS
        if texts and part == texts[-1].strip():
            continue  # drawn twice
        is_beside = abs(over) < _WORD_GAP * page.heights[run[0]]
        texts.append(part if is_beside or not texts else " " + part)
        end = max(end, rights[run[-1]])
    return "".join(texts) if is_mixed else ""


def _is_stretch(line: Sequence[int]) -> bool:
    """Are these characters that were written one after the other, from left to right?"""
    return line[-1] - line[0] + 1 == len(line) and line == list(range(line[0], line[-1] + 1))


def _has_loose(page: Page, stretch: Sequence[int]) -> bool:
    """Does any character of a stretch stand more than _WORD_GAP from the one before it, or over it?"""
    if page.loose is None:
        gaps = page.boxes[1:, 0] - page.boxes[:-1, 2]
        steps = page.boxes[1:, 0] - page.boxes[:-1, 0]
        heights = page.boxes[1:, 3] - page.boxes[1:, 1]
        sizes = np.minimum(heights, _SLIM * (page.boxes[1:, 2] - page.boxes[1:, 0]))
        apart = (gaps > _WORD_GAP * heights) | (np.abs(steps) < _TWICE * sizes)
        page.loose = b"\0" + apart.tobytes()
    return page.loose.find(1, stretch[0] + 1, stretch[-1] + 1) >= 0


def written_at_once(page: Page, line: list[int], gap: float | None) -> list[int] | None:
    """The characters of a line but for spaces at its ends; None when there may be a space or so wide a gap inside.

    `gap` is in points; None is _APART times the height of the character behind it.
    """
    if not _is_stretch(line) or _gap_marks(page, gap).find(1, line[0] + 1, line[-1] + 1) >= 0:
        return None
    words = "".join(page.text[line[0] : line[-1] + 1]).split()
    if len(words) != 1:
        return None
    return line if len(words[0]) == len(line) else [i for i in line if not page.text[i].isspace()]


def _gap_marks(page: Page, gap: float | None) -> bytes:
    """A byte for each character: 1 where it stands at least so far behind the one written before it."""
    marks = page.gap_marks.get(gap)
    if marks is None:
        least = _APART * (page.boxes[1:, 3] - page.boxes[1:, 1]) if gap is None else gap
        marks = page.gap_marks[gap] = b"\0" + (page.boxes[1:, 0] - page.boxes[:-1, 2] >= least).tobytes()
    return marks


def cell_text(page: Page, members: Indices, x1: float) -> tuple[str, bool]:
    """Text of a cell that ends at x1, its lines joined as the sentence would be read.

    The second value says whether the last line is full: no further character would have had room on it. Turned text
    is read as it is turned, and never full.
    """
    if page.quarters is None:
        return _upright_text(page, members, x1)
    parts = [
        _upright_text(seen, group, x1 if seen is page else inf)
        for seen, group in page.by_turn(_listed(members))
    ]
    text = ""
    for part, _ in parts:
        text += glue(text, part, False) + part
    return text, bool(parts) and parts[-1][1]


def _upright_text(page: Page, members: Indices, x1: float) -> tuple[str, bool]:
    written = [(line, part) for line in group_lines(page, members) if (part := line_text(page, line))]
    if len(written) > 1 and _is_printed_twice(page, written):
        written = written[: len(written) // 2]
    joined = ""
    previous_end = size = 0.0
    for line, part in written:
        first, last = line[0], line[-1]
        if joined:
            room = 2.5 * (page.rights[first] - page.lefts[first]) + 2 * _PADDING
            joined += glue(joined, part, x1 - previous_end < room)
        joined += part
        previous_end, size = page.rights[last], page.heights[last]
    return joined, bool(joined) and x1 - previous_end < 1.2 * size + _PADDING


def _is_printed_twice(page: Page, written: list[tuple[list[int], str]]) -> bool:
    """A label that is set again further down in its tall cell, as word processors do near a page break."""
    half = len(written) // 2
    parts = [part for _, part in written]
    if not half or len(parts) % 2 or parts[:half] != parts[half:] or len("".join(parts[:half])) < 2:
        return False
    above, below = (written[k][0][0] for k in (half - 1, half))
    gap = page.tops[below] - page.bottoms[above]
    return gap > 3 * page.heights[above] and not parts[0][0].isdigit()


def glue(before: str, after: str, is_full: bool) -> str:
    """What stands between two lines of a cell: nothing in Chinese, a space between words.

    A number is cut by the cell's edge only when the line above is full: its next digit had no room.
    """
    if not before or not after or _CJK.match(after) or _CJK.match(before[-1]):
        return ""
    if _NUMBER_TAIL.search(before) and _NUMBER_HEAD.match(after):
        return "" if is_full else " "
    return "" if before.endswith("-") and is_full else " "


def text_lines(page: Page, members: Indices) -> list[TextLine]:
    """Lines of the characters that stand in no table; texts set far apart on one line are lines of their own."""
    found: list[TextLine] = []
    for seen, group in page.by_turn(_listed(members)):
        for line in group_lines(seen, group):
            for run in _runs(seen, line):
                part = line_text(seen, run) if run else ""
                if part:
                    found.append(TextLine(part, *extent(page, run)))
    return found


def extent(page: Page, members: list[int]) -> tuple[float, float, float, float]:
    """The box round some characters: x0, top, x1, bottom."""
    if _is_stretch(members):
        part = slice(members[0], members[-1] + 1)
        return min(page.lefts[part]), min(page.tops[part]), max(page.rights[part]), max(page.bottoms[part])
    return (
        min(map(page.lefts.__getitem__, members)),
        min(map(page.tops.__getitem__, members)),
        max(map(page.rights.__getitem__, members)),
        max(map(page.bottoms.__getitem__, members)),
    )


def _runs(page: Page, line: list[int]) -> list[list[int]]:
    """Cut a line where a gap is wider than two characters are high."""
    whole = written_at_once(page, line, None)
    if whole is not None:
        return [whole]
    text, lefts, rights, heights = page.text, page.lefts, page.rights, page.heights
    runs: list[list[int]] = [[]]
    end = None
    for i in line:
        if text[i].isspace():
            continue
        if end is not None and lefts[i] - end > _APART * heights[i]:
            runs.append([])
        runs[-1].append(i)
        end = rights[i]
    return runs
