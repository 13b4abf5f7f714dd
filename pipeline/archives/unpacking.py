"""Members of an archive unpacked, piece by piece, within the sizes that its directory states."""

from __future__ import annotations

import struct
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from pipeline.archives.directory import LOCAL_HEADER, BadArchive
from pipeline.archives.member import Member, Part
from pipeline.errors import FileTooLarge, FileTooSlow, UnreadableFile
from pipeline.limits import MEGABYTE, Limits
from pipeline.names import shown_name
from pipeline.private_copies import changed_meanwhile, private_copy
from pipeline.stores.object_store import Store, StoredFile, what_went_wrong

STORED, DEFLATED = 0, 8
METHODS = frozenset({STORED, DEFLATED})
"""How members may be packed."""
_LOCAL = b"PK\x03\x04"
_PIECE = MEGABYTE


def pieces(stream: BinaryIO, part: Part) -> Iterator[bytes]:
    """The content of a member. Raises BadArchive when it is not what the directory states, OSError."""
    checksum = size = 0
    for piece in _unpacked(stream, part):
        checksum, size = zlib.crc32(piece, checksum), size + len(piece)
        if size > part.size:
            break
        yield piece
    if size != part.size or checksum != part.crc:
        raise BadArchive("damaged", "its content is not what its checksum was made of")


def _unpacked(stream: BinaryIO, part: Part) -> Iterator[bytes]:
    stream.seek(part.offset)
    header = stream.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER or not header.startswith(_LOCAL) or part.method not in METHODS:
        raise BadArchive("damaged", "it is not where the directory says")
    stream.seek(part.offset + LOCAL_HEADER + sum(struct.unpack("<2H", header[26:30])))
    packed = _packed(stream, part.packed)
    if part.method == STORED:
        yield from packed
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in packed:
            while piece and not inflate.eof:
                yield inflate.decompress(piece, _PIECE)
                piece = inflate.unconsumed_tail
        # All of it may be taken in while a piece of what it gives is full.
        yield inflate.flush()
    except zlib.error as error:
        raise BadArchive("damaged", f"it cannot be unpacked: {error}") from error


def _packed(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := stream.read(min(size, _PIECE))):
        size -= len(piece)
        yield piece


@contextmanager
def unpacked(stream: BinaryIO, part: Part) -> Iterator[BinaryIO]:
    """An archive in an archive, in a private file without a name. Raises BadArchive, OSError."""
    with tempfile.TemporaryFile(prefix="jixiao-") as copy:
        for piece in pieces(stream, part):
            copy.write(piece)
        copy.seek(0)
        yield copy


@contextmanager
def fetched(member: Member, sha256: str, limits: Limits) -> Iterator[Path]:
    """A private file with the member's content and name, for as long as the block lasts.

    Raises UnreadableFile when the archive is gone, the member too large or too slow, or no longer has this checksum.
    """
    with private_copy(member.name, sha256, lambda keep: _take(member, keep, limits)) as path:
        yield path


def _take(member: Member, take: Callable[[bytes], None], limits: Limits) -> None:
    name, ends = shown_name(member.name), time.monotonic() + limits.seconds
    if any(part.size > limits.file_bytes for part in member.parts):
        raise FileTooLarge(f"{name} is larger than {limits.file_megabytes} MB")
    for piece in _pieces_of(member):
        if time.monotonic() > ends:
            raise FileTooSlow(f"{name} could not be read to its end within {limits.seconds:g} seconds")
        take(piece)


def _pieces_of(member: Member) -> Iterator[bytes]:
    """The content, with what is wrong with the archive told as failures of the document; those of the caller stay
    theirs."""
    name = shown_name(member.archive.name)
    try:
        with opened(member.archive) as stream:
            yield from _inner_pieces(stream, member.parts)
    except BadArchive as error:
        raise changed_meanwhile(member.name) from error
    except FileNotFoundError as error:
        raise UnreadableFile(f"{name} is not there") from error
    except (OSError, pa.ArrowException) as error:
        raise UnreadableFile(f"{name} cannot be opened: {what_went_wrong(error)}") from error


def _inner_pieces(stream: BinaryIO, parts: Sequence[Part]) -> Iterator[bytes]:
    """Of the member that stands at the end of a chain of archives in archives."""
    if len(parts) == 1:
        yield from pieces(stream, parts[0])
        return
    with unpacked(stream, parts[0]) as inner:
        yield from _inner_pieces(inner, parts[1:])


@contextmanager
def opened(archive: Path | StoredFile) -> Iterator[BinaryIO]:
    """An archive to read anywhere in it; of an object only what is read is fetched. Raises OSError, ArrowException."""
    if isinstance(archive, Path):
        with archive.open("rb") as stream:
            yield stream
    else:
        with Store(archive.address).anywhere() as stored:
            yield stored
