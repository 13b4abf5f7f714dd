"""What an archive holds: its members with their checksums, what is left out, and what cannot be read."""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from extractors.containers import is_document
from pipeline.archives.directory import MOST_MEMBERS, BadArchive, Entry, read_directory
from pipeline.archives.member import INSIDE, Part
from pipeline.archives.unpacking import METHODS, pieces, unpacked
from pipeline.errors import (
    ArchiveNotRead,
    Damaged,
    DocumentFailed,
    Encrypted,
    FileTooSlow,
    NothingInside,
    TooLargeInside,
)
from pipeline.limits import MEGABYTE, Limits
from pipeline.names import shown_name
from pipeline.read_names import is_archive, is_hidden_name, is_read

DEEPEST = 2
"""An archive in an archive is unpacked, one in that is not."""
_MOST_TIMES_A_FILE = 4
"""What an archive may unpack to, in files of the largest size."""
_LEAST_SUSPECT = 128 * MEGABYTE
_MOST_TIMES_PACKED = 200
_SHOWN = 3
_STARTS = (b"PK\x03\x04", b"PK\x05\x06")

_TROUBLES: Mapping[str, tuple[type[DocumentFailed], str]] = {
    "password": (Encrypted, "{file} holds files with a password: {names}"),
    "damaged": (Damaged, "{file} holds damaged files: {names}"),
    "too_large": (TooLargeInside, "{file} holds files that are too large: {names}"),
    "method": (ArchiveNotRead, "{file} holds files packed in a way that is not known here: {names}"),
    "too_deep": (ArchiveNotRead, "{file} holds archives in archives in archives, which stay packed: {names}"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A document in an archive: paths and parts as in `Member`, and what it holds."""

    inside: tuple[str, ...]
    parts: tuple[Part, ...]
    sha256: str


@dataclass(slots=True)
class Contents:
    """`left_out` are paths of links (with True) and of files that are no documents; `troubles` maps what is wrong to
    paths. An archive that cannot be used at all has a `failure`: code and English message."""

    members: list[Held] = field(default_factory=list)
    left_out: list[tuple[str, bool]] = field(default_factory=list)
    troubles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    failure: tuple[str, str] | None = None

    def why_failed(self, name: str) -> DocumentFailed | None:
        """What the archive itself has to say as a document: all that is in it and was not read; None where nothing is.

        `name`: its own, as text."""
        if self.failure is not None:
            code, message = self.failure
            return _TROUBLES[code][0](
                f"{name} is damaged: {message}" if code == "damaged" else f"{name}: {message}"
            )
        found = [
            (kind, template.format(file=name, names=_some(paths)))
            for trouble, (kind, template) in _TROUBLES.items()
            if (paths := self.troubles.get(trouble))
        ]
        if found:
            first, said = found[0]
            return first("; ".join([said, *(f"{kind.reason}: {more}" for kind, more in found[1:])]))
        return None if self.members else NothingInside(f"{name} holds nothing that is read.")

    def as_json(self) -> Any:
        """For `from_json`."""
        members = [[one.inside, [_as_list(part) for part in one.parts], one.sha256] for one in self.members]
        return [members, self.left_out, self.troubles, self.failure]

    @classmethod
    def from_json(cls, told: Any) -> Contents:
        """Raises ValueError, TypeError for what `as_json` did not make."""
        members, left_out, troubles, failure = told
        return cls(
            [
                Held(tuple(inside), tuple(Part(*part) for part in parts), sha)
                for inside, parts, sha in members
            ],
            [(path, is_link) for path, is_link in left_out],
            dict(troubles),
            tuple(failure) if failure else None,
        )


def look_inside(stream: BinaryIO, name: str, limits: Limits) -> Contents | None:
    """None for a file that is no archive of files. Raises OSError, and FileTooSlow with the `name` of the archive."""
    contents = Contents()
    look = _Look(contents, limits, name)
    try:
        return contents if look.into(stream, (), ()) else None
    except BadArchive as error:
        # What was found before is part of what has no bound, or no sense.
        return Contents(failure=(error.code, str(error)))


class _Look:
    """One archive with all that is in it, and what it may still unpack."""

    def __init__(self, contents: Contents, limits: Limits, name: str) -> None:
        self._contents, self._limits, self._name = contents, limits, name
        self._files = MOST_MEMBERS
        self._bytes = _MOST_TIMES_A_FILE * limits.file_bytes
        self._ends = time.monotonic() + limits.seconds

    def into(self, stream: BinaryIO, inside: tuple[str, ...], parts: tuple[Part, ...]) -> bool:
        """All entries of one archive; False, and nothing, where it is none. Raises BadArchive, OSError, FileTooSlow."""
        stream.seek(0)
        if not stream.read(4).startswith(_STARTS):
            return False
        entries = read_directory(stream)
        if is_document(entry.path for entry in entries):
            return False
        wanted = [entry for entry in entries if self._is_wanted(entry, inside)]
        self._pay(wanted, stream.seek(0, 2))
        for entry in wanted:
            place = (*inside, entry.path)
            try:
                self._take(stream, entry, place, (*parts, entry.part))
            except BadArchive as error:
                self._contents.troubles[error.code].append(INSIDE.join(place))
        return True

    def _is_wanted(self, entry: Entry, inside: tuple[str, ...]) -> bool:
        if entry.is_folder:
            return False
        if not entry.is_link and is_read(entry.path) and not is_hidden_name(entry.path):
            return True
        self._contents.left_out.append((INSIDE.join([*inside, entry.path]), entry.is_link))
        return False

    def _pay(self, entries: Sequence[Entry], packed: int) -> None:
        """Raise where all of them together are more than an archive may hold."""
        size = sum(entry.part.size for entry in entries if self._fits(entry))
        self._files -= len(entries)
        self._bytes -= size
        if self._files < 0:
            raise BadArchive("too_large", f"it holds more than {MOST_MEMBERS} files")
        if self._bytes < 0:
            most = _MOST_TIMES_A_FILE * self._limits.file_megabytes
            raise BadArchive("too_large", f"it unpacks to more than {most} MB")
        if size > max(_LEAST_SUSPECT, _MOST_TIMES_PACKED * packed):
            raise BadArchive("too_large", f"it unpacks to more than {_MOST_TIMES_PACKED} times its size")

    def _fits(self, entry: Entry) -> bool:
        return not entry.is_locked and entry.part.size <= self._limits.file_bytes

    def _take(self, stream: BinaryIO, entry: Entry, inside: tuple[str, ...], parts: tuple[Part, ...]) -> None:
        if entry.is_locked:
            raise BadArchive("password", "it asks for a password")
        if not self._fits(entry):
            raise BadArchive("too_large", "it is too large")
        if entry.part.method not in METHODS:
            raise BadArchive("method", "it is packed in a way that is not known")
        if is_archive(entry.path) and self._is_taken_as_archive(stream, entry, inside, parts):
            return
        digest = hashlib.sha256()
        for piece in pieces(stream, entry.part):
            digest.update(piece)
            if time.monotonic() > self._ends:
                raise FileTooSlow(
                    f"{shown_name(self._name)} could not be read to its end within "
                    f"{self._limits.seconds:g} seconds"
                )
        self._contents.members.append(Held(inside, parts, digest.hexdigest()))

    def _is_taken_as_archive(
        self, stream: BinaryIO, entry: Entry, inside: tuple[str, ...], parts: tuple[Part, ...]
    ) -> bool:
        with unpacked(stream, entry.part) as inner:
            if len(inside) < DEEPEST:
                return self.into(inner, inside, parts)
            if inner.read(4).startswith(_STARTS) and not is_document(
                one.path for one in read_directory(inner)
            ):
                raise BadArchive("too_deep", "it is an archive in an archive in an archive")
        return False


def _some(paths: Sequence[str]) -> str:
    shown = ", ".join(shown_name(path) for path in paths[:_SHOWN])
    return f"{shown} … ({len(paths)})" if len(paths) > _SHOWN else shown


def _as_list(part: Part) -> list[int]:
    return [part.offset, part.packed, part.size, part.method, part.crc]
