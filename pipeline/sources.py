"""The PDF files to read: where they are, what they hold, and which of them are the same."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UnreadableFile, UsageError

CACHE = ".checksums.json"
# A file changed within this time may change again without a new time stamp.
_SETTLED_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """One file with the checksum of its content."""

    path: Path
    sha256: str
    size: int = 0

    @property
    def document_id(self) -> str:
        return self.sha256[:16]


def find_files(paths: Sequence[Path]) -> list[Path]:
    """All PDF files among and below the paths, sorted, each once. Raises UsageError when there are none."""
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(_below(path))
        elif path.exists():
            found.add(path)
        else:
            raise UsageError(f"{path} does not exist", "Give a PDF file, or a folder that holds PDF files.")
    if not found:
        where = ", ".join(str(path) for path in paths)
        raise UsageError(f"no PDF files in {where}", "Put PDF files there, or name another folder.")
    return sorted(found)


def _below(folder: Path) -> Iterable[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.lower().endswith(".pdf") and not name.startswith((".", "~$")):
                yield Path(parent) / name


class Checksums:
    """SHA-256 of files, remembered by path, size and time of change. Losing the memory costs only time."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / CACHE
        self._old = self._load()
        self._new: dict[str, list[int | str]] = {}

    def source(self, path: Path) -> Source:
        """Raises UnreadableFile."""
        try:
            stat = path.stat()
            stamp = [stat.st_size, stat.st_mtime_ns]
            key = str(path.resolve())
            known = self._old.get(key)
            unchanged = known is not None and known[:2] == stamp
            checksum = str(known[2]) if known is not None and unchanged else _sha256(path)
        except OSError as error:
            raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}") from error
        if time.time_ns() - stat.st_mtime_ns > _SETTLED_NS:
            self._new[key] = [*stamp, checksum]
        return Source(path, checksum, stat.st_size)

    def save(self) -> None:
        """Write the memory in one step; a folder that cannot be written to is no reason to fail."""
        fresh = self._file.with_name(f"{CACHE}.new")
        try:
            fresh.write_text(json.dumps(self._old | self._new), "utf-8")
            os.replace(fresh, self._file)
        except OSError:
            return

    def _load(self) -> dict[str, list[int | str]]:
        try:
            loaded = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return loaded if isinstance(loaded, dict) else {}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
