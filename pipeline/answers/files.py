"""Files for the user: written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.language import tr
from pipeline.names import shown_name
from pipeline.publishing import layout


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A stream whose content stands in the file once the block ends well; until then the old file stands.

    A link is followed; what is no regular file, such as /dev/stdout, is written to as it is.
    Raises UsageError for a place among published tables, EnvironmentProblem where nothing can be written.
    """
    name = shown_name(target)
    try:
        place = Path(os.path.realpath(target))
        refuse_published(place, name)
        if place.exists() and not place.is_file():
            with target.open("wb") as stream:
                yield stream
            return
        fresh = place.with_name(f".{place.name[:60]}.{os.getpid()}.tmp")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _mode(place))
        try:
            with open(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(handle)
            os.replace(fresh, place)
        except BaseException:
            with suppress(OSError):
                fresh.unlink()
            raise
    except OSError as error:
        raise EnvironmentProblem(
            tr("cannot write {name}: {reason}", name=name, reason=error.strerror or error),
            tr("Name another file with --output."),
        ) from error


def refuse_published(place: Path, name: str) -> None:
    """Raises UsageError for a path below a published folder; `name` is what the message calls it."""
    for folder in place.parents:
        if (folder / layout.VERSIONS).is_dir() and (folder / layout.CURRENT).is_symlink():
            raise UsageError(
                tr("{name} would stand among the published tables", name=name),
                tr("Name another place, outside the published folder."),
            )


def _mode(place: Path) -> int:
    """As the file that is replaced; else what the user's mask leaves."""
    try:
        return stat.S_IMODE(place.stat().st_mode)
    except FileNotFoundError:
        return 0o666
