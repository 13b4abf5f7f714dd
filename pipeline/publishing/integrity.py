"""Whether the parts of a version are those that it was published with. Asked before anything reads them.

Names and sizes are compared every time. The content of a part is compared with its checksum when the part is not the
file that was compared before: another inode or time of change. What was compared is remembered beside the parts, so
that a folder that was copied or restored is read through once. What changes on the disk itself leaves no such trace;
so a run that publishes, and `jixiao doctor --deep`, compare all of it, and every process compares once, of the parts
that it opens, as much as costs it next to nothing: all of a small version, of a large one some, not always the same.
"""

from __future__ import annotations

import json
import os
import random
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import DamagedVersion
from pipeline.language import Message, listed, tr
from pipeline.publishing.manifest import (
    REPAIR,
    announced_in,
    is_checked,
    parts_of,
    read_manifest,
    replace_text,
)
from pipeline.publishing.parts import PartFile, checksum

STAMPS = ".stamps.json"
# About three milliseconds, where a process needs half a second to open a version. To open a part takes as long as to
# read so many bytes of it.
SAMPLE_BYTES = 5_000_000
_OPENING_BYTES = 20_000
_SHOWN = 3
_SUFFIX = ".parquet"

Stamps = Mapping[str, Sequence[int]]
"""Path of a part to the time of its change (ns) and its inode, when its content was compared."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A part that is not as it was published, and in what way; `path` is relative to the version's folder."""

    path: str
    what: Message

    def __str__(self) -> str:
        return f"{self.path} {self.what}"


def check(version: Path, deep: bool = False) -> None:
    """Raise DamagedVersion, with the names of the parts, unless the version is as it was published."""
    if found := damage_in(version, deep):
        raise damaged(version, found)


def damaged(version: Path, found: Sequence[Damage]) -> DamagedVersion:
    """The error that names the first of these."""
    message = tr(
        "version {number} in {data_dir} is damaged: {parts}",
        number=version.name.lstrip("0"),
        data_dir=version.parent.parent,
        parts=listed(list(map(str, found[:_SHOWN]))),
    )
    return DamagedVersion(message, tr(REPAIR))


def damage_in(version: Path, deep: bool = False) -> list[Damage]:
    """What is wrong with the parts of a version, by path. `deep`: with all checksums. Raises DamagedVersion.

    The last is for a version whose manifest cannot be read.
    """
    # In this order: a part is written down before it comes, so what is there is known.
    there = dict(_files_in(version))
    meant = parts_of(version)
    late = {path: part for path, part in announced_in(version).items() if path not in meant}
    unknown = there.keys() - meant.keys() - late.keys()
    if not is_checked(read_manifest(version)):
        unknown = {path for path in unknown if not _is_without_rows(version / path)}
    found = [Damage(path, tr("is missing")) for path in meant.keys() - there.keys()]
    found += [Damage(path, tr("does not belong to it")) for path in unknown]
    known, seen = _stamps(version), {}
    sample = set() if deep else _sample(version, meant, there)
    for path, part in (meant | late).items():
        if path not in there:
            continue
        state = there[path]
        stamp = [state.st_mtime_ns, state.st_ino]
        is_compared = deep or path in sample or known.get(path) != stamp
        if wrong := _differs(version / path, part, state, is_compared):
            found.append(Damage(path, wrong))
        elif is_compared:
            _compared.add(_identity(version, path, state))
        seen[path] = stamp
    if not found and seen != known:
        with suppress(OSError):  # then it is compared again the next time
            replace_text(version / STAMPS, json.dumps(seen) + "\n")
    return sorted(found, key=lambda one: one.path)


_Identity = tuple[str, str, int, int]
_compared: set[_Identity] = set()
"""What this process has compared."""


def forget() -> None:
    """As a process is that has just begun."""
    _compared.clear()


def _sample(version: Path, parts: Mapping[str, PartFile], there: Mapping[str, os.stat_result]) -> set[str]:
    """Parts that this process compares now, in any order, because it has not yet done so."""
    left = [
        path for path in parts.keys() & there.keys() if _identity(version, path, there[path]) not in _compared
    ]
    random.shuffle(left)
    chosen: set[str] = set()
    size = 0
    for path in left:
        cost = parts[path].bytes + _OPENING_BYTES
        if not chosen or size + cost <= SAMPLE_BYTES:
            size += cost
            chosen.add(path)
    return chosen


def _identity(version: Path, path: str, state: os.stat_result) -> _Identity:
    return str(version), path, state.st_mtime_ns, state.st_ino


def remember(version: Path, paths: Sequence[str]) -> None:
    """Keep that the content of these parts has been compared, or was just written. Raises OSError."""
    states = {path: (version / path).stat() for path in paths}
    stamps = {path: [state.st_mtime_ns, state.st_ino] for path, state in states.items()}
    replace_text(version / STAMPS, json.dumps(stamps) + "\n")


def _differs(path: Path, part: PartFile, state: os.stat_result, compare: bool) -> Message | None:
    if not stat.S_ISREG(state.st_mode):
        return tr("is a link or a folder, not a file")
    if state.st_size != part.bytes:
        return tr("has {found} bytes in place of {meant}", found=state.st_size, meant=part.bytes)
    try:
        is_same = not compare or checksum(path) == part.sha256
    except OSError as error:
        return tr("cannot be read: {reason}", reason=error.strerror)
    return None if is_same else tr("has another content than it was published with")


def _files_in(version: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Everything below the version that is called as a part, and every link."""
    folders = [(str(version), "")]
    while folders:
        folder, below = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue  # its parts are missing then
        for entry in entries:
            relative = f"{below}{entry.name}"
            if entry.name.endswith(_SUFFIX) or entry.is_symlink():
                yield relative, entry.stat(follow_symlinks=False)
            elif entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, f"{relative}/"))


def _stamps(version: Path) -> dict[str, list[int]]:
    with suppress(OSError, ValueError):
        found = json.loads((version / STAMPS).read_text("utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def _is_without_rows(path: Path) -> bool:
    """As parts are that earlier programs gave to a published version without writing it down."""
    with suppress(OSError, pa.ArrowException):
        return bool(pq.read_metadata(path).num_rows == 0)
    return False
