"""The PDF files to read: where they are, what they hold, and which of them are the same."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import stored
from pipeline.errors import UnreadableFile, UsageError
from pipeline.names import shown_name
from pipeline.object_store import StoredFile

CACHE = ".checksums.json"
# A file changed within this time may change again without a new time stamp.
_SETTLED_NS = 2_000_000_000
# Stores tell whole seconds, by a clock that is not ours.
_SETTLED_IN_STORE_NS = 60_000_000_000
# Objects whose checksums are taken at once: each waits for the network most of the time.
_FETCHES = 16
_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}

Stamp = tuple[int, ...]
Place = Path | StoredFile
"""Where a file is: on a disk, or in a store."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file with the checksum of its content, and the stamp that it had when the checksum was taken."""

    path: Place
    sha256: str
    size: int = 0
    stamp: Stamp = ()

    @property
    def document_id(self) -> str:
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was left alone, and why. `source_path` is as `shown_name` shows it."""

    source_path: str
    reason: str


@dataclass(slots=True)
class Found:
    """What the given paths hold. `ignored` counts the files below them that do not claim to be PDF files."""

    files: list[Place] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    ignored: int = 0

    def skip(self, path: Place, reason: str) -> None:
        self.skipped.append(Skipped(shown_name(str(path)), reason))


def find_files(paths: Sequence[Place], may_be_empty: bool = False) -> Found:
    """All PDF files among and below the paths, sorted, each once, and what was left alone.

    A path given is followed wherever it leads; links below it only to files below it. Nothing is opened.
    Raises UsageError when there is nothing to read, unless that may be, or a store cannot be asked.
    """
    found = Found()
    for path in paths:
        if isinstance(path, StoredFile):
            _look_in_store(path, found)
        else:
            _look_at(path, found)
    found.files = _each_once(found.files)
    found.skipped.sort(key=lambda one: one.source_path)
    if not found.files and not may_be_empty:
        where = ", ".join(shown_name(str(path)) for path in paths)
        reasons = "".join(f"; {one.source_path}: {one.reason}" for one in found.skipped[:3])
        others = f" ({found.ignored} other files)" if found.ignored else ""
        raise UsageError(
            f"no PDF files in {where}{others}{reasons}", "Put PDF files there, or name another folder."
        )
    return found


def _look_at(path: Path, found: Found) -> None:
    """A path that the user gave."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR) and not path.is_symlink():
            raise UsageError(
                f"{shown_name(path)} does not exist", "Give a PDF file, or a folder that holds PDF files."
            ) from error
        found.files.append(path)  # reading it will say what is wrong
        return
    if stat.S_ISDIR(mode):
        _look_below(path, found)
    elif stat.S_ISREG(mode):
        found.files.append(path)
    else:
        found.skip(path, f"is {_KINDS.get(stat.S_IFMT(mode), 'no file')}")


def _look_in_store(given: StoredFile, found: Found) -> None:
    """A store has no links and no pipes, only names."""
    for file in stored.list_below(given):
        if stored.is_hidden(file, given) or not file.name.lower().endswith(".pdf"):
            found.ignored += 1
        else:
            found.files.append(file)


def _look_below(root: Path, found: Found) -> None:
    """Every folder below, without recursion: as deep as the system lets paths be."""
    top = os.path.realpath(root)
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    _look_at_entry(entry, top, waiting, found)
        except OSError as error:
            found.skip(folder, f"cannot be listed: {error.strerror}")


def _look_at_entry(entry: os.DirEntry[str], top: str, waiting: list[Path], found: Found) -> None:
    path = Path(entry.path)
    hidden = entry.name.startswith((".", "~$"))
    if entry.is_dir(follow_symlinks=False):
        if not entry.name.startswith("."):
            waiting.append(path)
    elif entry.is_symlink() and _is_folder(path):
        if not entry.name.startswith("."):
            found.skip(path, "is a link to a folder")
    elif hidden or not entry.name.lower().endswith(".pdf"):
        found.ignored += 1
    elif reason := _not_ours(path, top):
        found.skip(path, reason)
    else:
        found.files.append(path)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def _not_ours(path: Path, top: str) -> str:
    """Why a file below a folder is not to be read; '' for one that is, or whose trouble reading will tell."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    if not stat.S_ISREG(mode):
        return f"is {_KINDS.get(stat.S_IFMT(mode), 'no file')}"
    if path.is_symlink() and not os.path.realpath(path).startswith(top.rstrip("/") + "/"):
        return "is a link that leads out of the folder"
    return ""


def _each_once(paths: Sequence[Place]) -> list[Place]:
    """Sorted, those in stores last; of several ways to one file the first that is no link."""
    chosen: dict[str, Path] = {}
    local = [path for path in paths if isinstance(path, Path)]
    for path in sorted(local, key=lambda path: (path.is_symlink(), path)):
        chosen.setdefault(os.path.realpath(path), path)
    return [*sorted(chosen.values()), *sorted({path for path in paths if isinstance(path, StoredFile)})]


class Checksums:
    """SHA-256 of files, remembered by path and stamp. Losing the memory costs only time."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / CACHE
        self._old = self._load()
        self._new: dict[str, list[int | str]] = {}
        self._fetched: dict[StoredFile, str] = {}

    def fetch(self, files: Iterable[Place]) -> None:
        """Take the checksums of objects that are not known, several at once; what fails is told by `source`."""
        with ThreadPoolExecutor(_FETCHES, thread_name_prefix="checksum") as threads:
            unknown = [file for file in files if isinstance(file, StoredFile) and not self._known(file)]
            for file, checksum in zip(unknown, threads.map(_checksum_in_store, unknown), strict=True):
                if checksum:
                    self._fetched[file] = checksum

    def source(self, path: Place) -> Source:
        """Raises UnreadableFile, also for what is no regular file: that is not opened for long enough to wait."""
        if isinstance(path, StoredFile):
            return self._stored(path)
        try:
            stamp = _stamp(path.stat())
            key = os.path.realpath(path)
            known = self._old.get(key)
            if isinstance(known, list) and known[:-1] == list(stamp):
                checksum = str(known[-1])
            else:
                checksum, stamp = _checksum(path)
        except OSError as error:
            raise UnreadableFile(f"{shown_name(path.name)} cannot be opened: {error.strerror}") from error
        if _is_settled(stamp):
            self._new[key] = [*stamp, checksum]
        return Source(path, checksum, stamp[0], stamp)

    def save(self) -> None:
        """Write the memory in one step; a folder that cannot be written to is no reason to fail."""
        fresh = self._file.with_name(f"{CACHE}.new")
        try:
            fresh.write_text(json.dumps(self._old | self._new), "utf-8")
            os.replace(fresh, self._file)
        except OSError:
            return

    def _stored(self, file: StoredFile) -> Source:
        checksum = self._known(file) or self._fetched.get(file) or stored.checksum_of(file)
        if time.time_ns() - file.mtime_ns > _SETTLED_IN_STORE_NS:
            self._new[file.address] = [file.size, file.mtime_ns, checksum]
        return Source(file, checksum, file.size)

    def _known(self, file: StoredFile) -> str:
        """The checksum of an object that is listed as it was; '' for others."""
        known = self._old.get(file.address)
        same = isinstance(known, list) and known[:-1] == [file.size, file.mtime_ns]
        return str(known[-1]) if known and same else ""

    def _load(self) -> dict[str, list[int | str]]:
        try:
            loaded = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return loaded if isinstance(loaded, dict) else {}


@contextmanager
def local_copy(source: Source) -> Iterator[Source]:
    """The source as a file on this machine, for as long as the block lasts.

    Raises UnreadableFile when an object of a store is not there any more as it was.
    """
    if isinstance(source.path, Path):
        yield source
        return
    with stored.fetched(source.path, source.sha256) as path:
        yield replace(source, path=path)


def confirm(source: Source) -> None:
    """What was read from the file is what its checksum was taken of. To be called after the reading.

    Raises UnreadableFile when the file is gone or was changed in between, so that no number is published under
    the checksum of another content.
    """
    name, path = shown_name(source.path.name), Path(str(source.path))
    try:
        stamp = _stamp(path.stat())
        same = stamp == source.stamp or not source.stamp
        if same and not (source.stamp and _is_settled(stamp)):
            same = _checksum(path)[0] == source.sha256
    except OSError as error:
        raise UnreadableFile(f"{name} was gone while it was being read: {error.strerror}") from error
    if not same:
        raise UnreadableFile(f"{name} was changed while it was being read")


def _checksum_in_store(file: StoredFile) -> str:
    """'' where the object cannot be fetched."""
    try:
        return stored.checksum_of(file)
    except UnreadableFile:
        return ""


def _checksum(path: Path) -> tuple[str, Stamp]:
    """SHA-256 of the content and the stamp that it had throughout. Raises OSError, UnreadableFile."""
    # Without O_NONBLOCK a pipe put in the file's place would keep us waiting for a writer.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as stream:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableFile(f"{shown_name(path.name)} is no regular file")
        checksum = hashlib.file_digest(stream, "sha256").hexdigest()
        if _stamp(os.fstat(handle)) != _stamp(before):
            raise UnreadableFile(f"{shown_name(path.name)} was changed while it was being read")
    return checksum, _stamp(before)


def _stamp(found: os.stat_result) -> Stamp:
    """Size, times of change (of the content; of anything, which no copying tool sets back), and identity."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _is_settled(stamp: Stamp) -> bool:
    return time.time_ns() - max(stamp[1], stamp[2]) > _SETTLED_NS
