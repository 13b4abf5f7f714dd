"""The geometry of an open page: what pdfium knows of it, upright, without what does not count as printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2 as pdfium

from extractors.pages.actual_text import as_drawn
from extractors.pages.annotation_lines import struck
from extractors.pages.annotations import Shown, Typed
from extractors.pages.characters import read_characters
from extractors.pages.drawn_points import show_points
from extractors.pages.hideable import hideable_of
from extractors.pages.page import Array, Page
from extractors.pages.page_characters import PageCharacters, heed_strokes, is_red, part_overprints
from extractors.pages.paths import Box, Fill, Rule, read_graphics
from extractors.pages.rotation import aslant_runs, believed, dominant_turn, quarters_of, unturned
from extractors.pages.skew import lean_of
from extractors.pages.stamps import find_stamps
from extractors.pages.superscripts import mark_raised
from extractors.pages.typed import note_typed


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
    printed = PageCharacters(found.text, boxes, origins, found.colours, leaning)
    printed.keep(inside)
    show_points(printed, place(lines.spots))
    rules, stamped = find_stamps(printed, rules)
    rules, notes = heed_strokes(printed, rules, number)
    notes += part_overprints(printed, stamped, number)
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
    fields = placed(annotations.fields)
    page.typed_notes = note_typed(fields, annotations.notes, page.text, page.boxes, annotations.is_drawn)


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
