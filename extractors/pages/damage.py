"""Is the file itself whole? A second engine (qpdf, through pikepdf) looks at every object and stream.

pdfium repairs in silence: a file that lost its tail may show fewer pages and say nothing. Streams packed with
Flate carry a checksum, so unpacking them proves them; the content of pages that carries none is parsed instead.
"""

from __future__ import annotations

import base64
import contextlib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pikepdf import Name, Pdf, StreamDecodeLevel

from extractors.pages.unshown import unshown

_SHOWN = 3
_LONGEST = 160
_PIECE = 1 << 20
_SMALL = 1 << 12  # Flate packs at most a thousand to one
_HEADER_WITHIN = 1024
_FLATE, _ASCII85 = Name.FlateDecode, Name.ASCII85Decode


@dataclass(frozen=True, slots=True)
class Health:
    """What the second engine found: its number of pages (None: it cannot open the file) and what is damaged.

    `unshown` is what the file holds beside its pages, each with a stable code and what to do.
    """

    page_count: int | None
    problems: tuple[str, ...] = ()
    unshown: tuple[str, ...] = ()

    def summary(self) -> str:
        """The first problems in one line."""
        more = f" and {len(self.problems) - _SHOWN} more" if len(self.problems) > _SHOWN else ""
        return "; ".join(self.problems[:_SHOWN]) + more


def examine(path: Path) -> Health:
    """Look at a whole file that pdfium could open."""
    count: int | None = None
    problems: list[str] = []
    beside: tuple[str, ...] = ()
    try:
        with contextlib.ExitStack() as stack:
            pdf = stack.enter_context(pikepdf.open(_openable(path, stack)))
            count = len(pdf.pages)
            beside = unshown(pdf)
            problems += _before_the_header(path)
            problems += _damaged_streams(pdf)
            if not _contents_carry_checksums(pdf):
                problems += pdf.check_pdf_syntax()
            problems += [str(warning) for warning in pdf.get_warnings()]
    except pikepdf.PasswordError:
        problems.append("the second engine asks for a password")
    except (pikepdf.PdfError, RuntimeError, TypeError, ValueError) as error:
        problems.append(str(error))
    return Health(count, tuple(dict.fromkeys(_said(problem, path) for problem in problems)), beside)


def _openable(path: Path, stack: contextlib.ExitStack) -> Path | BinaryIO:
    """The path, or an open file where its name is no UTF-8, which qpdf asks for; a path is read much faster."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return stack.enter_context(path.open("rb"))
    return path


def _before_the_header(path: Path) -> list[str]:
    """A file may be something else first: an archive that holds a PDF, say, of which only one part is read."""
    with path.open("rb") as file:
        before, header, _ = file.read(_HEADER_WITHIN).partition(b"%PDF-")
    if header and before.strip(b"\xef\xbb\xbf\0\t\n\r "):
        return [f"{len(before)} bytes stand before the PDF in the file"]
    return []


def _damaged_streams(pdf: Pdf) -> list[str]:
    """Streams that cannot be unpacked; packings that neither engine knows are left out."""
    damaged = []
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        try:
            _unpack(item)
        except pikepdf.DependencyError:
            continue
        except (pikepdf.PdfError, RuntimeError, ValueError, zlib.error) as error:
            if "unfilterable" not in str(error):
                damaged.append(f"stream {item.objgen[0]}: {error}")
    return damaged


def _unpack(stream: pikepdf.Stream) -> None:
    """Unpack a stream and forget it. qpdf forgives a wrong checksum, so Flate is unpacked here."""
    if stream.get("/Filter") == _FLATE:
        _inflate(stream.read_raw_bytes())
        return
    filters = _filters(stream)
    if filters[-1:] != [_FLATE] or any(name != _ASCII85 for name in filters[:-1]):
        stream.get_stream_buffer(decode_level=StreamDecodeLevel.all)
        return
    packed = stream.read_raw_bytes()
    for _ in filters[:-1]:
        packed = base64.a85decode(packed.strip().removeprefix(b"<~").removesuffix(b"~>"))
    _inflate(packed)


def _inflate(packed: bytes) -> None:
    """Unpack and forget; what may be large piece by piece. Raises zlib.error also where the checksum is wrong."""
    if len(packed) < _SMALL:
        if packed:
            zlib.decompress(packed)
        return
    unpacker = zlib.decompressobj()
    unpacker.decompress(packed, _PIECE)
    while unpacker.unconsumed_tail:
        unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
    if not unpacker.eof:
        raise zlib.error("it ends too early")


def _contents_carry_checksums(pdf: Pdf) -> bool:
    """Is what every page shows packed with Flate, which ends in a checksum?"""
    for page in pdf.pages:
        contents = page.obj.get(Name.Contents)
        if contents is None:
            continue
        pieces = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        if not all(isinstance(piece, pikepdf.Stream) and _is_flate(piece) for piece in pieces):
            return False
    return True


def _is_flate(stream: pikepdf.Stream) -> bool:
    return _FLATE in _filters(stream)


def _filters(stream: pikepdf.Stream) -> list[pikepdf.Object | None]:
    filters = stream.get(Name.Filter)
    return list(filters) if isinstance(filters, pikepdf.Array) else [filters]


def _said(message: str, path: Path) -> str:
    """The message on one line, without the path that qpdf puts before it."""
    words = message.replace("WARNING: ", "").replace(str(path), "")
    return " ".join(words.split()).lstrip(":, ")[:_LONGEST]
