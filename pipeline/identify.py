"""What the given files hold: sources by their content, archives as their members, and what cannot be opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.archives.contents import Contents, look_inside
from pipeline.archives.member import Member
from pipeline.checksums import Checksums
from pipeline.errors import DocumentFailed, UnreadableFile
from pipeline.limits import Limits
from pipeline.names import shown_name
from pipeline.read_names import is_archive
from pipeline.sources import File, Found, Source
from pipeline.stamps import (
    is_settled,
    is_settled_object,
    refuse_large,
    stamp_of,
    too_slow,
    unchanged,
)
from pipeline.stores import stored
from pipeline.stores.object_store import StoredFile
from pipeline.version import extractor_version
from pipeline.workers.batch import failed_document

_KEY, _SLOW = "archive:", "slow:"


@dataclass(slots=True)
class Identified:
    """Sources of all files; a row for each file that cannot be opened, which has no content to publish.

    `failures`: of archives of which something cannot be read, by document_id: they are sources, too. `whole`: paths, as
    published, of archives of which all could be read: they are none.
    """

    sources: list[Source] = field(default_factory=list)
    unreadable: list[dict[str, Any]] = field(default_factory=list)
    failures: dict[str, DocumentFailed] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)


def identify(given: Found, checksums: Checksums, limits: Limits) -> Identified:
    """Everything that was found, archives opened; what they hold and is left out is added to the `given`."""
    found = Identified()
    checksums.fetch(path for path in given.files if not is_archive(path.name))
    for path in given.files:
        try:
            contents = None
            if is_archive(path.name):
                contents = _contents(path, checksums, limits)
            if contents is None:
                found.sources.append(checksums.source(path))
            else:
                given.leave_out_members(path, contents.left_out)
                _add(found, path, contents, checksums)
        except UnreadableFile as error:
            found.unreadable.append(failed_document(path, "", error))
    return found


def _add(found: Identified, path: File, contents: Contents, checksums: Checksums) -> None:
    found.sources += [
        Source(Member(path, one.inside, one.parts), one.sha256, one.parts[-1].size)
        for one in contents.members
    ]
    failure = contents.why_failed(shown_name(path.name))
    if failure is None:
        found.whole.add(shown_name(str(path)))
    else:
        source = checksums.source(path)
        found.sources.append(source)
        found.failures[source.document_id] = failure


def _contents(path: File, checksums: Checksums, limits: Limits) -> Contents | None:
    """What an archive holds, as remembered by its stamp; None where it is none. Raises UnreadableFile."""
    try:
        return (
            _of_object(path, checksums, limits)
            if isinstance(path, StoredFile)
            else _of_file(path, checksums, limits)
        )
    except OSError as error:
        raise UnreadableFile(f"{shown_name(path.name)} cannot be opened: {error.strerror}") from error


def _of_file(path: Path, checksums: Checksums, limits: Limits) -> Contents | None:
    found = path.stat()
    refuse_large(path, found.st_size, limits)

    def look() -> tuple[Contents | None, tuple[int, ...]]:
        with unchanged(path) as (stream, stamp):
            return look_inside(stream, path.name, limits), stamp

    key = _KEY + os.path.realpath(path)
    known = _recalled(checksums, key, stamp_of(found), limits)
    if known is not None:
        return known[0]
    slow = checksums.recall(_SLOW + key, stamp_of(found))
    if slow and limits.seconds <= slow and not checksums.again:
        raise too_slow(path, slow)
    contents, stamp = checksums.ask(path, look, _SLOW + key, stamp_of(found))
    if is_settled(stamp):
        _remember(checksums, key, stamp, limits, contents)
    return contents


def _of_object(file: StoredFile, checksums: Checksums, limits: Limits) -> Contents | None:
    """An object is fetched whole to be listed; later only what is read of it."""
    key, stamp = _KEY + file.address, (file.size, file.mtime_ns)
    known = _recalled(checksums, key, stamp, limits)
    if known is not None:
        return known[0]
    with stored.fetched(file, "", limits) as path, path.open("rb") as stream:
        contents = look_inside(stream, file.name, limits)
    if is_settled_object(file):
        _remember(checksums, key, stamp, limits, contents)
    return contents


def _recalled(
    checksums: Checksums, key: str, stamp: Sequence[int], limits: Limits
) -> tuple[Contents | None] | None:
    told = checksums.recall(key, _mark(stamp, limits))
    try:
        return None if told is None else (Contents.from_json(told) if told else None,)
    except (TypeError, ValueError):
        return None


def _remember(
    checksums: Checksums, key: str, stamp: Sequence[int], limits: Limits, contents: Contents | None
) -> None:
    checksums.remember(key, _mark(stamp, limits), contents.as_json() if contents else [])


def _mark(stamp: Iterable[int], limits: Limits) -> list[Any]:
    """What a listing depends on."""
    return [*stamp, extractor_version(), limits.file_megabytes]


def distinct_sources(sources: Sequence[Source]) -> list[Source]:
    """One source per content, the first path in sorted order; in the order of the paths."""
    first: dict[str, Source] = {}
    for source in sorted(sources, key=_place):
        first.setdefault(source.document_id, source)
    return sorted(first.values(), key=_place)


def _place(source: Source) -> tuple[int, Any]:
    """Sorts files of this machine before those in archives and in stores."""
    if isinstance(source.path, Member):
        return 1, str(source.path)
    return (0 if isinstance(source.path, Path) else 2), source.path


def same_content(sources: Sequence[Source], distinct: Sequence[Source]) -> list[dict[str, Any]]:
    """The files that are not read because another one holds the same."""
    read = {source.document_id: source.path for source in distinct}
    return [
        {"source_path": shown_name(str(source.path)), "same_as": shown_name(str(read[source.document_id]))}
        for source in sources
        if source.path != read[source.document_id]
    ]
