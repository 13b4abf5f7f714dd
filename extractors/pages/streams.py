"""Every stream of a file unpacked and forgotten: which are damaged, how long they are, and which are proved."""

from __future__ import annotations

import base64
import contextlib
import zlib
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Name, Pdf, StreamDecodeLevel

from extractors.pages.picture_data import END_OF_JPEG, is_short

Key = tuple[int, int]
_FLATE, _ASCII85, _JPEG = Name.FlateDecode, Name.ASCII85Decode, Name.DCTDecode
_PIECE = 1 << 20


@dataclass(slots=True)
class Unpacked:
    """`lengths` in bytes by object, where it is known; `proved` are those whose checksums are right.

    `unproved_glyphs`: is there another that may be a drawn glyph, which says nothing of its kind?
    """

    problems: list[str] = field(default_factory=list)
    lengths: dict[Key, int] = field(default_factory=dict)
    proved: set[Key] = field(default_factory=set)
    short_pictures: set[Key] = field(default_factory=set)
    broken_pictures: set[Key] = field(default_factory=set)
    unproved_glyphs: bool = False


def unpack_all(pdf: Pdf) -> Unpacked:
    """Packings that neither engine knows are left out."""
    found = Unpacked()
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        try:
            _unpack(item, found)
        except pikepdf.DependencyError:
            continue
        except (pikepdf.PdfError, RuntimeError, ValueError, zlib.error) as error:
            if "unfilterable" not in str(error):
                found.problems.append(f"stream {item.objgen[0]}: {error}")
                if item.get(Name.Subtype) == Name.Image:
                    found.broken_pictures.add(item.objgen)
    return found


def _filters_of(stream: pikepdf.Stream) -> list[pikepdf.Object | None]:
    filters = stream.get(Name.Filter)
    return list(filters) if isinstance(filters, pikepdf.Array) else [filters]


def _unpack(stream: pikepdf.Stream, found: Unpacked) -> None:
    """qpdf forgives a wrong checksum, so Flate is unpacked here."""
    key = stream.objgen
    filters = _filters_of(stream)
    if filters in ([None], []):
        length = _length_unpacked(stream, found)
    elif filters[-1] == _FLATE and all(name == _ASCII85 for name in filters[:-1]):
        packed = stream.read_raw_bytes()
        for _ in filters[:-1]:
            packed = base64.a85decode(packed.strip().removeprefix(b"<~").removesuffix(b"~>"))
        length = _inflated(packed)
        found.proved.add(key)
    else:
        length = len(stream.get_stream_buffer(decode_level=StreamDecodeLevel.all))
        if filters == [_JPEG] and END_OF_JPEG not in stream.read_raw_bytes():
            found.short_pictures.add(key)
    found.lengths[key] = length
    if key not in found.proved and Name.Type not in stream and Name.Subtype not in stream:
        found.unproved_glyphs = True
    if is_short(stream, length, predicted=key in found.proved):
        found.short_pictures.add(key)


def _length_unpacked(stream: pikepdf.Stream, found: Unpacked) -> int:
    """The length of data that is not packed; that of packed data whose Filter was lost is a problem, too."""
    data = stream.read_raw_bytes()
    if data[:1] == b"x":
        with contextlib.suppress(zlib.error):
            _inflated(data)
            found.problems.append(f"stream {stream.objgen[0]}: it is packed, and nothing says so")
    return len(data)


def _inflated(packed: bytes) -> int:
    """The length unpacked, piece by piece. Raises zlib.error also where the checksum is wrong."""
    if not packed:
        return 0
    unpacker = zlib.decompressobj()
    length = len(unpacker.decompress(packed, _PIECE))
    while unpacker.unconsumed_tail:
        length += len(unpacker.decompress(unpacker.unconsumed_tail, _PIECE))
    if not unpacker.eof:
        raise zlib.error("it ends too early")
    return length
