"""What of a page's text is printed: characters that have no ink of their own are not.

Only where something could hide text (`Page.hideable`) is the page's picture asked, and only about the texts in doubt.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.bulk import Doubt
from extractors.model import PageNote
from extractors.pages import Hideable, Page, page_geometry
from extractors.pages import pdfium_calls as calls
from extractors.pictures.cut_text import seen_with_their_lines, without_scraps
from extractors.pictures.ink import Array, Box, Mask, Window, ink_of_groups, out_of_the_way

_PART = (0.35, 0.5)  # shares of a character's height and width that must be seen
_SAME_PLACE = 0.25  # share of the smaller of two texts that the other covers
_MOST_GROUPS = 4  # renderings; what overlaps more often is looked at together
_FIELD = 24.0  # points: texts are compared with those in the same fields of the page
_FLAT = 0.05  # points: a glyph so low or so narrow has no outline
_FIRST_WIDE = 0x2E80  # the first of the characters that no font is sure to have

_ROUNDS = 3  # times that a page is read again: what comes to light may have a double, too
_LONGEST = 40  # characters of a note's example
_SPACES = frozenset(" \u00a0\u3000")


class Printed(NamedTuple):
    """Which characters of the page (n,) are printed; `is_layer` (n,) those drawn without ink over a picture."""

    is_printed: Mask
    is_layer: Mask

    def with_layers(self) -> Printed:
        """The same where what stands over a picture without ink is taken for what the picture says."""
        return Printed(self.is_printed | self.is_layer, self.is_layer)

    def note(self, page: Page, shown: Page) -> PageNote | None:
        """What a reader must know of the characters of a page that `shown` has not; None where there are none."""
        left = defaultdict(list)
        for char, box in zip(shown.text, shown.boxes.tolist(), strict=True):
            left[char].append(box)
        hidden = [
            i
            for i in np.nonzero(~self.is_printed)[0].tolist()
            if page.text[i] not in _SPACES and not _has_double(page.boxes[i].tolist(), left[page.text[i]])
        ]
        if not hidden:
            return None
        message = f"第{page.number}页有{len(hidden)}个字符在页面上看不见（无色、被遮盖、被裁去或在隐藏图层中），未采用"
        is_figure = any(page.text[i].isdigit() for i in hidden)
        end = next((i for i in range(hidden[0], len(page.text)) if self.is_printed[i]), len(page.text))
        first = "".join(page.text[hidden[0] : end]).strip()
        return PageNote("hidden_text", "warning" if is_figure else "info", message, first[:_LONGEST])


def without_hidden(page: Page, handle: pdfium.PdfPage, seen: Printed, *, has_layers: bool) -> Page:
    """The page as it is read without the texts of which nothing is printed, and without other hidden characters.

    It is read again: of two characters in one place pdfium gives the first alone, which may be the hidden one.
    `has_layers` says that text over a picture counts as printed, though it has no ink.
    """
    found = seen
    with ExitStack() as away:
        for _ in range(_ROUNDS):
            hidden = _hidden_objects(page, found)
            if not hidden:
                break
            away.enter_context(out_of_the_way(hidden))
            anew = page_geometry(handle, page.number, page.annotations)
            page = replace(anew, is_plain=anew.is_plain and page.is_plain)
            again = printed(page, handle)
            if again is None:
                return page
            found = again.with_layers() if has_layers else again
        return page.with_characters(found.is_printed)


def _hidden_objects(page: Page, found: Printed) -> set[int]:
    """The text objects of which no character is printed."""
    assert page.hideable is not None
    owners = page.hideable.owners
    return set(owners[~found.is_printed].tolist()) - set(owners[found.is_printed].tolist())


def printed(page: Page, handle: pdfium.PdfPage) -> Printed | None:
    """What of the text is printed; None where all of it is. `handle` is the open page that `page` was read from."""
    hideable = page.hideable
    if hideable is None or not page.text:
        return None
    doubts = dict(zip(hideable.objects.tolist(), (hideable.doubts & ~Doubt.REWORDED).tolist(), strict=True))
    owners = hideable.owners.tolist()
    is_space = np.array([char in _SPACES for char in page.text])
    is_unpainted = np.array([_is_invisible(owner, doubts.get(owner, 0)) for owner in owners])
    asked = np.array([doubts.get(owner, 0) != 0 for owner in owners]) & ~is_unpainted & ~is_space
    is_seen = ~is_unpainted
    if asked.any():
        is_seen[asked] = _have_ink(page, handle, hideable, np.nonzero(asked)[0])
    is_seen = without_scraps(page, is_seen, is_space, owners)
    if not any(char.isalnum() for char in itertools.compress(page.text, (~is_seen).tolist())):
        return None  # dots of a leader that the edge of a cell cuts
    return Printed(is_seen, is_unpainted & _stand_on(hideable.images, hideable.glyphs))


def _is_invisible(owner: int, doubt: int) -> bool:
    """Is a text too small, or drawn in the mode without ink? A clip may be filled by what is drawn through it."""
    if doubt & Doubt.SMALL:
        return True
    if not doubt & Doubt.UNPAINTED:
        return False
    return bool(calls.text_mode(calls.Handle(owner)) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _have_ink(
    page: Page, handle: pdfium.PdfPage, hideable: Hideable, places: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Do these characters have ink of their own?"""
    glyphs = hideable.glyphs[places]
    groups = _groups(hideable, set(hideable.owners[places].tolist()))
    window = Window.round_about(handle, glyphs)
    if window is None:
        return np.zeros(len(places), np.bool_)
    group_of = {item: number for number, group in enumerate(groups) for item in group}
    inks = ink_of_groups(handle, window, groups, with_notes=hideable.is_annotated)
    owners = hideable.owners[places].tolist()
    numbers = [group_of[owner] for owner in owners]
    boxes = window.pixels(glyphs).tolist()
    doubts = dict(zip(hideable.objects.tolist(), hideable.doubts.tolist(), strict=True))
    found = np.zeros(len(places), np.bool_)
    for k, (number, owner) in enumerate(zip(numbers, owners, strict=True)):
        least = (0.0, 0.0) if doubts[owner] & Doubt.BLANK else _PART  # no font tells the size of its glyphs
        found[k] = inks[number].fills(boxes[k], least, is_pale=bool(doubts[owner] & Doubt.PALE))
    if not page.shown_turn and not any(doubts[owner] & Doubt.PALE for owner in owners):
        extents = [(inks[number], box) for number, box in zip(numbers, boxes, strict=True)]
        seen_with_their_lines(page, places.tolist(), extents, found, _PART[1])
    _as_their_doubles(page, glyphs, numbers, places, found)
    is_flat = (glyphs[:, 2:] - glyphs[:, :2]).min(axis=1, initial=np.inf) < _FLAT
    for k in np.nonzero(~found)[0].tolist():
        owner = owners[k]
        has_outline = not doubts[owner] & Doubt.BLANK and not is_flat[k]
        is_missing = not has_outline and _may_lack_a_font(page.text[places[k]], owner)
        found[k] = is_missing or (_is_window(doubts[owner]) and inks[-1].varies(boxes[k]))
    return found


def _groups(hideable: Hideable, suspects: set[int]) -> list[list[int]]:
    """The suspects so that those of one group do not overlap, each with its doubles that gave no characters."""
    groups: list[list[int]] = [[]]
    members: dict[tuple[int, int, int], list[Box]] = defaultdict(list)  # by group and field of the page
    doubles: list[tuple[int, Box]] = []
    for item, place, is_silent in zip(
        hideable.objects.tolist(), hideable.boxes.tolist(), hideable.is_silent.tolist(), strict=True
    ):
        box = (place[0], place[1], place[2], place[3])
        if item not in suspects:
            if is_silent:
                doubles.append((item, box))
            continue
        fields = _fields(box)
        number = next(
            (
                number
                for number in range(len(groups))
                if not any(_overlap(box, other) for field in fields for other in members[number, *field])
            ),
            len(groups),
        )
        number = min(number, _MOST_GROUPS - 1)
        if number == len(groups):
            groups.append([])
        groups[number].append(item)
        for field in fields:
            members[number, *field].append(box)
    for item, box in doubles:
        for number in range(len(groups)):
            if any(_overlap(box, other) for field in _fields(box) for other in members[number, *field]):
                groups[number].append(item)
                break
    return groups


def _fields(box: Box) -> list[tuple[int, int]]:
    """The fields of a grid over the page that a box touches."""
    columns, rows = (range(int(box[k] // _FIELD), int(box[k + 2] // _FIELD) + 1) for k in (0, 1))
    return list(itertools.product(columns, rows))


def _overlap(a: Box, b: Box) -> bool:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return False
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return width * height > _SAME_PLACE * smaller


def _as_their_doubles(
    page: Page, glyphs: Array, numbers: list[int], places: npt.NDArray[np.int64], found: npt.NDArray[np.bool_]
) -> None:
    """The same character in the same place is printed when its double is: bold print made by printing twice."""
    if not any(numbers) or found.all():
        return
    shown: dict[str, list[list[float]]] = defaultdict(list)
    for k in np.nonzero(found)[0].tolist():
        shown[page.text[places[k]]].append(glyphs[k].tolist())
    for k in np.nonzero(~found)[0].tolist():
        found[k] = _has_double(glyphs[k].tolist(), shown[page.text[places[k]]])


def _has_double(box: list[float], others: list[list[float]]) -> bool:
    """Does one of the others stand in the same place?"""
    reach = 0.3 * max(box[2] - box[0], box[3] - box[1])
    return any(all(abs(a - b) < reach for a, b in zip(box, other, strict=True)) for other in others)


def _may_lack_a_font(char: str, owner: int) -> bool:
    """Is there perhaps no ink because the file does not bring the font, and this machine has none like it?

    Asked of glyphs without an outline: where the machine has one, it draws it.
    """
    font = calls.object_font(calls.Handle(owner))
    return ord(char) >= _FIRST_WIDE and bool(font.value) and calls.font_is_embedded(font) == 0


def _is_window(doubt: int) -> bool:
    """Is the text a clip, with something drawn after it that may be seen through it?"""
    return bool(doubt & Doubt.UNPAINTED and doubt & Doubt.COVERED)


def _stand_on(images: Array, glyphs: Array) -> npt.NDArray[np.bool_]:
    """Is the middle of each glyph on a picture?"""
    x, y = (glyphs[:, 0] + glyphs[:, 2]) / 2, (glyphs[:, 1] + glyphs[:, 3]) / 2
    found = np.zeros(len(glyphs), np.bool_)
    for x0, top, x1, bottom in images.tolist():
        found |= (x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)
    return found
