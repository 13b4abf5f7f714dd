"""A file inside an archive, as a place of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.stores.object_store import StoredFile

INSIDE = "!/"
"""Stands in a path between an archive and what is in it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where an archive holds the bytes of a member: from its local header, by the directory. Sizes are bytes."""

    offset: int
    packed: int
    size: int
    method: int
    crc: int


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, which may be in an archive itself: one path and one part for each of them, the outermost
    first. Paths are decoded, without what leads out of the archive; they are only ever shown."""

    archive: Path | StoredFile
    inside: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        return self.inside[-1].rpartition("/")[2]

    def __str__(self) -> str:
        return INSIDE.join([str(self.archive), *self.inside])
