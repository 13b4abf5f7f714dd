"""Zip archives for tests, also such as no archiver writes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

UTF8, LOCKED = 0x0800, 0x0001


def packed(members: Mapping[str | bytes, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files; names that are bytes stand there as they are, without a flag."""
    local, directory = b"", b""
    for name, content in members.items():
        raw = name if isinstance(name, bytes) else name.encode()
        flags = 0 if isinstance(name, bytes) else UTF8
        body = zlib.compress(content)[2:-4] if method else content
        local, directory = added(local, directory, raw, body, content, flags=flags, method=method)
    return local + directory + end_of(len(members), len(directory), len(local))


def added(
    local: bytes,
    directory: bytes,
    name: bytes,
    body: bytes,
    content: bytes,
    *,
    flags: int = 0,
    method: int = 8,
    extra: bytes = b"",
    mode: int = 0,
    size: int | None = None,
) -> tuple[bytes, bytes]:
    """Members and directory with one more; `mode`: of a Unix file."""
    size = len(content) if size is None else size
    common = struct.pack("<4H3L", flags, method, 0, 33, zlib.crc32(content), len(body), size)
    common += struct.pack("<2H", len(name), len(extra))
    entry = b"PK\x01\x02" + bytes([20, 3 if mode else 0]) + struct.pack("<H", 20) + common
    entry += struct.pack("<3H2L", 0, 0, 0, mode << 16, len(local)) + name + extra
    return local + b"PK\x03\x04" + struct.pack("<H", 20) + common + name + extra + body, directory + entry


def end_of(count: int, size: int, offset: int) -> bytes:
    """The end of an archive whose directory of so many bytes stands at `offset`."""
    return b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, size, offset, 0)


def plain(members: Mapping[str, bytes | str]) -> bytes:
    """As Python writes it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            # A time of its own, so that the bytes are the same in every process.
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
