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
from extractors.pictures.cut_text import without_scraps
from extractors.pictures.ink import Array, Box, Mask, Picture, Window, ink_of_groups, out_of_the_way

_FAINT = 8  # of 255, by which ink differs at least from what it stands on
_PART = 0.5  # share of a character's height and width that must be seen
_SAME_PLACE = 0.25  # share of the smaller of two texts that the other covers
_MOST_GROUPS = 4  # renderings; what overlaps more often is looked at together
_BAND = 24.0  # points: texts are compared with those in the same bands of the page
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

    def note(self, page: Page) -> PageNote | None:
        """What a reader must know of the characters left out; None where there are none."""
        hidden = list(itertools.compress(page.text, (~self.is_printed).tolist()))
        count = sum(char not in _SPACES for char in hidden)
        if not count:
            return None
        runs = np.split(places := np.nonzero(~self.is_printed)[0], np.nonzero(np.diff(places) > 1)[0] + 1)
        first = "".join(page.text[i] for i in runs[0].tolist()).strip()
        message = (
            f"第{page.number}页有{count}个字符在页面上看不见（无色、被遮盖、被裁去或在隐藏图层中），未采用"
        )
        is_figure = any(char.isdigit() for char in hidden)
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
    changes, whole = ink_of_groups(handle, window, groups)
    numbers = [group_of[owner] for owner in hideable.owners[places].tolist()]
    boxes = window.pixels(glyphs).tolist()
    doubts = dict(zip(hideable.objects.tolist(), hideable.doubts.tolist(), strict=True))
    found = np.zeros(len(places), np.bool_)
    for k, (number, owner) in enumerate(zip(numbers, hideable.owners[places].tolist(), strict=True)):
        least = 0.0 if doubts[owner] & Doubt.BLANK else _PART  # no font tells the size of its glyphs
        found[k] = _is_seen(changes[number], least, *boxes[k])
    _as_their_doubles(page, glyphs, numbers, places, found)
    for k in np.nonzero(~found)[0].tolist():
        owner = int(hideable.owners[places[k]])
        found[k] = _may_lack_a_font(page.text[places[k]], owner) or _is_window(
            whole, doubts[owner], *boxes[k]
        )
    return found


def _is_seen(changes: Picture, least: float, left: int, top: int, right: int, bottom: int) -> bool:
    """Is there ink in the box of a glyph, over at least this share of its height and width?"""
    part = changes[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    if not part.size or part.max() < _FAINT:
        return False
    is_ink = part > _FAINT // 2
    rows, columns = np.nonzero(is_ink.any(axis=1))[0], np.nonzero(is_ink.any(axis=0))[0]
    height, width = int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1
    return height >= least * (bottom - top) and width >= least * (right - left)


def _groups(hideable: Hideable, suspects: set[int]) -> list[list[int]]:
    """The suspects so that those of one group do not overlap, each with its doubles that gave no characters."""
    groups: list[list[int]] = [[]]
    members: dict[tuple[int, int], list[Box]] = defaultdict(list)  # by group and band of the page
    doubles: list[tuple[int, Box]] = []
    for item, place, is_silent in zip(
        hideable.objects.tolist(), hideable.boxes.tolist(), hideable.is_silent.tolist(), strict=True
    ):
        box = (place[0], place[1], place[2], place[3])
        if item not in suspects:
            if is_silent:
                doubles.append((item, box))
            continue
        bands = _bands(box)
        number = next(
            (
                number
                for number in range(len(groups))
                if not any(_overlap(box, other) for band in bands for other in members[number, band])
            ),
            len(groups),
        )
        number = min(number, _MOST_GROUPS - 1)
        if number == len(groups):
            groups.append([])
        groups[number].append(item)
        for band in bands:
            members[number, band].append(box)
    for item, box in doubles:
        for number in range(len(groups)):
            if any(_overlap(box, other) for band in _bands(box) for other in members[number, band]):
                groups[number].append(item)
                break
    return groups


def _bands(box: Box) -> range:
    return range(int(box[1] // _BAND), int(box[3] // _BAND) + 1)


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
        x0, top, x1, bottom = box = glyphs[k].tolist()
        reach = 0.3 * max(x1 - x0, bottom - top)
        found[k] = any(
            all(abs(a - b) < reach for a, b in zip(box, other, strict=True))
            for other in shown[page.text[places[k]]]
        )


def _may_lack_a_font(char: str, owner: int) -> bool:
    """Is there perhaps no ink because the file does not bring the font, and this machine has none like it?"""
    font = calls.text_font(calls.Handle(owner))
    return ord(char) >= _FIRST_WIDE and bool(font.value) and calls.font_is_embedded(font) == 0


def _is_window(whole: Picture, doubt: int, left: int, top: int, right: int, bottom: int) -> bool:
    """Is the text a clip, with something drawn through it?"""
    if not (doubt & Doubt.UNPAINTED and doubt & Doubt.COVERED):
        return False
    part = whole[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)].reshape(-1, whole.shape[2])
    return bool(part.size and (part.max(axis=0) - part.min(axis=0)).max() >= _FAINT)


def _stand_on(images: Array, glyphs: Array) -> npt.NDArray[np.bool_]:
    """Is the middle of each glyph on a picture?"""
    x, y = (glyphs[:, 0] + glyphs[:, 2]) / 2, (glyphs[:, 1] + glyphs[:, 3]) / 2
    found = np.zeros(len(glyphs), np.bool_)
    for x0, top, x1, bottom in images.tolist():
        found |= (x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)
    return found
