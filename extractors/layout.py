"""Characters to lines and words: the reading order inside a box and on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.model import TextLine
from extractors.pages import Array, Page

_WORD_GAP = 0.17  # of the character height: a wider gap between Latin letters or digits is a space
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
    index = np.asarray(members, dtype=np.int64)
    if not len(index):
        return []
    base = page.baselines[index]
    height = page.boxes[index, 3] - page.boxes[index, 1]
    step = 0.4 * float(np.median(height)) or 1.0
    lines: list[list[int]] = []
    anchor = -1e9
    for k in np.argsort(base, kind="stable"):
        if base[k] - anchor > step:
            lines.append([])
            anchor = base[k]
        lines[-1].append(int(index[k]))
    left = page.boxes[:, 0]
    for line in lines:
        line.sort(key=lambda i: left[i])
    return lines


def line_text(text: list[str], boxes: Array, line: list[int]) -> str:
    """Text of one line; a gap is a space, a character drawn twice in one place counts once."""
    parts: list[str] = []
    last = -1
    for i in line:
        char = text[i]
        if last >= 0:
            if char == text[last] and abs(boxes[i, 0] - boxes[last, 0]) < 0.2 * (boxes[i, 3] - boxes[i, 1]):
                continue
            gap = boxes[i, 0] - boxes[last, 2]
            if gap > _WORD_GAP * (boxes[i, 3] - boxes[i, 1]) and parts[-1] != " " and char != " ":
                parts.append(" ")
        parts.append(char)
        last = i
    return "".join(parts).strip()


def cell_text(page: Page, members: Indices, x1: float) -> tuple[str, bool]:
    """Text of a cell that ends at x1, its lines joined as the sentence would be read.

    The second value says whether the last line is full: no further character would have had room on it.
    """
    text, boxes = page.text, page.boxes
    lines = [line for line in group_lines(page, members) if line_text(text, boxes, line)]
    parts = [line_text(text, boxes, line) for line in lines]
    if _is_printed_twice(parts, boxes, lines):
        lines, parts = lines[: len(lines) // 2], parts[: len(parts) // 2]
    joined = ""
    previous_end = size = 0.0
    for line, part in zip(lines, parts, strict=True):
        first = boxes[line[0]]
        if joined:
            joined += glue(joined, part, x1 - previous_end < 2.5 * float(first[2] - first[0]) + 2 * _PADDING)
        joined += part
        previous_end = float(boxes[line[-1], 2])
        size = float(boxes[line[-1], 3] - boxes[line[-1], 1])
    return joined, bool(joined) and x1 - previous_end < 1.2 * size + _PADDING


def _is_printed_twice(parts: list[str], boxes: Array, lines: list[list[int]]) -> bool:
    """A label that is set again further down in its tall cell, as word processors do near a page break."""
    half = len(parts) // 2
    if not half or len(parts) % 2 or parts[:half] != parts[half:] or len("".join(parts[:half])) < 2:
        return False
    above, below = boxes[lines[half - 1][0]], boxes[lines[half][0]]
    return bool(below[1] - above[3] > 3 * (above[3] - above[1])) and not parts[0][0].isdigit()


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
    for line in group_lines(page, members):
        for run in _runs(page, line):
            part = line_text(page.text, page.boxes, run)
            if part:
                b = page.boxes[run]
                edges = (b[:, 0].min(), b[:, 1].min(), b[:, 2].max(), b[:, 3].max())
                found.append(TextLine(part, *(float(v) for v in edges)))
    return found


def _runs(page: Page, line: list[int]) -> list[list[int]]:
    """Cut a line where a gap is wider than two characters are high."""
    runs: list[list[int]] = [[]]
    end = None
    for i in line:
        if page.text[i].isspace():
            continue
        height = page.boxes[i, 3] - page.boxes[i, 1]
        if end is not None and page.boxes[i, 0] - end > _APART * height:
            runs.append([])
        runs[-1].append(i)
        end = page.boxes[i, 2]
    return runs
