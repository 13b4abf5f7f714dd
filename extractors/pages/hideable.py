"""What of a page's text something might hide, for those who look at its picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from extractors.bulk import Doubt
from extractors.pages import pdfium_calls as calls
from extractors.pages.characters import Characters
from extractors.pages.occlusion import Box, annotation_boxes
from extractors.pages.paths import Graphics

Array = npt.NDArray[np.float64]
Handles = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Upright = Callable[[Array], Array]

_OVERLAP = 0.5  # points by which an annotation and a text at least overlap
_SPACES = np.array([0x20, 0xA0, 0x3000], np.uint32)
_FARTHEST = 100_000.0  # points
_LEGIBLE = 1.2  # points: the size of letters that can be read
_SHEET = 0.9  # share of the characters of a page that is one large sheet made small
_BLANK = 0.05  # points: a figure smaller than this has no outline


@dataclass(frozen=True, slots=True)
class Hideable:
    """The text objects of a page in drawing order, and which characters each of them has.

    `objects` (m,) are handles, good as long as the page is open; `boxes` (m, 4) of them and `glyphs` (n, 4) of what is
    drawn of each character, or of its whole place where its font does not say, are x0, top, x1, bottom on the shown
    page, text turned on it or not. `doubts` (m,) are
    flags of `Doubt`; `is_silent` (m,) says that an object gave no characters, being the double of another. `owners`
    (n,) is the handle of the object that each character of the page belongs to. `images` (k, 4) are boxes of pictures.
    `is_annotated` says that annotations may hide some of the text.
    """

    objects: Handles
    boxes: Array
    doubts: npt.NDArray[np.int64]
    is_silent: Flags
    owners: Handles
    glyphs: Array
    images: Array
    is_annotated: bool

    def chosen(self, kept: npt.NDArray[np.int64]) -> Hideable:
        """The same for the characters at these places."""
        return replace(self, owners=self.owners[kept], glyphs=self.glyphs[kept])


def hideable_of(
    page: pdfium.PdfPage, graphics: Graphics, found: Characters, crossing: Handles, upright: Upright
) -> Hideable | None:
    """What of the text something might hide; None where nothing does.

    `crossing` are the text objects that run over the edge of the page; `upright` maps boxes to the shown page.
    """
    texts = graphics.texts
    notes = annotation_boxes(calls.handle_of(page.raw))
    doubts = _doubts_of(notes, texts, found)
    doubts[np.isin(texts["object"], crossing)] |= Doubt.CLIPPED
    if not (doubts & ~Doubt.REWORDED).any():
        return None
    glyphs = found.raw.glyphs[found.places][:, [0, 2, 1, 3]]
    is_unknown = (glyphs[:, 2:] - glyphs[:, :2]).max(axis=1, initial=0) < _BLANK
    return Hideable(
        texts["object"],
        _bounded(upright(texts["box"])),
        doubts,
        ~np.isin(texts["object"], found.raw.owners),
        found.raw.owners[found.places],
        _bounded(upright(np.where(is_unknown[:, None], found.boxes, glyphs))),
        _bounded(upright(np.array(graphics.images).reshape(-1, 4))),
        bool(notes),
    )


def _bounded(boxes: Array) -> Array:
    """The boxes with no number beyond all pages, or none at all."""
    return np.clip(np.nan_to_num(boxes), -_FARTHEST, _FARTHEST)


def _doubts_of(notes: list[Box], texts: npt.NDArray[np.void], found: Characters) -> npt.NDArray[np.int64]:
    """The doubts about each text object, those included that annotations give, and blank or tiny characters."""
    doubts: npt.NDArray[np.int64] = texts["doubt"].copy()
    for left, bottom, right, top in notes:
        x0, y0, x1, y1 = texts["box"].T
        is_under = (x0 + _OVERLAP < right) & (left + _OVERLAP < x1)
        is_under &= (y0 + _OVERLAP < top) & (bottom + _OVERLAP < y1)
        doubts[is_under] |= Doubt.COVERED
    for places, doubt in ((_blank(found), Doubt.BLANK), (_small(found), Doubt.SMALL)):
        if len(places):
            doubts[np.isin(texts["object"], found.raw.owners[places])] |= doubt
    return doubts


def _blank(found: Characters) -> npt.NDArray[np.int64]:
    """The places of characters without an outline, which are no spaces."""
    left, right, bottom, top = found.raw.glyphs[found.places].T
    places: npt.NDArray[np.int64] = found.places[(right - left < _BLANK) & (top - bottom < _BLANK)]
    is_space = np.isin(found.raw.codes[places], _SPACES)
    return np.asarray(places[~is_space])


def _small(found: Characters) -> npt.NDArray[np.int64]:
    """The places of characters that nobody can read, whatever their colour.

    None where nearly all of the page is set so small: a wide sheet printed on one page is read enlarged.
    """
    left, bottom, right, top = found.boxes.T
    is_small = (right - left < _LEGIBLE) & (top - bottom < _LEGIBLE)
    return found.places[is_small] if is_small.sum() < _SHEET * len(is_small) else found.places[:0]
