"""Lines of text of a picture cut into characters with boxes.

The finder gives boxes of lines; each is cut where a ruling line runs through it, read, and its characters are set
between the gaps of ink nearest to where the reader saw them. Boxes are in pixels: left, top, right, bottom.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.ocr_engine import Boxes, Reading
from extractors.pictures.scan_image import Mask, closed
from extractors.pictures.scan_lines import PictureLines

_WIDE_GAP = 0.6  # em: a wider gap of ink is a gap between words or columns
_BREAK = 0.15  # em: the least gap where the reader saw a space
_BEARING = 0.08  # em: white that a character has at its sides
_HALF = 0.6  # em of white after or before Chinese punctuation
# The reader takes many a Chinese sign for a Latin one; with so much white beside it, it is none.
_CLOSING = "，。、；：！？）》」』】〕”’,;:)"
_OPENING = "（《「『【〔“‘("
_BASELINE = 0.36  # em from the middle of a line down to its baseline
_STACKED = 1.8  # a box this much higher than wide holds characters one above the other

Array = npt.NDArray[np.float64]
Pixel = TypeVar("Pixel", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Characters:
    """Characters of a picture: text, boxes (n, 4), baselines (n,), confidences (n,) 0..1."""

    text: list[str]
    boxes: Array
    baselines: Array
    confidences: Array


def cut_boxes(boxes: Boxes, lines: PictureLines, scale: float) -> Boxes:
    """Cut boxes of text where a ruling line runs through them, both ways."""
    pieces: list[list[float]] = []
    margin = 2.0 * scale
    for x0, top, x1, bottom in boxes.tolist():
        middle = (top + bottom) / 2
        u = lines.upright
        walls = u[
            (u[:, 1] <= middle) & (u[:, 2] >= middle) & (u[:, 0] > x0 + margin) & (u[:, 0] < x1 - margin), 0
        ]
        edges = [x0, *sorted(walls.tolist()), x1]
        for k, (a, b) in enumerate(itertools.pairwise(edges)):
            left = a + (scale if k else 0.0)
            right = b - (scale if k < len(edges) - 2 else 0.0)
            if right - left > 2 * scale:
                pieces += [
                    [left, low, right, high] for low, high in _floors(top, bottom, left, right, lines, scale)
                ]
    return np.array(pieces, dtype=np.float64).reshape(-1, 4)


def _floors(
    top: float, bottom: float, left: float, right: float, lines: PictureLines, scale: float
) -> list[tuple[float, float]]:
    """The parts of a box above and below the level lines that cross its inner half."""
    h, margin = lines.level, 0.3 * (bottom - top)
    crossing = (h[:, 1] <= left + 2 * scale) & (h[:, 2] >= right - 2 * scale)
    inner = h[crossing & (h[:, 0] > top + margin) & (h[:, 0] < bottom - margin), 0]
    edges = [top, *sorted(inner.tolist()), bottom]
    return [(a, b) for a, b in itertools.pairwise(edges) if b - a > 3 * scale]


def unstack(boxes: Boxes, ink: Mask, scale: float) -> Boxes:
    """Boxes of characters set one above the other become one box a character."""
    result: list[list[float]] = []
    for box in boxes.tolist():
        x0, top, x1, bottom = box
        if bottom - top < _STACKED * (x1 - x0) or bottom - top < 12 * scale:
            result.append(box)
            continue
        rows = np.asarray(ink[round(top) : round(bottom), round(x0) : round(x1)].any(axis=1))
        runs = _runs(rows, least_gap=max(2, round(0.1 * (x1 - x0))))
        result += [[x0, top + a - scale, x1, top + b + scale] for a, b in runs if b - a > 0.25 * (x1 - x0)]
    return np.array(result, dtype=np.float64).reshape(-1, 4)


def _runs(filled: Mask, least_gap: int = 1) -> list[tuple[int, int]]:
    """Stretches (start, end) of filled places, gaps shorter than `least_gap` bridged."""
    edges = np.diff(np.concatenate([[0], filled.astype(np.int8), [0]]))
    runs: list[tuple[int, int]] = []
    for a, b in zip(np.nonzero(edges == 1)[0].tolist(), np.nonzero(edges == -1)[0].tolist(), strict=True):
        if runs and a - runs[-1][1] < least_gap:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
    return runs


def overlooked(boxes: Boxes, ink: Mask, lines: PictureLines, scale: float) -> Boxes:
    """Boxes of ink between the ruling lines that no other box covers: single digits, dashes, slashes."""
    if len(lines.level) < 2:
        return np.zeros((0, 4))
    left, right = int(lines.level[:, 1].min()), int(lines.level[:, 2].max())
    top, bottom = int(lines.level[:, 0].min()), int(lines.level[:, 0].max())
    rest = ink[top:bottom, left:right].astype(np.uint8)
    for x0, y0, x1, y1 in np.round(boxes - [left, top, left, top]).astype(int).tolist():
        rest[max(0, y0) : max(0, y1 + 1), max(0, x0 - 2) : max(0, x1 + 3)] = 0
    near = max(2, round(1.5 * scale))
    for at in np.round(lines.level[:, 0] - top).astype(int).tolist():
        rest[max(0, at - near) : at + near + 1] = 0
    for at, start, end in np.round(lines.upright - [left, top, top]).astype(int).tolist():
        rest[max(0, start) : max(0, end), max(0, at - near) : max(0, at + near + 1)] = 0
    reach = max(3, round(4 * scale))
    joined = closed(rest, max(1, round(scale)), reach)
    found: list[list[float]] = []
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for k, (x, y, w, h, _) in enumerate(stats.tolist()):
        if k == 0 or max(w, h) < 3 * scale or h > 30 * scale or min(w, h) < 0.4 * scale:
            continue
        own = rest[y : y + h, x : x + w][labels[y : y + h, x : x + w] == k]
        if own.sum() < 2 * scale * scale:
            continue
        pad = max(scale, (10 * scale - h) / 2)  # a dash needs the white around it
        found.append([left + x - scale, top + y - pad, left + x + w + scale, top + y + h + pad])
    return np.array(found, dtype=np.float64).reshape(-1, 4)


def is_alone(boxes: Boxes, others: Boxes, lines: PictureLines, scale: float) -> Mask:
    """Has each box no other text beside it up to the next upright line, or within the breadth of two characters?"""
    result = np.ones(len(boxes), dtype=bool)
    for k, (x0, top, x1, bottom) in enumerate(boxes.tolist()):
        middle = (top + bottom) / 2
        u = lines.upright[(lines.upright[:, 1] <= middle) & (lines.upright[:, 2] >= middle), 0]
        left = max(u[u <= x0 + scale].tolist(), default=x0 - 25 * scale)
        right = min(u[u >= x1 - scale].tolist(), default=x1 + 25 * scale)
        beside = (
            (others[:, 1] < middle) & (others[:, 3] > middle) & (others[:, 2] > left) & (others[:, 0] < right)
        )
        result[k] = not beside.any()
    return result


def crop(picture: npt.NDArray[Pixel], box: list[float]) -> npt.NDArray[Pixel]:
    """The part of a picture inside a box, at least two pixels each way."""
    height, width = picture.shape
    x0, top = min(max(0, int(box[0])), width - 2), min(max(0, int(box[1])), height - 2)
    x1, bottom = max(x0 + 2, int(np.ceil(box[2]))), max(top + 2, int(np.ceil(box[3])))
    return picture[top:bottom, x0:x1]


def characters(boxes: Boxes, readings: list[Reading], ink: Mask) -> Characters:
    """Every character of every line with its own box."""
    text: list[str] = []
    parts: list[tuple[float, float, float, float]] = []
    bases: list[float] = []
    confidences: list[float] = []
    for box, reading in zip(boxes.tolist(), readings, strict=True):
        if not reading.text:
            continue
        spans, em = _spans(box, reading, ink)
        middle = (box[1] + box[3]) / 2
        text += reading.text
        parts += [(start, middle - em / 2, end, middle + em / 2) for start, end in spans]
        confidences += reading.confidences.tolist()
        bases += [middle + _BASELINE * em] * len(spans)
    return Characters(text, np.array(parts).reshape(-1, 4), np.array(bases), np.array(confidences))


def _spans(box: list[float], reading: Reading, ink: Mask) -> tuple[list[tuple[float, float]], float]:
    """Left and right edge of each character in pixels, and the size of the type."""
    x0, top, x1, bottom = box
    centres = x0 + reading.centres * (x1 - x0)
    em = _em(reading.text, centres, bottom - top)
    lean = round(0.15 * (bottom - top))
    start = max(0, int(x0))
    band = ink[max(0, int(top) + lean) : max(1, int(bottom) - lean), start : int(np.ceil(x1))]
    runs = [(a + start, b + start) for a, b in _runs(np.asarray(band.any(axis=0)))] or [(int(x0), int(x1))]
    runs = _own_runs(runs, float(centres[0]), float(centres[-1]), em)
    gaps = [(float(a), float(b)) for (_, a), (b, _) in itertools.pairwise(runs)]
    edges: list[tuple[float, float]] = []
    for k, (a, b) in enumerate(itertools.pairwise(centres.tolist())):
        least = _BREAK if k + 1 in reading.breaks else _WIDE_GAP
        edges.append(_boundary(a, b, reading.text[k : k + 2], gaps, least, em))
    # A box was cut where a ruling line runs: no character of it stands across the line.
    starts: list[float] = [max(x0, runs[0][0] - _BEARING * em), *(edge[1] for edge in edges)]
    ends = [*(edge[0] for edge in edges), min(x1, runs[-1][1] + _BEARING * em)]
    return [(a, max(b, a + 0.1 * em)) for a, b in zip(starts, ends, strict=True)], em


def _own_runs(runs: list[tuple[int, int]], first: float, last: float, em: float) -> list[tuple[int, int]]:
    """Runs of ink without those of a neighbour that the box reaches into."""
    start, end = 0, len(runs)
    for k, ((_, a), (b, _)) in enumerate(itertools.pairwise(runs), 1):
        if b - a > _WIDE_GAP * em and a < first - 0.5 * em:
            start = k
        if b - a > _WIDE_GAP * em and b > last + 0.5 * em:
            end = min(end, k)
    return runs[start:end] or runs


def _boundary(
    left: float, right: float, pair: str, gaps: list[tuple[float, float]], least: float, em: float
) -> tuple[float, float]:
    """Where the first character of a pair ends and the second begins, given their rough centres.

    They touch, unless the gap of ink between them is wider than `least` em.
    """
    middle, quarter = (left + right) / 2, (right - left) / 4
    # A gap belongs to the pair between whose centres its middle lies: centres are rough, and may lie in white.
    first = bisect_left(gaps, 2 * left, key=sum)
    between = list(itertools.takewhile(lambda gap: sum(gap) <= 2 * right, gaps[first:]))
    gap = max(between, key=lambda g: g[1] - g[0], default=(middle, middle))
    if gap[1] - gap[0] <= least * em:
        # Two neighbours must never share a gap: no boundary comes near the middle of a character.
        at = min(((a + b) / 2 for a, b in between), key=lambda x: abs(x - middle), default=middle)
        at = min(max(at, left + quarter), right - quarter)
        return at, at
    # Chinese punctuation has half its white on one side.
    bearing = min(_BEARING, least / 8)
    end = gap[0] + (_HALF if pair[0] in _CLOSING else bearing) * em
    start = gap[1] - (_HALF if pair[1] in _OPENING else bearing) * em
    if end >= start:
        end = start = (end + start) / 2
    return min(max(end, left), right), min(max(start, left), right)  # characters keep their order


def _em(text: str, centres: Array, height: float) -> float:
    """Size of the type: the usual step between Chinese characters, else a share of the box's height."""
    wide = np.array([ord(char) > 0x2E7F for char in text])
    steps = np.diff(centres)[wide[:-1] & wide[1:]] if len(text) > 1 else np.zeros(0)
    guess = 0.75 * height
    if len(steps) < 3:
        return guess
    return float(np.clip(np.median(steps), 0.7 * guess, 1.3 * guess))
