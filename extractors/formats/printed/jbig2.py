"""JBIG2, in which scanners pack black and white pages: its segments as a PDF holds them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import Dictionary, Name

from extractors.formats.blocks import FormatError

_MARK = b"\x97JB2\r\n\x1a\n"
_IN_SEQUENCE, _PAGES_UNKNOWN = 1, 2
_PAGE, _END_OF_PAGE, _END_OF_FILE = 48, 49, 51
_UNKNOWN = 0xFFFFFFFF
_MOST_POINTS = 400_000_000  # of one bit


class _Segment(NamedTuple):
    kind: int
    page: int
    content: bytes  # its head included
    data: int  # where its data begin


def is_jbig2(content: bytes) -> bool:
    return content.startswith(_MARK)


def jbig2_picture(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    """The first page of a JBIG2 file as a picture of a PDF. Raises FormatError."""
    try:
        segments = [one for one in _segments(content) if one.page in (0, 1)]
        head = next(one for one in segments if one.kind == _PAGE)
        width, height = struct.unpack_from(">II", head.content, head.data)
    except (struct.error, IndexError, StopIteration, ValueError) as error:
        raise FormatError("damaged", "the picture cannot be opened") from error
    if not 0 < width * height <= _MOST_POINTS:
        raise FormatError("too_large", f"the picture has {width} × {height} points")
    kept = (one.content for one in segments if one.kind not in (_END_OF_PAGE, _END_OF_FILE))
    stream = pikepdf.Stream(pdf, b"".join(kept))
    stream.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=width,
            Height=height,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=1,
        )
    )
    stream.Filter = Name.JBIG2Decode
    return stream


def _segments(content: bytes) -> Iterator[_Segment]:
    """Raises struct.error, IndexError or ValueError where the file is damaged or orders them otherwise."""
    flags = content[len(_MARK)]
    if not flags & _IN_SEQUENCE:
        raise ValueError("heads of all segments before their data")
    at = len(_MARK) + (1 if flags & _PAGES_UNKNOWN else 5)
    while at < len(content):
        start = at
        number, about, count = struct.unpack_from(">IBB", content, at)
        at += 5
        if count >> 5 < 7:
            references, at = count >> 5, at + 1
        else:
            references = struct.unpack_from(">I", content, at)[0] & 0x1FFFFFFF
            at += 4 + (references + 8) // 8
        at += references * (1 if number <= 256 else 2 if number <= 65536 else 4)
        page, size = struct.unpack_from(">II" if about & 0x40 else ">BI", content, at)
        at += 8 if about & 0x40 else 5
        if size == _UNKNOWN or at + size > len(content):
            raise ValueError("no end")
        yield _Segment(about & 0x3F, page, content[start : at + size], at - start)
        at += size
