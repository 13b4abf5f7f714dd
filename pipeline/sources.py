"""The files to read: where they are, on disks, in archives and in stores."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.archives.member import INSIDE, Member
from pipeline.errors import UsageError
from pipeline.language import tr, tr_noop
from pipeline.names import shown_name
from pipeline.own_files import exported_among
from pipeline.read_names import is_hidden_name, is_read, why_left_out
from pipeline.stores import stored
from pipeline.stores.object_store import StoredFile

_KINDS = {
    stat.S_IFIFO: tr_noop("a named pipe"),
    stat.S_IFSOCK: tr_noop("a socket"),
    stat.S_IFCHR: tr_noop("a device"),
    stat.S_IFBLK: tr_noop("a device"),
}
READ_IN_WORDS = tr_noop(
    "PDF, OFD, workbooks, Word documents, web pages, pictures of pages, and zip archives of these"
)
Stamp = tuple[int, ...]
File = Path | StoredFile
"""Where a file is: on a disk or in a store."""
Place = File | Member
"""The same, or in an archive."""


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
    """What the given paths hold.

    `ignored` counts the files below them that do not claim to be of a kind that is read and the hidden ones. `left_out`
    tells of each but the files that programs put there for themselves, and of hidden folders.
    """

    files: list[File] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    ignored: int = 0
    left_out: list[Skipped] = field(default_factory=list)

    def skip(self, path: Place, reason: str) -> None:
        self.skipped.append(Skipped(shown_name(str(path)), reason))

    def leave_out(self, path: Place, hidden: bool) -> None:
        """A file that does not claim to be of a kind that is read; or a hidden one."""
        self.ignored += 1
        if reason := why_left_out(path.name, hidden):
            self.left_out.append(Skipped(shown_name(str(path)), reason))

    def leave_out_members(self, archive: File, members: Sequence[tuple[str, bool]]) -> None:
        """Files in an archive, by their paths in it; True for links."""
        for path, is_link in members:
            self.ignored += 1
            name = path.rpartition("/")[2]
            reason = tr("is a link") if is_link else why_left_out(name, is_hidden_name(path))
            if reason:
                self.left_out.append(Skipped(shown_name(f"{archive}{INSIDE}{path}"), reason))


def find_files(paths: Sequence[File], may_be_empty: bool = False) -> Found:
    """All files of kinds that are read among and below the paths, sorted, each once, and what was left alone.

    A path given is followed wherever it leads; links below it only to files below it. Nothing is opened.
    Raises UsageError when there is nothing to read, unless that may be, or a store cannot be asked.
    """
    found = Found()
    for path in paths:
        if isinstance(path, StoredFile):
            _look_in_store(path, found)
        else:
            _look_at(path, found)
    found.files = _each_once(found)
    found.skipped.sort(key=lambda one: one.source_path)
    found.left_out.sort(key=lambda one: one.source_path)
    if not found.files and not may_be_empty:
        where = ", ".join(shown_name(str(path)) for path in paths)
        reasons = "".join(
            tr("; {path}: {reason}", path=one.source_path, reason=one.reason)
            for one in [*found.skipped, *found.left_out][:3]
        )
        others = tr(" ({count} other files)", count=found.ignored) if found.ignored else ""
        raise UsageError(
            tr("nothing to read in {where}{others}{reasons}", where=where, others=others, reasons=reasons),
            tr(
                "Put files there that are read, or name another folder. Read are: {kinds}.",
                kinds=tr(READ_IN_WORDS),
            ),
        )
    return found


def _look_at(path: Path, found: Found) -> None:
    """A path that the user gave."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR) and not path.is_symlink():
            raise UsageError(
                tr("{path} does not exist", path=shown_name(path)),
                tr("Give a file, or a folder that holds files."),
            ) from error
        found.files.append(path)  # reading it will say what is wrong
        return
    if stat.S_ISDIR(mode):
        _look_below(path, found)
    elif stat.S_ISREG(mode):
        found.files.append(path)
    else:
        found.skip(path, _is(mode))


def _look_in_store(given: StoredFile, found: Found) -> None:
    """A store has no links and no pipes, only names."""
    for file in stored.list_below(given):
        hidden = stored.is_hidden(file, given)
        if hidden or not is_read(file.name):
            found.leave_out(file, hidden)
        else:
            found.files.append(file)


def _look_below(root: Path, found: Found) -> None:
    """Every folder below, without recursion: as deep as the system lets paths be."""
    top = os.path.realpath(root)
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as error:
            found.skip(folder, tr("cannot be listed: {reason}", reason=error.strerror))
            continue
        ours = exported_among([entry.name for entry in entries])
        for entry in entries:
            if entry.name in ours:
                found.left_out.append(
                    Skipped(shown_name(Path(entry.path)), tr("was written by `jixiao export`"))
                )
            else:
                _look_at_entry(entry, top, waiting, found)


def _look_at_entry(entry: os.DirEntry[str], top: str, waiting: list[Path], found: Found) -> None:
    path = Path(entry.path)
    hidden = entry.name.startswith((".", "~$"))
    if entry.is_dir(follow_symlinks=False):
        if not entry.name.startswith("."):
            waiting.append(path)
        else:
            found.left_out.append(Skipped(shown_name(path), tr("is a hidden folder")))
    elif entry.is_symlink() and _is_folder(path):
        if not entry.name.startswith("."):
            found.skip(path, tr("is a link to a folder"))
    elif hidden or not is_read(entry.name):
        found.leave_out(path, hidden)
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
        return _is(mode)
    if path.is_symlink() and not os.path.realpath(path).startswith(top.rstrip("/") + "/"):
        return tr("is a link that leads out of the folder")
    return ""


def _is(mode: int) -> str:
    """What something is that is no regular file."""
    kind = _KINDS.get(stat.S_IFMT(mode))
    return tr("is {kind}", kind=tr(kind)) if kind else tr("is no file")


def _each_once(found: Found) -> list[File]:
    """Sorted, those in stores last; of several ways to one file the first that is no link. The other links are told."""
    chosen: dict[str, Path] = {}
    local = {path for path in found.files if isinstance(path, Path)}
    for path in sorted(local, key=lambda path: (path.is_symlink(), path)):
        first = chosen.setdefault(os.path.realpath(path), path)
        if path != first and path.is_symlink():
            found.skip(path, tr("is a link to {path}, which is read", path=shown_name(first)))
    return [*sorted(chosen.values()), *sorted({path for path in found.files if isinstance(path, StoredFile)})]
