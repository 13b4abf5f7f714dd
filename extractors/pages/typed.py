"""What was typed on a page, beside what its content says: set down as characters, and told of."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from extractors.model import PageNote
from extractors.pages.annotations import Typed
from normalizers.numbers import parse_number

_NARROW = 0.5  # width of a letter or digit, in sizes; a Chinese character is one size wide
_LEADING = 1.2  # distance of baselines, in sizes
_ASCENT = 0.8  # height of a line above its baseline, in sizes
_MARGIN = 2.0  # points between the edge of a note and its text
_LONGEST = 40  # letters of a value that a note quotes

Array = npt.NDArray[np.float64]


def set_down(typed: Typed) -> tuple[list[str], Array, Array]:
    """Characters, their boxes (n, 4) and baselines (n,); the box of `typed` is x0, top, x1, bottom on the page."""
    x0, top, x1, _ = typed.box
    text: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    baselines: list[float] = []
    room = max(x1 - x0 - 2 * _MARGIN, typed.size)
    for number, line in enumerate(_lines(typed.text, room / typed.size)):
        widths = [_width(char) * typed.size for char in line]
        x = x0 + _MARGIN + (room - sum(widths)) * typed.aligned / 2
        upper = top + _MARGIN + number * _LEADING * typed.size
        for char, width in zip(line, widths, strict=True):
            if not char.isspace():
                text.append(char)
                boxes.append((x, upper, x + width, upper + typed.size))
                baselines.append(upper + _ASCENT * typed.size)
            x += width
    return text, np.asarray(boxes, dtype=float).reshape(-1, 4), np.asarray(baselines, dtype=float)


def _lines(text: str, room: float) -> list[str]:
    """Lines of a text that is broken where it does not fit; `room` in sizes of its letters."""
    lines: list[str] = []
    for line in text.splitlines():
        start, used = 0, 0.0
        for at, char in enumerate(line):
            if used + _width(char) > room and at > start:
                lines.append(line[start:at])
                start, used = at, 0.0
            used += _width(char)
        lines.append(line[start:])
    return lines


def _width(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else _NARROW


def note_typed(
    fields: Sequence[Typed], notes: int, text: Sequence[str], boxes: Array, is_drawn: bool
) -> list[PageNote]:
    """What a reader must know of the fields (`box` is x0, top, x1, bottom on the page) and typed notes of a page.

    `text` and `boxes` are the characters that the page shows; `is_drawn` says that it shows fields and notes as well.
    """
    if not is_drawn:
        message = "表单域、文字批注未能绘入页面，按其所存文字读取；图章等其他批注未读取"
        return [PageNote("annotations_not_drawn", "warning", message)]
    told = [note for field in fields if (note := _unlike_its_value(field, text, boxes)) is not None]
    parts = [f"{count}处{name}" for count, name in ((len(fields), "表单域"), (notes, "文字批注")) if count]
    if parts:
        told.insert(0, PageNote("typed_on_page", "info", f"{'、'.join(parts)}的内容按页面文字读取"))
    return told


def _unlike_its_value(field: Typed, text: Sequence[str], boxes: Array) -> PageNote | None:
    """The value that a field holds is not what the page shows in its place."""
    x0, top, x1, bottom = field.box
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = np.nonzero((x > x0) & (x < x1) & (y > top) & (y < bottom))[0]
    shown, value = "".join(text[i] for i in inside.tolist()), "".join(field.text.split())
    if value in shown or (shown and not _is_other_number(value, shown)):
        return None
    seen = f"显示“{shown}”" if shown else "不显示"
    message = f"表单域的值为“{value[:_LONGEST]}”，页面上{seen}，按页面所示读取"
    return PageNote("field_not_as_shown", "warning", message, shown)


def _is_other_number(value: str, shown: str) -> bool:
    """Are both numbers, and is one not the other as a form may show it, rounded or in per cent?"""
    held, seen = parse_number(value), parse_number(shown)
    if held is None or seen is None:
        return False
    half = Decimal(5).scaleb(min(0, int(seen.as_tuple().exponent)) - 1)
    return all(abs(held * times - seen) > half for times in (1, 100))
