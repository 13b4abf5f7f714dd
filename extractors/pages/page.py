"""One upright page as plain geometry: characters with boxes, ruling lines and filled areas.

Everything is in points with the origin at the top left of the visible page, whatever the page's /Rotate, crop box
or the angle at which its text is set. Nothing here knows what a table is.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from extractors.model import PageNote
from extractors.pages.actual_text import Reworded
from extractors.pages.annotations import Shown, Typed
from extractors.pages.hideable import Hideable
from extractors.pages.paths import Fill, Rule
from extractors.pages.rotation import Aslant, Quarters, unturned
from extractors.pages.skew import Lean
from extractors.pages.typed import set_down

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass
class Page:
    """One upright page.

    `boxes` is (n, 4): x0, top, x1, bottom of each character of `text`; `baselines` (n,) the height of its baseline.
    `confidences` (n,) says how sure each recognised character is, 0..1, nan for a character of the page's own; None
    where none was recognised.
    """

    number: int  # 1-based
    width: float
    height: float
    text: list[str]
    boxes: Array
    baselines: Array
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    shapes: list[tuple[float, ...]] = field(default_factory=list)  # boxes of large curved figures
    image_area: float = 0.0  # share of the page that images cover, 0..1
    is_broken: bool = False  # the page could not be opened
    is_plain: bool = True  # shown as stored: no rotation, no crop, text not turned
    dropped: int = 0  # lines of a picture that look like text and could not be read
    quarters: Quarters | None = (
        None  # clockwise quarters by which each character is turned; None where none is
    )
    origins: Array | None = None  # (n, 4) each character's point on the baseline twice, where some are turned
    aslant: list[Aslant] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)  # notes that cannot be drawn; boxes as of characters
    typed_notes: list[PageNote] = field(default_factory=list)  # what was typed on it, whatever is read of it
    notes: list[PageNote] = field(default_factory=list)  # what of the stored text is not printed
    red: Array = field(default_factory=lambda: np.zeros((0, 4)))  # boxes of characters set in red
    hideable: Hideable | None = None  # what something might hide; None where all text is seen for certain
    reworded: Reworded | None = None  # words of the file (ActualText) that are not those drawn
    annotations: Shown | None = None  # what they show on it
    shown_turn: int = 0  # clockwise degrees by which its text is turned on the shown page
    confidences: Array | None = None
    lean: Lean | None = None  # how it leans, where it has not been turned back
    # Boxes (k, 4) of what may hold text that is not among the characters.
    images: Array = field(default_factory=lambda: np.zeros((0, 4)))
    outlines: Array = field(default_factory=lambda: np.zeros((0, 4)))  # small figures that are no boxes
    nameless: Array = field(default_factory=lambda: np.zeros((0, 4)))  # glyphs whose font does not name them
    false: str = ""  # why some of its characters were made nameless: what is drawn there is something else
    is_unproved: bool = (
        False  # it has numbers in a font whose digits could not be compared with their outlines
    )
    # What `layout` found out about the characters in the order in which they were written.
    loose: bytes | None = field(default=None, init=False, repr=False, compare=False)
    gap_marks: dict[float | None, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)
    _views: dict[int, Page] = field(default_factory=dict, init=False, repr=False, compare=False)

    # Lists, since where one place is looked at after the other they are read many times faster than arrays.

    @cached_property
    def bases(self) -> list[float]:
        """`baselines` as a list."""
        return _listed(self.baselines)

    @cached_property
    def lefts(self) -> list[float]:
        """Where each character begins."""
        return _listed(self.boxes[:, 0])

    @cached_property
    def tops(self) -> list[float]:
        """The upper edge of each character."""
        return _listed(self.boxes[:, 1])

    @cached_property
    def rights(self) -> list[float]:
        """Where each character ends."""
        return _listed(self.boxes[:, 2])

    @cached_property
    def bottoms(self) -> list[float]:
        """The lower edge of each character."""
        return _listed(self.boxes[:, 3])

    @cached_property
    def heights(self) -> list[float]:
        """How high the box of each character is."""
        return _listed(self.boxes[:, 3] - self.boxes[:, 1])

    @property
    def has_text(self) -> bool:
        return len(self.text) > 0

    def confidence_in(self, x0: float, top: float, x1: float, bottom: float) -> float | None:
        """How sure the least sure character is whose centre lies in a box; None where none had to be recognised."""
        if self.confidences is None or not len(self.text):
            return None
        x = (self.boxes[:, 0] + self.boxes[:, 2]) / 2
        y = (self.boxes[:, 1] + self.boxes[:, 3]) / 2
        inside = self.confidences[(x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)]
        inside = inside[~np.isnan(inside)]
        return float(inside.min()) if len(inside) else None

    def is_red(self, x0: float, top: float, x1: float, bottom: float, count: int) -> bool:
        """Are `count` characters in a box set in red?"""
        if not count or not len(self.red):
            return False
        x, y = (self.red[:, 0] + self.red[:, 2]) / 2, (self.red[:, 1] + self.red[:, 3]) / 2
        return int(((x > x0) & (x < x1) & (y > top) & (y < bottom)).sum()) >= count

    def by_turn(self, members: Sequence[int]) -> list[tuple[Page, list[int]]]:
        """Characters by how they are turned, each group with the page seen so that it stands upright."""
        if self.quarters is None:
            return [(self, list(members))]
        groups: dict[int, list[int]] = {}
        for i in members:
            groups.setdefault(int(self.quarters[i]), []).append(i)
        return [(self._seen(turn), group) for turn, group in groups.items()]

    def _seen(self, quarters: int) -> Page:
        """The characters of the page with so many clockwise quarters undone; no lines, nothing is turned on it."""
        if not quarters or self.origins is None:
            return self
        if quarters not in self._views:
            width, height = (self.height, self.width) if quarters % 2 else (self.width, self.height)
            boxes, origins = (
                unturned(places, 90 * quarters, self.width, self.height)
                for places in (self.boxes, self.origins)
            )
            self._views[quarters] = Page(self.number, width, height, self.text, boxes, origins[:, 1])
        return self._views[quarters]

    def with_typed(self) -> Page:
        """The same page with the notes that were typed on it and cannot be drawn."""
        if not self.typed:
            return self
        texts, boxes, baselines = zip(*map(set_down, self.typed), strict=True)
        added = np.concatenate(boxes)
        return replace(
            self,
            text=[*self.text, *(char for text in texts for char in text)],
            boxes=np.concatenate([self.boxes, added]),
            baselines=np.concatenate([self.baselines, *baselines]),
            quarters=None if self.quarters is None else _extended(self.quarters, len(added)),
            origins=None
            if self.origins is None
            else np.concatenate([self.origins, _points(added, np.concatenate(baselines))]),
            confidences=None
            if self.confidences is None
            else np.append(self.confidences, np.full(len(added), np.nan)),
            hideable=None,  # whoever asks what is printed has asked before
            typed=[],
        )

    def without_text(self) -> Page:
        """The same page with no characters: what it has are not to be used."""
        nothing = np.zeros((0, 4))
        return replace(
            self,
            text=[],
            boxes=nothing,
            baselines=nothing[:, 0],
            quarters=None,
            origins=None,
            aslant=[],
            hideable=None,
            confidences=None,
        )

    def with_characters(self, kept: Flags) -> Page:
        """The same page with some of its characters, (n,) true for each that is kept."""
        return replace(
            self,
            text=list(itertools.compress(self.text, kept.tolist())),
            boxes=self.boxes[kept],
            baselines=self.baselines[kept],
            quarters=None if self.quarters is None else self.quarters[kept],
            origins=None if self.origins is None else self.origins[kept],
            confidences=None if self.confidences is None else self.confidences[kept],
            hideable=None if self.hideable is None else self.hideable.chosen(np.nonzero(kept)[0]),
        )


def _points(boxes: Array, baselines: Array) -> Array:
    """Where characters that stand upright begin, as `origins`."""
    return np.stack([boxes[:, 0], baselines, boxes[:, 0], baselines], axis=1)


def _extended(quarters: Quarters, by: int) -> Quarters:
    return np.concatenate([quarters, np.zeros(by, quarters.dtype)])


def _listed(values: Array) -> list[float]:
    found: list[float] = values.tolist()
    return found
