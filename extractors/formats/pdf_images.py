"""Pictures as a PDF holds them: JPEG as it is, others unpacked in bounded memory."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
)

from extractors.formats.blocks import FormatError

MOST_POINTS = 120_000_000  # of a picture: a sheet A1 at 300 dots an inch has 70 million
# Loaded by name: Pillow finds no other format, and tries none of its many.
_FORMATS = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        TiffImagePlugin.TiffImageFile,
        BmpImagePlugin.BmpImageFile,
        GifImagePlugin.GifImageFile,
    )
)
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    MemoryError,
    OverflowError,
)
_WHITE = (255, 255, 255)
_COLOURS = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}


class Packed(NamedTuple):
    """A picture for a PDF, and what of it is lost, in English; "" where nothing is."""

    stream: pikepdf.Stream
    damage: str = ""


@contextmanager
def opened(content: bytes) -> Iterator[Image.Image]:
    """A picture of which no more than its head has been read. Raises FormatError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise FormatError("too_large", "the picture is too large") from error
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise FormatError("damaged", "the picture cannot be opened") from error
    with picture:
        yield picture


def check_size(picture: Image.Image) -> None:
    """Raises FormatError where it is too large to be unpacked."""
    width, height = picture.size
    if width * height > MOST_POINTS:
        raise FormatError("too_large", f"the picture has {width} × {height} points")


def packed(pdf: pikepdf.Pdf, picture: Image.Image, content: bytes) -> Packed:
    """The frame at which `picture` stands; `content` is the file. Raises FormatError."""
    check_size(picture)
    if picture.format in ("JPEG", "MPO") and picture.mode in ("L", "RGB", "CMYK"):
        return _jpeg(pdf, picture, content)
    damage = _load(picture)
    if picture.mode == "1":
        return Packed(_unpacked(pdf, picture.size, picture.tobytes(), 1, 1), damage)
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        plain = picture.convert("I").point(lambda value: value / 256).convert("L")
    elif picture.has_transparency_data:
        # On paper nothing shines through.
        seen = picture.convert("RGBA")
        plain = Image.new("RGB", picture.size, _WHITE)
        plain.paste(seen, mask=seen.getchannel("A"))
    elif picture.mode == "L":
        plain = picture
    else:
        plain = picture.convert("RGB")
    stream = _unpacked(pdf, plain.size, plain.tobytes(), len(plain.getbands()), 8)
    return Packed(stream, damage)


def soft_mask(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    """A picture as the mask of another: what is dark in it is not seen. Raises FormatError."""
    with opened(content) as picture:
        check_size(picture)
        _load(picture)
        grey = picture.convert("L")
        return _unpacked(pdf, grey.size, grey.tobytes(), 1, 8)


def _jpeg(pdf: pikepdf.Pdf, picture: Image.Image, content: bytes) -> Packed:
    size, mode = picture.size, picture.mode
    is_inverted = mode == "CMYK" and "adobe" in picture.info
    # Unpacked at an eighth of its size it says as well whether its end is missing.
    picture.draft(None, (size[0] // 8, size[1] // 8))
    damage = _load(picture)
    stream = pikepdf.Stream(pdf, content)
    stream.update(_about(size, len(mode) if mode != "L" else 1, 8))
    stream.Filter = Name.DCTDecode
    if is_inverted:
        stream.Decode = Array([1, 0] * 4)
    return Packed(stream, damage)


def _load(picture: Image.Image) -> str:
    """Unpack it as far as that goes; what is missing."""
    try:
        picture.load()
        return ""
    except _BROKEN:
        pass
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        picture.load()
    except _BROKEN as error:
        raise FormatError("damaged", "the picture cannot be unpacked") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return "a picture lacks part of its data"


def _unpacked(
    pdf: pikepdf.Pdf, size: tuple[int, int], rows: bytes, colours: int, bits: int
) -> pikepdf.Stream:
    stream = pikepdf.Stream(pdf, rows)
    stream.update(_about(size, colours, bits))
    return stream


def _about(size: tuple[int, int], colours: int, bits: int) -> Dictionary:
    return Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size[0],
        Height=size[1],
        ColorSpace=_COLOURS[colours],
        BitsPerComponent=bits,
    )
