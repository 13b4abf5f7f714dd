"""The picture of one page, drawn in a process of its own: a file that crashes the drawing costs one picture.

The picture stands as the reader saw the page, so that boxes of `cells` fit it: text that is set at an angle is turned
upright, the picture of a scan is straightened too. Boxes are points from the top left of that picture.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image

from extractors.formats import PRINTED, FormatError, kind_of, print_pdf
from extractors.pages import Page, Shown, level, open_page, page_geometry, turn_of
from extractors.recognition import ocr_available
from pipeline.workers import wire

Box = tuple[float, float, float, float]
LARGEST_FILE = 1024 * 1024 * 1024
_SCALE = 2.0  # pixels a point: sharp on a screen of double density
_LONGEST_SIDE = 4000
_JPEG_QUALITY = 82
_SHORTEST_PIECE = 8  # characters of a sentence that tell its place
_BETTER = 0.15  # by which another way up must fit the cells better


@dataclass(frozen=True, slots=True)
class Order:
    """What to draw. `cells` of the page are x0, top, x1, bottom and the number of characters in each."""

    path: Path
    sha256: str
    page: int  # 1-based
    scanned: bool
    cells: Sequence[Sequence[float]] = ()
    sentences: Sequence[str] = ()


@dataclass(slots=True)
class Drawn:
    """`state` is ok, missing, changed, unreadable or no_page; the rest is of an ok one.

    Sizes are points. `places` holds the boxes, one a line, of each sentence that was found on the page.
    """

    state: str
    width: float = 0.0
    height: float = 0.0
    turned: int = 0  # degrees by which the picture was turned clockwise
    skew: float = 0.0  # degrees taken out
    as_scanned: bool = False  # a scan that could not be straightened here
    kind: str = "image/png"
    places: list[list[Box]] = field(default_factory=list)


_open: tuple[str, pdfium.PdfDocument] | None = None


def draw(order: Order) -> bytes:
    """The target of the worker; `unpack` takes the answer apart."""
    about, picture = _draw(order)
    return wire.pack({"about": json.dumps(asdict(about)).encode(), "picture": picture})


def unpack(answer: bytes) -> tuple[Drawn, bytes]:
    """What `draw` said, and the picture. Raises wire.Garbled."""
    parts = wire.unpack(answer)
    try:
        return Drawn(**json.loads(parts["about"])), parts["picture"]
    except (KeyError, TypeError, ValueError) as error:
        raise wire.Garbled("no picture") from error


def _draw(order: Order) -> tuple[Drawn, bytes]:
    try:
        # A pipe in the file's place would keep us waiting for a writer.
        if order.path.exists() and not order.path.is_file():
            return Drawn("changed"), b""
        content = order.path.read_bytes()
    except FileNotFoundError:
        return Drawn("missing"), b""
    except OSError:
        return Drawn("unreadable"), b""
    if hashlib.sha256(content).hexdigest() != order.sha256:
        return Drawn("changed"), b""
    try:
        pdf = _opened(order, content)
        if not 1 <= order.page <= len(pdf):
            return Drawn("no_page"), b""
        page, shown = level(pdf, order.page - 1, *open_page(pdf, order.page - 1))
    except (pdfium.PdfiumError, FormatError, OSError):
        return Drawn("unreadable"), b""
    try:
        if order.scanned and ocr_available():
            return _draw_scan(page, order)
        return _draw_text(page, shown, order)
    finally:
        page.close()


def _opened(order: Order, content: bytes) -> pdfium.PdfDocument:
    """The document; the last one stays open, for the next page is often of the same."""
    global _open
    if _open is None or _open[0] != order.sha256:
        if _open is not None:
            _open[1].close()
            _open = None
        _open = (order.sha256, pdfium.PdfDocument(_as_pdf(order.path, content)))
    return _open[1]


def _as_pdf(path: Path, content: bytes) -> bytes:
    """The content of the file at `path`, or the PDF as which it was read. Raises FormatError, OSError."""
    kind = kind_of(path)
    if kind not in PRINTED:
        return content
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        file, pdf = Path(folder) / "file", Path(folder) / "pages.pdf"
        file.write_bytes(content)
        print_pdf(file, kind, pdf)
        return pdf.read_bytes()


def _draw_text(page: pdfium.PdfPage, shown: Shown | None, order: Order) -> tuple[Drawn, bytes]:
    width, height = page.get_size()
    scale = min(_SCALE, _LONGEST_SIDE / max(width, height, 1.0))
    turned = 0 if order.scanned else -turn_of(page) % 360
    picture = page.render(scale=scale).to_pil().convert("RGB")
    if turned:
        picture = picture.rotate(-turned, expand=True)
        width, height = (height, width) if turned in (90, 270) else (width, height)
    places: list[list[Box]] = []
    if order.sentences and not order.scanned:
        geometry = page_geometry(page, order.page, shown).with_typed()
        places = [find_sentence(geometry, sentence) for sentence in order.sentences]
    about = Drawn("ok", width, height, turned, as_scanned=order.scanned, places=places)
    return about, _encoded(picture, "PNG", compress_level=3)


def _draw_scan(page: pdfium.PdfPage, order: Order) -> tuple[Drawn, bytes]:
    # OpenCV takes a moment to load, and comes with the extra only.
    from extractors.pictures import ink_of, lean_of, rotated, seen, to_grey

    colour, scale = seen(page)
    ink = ink_of(to_grey(colour, scale), scale)
    skew = lean_of(ink, scale)
    if abs(skew) > 0.04:
        colour = rotated(colour, skew)
        ink = ink_of(to_grey(colour, scale), scale)
    turns = quarter_turns(ink, scale, order.cells)
    colour = np.rot90(colour, -turns)
    height, width = colour.shape[0] / scale, colour.shape[1] / scale
    picture = Image.fromarray(np.ascontiguousarray(colour[:, :, ::-1]))
    about = Drawn("ok", width, height, turns * 90, skew, kind="image/jpeg")
    return about, _encoded(picture, "JPEG", quality=_JPEG_QUALITY)


def quarter_turns(ink: npt.NDArray[np.bool_], scale: float, cells: Sequence[Sequence[float]]) -> int:
    """Clockwise quarter turns after which the cells' boxes fit the picture; 0 unless another fits clearly better.

    Where a picture stands right, boxes with long texts hold much ink and empty ones none.
    """
    if len(cells) < 4:
        return 0
    fits = [_fit(np.rot90(ink, -turns), scale, cells) for turns in range(4)]
    best = int(np.argmax(fits))
    return best if fits[best] > fits[0] + _BETTER else 0


def _fit(ink: npt.NDArray[np.bool_], scale: float, cells: Sequence[Sequence[float]]) -> float:
    """Correlation, -1 to 1, of the ink in the boxes with the lengths of their texts."""
    sums = np.zeros((ink.shape[0] + 1, ink.shape[1] + 1), dtype=np.int64)
    np.cumsum(np.cumsum(ink, axis=0, dtype=np.int64), axis=1, out=sums[1:, 1:])
    table = np.asarray(cells, dtype=float)
    # Within the ruling lines around the boxes.
    x0, top = table[:, 0] * scale + 4, table[:, 1] * scale + 4
    x1, bottom = table[:, 2] * scale - 4, table[:, 3] * scale - 4
    columns = np.clip(np.stack([x0, np.maximum(x0, x1)]), 0, ink.shape[1]).astype(int)
    rows = np.clip(np.stack([top, np.maximum(top, bottom)]), 0, ink.shape[0]).astype(int)
    held = (
        sums[rows[1], columns[1]]
        - sums[rows[0], columns[1]]
        - sums[rows[1], columns[0]]
        + sums[rows[0], columns[0]]
    ).astype(float)
    if held.std() == 0 or table[:, 4].std() == 0:
        return 0.0
    return float(np.corrcoef(held, table[:, 4])[0, 1])


def find_sentence(page: Page, sentence: str) -> list[Box]:
    """Boxes of the lines of a sentence on the page, or of the part of it that stands there; [] when it is not found."""
    wanted = _letters(sentence)
    for order in (range(len(page.text)), _as_seen(page)):
        letters: list[str] = []
        owners: list[int] = []
        for index in order:
            for letter in _letters(page.text[index]):
                letters.append(letter)
                owners.append(index)
        text = "".join(letters)
        for piece in _pieces(wanted):
            start = text.find(piece)
            if start >= 0:
                return _lines(page, owners[start : start + len(piece)])
    return []


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _pieces(text: str) -> list[str]:
    """The sentence, then what may stand on this page of one that a page break cuts."""
    pieces = [text] if text else []
    size = len(text) * 3 // 4
    while size >= _SHORTEST_PIECE:
        pieces += [text[:size], text[-size:]]
        size = size * 3 // 4
    return pieces


def _as_seen(page: Page) -> list[int]:
    """Places of the characters from top to bottom, then from left to right."""
    return np.lexsort((page.boxes[:, 0], np.round(page.baselines / 3))).tolist() if len(page.text) else []


def _lines(page: Page, owners: Sequence[int]) -> list[Box]:
    boxes: list[Box] = []
    base: float | None = None
    for index in owners:
        x0, top, x1, bottom = page.boxes[index].tolist()
        if base is not None and abs(page.bases[index] - base) < (bottom - top) / 2:
            last = boxes[-1]
            boxes[-1] = (min(last[0], x0), min(last[1], top), max(last[2], x1), max(last[3], bottom))
        else:
            boxes.append((x0, top, x1, bottom))
            base = page.bases[index]
    return boxes


def _encoded(picture: Image.Image, form: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()
