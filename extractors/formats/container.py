"""Zip containers of Office and OFD files, opened as if a stranger had packed them, and unpacked within bounds.

The directory of a container is believed when it says that a part is large, never when it says that it is small: bytes
are counted as they come. Nothing is ever written to disk.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from extractors.formats.blocks import FormatError

MOST_OF_PART = 64 * 2**20  # bytes of a part that is read as a whole
MOST_OF_STREAM = 384 * 2**20  # bytes of a part that is read piece by piece
_MOST_IN_ALL = 1024 * 2**20  # bytes of all parts, as the directory states them
_MOST_PARTS = 50_000
# XML of like rows shrinks to a hundredth at most; what shrinks further was made to burst.
_MOST_RATIO, _LARGE = 300, 8 * 2**20
_CHUNK = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of others no chunk is bounded
_LOCKED = 0x1
_BROKEN = (
    OSError,
    ValueError,
    EOFError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)


class Container:
    """The parts of a zip container by their names, with `/` between folders and none at the beginning.

    Names are found whatever their case, as Office finds them. Use it as a context manager.
    """

    def __init__(self, source: Path | BinaryIO) -> None:
        """Raises FormatError, and OSError where the file cannot be opened at all."""
        self._stream = source.open("rb") if isinstance(source, Path) else source
        try:
            self._archive = zipfile.ZipFile(self._stream)
            infos = [one for one in self._archive.infolist() if not one.is_dir()]
        except _BROKEN as error:
            self._stream.close()
            raise FormatError("damaged", f"the container is not whole: {error}") from error
        if len(infos) > _MOST_PARTS or sum(one.file_size for one in infos) > _MOST_IN_ALL:
            self.close()
            raise FormatError("too_large", "the container holds more than is read")
        self._parts = {_key(one.filename): one for one in infos}
        self.names = [_plain(one.filename) for one in infos]
        """Of all parts, in the order of the directory."""

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._archive.close()
        self._stream.close()

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _key(name) in self._parts

    def read(self, name: str, most: int = MOST_OF_PART) -> bytes:
        """A whole part of at most so many bytes, its checksum compared. Raises FormatError."""
        return b"".join(self.chunks(name, most))

    def chunks(self, name: str, most: int = MOST_OF_STREAM) -> Iterator[bytes]:
        """A part piece by piece; that its checksum is wrong is said after the last. Raises FormatError."""
        info = self._parts.get(_key(name))
        if info is None:
            raise FormatError("damaged", f"the part {name} is missing")
        if info.flag_bits & _LOCKED:
            raise FormatError("password", "the container is locked with a password")
        if info.compress_type not in _METHODS:
            raise FormatError("damaged", f"the part {name} is packed in an unknown way")
        # What the directory states in advance saves the reading; what is read is counted all the same.
        _check(name, info.file_size, info.compress_size, most)
        count = 0
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    count += len(chunk)
                    _check(name, count, info.compress_size, most)
                    yield chunk
        except _BROKEN as error:
            raise FormatError("damaged", f"the part {name} is damaged: {error}") from error


def resolve(part: str, address: str) -> str:
    """The name of the part that `address` means, which stands in `part`; never one outside the container."""
    folder = "" if address.startswith(("/", "\\")) else posixpath.dirname(_plain(part))
    return posixpath.normpath(posixpath.join("/", folder, _plain(address))).lstrip("/")


def relations_of(part: str) -> str:
    """The name of the part that says where the addresses of an Office part lead; "" is the container itself."""
    folder, name = posixpath.split(_plain(part))
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _check(name: str, size: int, packed: int, most: int) -> None:
    if size > most:
        raise FormatError("too_large", f"the part {name} is larger than {most // 2**20} MB")
    if size > _LARGE and size > packed * _MOST_RATIO:
        raise FormatError("too_large", f"the part {name} is packed too tightly to be sound")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _key(name: str) -> str:
    return _plain(name).casefold()
