"""Folders for the user: written whole or not at all, and nothing of the user's is deleted."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.answers.files import refuse_published
from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.language import tr, tr_noop
from pipeline.names import shown_name
from pipeline.publishing.layout import sync_tree

_NEXT = tr_noop("Name a folder that does not exist yet, or an empty one.")

_TEMPORARY = ".tmp"
_LEFT_SECONDS = 86_400.0
# Of renameat2: paths from where the process stands; exchange both names.
_HERE, _EXCHANGE = -100, 2


@contextmanager
def whole_folder(target: Path, ours: Callable[[Path], Collection[str]]) -> Iterator[Path]:
    """An empty folder whose content stands at `target` once the block ends well; until then the old one stands.

    `ours` names the files, relative to the folder it is given, that were written there in the same way before: only
    a folder without any other file is replaced. Raises UsageError for any other and for a place among published
    tables, EnvironmentProblem where nothing can be written.
    """
    name = shown_name(target)
    place = Path(os.path.realpath(target))
    refuse_published(place / "any", name)
    try:
        _refuse_foreign(place, name, ours)
        place.parent.mkdir(parents=True, exist_ok=True)
        beginning = _beginning(place)
        _remove_left(place, beginning)
        fresh = place.with_name(f"{beginning}{os.getpid()}{_TEMPORARY}")
        fresh.mkdir()
        try:
            yield fresh
            sync_tree(fresh)
            _replace(place, fresh)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    except OSError as error:
        raise EnvironmentProblem(
            tr("cannot write {name}: {reason}", name=name, reason=error.strerror or error), tr(_NEXT)
        ) from error


def _beginning(place: Path) -> str:
    """Of the names of folders that become this one. DuckDB takes what follows a ? in a path for options."""
    return f".{place.name[:60].replace('?', '_')}."


def _remove_left(place: Path, beginning: str) -> None:
    """Folders that killed processes of this machine left; of another one's nobody knows whether it still writes."""
    for path in place.parent.iterdir():
        number = path.name.removeprefix(beginning).removesuffix(_TEMPORARY)
        if path.name == f"{beginning}{number}{_TEMPORARY}" and number.isascii() and number.isdigit():
            with suppress(OSError):
                is_old = time.time() - path.lstat().st_mtime > _LEFT_SECONDS
                if is_old and not Path("/proc", number).exists():
                    shutil.rmtree(path)


def _refuse_foreign(place: Path, name: str, ours: Callable[[Path], Collection[str]]) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise UsageError(tr("{name} is a file", name=name), tr(_NEXT))
    there = {
        str(path.relative_to(place)) for path in place.rglob("*") if path.is_symlink() or not path.is_dir()
    }
    foreign = sorted(there - set(ours(place))) if there else []
    if foreign:
        raise UsageError(
            tr("{name} holds {path}, which no export wrote", name=name, path=shown_name(Path(foreign[0]))),
            tr(_NEXT),
        )


def _replace(place: Path, fresh: Path) -> None:
    """In one step where the system exchanges two names (Linux, local disks): no kill leaves the user without a folder.

    Elsewhere with two renames; when the second fails, the old folder is back.
    """
    if not place.exists():
        fresh.rename(place)
        return
    aside = fresh
    if not _exchanged(fresh, place):
        aside = fresh.with_suffix(".old")
        place.rename(aside)
        try:
            fresh.rename(place)
        except BaseException:
            aside.rename(place)
            raise
    with suppress(OSError):
        shutil.rmtree(aside)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where that is not to be had. Raises OSError for other reasons."""
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if exchange is None:
        return False
    if exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))
