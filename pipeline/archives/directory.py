"""The directory of a zip archive, read within bounds: what members there are, and where their bytes stand.

`zipfile` reads a directory of any size into memory; this one belongs to the supervisor, which no file may harm.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from stat import S_IFDIR, S_IFMT, S_IFREG
from typing import BinaryIO

from pipeline.archives.member import Part

MOST_MEMBERS = 10_000
LOCAL_HEADER = 30
_MOST_BYTES = 16 * 1024 * 1024
_END, _END_64, _LOCATOR, _ENTRY = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x01\x02"
_END_SIZE, _END_64_SIZE, _LOCATOR_SIZE, _ENTRY_SIZE = 22, 56, 20, 46
_LONGEST_COMMENT = 65_535
_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
_ENCRYPTED, _UTF8 = 0x0001, 0x0800
_UNIX = 3
_WHOLE = 0xFFFFFFFF


class BadArchive(Exception):
    """The archive cannot be used; `code` is damaged or too_large, the message is English."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as the directory tells it. `path` is decoded, with slashes, and leads nowhere out; a link may be
    anything else that is no regular file."""

    path: str
    part: Part
    is_folder: bool = False
    is_locked: bool = False
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class _Record:
    """An entry whose name is bytes yet; `unicode` is the name that a field of its own gives, where one does."""

    name: bytes
    part: Part
    flags: int
    attributes: int
    made_on: int
    unicode: str


def read_directory(stream: BinaryIO) -> list[Entry]:
    """All members in the order of the directory. Raises BadArchive, OSError."""
    count, size, offset, end = _end_of(stream)
    if count > MOST_MEMBERS or size > _MOST_BYTES:
        raise BadArchive("too_large", f"it holds more than {MOST_MEMBERS} files")
    # What stands before the archive, such as a program that unpacks it, moves all places.
    before = end - size - offset
    if before < 0:
        raise BadArchive("damaged", "its directory is not where it should be")
    stream.seek(end - size)
    records = list(_records(stream.read(size), before))
    if len(records) != count:
        raise BadArchive("damaged", "its directory is not whole")
    _refuse_overlaps([record.part for record in records], end - size)
    encoding = _encoding_of([record.name for record in records if not _states_encoding(record)])
    return [_entry(record, encoding) for record in records]


def _end_of(stream: BinaryIO) -> tuple[int, int, int, int]:
    """Number of entries, bytes and stated place of the directory, and where it ends."""
    length = stream.seek(0, 2)
    start = max(0, length - _END_SIZE - _LONGEST_COMMENT)
    stream.seek(start)
    tail = stream.read()
    at = _place_of_end(tail)
    count, size, offset = struct.unpack("<H2L", tail[at + 10 : at + 20])
    end = start + at
    locator = end - _LOCATOR_SIZE
    if locator >= _END_64_SIZE:
        stream.seek(locator - _END_64_SIZE)
        more = stream.read(_END_64_SIZE + _LOCATOR_SIZE)
        if more.startswith(_END_64) and more[_END_64_SIZE:].startswith(_LOCATOR):
            count, size, offset = struct.unpack("<3Q", more[32:56])
            end = locator - _END_64_SIZE
    if size > end:
        raise BadArchive("damaged", "its directory is not whole")
    return count, size, offset, end


def _place_of_end(tail: bytes) -> int:
    """Where the end of the directory is told; a comment that follows may hold the same signature."""
    places = [match.start() for match in re.finditer(_END, tail) if match.start() + _END_SIZE <= len(tail)]
    if not places:
        raise BadArchive("damaged", "its end is missing")
    whole = (
        at for at in places if at + _END_SIZE + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail)
    )
    return next(whole, places[-1])


def _records(directory: bytes, before: int) -> Iterator[_Record]:
    at = 0
    while directory[at : at + 4] == _ENTRY and at + _ENTRY_SIZE <= len(directory):
        made_on, flags, method = directory[at + 5], *struct.unpack("<2H", directory[at + 8 : at + 12])
        crc, packed, size = struct.unpack("<3L", directory[at + 16 : at + 28])
        name_size, extra_size, comment_size = struct.unpack("<3H", directory[at + 28 : at + 34])
        attributes, offset = struct.unpack("<2L", directory[at + 38 : at + 46])
        at += _ENTRY_SIZE
        name, extra = directory[at : at + name_size], directory[at + name_size : at + name_size + extra_size]
        at += name_size + extra_size + comment_size
        fields = dict(_fields(extra))
        # Only what does not fit into 32 bits stands in the field of 64, in this order.
        wide = iter(struct.iter_unpack("<Q", fields.get(_ZIP64, b"")[:24].ljust(24, b"\0")))
        size, packed, offset = (next(wide)[0] if one == _WHOLE else one for one in (size, packed, offset))
        part = Part(before + offset, packed, size, method, crc)
        yield _Record(name, part, flags, attributes, made_on, _unicode_path(fields, name))


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    while len(extra) >= 4:
        kind, size = struct.unpack("<2H", extra[:4])
        yield kind, extra[4 : 4 + size]
        extra = extra[4 + size :]


def _unicode_path(fields: dict[int, bytes], name: bytes) -> str:
    """The name that Info-ZIP's field gives, if it was made for this name; else ''."""
    field = fields.get(_UNICODE_PATH, b"")
    if len(field) > 5 and field[0] == 1 and struct.unpack("<L", field[1:5])[0] == zlib.crc32(name):
        try:
            return field[5:].decode("utf-8")
        except UnicodeDecodeError:
            return ""
    return ""


def _refuse_overlaps(parts: Sequence[Part], directory: int) -> None:
    """Raise where two members share bytes: no archiver writes so, and the sum of what they hold has no bound."""
    ordered = sorted(parts, key=lambda part: part.offset)
    starts = [*(part.offset for part in ordered[1:]), directory]
    if any(
        part.offset + LOCAL_HEADER + part.packed > start for part, start in zip(ordered, starts, strict=False)
    ):
        raise BadArchive("damaged", "its files overlap")


def _states_encoding(record: _Record) -> bool:
    return bool(record.unicode or record.flags & _UTF8)


def _encoding_of(names: Sequence[bytes]) -> str:
    """Chinese archivers write GBK and say nothing, others UTF-8 and say nothing."""
    for encoding in ("utf-8", "gb18030"):
        try:
            b"\n".join(names).decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "cp437"


def _entry(record: _Record, encoding: str) -> Entry:
    name = record.unicode
    if not name:
        try:
            name = record.name.decode("utf-8" if record.flags & _UTF8 else encoding)
        except UnicodeDecodeError:
            name = record.name.decode("gb18030", "replace")
    name = name.replace("\\", "/")
    mode = S_IFMT(record.attributes >> 16) if record.made_on == _UNIX else 0
    return Entry(
        _inner_path(name),
        record.part,
        is_folder=name.endswith("/") or mode == S_IFDIR,
        is_locked=bool(record.flags & _ENCRYPTED),
        is_link=mode not in (0, S_IFREG, S_IFDIR),
    )


def _inner_path(name: str) -> str:
    """The path without what leads out of the archive: roots, drives and ways up."""
    steps = [step for step in name.split("/") if step not in ("", ".", "..")]
    if len(steps) > 1 and re.fullmatch(r"[A-Za-z]:", steps[0]):
        del steps[0]
    return "/".join(steps) or "?"
