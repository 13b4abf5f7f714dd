"""Pictures as a PDF holds them: JPEG as it is, others unpacked in bounded memory."""

from __future__ import annotations

import io
import math
import warnings
import zlib
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

MOST_POINTS = 90_000_000  # of a picture: a sheet A1 at 300 dots an inch has 70 million
_ENOUGH_POINTS = 36_000_000  # a sheet A4 at 600 dots an inch has 35 million
_FAST = 2  # of zlib
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
BROKEN = (
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
    except (UnidentifiedImageError, *BROKEN) as error:
        raise FormatError("damaged", "the picture cannot be opened") from error
    with picture:
        yield picture


def check_size(picture: Image.Image) -> None:
    """Raises FormatError where it is too large to be unpacked."""
    width, height = picture.size
    if width * height > MOST_POINTS:
        raise FormatError("too_large", f"the picture has {width} × {height} points")


def packed(pdf: pikepdf.Pdf, picture: Image.Image, content: bytes) -> Packed:
    """The frame at which `picture` stands; `content` is the file. Raises FormatError.

    A very fine one is made coarser: pages are looked at with a few million points.
    """
    check_size(picture)
    if picture.format in ("JPEG", "MPO") and picture.mode in ("L", "RGB", "CMYK"):
        if _times_too_fine(picture) == 1:
            return _jpeg(pdf, picture, content)
        picture.draft(None, (picture.width // 2, picture.height // 2))
    damage = _load(picture)
    if picture.mode == "1":
        return Packed(_unpacked(pdf, picture, 1), damage)
    plain = _plain(picture)
    if plain.mode != "RGBA":
        return Packed(_unpacked(pdf, plain, 8), damage)
    stream = _unpacked(pdf, plain.convert("RGB"), 8)
    stream.SMask = pdf.make_indirect(_unpacked(pdf, plain.getchannel("A"), 8))
    return Packed(stream, damage)


def _times_too_fine(picture: Image.Image) -> int:
    return math.ceil(math.sqrt(picture.width * picture.height / _ENOUGH_POINTS))


def _plain(picture: Image.Image) -> Image.Image:
    """In grey, in three colours, or in these with how much each point covers; no finer than pages are looked at."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        plain = picture.convert("I").point(lambda value: value / 256).convert("L")
    elif picture.has_transparency_data:
        plain = picture if picture.mode == "RGBA" else picture.convert("RGBA")
    elif picture.mode in ("L", "RGB"):
        plain = picture
    else:
        plain = picture.convert("RGB")
    times = _times_too_fine(plain)
    return plain.reduce(times) if times > 1 else plain


def soft_mask(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    """A picture as the mask of another: what is dark in it is not seen. Raises FormatError."""
    with opened(content) as picture:
        check_size(picture)
        _load(picture)
        grey = picture.convert("L")
        return _unpacked(pdf, grey, 8)


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
    except BROKEN:
        pass
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        picture.load()
    except BROKEN as error:
        raise FormatError("damaged", "the picture cannot be unpacked") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return "a picture lacks part of its data"


def _unpacked(pdf: pikepdf.Pdf, picture: Image.Image, bits: int) -> pikepdf.Stream:
    stream = pikepdf.Stream(pdf, zlib.compress(picture.tobytes(), _FAST))
    stream.update(_about(picture.size, len(picture.getbands()), bits))
    stream.Filter = Name.FlateDecode
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
