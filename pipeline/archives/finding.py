"""A member found again in an archive by its published path."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from pipeline.archives.directory import BadArchive, read_directory
from pipeline.archives.member import INSIDE, Member, Part
from pipeline.archives.unpacking import unpacked
from pipeline.limits import Limits
from pipeline.names import shown_name


def members_named(archive: Path, inside: str) -> list[Member]:
    """All members at a path in an archive, as `shown_name` shows it; [] also where the archive is none any more."""
    found: list[Member] = []
    try:
        with archive.open("rb") as stream:
            _look(stream, inside, Member(archive, (), ()), found)
    except (BadArchive, OSError, ValueError):
        return found
    return found


def _look(stream: BinaryIO, inside: str, around: Member, found: list[Member]) -> None:
    for entry in read_directory(stream):
        name = shown_name(entry.path)
        place = _within(around, entry.path, entry.part)
        if name == inside:
            found.append(place)
        elif inside.startswith(name + INSIDE) and entry.part.size <= Limits().file_bytes:
            with unpacked(stream, entry.part) as inner:
                _look(inner, inside.removeprefix(name + INSIDE), place, found)


def _within(around: Member, path: str, part: Part) -> Member:
    return Member(around.archive, (*around.inside, path), (*around.parts, part))
