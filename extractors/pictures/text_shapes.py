"""Does a picture hold text? Told by the shape of its ink alone, with numpy: on every page with a picture, and where
nothing can recognise.

Ink is joined into words along the line. A word is about as high as others of its picture and partly white; what else
is drawn is rules, or the strokes and areas of charts, photographs and seals. Text has many words beside little else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SCALE = 1.5  # pixels a point at which pictures are looked at

_INK = 50  # grey values by which ink is darker than what is around it
_AREA = 45  # and by which an area is darker than the paper
_BLOCK = 8.0  # points: the surroundings of ink
_RULE = 24.0  # points: ink that runs on for longer is a rule or an area
_GAP = 4.0  # points between the characters of a word
_LARGE, _STEP = 16.0, 0.4  # points: larger print, and its heights between the characters of a word
_LOW, _HIGH = 3.5, 60.0  # points: how high words are
_THIN, _FULL = 0.12, 0.8  # share of its box that the ink of a word fills
_ALIKE = 1.7  # times that words of one picture may be higher or lower than most
_MOST = 0.6  # share of the words that must be alike
_NEAR = 24.0  # points from a word to the end of the shading it stands on
_OTHER = 0.3  # ink that is neither word nor rule, beside that of the words
_BARE = 0.5  # areas without words, beside the boxes of the words
_LINE = 0.5  # of the picture's width: a line of running text
_TRUE = 2.0  # points by which words in line may differ
_EVEN = 0.3  # of their distance, by which the distances of the words of a column may differ
_SET_OUT = 0.7  # share of the words that must stand in lines, or in rows and columns

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Boxes = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TextShapes:
    """Words (n, 4) of a picture in points from its corner: x0, top, x1, bottom; are they what it mainly holds?"""

    words: Boxes
    is_text: bool

    def without(self, gone: Mask) -> TextShapes:
        """The other words."""
        return TextShapes(self.words[~gone], self.is_text)

    @property
    def size(self) -> float:
        """How high most words are, in points."""
        return float(np.median(self.words[:, 3] - self.words[:, 1]))

    @property
    def lines(self) -> int:
        """On how many lines the words stand."""
        bottom, count = -np.inf, 0
        for _, top, _, end in self.words[np.argsort(self.words[:, 3])].tolist() if len(self.words) else ():
            if (top + end) / 2 > bottom:
                bottom, count = end, count + 1
        return count


def text_shapes(picture: Pixels) -> TextShapes:
    """What of a picture (rows, columns, 3), drawn at `SCALE`, is shaped like text."""
    lightest = np.minimum(np.minimum(picture[:, :, 0], picture[:, :, 1]), picture[:, :, 2])
    dark = (255 - lightest).astype(np.int16)
    if min(dark.shape) < 4:
        return TextShapes(np.zeros((0, 4)), is_text=False)
    around = _surroundings(dark)
    ink = dark - around > _INK
    drawn = ink & ~(_long(ink) | _long(ink.T).T)
    words, inked = _words(drawn, round(_GAP * SCALE))
    if not len(words):
        return TextShapes(np.zeros((0, 4)), is_text=False)
    usual = float(np.median(words[:, 3] - words[:, 1]))
    if usual > _LARGE * SCALE:  # the characters of large print stand farther apart
        words, inked = _words(drawn, round(_STEP * usual))
    height = words[:, 3] - words[:, 1]
    alike = (height < _ALIKE * usual) & (height > usual / _ALIKE)
    found = words[alike].astype(np.float64) / SCALE
    printed = int(((words[:, 2] - words[:, 0]) * height).sum())
    is_text = (
        bool(alike.mean() >= _MOST)
        and int(drawn.sum()) - inked <= _OTHER * inked
        and _set_out(found, dark.shape[1] / SCALE) >= _SET_OUT
        and _bare(dark, around, ink, words) <= _BARE * printed
    )
    return TextShapes(found, is_text)


def _words(drawn: Mask, gap: int) -> tuple[npt.NDArray[np.int64], int]:
    """Boxes of ink that has the shape of words, and how many pixels of ink that is."""
    boxes = _joined(drawn, gap)
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    boxes = boxes[(height >= _LOW * SCALE) & (height <= _HIGH * SCALE) & (width >= 0.4 * height)]
    inks = np.array([np.count_nonzero(drawn[t:b, x:y]) for x, t, y, b in boxes.tolist()], dtype=np.int64)
    sizes = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    is_word = (inks >= _THIN * sizes) & (inks <= _FULL * sizes)
    return boxes[is_word], int(inks[is_word].sum())


def _bare(
    dark: npt.NDArray[np.int16], around: npt.NDArray[np.int16], ink: Mask, words: npt.NDArray[np.int64]
) -> int:
    """Pixels of areas darker than the paper that are not the shading on which words stand."""
    paper = float(np.percentile(dark[::3, ::3], 10))
    near = np.zeros_like(ink)
    reach, above = round(_NEAR * SCALE), round(_NEAR / 4 * SCALE)
    for x, top, y, bottom in words.tolist():
        # A label beside an area says nothing of it.
        if float(np.median(around[top:bottom, x:y])) - paper > _AREA / 2:
            near[max(0, top - above) : bottom + above, max(0, x - reach) : y + reach] = True
    return int(((dark - paper > _AREA) & ~ink & ~near).sum())


def _set_out(words: Boxes, width: float) -> float:
    """Share of the words that stand in lines, as prose does, or in rows and columns.

    A line is as long as half the picture; in a row and a column stands what has a word beside it and is in line with
    another above or below it. A single column has its words in line and at even distances.
    """
    x0, top, x1, bottom = words.T
    overlap = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    same = overlap > 0.5 * np.minimum(bottom - top, (bottom - top)[:, None])
    beside = same.sum(axis=1) > 1
    long = (same * (x1 - x0)).sum(axis=1) > _LINE * width
    edges = (x0, x1, (x0 + x1) / 2)
    lined = np.any([np.abs(edge[:, None] - edge) < _TRUE for edge in edges], axis=0) & ~same
    steps = np.diff(np.sort((top + bottom) / 2))
    if len(steps) >= 2 and lined.any(axis=1).all() and np.ptp(steps) <= _EVEN * np.median(steps):
        return 1.0
    return float((long | beside & lined.any(axis=1)).mean())


def _surroundings(dark: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """How dark the lightest place near each pixel is."""
    size = round(_BLOCK * SCALE)
    rows, columns = -(-dark.shape[0] // size), -(-dark.shape[1] // size)
    padded = np.pad(
        dark, ((0, rows * size - dark.shape[0]), (0, columns * size - dark.shape[1])), mode="edge"
    )
    least = padded.reshape(rows, size, columns * size).min(axis=1).reshape(rows, columns, size).min(axis=2)
    whole = least.repeat(size, axis=0).repeat(size, axis=1)
    return np.asarray(whole[: dark.shape[0], : dark.shape[1]], dtype=np.int16)


def _long(ink: Mask) -> Mask:
    """Ink that runs on along the row for longer than a character is wide."""
    size = round(_RULE * SCALE)
    if ink.shape[1] <= size:
        return np.zeros_like(ink)
    sums = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    whole = sums[:, size:] - sums[:, :-size] == size
    marks = np.cumsum(np.pad(whole, ((0, 0), (size, size))), axis=1, dtype=np.int32)
    return np.asarray(marks[:, size:][:, : ink.shape[1]] - marks[:, :-size][:, : ink.shape[1]] > 0)


def _joined(drawn: Mask, gap: int) -> npt.NDArray[np.int64]:
    """Boxes (n, 4) of ink that hangs together when gaps of so many pixels along the row are filled."""
    rows: list[list[tuple[int, int]]] = [[] for _ in range(drawn.shape[0])]
    edges = np.diff(np.pad(drawn, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    at, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    for row, a, b in zip(at.tolist(), starts.tolist(), ends.tolist(), strict=True):
        runs = rows[row]
        if runs and a - runs[-1][1] <= gap:
            runs[-1] = runs[-1][0], b
        else:
            runs.append((a, b))
    boxes: list[list[int]] = []
    parent: list[int] = []

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    before: list[tuple[int, int, int]] = []
    for row, runs in enumerate(rows):
        now: list[tuple[int, int, int]] = []
        first = 0
        for a, b in runs:
            while first < len(before) and before[first][1] < a:
                first += 1
            own = -1
            k = first
            while k < len(before) and before[k][0] <= b:
                other = root(before[k][2])
                if own < 0:
                    own = other
                elif other != own:
                    parent[other] = own
                    o, p = boxes[own], boxes[other]
                    boxes[own] = [min(o[0], p[0]), min(o[1], p[1]), max(o[2], p[2]), max(o[3], p[3])]
                k += 1
            if own < 0:
                own = len(boxes)
                boxes.append([a, row, b, row + 1])
                parent.append(own)
            else:
                o = boxes[own]
                boxes[own] = [min(o[0], a), o[1], max(o[2], b), row + 1]
            now.append((a, b, own))
        before = now
    found = [box for k, box in enumerate(boxes) if parent[k] == k]
    return np.array(found, dtype=np.int64).reshape(-1, 4)
