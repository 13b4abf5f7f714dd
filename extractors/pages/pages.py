"""PDF pages as plain geometry: characters with boxes, ruling lines and filled areas, upright.

Everything is in points with the origin at the top left of the visible page, whatever the page's /Rotate, crop box
or the angle at which its text is set. Nothing here knows what a table is.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.failures import UNLIMITED, Failures, Part
from extractors.model import PageNote
from extractors.pages.annotations import Shown, Typed, open_page
from extractors.pages.characters import read_characters
from extractors.pages.hideable import Hideable, hideable_of
from extractors.pages.leans import Lean, lean_of, levelled
from extractors.pages.paths import Box, Fill, Rule, read_graphics
from extractors.pages.printed import Printed, heed_strokes, is_red, part_overprints
from extractors.pages.raised import mark_raised
from extractors.pages.reworded import Reworded, as_drawn
from extractors.pages.strikes import struck
from extractors.pages.turns import (
    Aslant,
    Quarters,
    aslant_runs,
    believed,
    dominant_turn,
    quarters_of,
    unturned,
)
from extractors.pages.typed import note_typed, set_down

_AT_ONCE = 32 * 1024 * 1024  # bytes of a file that are read at once

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class PdfError(Exception):
    """The file cannot be opened as a PDF; `code` is pdfium's reason: password, format or file."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


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


class Document:
    """An open PDF; iterate `pages()`. Close it or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        _forget_last_error()
        try:
            self._pdf = pdfium.PdfDocument(_contents(path))
        except pdfium.PdfiumError as error:
            raise PdfError(_reason(error), str(error)) from error
        self.path = path

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    def __len__(self) -> int:
        return len(self._pdf)

    def pages(self) -> Iterator[Page]:
        """Yield every page in order."""
        for page, _ in self.open_pages():
            yield page

    def open_pages(
        self, failures: Failures = UNLIMITED, wanted: Callable[[int], bool] = lambda number: True
    ) -> Iterator[tuple[Page, pdfium.PdfPage | None]]:
        """Yield every wanted page in order beside its open handle; it is closed before the next is read.

        `wanted` is asked for each number (1-based) when its turn comes; pages that are not are never opened.

        A page that cannot be opened is yielded empty, with `is_broken` set and no handle; so is one whose geometry
        fails, which stands among the `failures`.
        """
        for number in range(1, len(self._pdf) + 1):
            if not wanted(number):
                continue
            handle, annotations, is_broken = None, None, False
            with failures.limited_to(Part.PAGE, number):
                try:
                    handle, annotations = open_page(self._pdf, number - 1)
                except pdfium.PdfiumError:
                    is_broken = True
            if handle is None:
                yield _empty(number, is_broken=is_broken), None
                continue
            try:
                page, shown = _empty(number), None
                with failures.limited_to(Part.PAGE, number):
                    page = page_geometry(handle, number, annotations)
                    if page.lean is not None:
                        handle, annotations = levelled(self._pdf, number - 1, handle, annotations, page.lean)
                        page = replace(page_geometry(handle, number, annotations), is_plain=False)
                    shown = handle
                yield page, shown
            finally:
                handle.close()


def _empty(number: int, *, is_broken: bool = False) -> Page:
    """A page of which nothing is known."""
    nothing = np.zeros((0, 4))
    return Page(number, 0.0, 0.0, [], nothing, nothing[:, 0], is_broken=is_broken)


def _contents(path: Path) -> Path | bytes:
    """The file itself where it is not large: pdfium reads a file in small pieces, which takes a tenth longer."""
    try:
        return path.read_bytes() if path.stat().st_size <= _AT_ONCE else path
    except OSError:
        return path  # pdfium says what is wrong with it


def _forget_last_error() -> None:
    """pdfium keeps one error for the whole process and does not set it for every file that it refuses.

    So a damaged file would fail for what was wrong with a file read before it. Refusing one byte sets it anew.
    """
    raw.FPDF_LoadMemDocument(b"-", 1, None)


def _reason(error: pdfium.PdfiumError) -> str:
    code = getattr(error, "err_code", None)
    return {raw.FPDF_ERR_PASSWORD: "password", raw.FPDF_ERR_FORMAT: "format", raw.FPDF_ERR_FILE: "file"}.get(
        code or 0, "format"
    )


def page_geometry(page: pdfium.PdfPage, number: int, annotations: Shown | None = None) -> Page:
    """The geometry of an open page; `number` is 1-based, `annotations` what they show on it."""
    frame = _Frame.of(page)
    graphics = read_graphics(page)
    found, reworded = as_drawn(page, graphics.texts, frame.upright)
    # Borders of fields and notes are no lines of the page.
    lines = graphics if annotations is None else annotations.content
    shown = width, height = frame.size
    quarters = quarters_of(found.angles, frame.rotation)
    turned = dominant_turn(quarters, found.boxes)

    def place(found: Sequence[Sequence[float]] | Array) -> Array:
        """Boxes in user space to boxes on the upright page."""
        return unturned(frame.upright(np.asarray(found, dtype=float)), turned, *shown)

    boxes, origins = place(found.boxes), place(found.origins)
    leaning = believed((quarters - turned // 90) % 4, boxes)
    rules = [Rule(*row) for row in place(lines.rules).tolist()]
    shaded = place([fill[:4] for fill in lines.fills]).tolist()
    fills = [
        Fill(x0, top, x1, bottom, fill.colour)
        for (x0, top, x1, bottom), fill in zip(shaded, lines.fills, strict=True)
    ]
    if annotations is not None:
        rules += struck(place(annotations.strikes), boxes)
    if turned in (90, 270):
        width, height = height, width
    inside = (boxes[:, 0] < width + 1) & (boxes[:, 2] > -1) & (boxes[:, 1] < height + 1) & (boxes[:, 3] > -1)
    owners = found.raw.owners[found.places]
    crossing = np.intersect1d(owners[inside], owners[~inside])
    if len(crossing):
        inside |= np.isin(owners, crossing)  # what is left of a number is for its picture to say
    printed = Printed(found.text, boxes, origins, found.colours, leaning)
    printed.keep(inside)
    rules, notes = heed_strokes(printed, rules, number)
    notes += part_overprints(printed, number)
    mark_raised(printed.text, printed.boxes, printed.origins[:, 1], rules, printed.quarters)
    hideable = hideable_of(page, graphics, found, crossing, frame.upright)
    if hideable is not None:
        hideable = hideable.chosen(printed.places)
    slanted = found.aslant
    covered = sum(max(0.0, b[2] - b[0]) * max(0.0, b[3] - b[1]) for b in graphics.images)
    seen = Page(
        number,
        width,
        height,
        printed.text,
        printed.boxes,
        printed.origins[:, 1],
        rules,
        fills,
        shapes=list(map(tuple, place(lines.shapes).tolist())),
        image_area=min(1.0, covered / max(width * height, 1.0)),
        is_plain=frame.is_plain and not turned,
        quarters=printed.quarters,
        origins=None if printed.quarters is None else printed.origins,
        aslant=[] if slanted is None else aslant_runs(slanted.text, place(slanted.boxes), slanted.angles),
        notes=notes,
        red=printed.boxes[is_red(printed.colours)],
        hideable=hideable,
        shown_turn=turned,
        images=place(graphics.images),
        outlines=place(graphics.outlines),
        nameless=place(found.nameless),
        false=found.false.reason,
        is_unproved=found.false.is_unproved,
        reworded=reworded,
        annotations=annotations,
        lean=lean_of(found),
    )
    if annotations is not None:
        _annotate(seen, annotations, place)
    return seen


def _annotate(page: Page, annotations: Shown, place: Callable[[Sequence[Box]], Array]) -> None:
    """Add what annotations say, save for what is drawn and so stands among the characters of the page."""

    def placed(typed: Sequence[Typed]) -> list[Typed]:
        boxes = place([one.box for one in typed]).tolist()
        return [replace(one, box=tuple(box)) for one, box in zip(typed, boxes, strict=True)]

    page.typed = placed(annotations.undrawn)
    page.notes += note_typed(placed(annotations.fields), annotations.notes, page.text, page.boxes)


def turn_of(page: pdfium.PdfPage) -> int:
    """Clockwise degrees (0, 90, 180, 270) by which the text of the shown page is turned; `page_geometry` undoes it."""
    found = read_characters(page)
    return dominant_turn(quarters_of(found.angles, page.get_rotation() % 360), found.boxes)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The visible box of a page and the rotation at which it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> _Frame:
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation() % 360)

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    @property
    def is_plain(self) -> bool:
        return self.rotation == 0 and abs(self.left) < 0.1 and abs(self.bottom) < 0.1

    def upright(self, boxes: Array) -> Array:
        """Map (n, 4) boxes left, bottom, right, top in user space to x0, top, x1, bottom on the shown page."""
        if not len(boxes):
            return boxes.reshape(0, 4)
        x0, y0, x1, y1 = boxes.T
        match self.rotation:
            case 90:
                new = (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
            case 180:
                new = (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
            case 270:
                new = (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
            case _:
                new = (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        return np.stack(new, axis=1)
