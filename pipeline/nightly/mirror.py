"""The published set made equal to folders: which documents leave, which were renamed, and when to refuse.

A disk that is not mounted looks like an empty folder. So what cannot be seen is not taken for gone, and a folder
that lost much of what it held is doubted before anything is removed.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.archives.member import INSIDE
from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.language import tr, tr_noop
from pipeline.names import path_of, shown_name
from pipeline.sources import Skipped, Source

Row = Mapping[str, Any]
# More than so many documents, and more than this share, do not vanish without being asked for.
FEW = 2
LARGE_SHARE = 0.3
_ALLOW = tr_noop("If they are meant to go, run it again with --allow-removal.")


@dataclass(frozen=True, slots=True)
class Departures:
    """Published documents whose files are not in the folders: those to remove, and those to keep for now."""

    gone: Sequence[Row]
    kept: Sequence[Row]
    """Their files, or the folders around them, could not be read: nobody knows whether they are gone."""


def check_folders(folders: Sequence[Any], files: Iterable[Any], allow_removal: bool) -> None:
    """Every folder given holds files that are read. Raises UsageError for what is no folder, EnvironmentProblem.

    `files`: all of them. What is not a path of this machine is left to those who know it.
    """
    found = list(files)
    for folder in folders:
        if not isinstance(folder, Path):
            continue
        name = shown_name(folder)
        if not folder.is_dir():
            raise UsageError(
                tr("{name} is not a folder", name=name)
                if folder.exists()
                else tr("{name} does not exist", name=name),
                tr("Is its disk mounted? A refresh takes folders; `jixiao ingest` takes single files, too."),
            )
        holds = any(isinstance(path, Path) and path.is_relative_to(folder) for path in found)
        if not holds and not allow_removal and not _holds_by_another_name(folder, found):
            raise EnvironmentProblem(
                tr("{name} holds nothing that is read, so nothing was removed or read", name=name),
                tr("Is its disk mounted? {allow}", allow=tr(_ALLOW)),
            )


def departures(
    before: Iterable[Row], present: Iterable[Source], unseen: Iterable[str], skipped: Iterable[Skipped]
) -> Departures:
    """Which of the published documents are not among the present ones.

    `unseen`: paths, as published, of files that are there and could not be read; `skipped`: what was left alone.
    """
    here = {source.document_id for source in present}
    absent = [row for row in before if row["document_id"] not in here]
    hidden = {_absolute(path) for path in unseen} | {_absolute(one.source_path) for one in skipped}
    gone: list[Row] = []
    kept: list[Row] = []
    for row in absent:
        places = [Path(one) for one in _with_archives(_absolute(row["source_path"]))]
        seen = (str(place) for path in places for place in (path, *path.parents))
        (kept if any(place in hidden for place in seen) else gone).append(row)
    return Departures(gone, kept)


def refuse_large_loss(gone: Sequence[Row], present: Iterable[Source], published: int) -> None:
    """Raises EnvironmentProblem where so many documents would go that a mistake is likelier.

    One whose file holds something else now is not lost, but replaced.
    """
    places = {_absolute(shown_name(str(source.path))) for source in present}
    lost = sum(_absolute(row["source_path"]) not in places for row in gone)
    if lost > FEW and lost > LARGE_SHARE * published:
        raise EnvironmentProblem(
            tr(
                "{lost} of {published} published documents are no longer in the folders, so nothing was "
                "removed or read",
                lost=lost,
                published=published,
            ),
            tr("Is every disk mounted, and every folder named? {allow}", allow=tr(_ALLOW)),
        )


def renamed(before: Mapping[str, Row], present: Iterable[Source]) -> list[tuple[Row, Source]]:
    """Published documents that stand under other names only, each with the first of them."""
    places: dict[str, list[Source]] = defaultdict(list)
    for source in present:
        places[source.document_id].append(source)
    found = []
    for document_id, sources in places.items():
        row = before.get(document_id)
        if row is not None and _absolute(row["source_path"]) not in {
            _absolute(shown_name(str(source.path))) for source in sources
        }:
            found.append((row, min(sources, key=lambda source: str(source.path))))
    return found


def _holds_by_another_name(folder: Path, files: Iterable[Any]) -> bool:
    top = Path(os.path.realpath(folder))
    return any(isinstance(path, Path) and Path(os.path.realpath(path)).is_relative_to(top) for path in files)


def _absolute(shown: str) -> str:
    """A published path so that two ways to write it are equal; addresses in stores stay as they are."""
    if "://" in shown:
        return shown
    file, inside, member = shown.partition(INSIDE)
    return os.path.abspath(path_of(file)) + inside + member


def _with_archives(path: str) -> list[str]:
    """The path, and those of the archives around it."""
    steps = path.split(INSIDE)
    return [INSIDE.join(steps[:count]) for count in range(len(steps), 0, -1)]
