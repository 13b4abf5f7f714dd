"""Pictures printed as a PDF: photographs and scans, one on a page. A TIFF may hold several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from extractors.formats.blocks import FormatError
from extractors.formats.printed.matrices import Matrix, then
from extractors.formats.printed.pdf_images import BROKEN, opened, packed
from extractors.formats.printed.pdf_pages import PdfPages, placed

_SHORT, _LONG = 595.276, 841.89  # points: A4
_LEAST, _MOST = 200.0, 1250.0  # of the longer side, where a resolution is believed: A6 to A3
_NO_RESOLUTION = (0, 1, 72, 96)  # dots an inch that programs write where they know none
_MOST_PAGES = 2000
_MOST_OF_FILE = 512 * 2**20
_ORIENTATION = 0x0112
_LYING = (5, 6, 7, 8)  # orientations of pictures that were stored on their side
# Where the corners of a stored picture come to stand, in a unit square whose heights grow upwards.
_TURNS: dict[int, Matrix] = {
    2: (-1.0, 0.0, 0.0, 1.0, 1.0, 0.0),
    3: (-1.0, 0.0, 0.0, -1.0, 1.0, 1.0),
    4: (1.0, 0.0, 0.0, -1.0, 0.0, 1.0),
    5: (0.0, -1.0, -1.0, 0.0, 1.0, 1.0),
    6: (0.0, -1.0, 1.0, 0.0, 0.0, 1.0),
    7: (0.0, 1.0, 1.0, 0.0, 0.0, 0.0),
    8: (0.0, 1.0, -1.0, 0.0, 1.0, 0.0),
}


def print_pdf(path: Path, target: Path) -> list[str]:
    """Write the pictures as pages of a PDF; what of them is damaged, in English. Raises FormatError, OSError."""
    if path.stat().st_size > _MOST_OF_FILE:
        raise FormatError("too_large", f"the file is larger than {_MOST_OF_FILE // 2**20} MB")
    content = path.read_bytes()
    pages = PdfPages()
    damages: dict[str, None] = {}
    with opened(content) as picture:
        for frame in _frames(picture, damages):
            stream, damage = packed(pages.pdf, frame, content)
            if damage:
                damages[damage] = None
            turn = _orientation(frame)
            width, height = _page_size(frame, is_lying=turn in _LYING)
            place = then(
                _TURNS.get(turn, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)), (width, 0.0, 0.0, height, 0.0, 0.0)
            )
            pages.add(width, height, placed(pages.picture(stream), place))
    pages.save(target)
    return list(damages)


def _frames(picture: Image.Image, damages: dict[str, None]) -> Iterator[Image.Image]:
    """The picture at each of its pages. Of one that moves, the first is enough."""
    yield picture
    if picture.format != "TIFF":
        return
    for number in range(1, _MOST_PAGES + 1):
        try:
            picture.seek(number)
        except EOFError:
            return
        except BROKEN:
            damages[f"pages from {number + 1} on could not be read"] = None
            return
        yield picture
    raise FormatError("too_large", f"it has more than {_MOST_PAGES} pages")


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except BROKEN:
        return 1


def _page_size(picture: Image.Image, *, is_lying: bool) -> tuple[float, float]:
    """Points of the page: by its resolution where that can be a sheet of paper, else as large as A4 at most."""
    width, height = picture.size
    x, y = _resolution(picture)
    sides = (width / x * 72, height / y * 72) if x and y else (0.0, 0.0)
    if not _LEAST <= max(sides) <= _MOST:
        scale = min(_LONG / max(width, height), _SHORT / min(width, height))
        sides = width * scale, height * scale
    return (sides[1], sides[0]) if is_lying else sides


def _resolution(picture: Image.Image) -> tuple[float, float]:
    """Dots an inch across and down; 0 where the picture does not say, or says what programs write for nothing."""
    try:
        x, y = (float(one) for one in picture.info["dpi"])
    except (KeyError, *BROKEN):
        return 0.0, 0.0
    if round(x) in _NO_RESOLUTION or not 0.5 < x / (y or x) < 2:
        return 0.0, 0.0
    return x, y
