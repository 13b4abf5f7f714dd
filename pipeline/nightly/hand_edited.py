"""Files that people and the program both edit: read as a whole, changed under a lock, replaced as a whole.

Those that are tables are made to be opened in a spreadsheet program: CSV in UTF-8 with a byte order mark, where a text
that would be a formula stands behind an apostrophe, which is taken off again when the file is read.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.answers.files import whole_file
from pipeline.answers.spreadsheets import is_formula
from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.language import tr
from pipeline.names import harmless, shown_name

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LONGEST = 4_000  # characters of a value, a name or a reason
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TIME = "%Y-%m-%dT%H:%M:%SZ"

Line = TypeVar("Line", bound="DataclassInstance")
"""A row of a table: a dataclass whose fields are the columns, all of them texts."""


def now() -> str:
    """The present second in UTC, such as 2026-11-20T08:00:00Z."""
    return datetime.now(UTC).strftime(_TIME)


def check_time(at: str) -> None:
    """Raises UsageError unless it is such a time as `now` gives."""
    try:
        datetime.strptime(at, _TIME)
    except ValueError as error:
        raise UsageError(
            tr("at: {at} is not a time such as 2026-11-20T08:00:00Z", at=harmless(at))
        ) from error


def check_texts(**texts: str) -> None:
    """Raises UsageError that names the first of the texts that a file cannot hold."""
    for name, text in texts.items():
        if len(text) > LONGEST or _CONTROL.search(text):
            raise UsageError(
                tr("{name} is too long or holds control characters", name=name),
                tr("At most {longest:,} characters.", longest=LONGEST),
            )


def text_of(path: Path) -> str:
    """What a file holds; nothing when there is none.

    Raises UsageError when it is not UTF-8, EnvironmentProblem when it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise UsageError(
            tr("{path} is not UTF-8", path=shown_name(path)), tr("Save it as CSV UTF-8.")
        ) from error
    except OSError as error:
        raise EnvironmentProblem(
            tr("cannot read {path}: {reason}", path=shown_name(path), reason=error.strerror)
        ) from error


def read_rows(path: Path) -> list[list[str]]:
    """All rows of a CSV file, the header row first and blank ones among them; none when there is no file. Raises as
    `text_of`, and UsageError when it is no CSV."""
    try:
        rows = list(csv.reader(io.StringIO(text_of(path), newline=""), strict=True))
    except csv.Error as error:
        raise UsageError(
            tr("{path} is not a CSV file: {error}", path=shown_name(path), error=error)
        ) from error
    return [list(map(bare, row)) for row in rows]


def read_lines(path: Path, kind: type[Line]) -> dict[int, Line]:
    """The lines by their rows in the file (the header row is 1), oldest first.

    Raises as `read_rows`, and UsageError when the columns are others.
    """
    rows = read_rows(path)
    columns = _columns(kind)
    if rows and rows[0] != columns:
        raise UsageError(
            tr("{path}: the header row is not that of this file", path=shown_name(path)),
            tr("It is {columns}.", columns=",".join(columns)),
        )
    found = {number: row for number, row in enumerate(rows[1:], start=2) if any(row)}
    for number, row in found.items():
        if len(row) != len(columns):
            raise UsageError(
                tr(
                    "{path}: row {number} has {row} columns, not {columns}",
                    path=shown_name(path),
                    number=number,
                    row=len(row),
                    columns=len(columns),
                )
            )
    return {number: kind(*row) for number, row in found.items()}


def write_lines(path: Path, kind: type[Line], lines: Iterable[Line]) -> None:
    """Replace the table as a whole; to be called while `exclusive` holds. Raises EnvironmentProblem."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_columns(kind))
    writer.writerows([_covered(text) for text in astuple(line)] for line in lines)
    replace(path, "\ufeff" + stream.getvalue())


def replace(path: Path, text: str) -> None:
    """Replace what a file holds as a whole, so that a reader never sees half a line. Raises EnvironmentProblem."""
    with whole_file(path) as stream:
        stream.write(text.encode("utf-8"))


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock beside the file: two review pages may write at once."""
    place = Path(os.path.realpath(path))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(place.with_name(f".{place.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise EnvironmentProblem(
            tr("cannot write {path}: {reason}", path=shown_name(path), reason=error.strerror),
            tr("Name another file with --overrides or --vocabulary."),
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def bare(text: str) -> str:
    """A text without the apostrophe that keeps spreadsheet programs from taking it for a formula."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text


def _covered(text: str) -> str:
    """Behind one apostrophe more when it is, or looks like a covered, formula."""
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def _columns(kind: type[Line]) -> list[str]:
    return [field.name for field in fields(kind)]
