"""The file of a document: where it was read, or where it is now that folders have moved."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.archives.finding import members_named
from pipeline.archives.member import INSIDE
from pipeline.archives.unpacking import fetched
from pipeline.errors import JixiaoError, UnreadableFile
from pipeline.limits import Limits
from pipeline.names import path_of, shown_name
from pipeline.sources import find_files
from pipeline.version import ROOT

_PIECE = 1024 * 1024
_UNPACKED, _COPY = 8, "original"
"""Copies of files in archives that are kept, and what each is called."""
# Larger files are hardly the reports that were read; to look into them would take minutes.
_LARGEST = Limits().file_bytes


class Originals:
    """Finds files; may be called from several threads.

    A file that is not where it was read is looked for beside the published folder, as far as its path is the same
    there, and in the folders given, where its name counts. It must hold what was read: two reports may be called
    alike.
    """

    def __init__(self, data_dir: Path, folders: Sequence[Any] = ()) -> None:
        self._folders = [folder for folder in folders if isinstance(folder, Path)]
        self._bases = [*self._folders, *Path(os.path.abspath(data_dir)).parents[:-1]]
        self._by_name: dict[str, list[Path]] | None = None
        self._moved: dict[str, Path] = {}
        self._turn = threading.Lock()
        self._unpacked: OrderedDict[str, tempfile.TemporaryDirectory[str]] = OrderedDict()

    def find(self, source_path: str, sha256: str) -> Path:
        """The file of a published `source_path`; where it is nowhere to be found, the place where it was."""
        path = path_of(source_path)
        if os.path.exists(path):
            return path
        if INSIDE in source_path:
            with self._turn:
                return self._member(source_path, sha256) or path
        if not path.is_absolute() and (ROOT / path).exists():
            return ROOT / path
        with self._turn:
            known = self._moved.get(sha256)
            if known is not None and known.exists():
                return known
            for moved in self._candidates(path):
                if _holds(moved, sha256):
                    self._moved[sha256] = moved
                    return moved
        return path

    def _member(self, source_path: str, sha256: str) -> Path | None:
        """A private copy of a file in an archive; the last ones are kept."""
        if sha256 not in self._unpacked:
            copies = (_unpack(*found, sha256) for found in self._archives(source_path))
            copy = next(filter(None, copies), None)
            if copy is None:
                return None
            self._unpacked[sha256] = copy
        self._unpacked.move_to_end(sha256)
        while len(self._unpacked) > _UNPACKED:
            self._unpacked.popitem(last=False)[1].cleanup()
        return Path(self._unpacked[sha256].name) / _COPY

    def _archives(self, source_path: str) -> Iterator[tuple[Path, str]]:
        """Files that may be the archive, each with the path inside; a folder's name may end like an archive's, too."""
        steps = source_path.split(INSIDE)
        for count in range(1, len(steps)):
            path, inside = path_of(INSIDE.join(steps[:count])), INSIDE.join(steps[count:])
            for file in (path, *([] if path.is_absolute() else [ROOT / path]), *self._candidates(path)):
                if os.path.isfile(file):
                    yield file, inside

    def _candidates(self, path: Path) -> Iterator[Path]:
        """Files that it may be, the longest common path first."""
        parts = [part for part in path.parts if part not in (path.anchor, "..")]
        for start in range(len(parts)):
            for base in self._bases:
                yield base.joinpath(*parts[start:])
        yield from self._named().get(path.name, ())

    def _named(self) -> dict[str, list[Path]]:
        """The files of the folders given, by name; looked for once."""
        if self._by_name is None:
            self._by_name = defaultdict(list)
            for folder in self._folders:
                for file in _files(folder):
                    self._by_name[shown_name(file.name)].append(file)
        return self._by_name


def _files(folder: Path) -> list[Path]:
    try:
        return [file for file in find_files([folder], may_be_empty=True).files if isinstance(file, Path)]
    except JixiaoError:
        return []


def _unpack(archive: Path, inside: str, sha256: str) -> tempfile.TemporaryDirectory[str] | None:
    """A folder with the file, where the archive holds it with this content."""
    for member in members_named(archive, inside):
        with suppress(UnreadableFile), fetched(member, sha256, Limits()) as private:
            folder = tempfile.TemporaryDirectory(prefix="jixiao-")
            shutil.move(private, Path(folder.name) / _COPY)
            return folder
    return None


def _holds(path: Path, sha256: str) -> bool:
    """True for a file with that content."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return False
        found = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                found.update(piece)
    except (OSError, ValueError):
        return False
    return found.hexdigest() == sha256
