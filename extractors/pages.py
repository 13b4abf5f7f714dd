"""PDF pages as plain geometry: characters with boxes, ruling lines and filled areas, upright.

Everything is in points with the origin at the top left of the visible page, whatever the page's /Rotate, crop box
or the angle at which its text is set. Nothing here knows what a table is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.characters import read_characters
from extractors.paths import Fill, Rule, read_graphics

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
    # What `layout` found out about the characters in the order in which they were written.
    loose: bytes | None = field(default=None, init=False, repr=False, compare=False)
    gap_marks: dict[float | None, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)

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
        """How sure the least sure character in a box is, 0..1; None where nothing had to be recognised."""
        return None

    def without_text(self) -> Page:
        """The same page with no characters: what it has are not to be used."""
        nothing = np.zeros((0, 4))
        return replace(self, text=[], boxes=nothing, baselines=nothing[:, 0])


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

    def open_pages(self) -> Iterator[tuple[Page, pdfium.PdfPage | None]]:
        """Yield every page in order beside its open handle; it is closed before the next is read.

        A page that cannot be opened is yielded empty, with `is_broken` set and no handle.
        """
        for index in range(len(self._pdf)):
            try:
                handle = self._pdf[index]
            except pdfium.PdfiumError:
                nothing = np.zeros((0, 4))
                yield Page(index + 1, 0.0, 0.0, [], nothing, nothing[:, 0], is_broken=True), None
                continue
            try:
                yield page_geometry(handle, index + 1), handle
            finally:
                handle.close()


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


def page_geometry(page: pdfium.PdfPage, number: int) -> Page:
    """The geometry of an open page; `number` is 1-based."""
    frame = _Frame.of(page)
    found = read_characters(page)
    text = found.text
    graphics = read_graphics(page)
    width, height = frame.size
    turned = _dominant_turn(found.angles, frame.rotation)

    def place(found: Sequence[Sequence[float]] | Array) -> Array:
        """Boxes in user space to boxes on the upright page."""
        return _turn(frame.upright(np.asarray(found, dtype=float)), turned, width, height)

    boxes, origins = place(found.boxes), place(found.origins)
    rules = [Rule(*row) for row in place(graphics.rules).tolist()]
    shaded = place([fill[:4] for fill in graphics.fills]).tolist()
    fills = [
        Fill(x0, top, x1, bottom, fill.colour)
        for (x0, top, x1, bottom), fill in zip(shaded, graphics.fills, strict=True)
    ]
    if turned in (90, 270):
        width, height = height, width
    inside = (boxes[:, 0] < width + 1) & (boxes[:, 2] > -1) & (boxes[:, 1] < height + 1) & (boxes[:, 3] > -1)
    if not inside.all():
        text = [t for t, keep in zip(text, inside, strict=True) if keep]
        boxes, origins = boxes[inside], origins[inside]
    covered = sum(max(0.0, b[2] - b[0]) * max(0.0, b[3] - b[1]) for b in graphics.images)
    return Page(
        number,
        width,
        height,
        text,
        boxes,
        origins[:, 1],
        rules,
        fills,
        shapes=list(map(tuple, place(graphics.shapes).tolist())),
        image_area=min(1.0, covered / max(width * height, 1.0)),
        is_plain=frame.is_plain and not turned,
    )


def turn_of(page: pdfium.PdfPage) -> int:
    """Clockwise degrees (0, 90, 180, 270) by which the text of the shown page is turned; `page_geometry` undoes it."""
    return _dominant_turn(read_characters(page).angles, page.get_rotation() % 360)


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


def _dominant_turn(angles: Array, rotation: int) -> int:
    """Clockwise degrees (0, 90, 180, 270) by which most text on the shown page is turned."""
    if len(angles) < 8:
        return 0
    # pdfium measures the angle clockwise from the unrotated page.
    turns = np.round((angles + rotation) / 90).astype(int) % 4
    values, counts = np.unique(turns, return_counts=True)
    best = int(values[counts.argmax()])
    return best * 90 if counts.max() > 0.7 * len(turns) else 0


def _turn(boxes: Array, turned: int, width: float, height: float) -> Array:
    """Undo a clockwise turn of the whole content of a page of this size."""
    if not turned or not len(boxes):
        return boxes
    x0, y0, x1, y1 = boxes.T
    match turned:
        case 90:
            new = (y0, width - x1, y1, width - x0)
        case 180:
            new = (width - x1, height - y1, width - x0, height - y0)
        case _:
            new = (height - y1, x0, height - y0, x1)
    return np.stack(new, axis=1)
