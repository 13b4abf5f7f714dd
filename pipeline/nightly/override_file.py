"""The file of corrections: one line for a fact that a person looked up and found wrong.

`review` appends to it; the next refresh applies it. The columns are those of `Override`. The file is made to be opened
in a spreadsheet program too: UTF-8 with a mark at its start, and a text that would be a formula stands behind an
apostrophe, which is taken off again when the file is read.
"""

from __future__ import annotations

import csv
import fcntl
import io
import math
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.answers.chinese_names import code_name, column_said
from pipeline.answers.files import whole_file
from pipeline.answers.spreadsheets import is_formula
from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.language import Name, listed, tr
from pipeline.names import shown_name
from pipeline.schemas import FACTS, PATH, PATH_SIGN, PROVENANCE, SCHEMAS, allowed_values, shown_path

LONGEST = 4_000  # characters of a value, a name or a reason
_DOCUMENT = re.compile(r"[0-9a-f]{16}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WORDS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_EVIDENCE = frozenset(field.name for field in PROVENANCE)


@dataclass(frozen=True, slots=True)
class Override:
    """One correction; all texts as in the file.

    `table` is a table of facts and `column` the corrected one of its columns; the place between them is that of the
    fact, with `table_id` and the indexes empty in prose. `old_value` and `new_value` are as `value_text` writes them,
    '' for null. `at` is UTC, such as 2026-11-20T08:00:00Z.
    """

    document_id: str
    table: str
    table_id: str
    page_number: str
    row_index: str
    column_index: str
    column: str
    source_text: str
    old_value: str
    new_value: str
    who: str
    at: str
    why: str


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Override))


def correctable_columns(table: str) -> tuple[str, ...]:
    """Columns of a table of facts that a person may correct: all but where the fact was read.

    Raises UsageError for any other table.
    """
    if table not in FACTS:
        raise UsageError(
            tr("{table}: there is no such table of facts", table=table),
            tr("One of {facts}.", facts=listed(FACTS)),
        )
    return tuple(name for name in SCHEMAS[table].names if name not in _EVIDENCE)


def value_text(value: Any) -> str:
    """A value of a fact as the file writes it; `parse_value` gives the value again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return shown_path(value) or ""
    return value.isoformat() if isinstance(value, date) else str(value)


def parse_value(table: str, column: str, text: str) -> Any:
    """The value that a text stands for in a column, None for ''.

    Raises UsageError for a column that cannot be corrected, and for a text that is none of its type or codes.
    """
    if column not in correctable_columns(table):
        raise UsageError(
            tr("{table}.{column} cannot be corrected", table=table, column=column),
            tr("One of {correctable_columns}.", correctable_columns=listed(correctable_columns(table))),
        )
    field = SCHEMAS[table].field(column)
    if text == "" or text.isspace():
        if not field.nullable:
            raise UsageError(tr("{table}.{column} may not be empty", table=table, column=column))
        return None
    codes = allowed_values(field)
    if codes and text not in codes:
        raise UsageError(
            tr("{column}: {text} is not one of its values", column=column_said(column, table), text=text),
            tr("One of {codes}.", codes=_with_words(table, column, codes)),
        )
    try:
        return _typed(field.type, text)
    except (ValueError, InvalidOperation, OverflowError, KeyError, pa.ArrowException) as error:
        raise UsageError(
            tr("{column}: {text} is not a value of its type", column=column_said(column, table), text=text),
            _example(field.type),
        ) from error


def check(override: Override) -> None:
    """Raises UsageError that says what is wrong with a line."""
    if not _DOCUMENT.fullmatch(override.document_id):
        raise UsageError(
            tr("document_id: {document_id} is not 16 hexadecimal digits", document_id=override.document_id)
        )
    for name in ("page_number", "row_index", "column_index"):
        text = getattr(override, name)
        if text and not (text.isascii() and text.isdigit()):
            raise UsageError(tr("{name}: {text} is not a number", name=name, text=text))
    for name in ("who", "why"):
        if not getattr(override, name).strip():
            raise UsageError(tr("{name} is empty", name=name), tr("Say who corrects the value, and why."))
    for name in ("new_value", "who", "why"):
        text = getattr(override, name)
        if len(text) > LONGEST or CONTROL.search(text):
            raise UsageError(
                tr("{name} is too long or holds control characters", name=name),
                tr("At most {longest:,} characters.", longest=LONGEST),
            )
    try:
        datetime.strptime(override.at, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError as error:
        raise UsageError(tr("at: {at} is not a time such as 2026-11-20T08:00:00Z", at=override.at)) from error
    parse_value(override.table, override.column, override.old_value)
    parse_value(override.table, override.column, override.new_value)


def now() -> str:
    """The present second, as `at` writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def text_of(path: Path) -> str:
    """What a CSV file holds that people keep in a spreadsheet; nothing when there is none.

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


def read_overrides(path: Path) -> list[Override]:
    """All lines, oldest first; none when there is no file. Lines are not checked: call `check` on each.

    Raises UsageError when the file is no such table, EnvironmentProblem when it cannot be read.
    """
    try:
        rows = list(csv.reader(io.StringIO(text_of(path), newline=""), strict=True))
    except csv.Error as error:
        raise UsageError(
            tr("{path} is not a CSV file: {error}", path=shown_name(path), error=error)
        ) from error
    if not rows:
        return []
    if tuple(rows[0]) != COLUMNS:
        raise UsageError(
            tr("{path}: the first line does not hold the columns of corrections", path=shown_name(path)),
            tr("They are {columns}.", columns=",".join(COLUMNS)),
        )
    found = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        if len(row) != len(COLUMNS):
            raise UsageError(
                tr(
                    "{path}: row {number} has {row} columns, not {columns}",
                    path=shown_name(path),
                    number=number,
                    row=len(row),
                    columns=len(COLUMNS),
                )
            )
        found.append(Override(*map(bare, row)))
    return found


def append_override(path: Path, override: Override) -> None:
    """Add a line at the end. The file is replaced as a whole, so that a reader never sees half a line.

    Raises UsageError for a line that `check` refuses, EnvironmentProblem where nothing can be written.
    """
    check(override)
    with exclusive(path):
        _write(path, [*read_overrides(path), override])


def drop_override(path: Path, override: Override) -> None:
    """Take a line out, the last of those that are the same. Raises UsageError when it is not there.

    A correction that was published goes with the next run, which reads the document again.
    """
    with exclusive(path):
        lines = read_overrides(path)
        if override not in lines:
            raise UsageError(
                tr("{path} has no such correction by now", path=shown_name(path)),
                tr("It was withdrawn or changed meanwhile; load the page again."),
            )
        del lines[len(lines) - 1 - lines[::-1].index(override)]
        _write(path, lines)


def _write(path: Path, lines: Sequence[Override]) -> None:
    with whole_file(path) as stream:
        stream.write(as_csv(COLUMNS, map(astuple, lines)).encode("utf-8-sig"))


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
            tr("Name another file with --overrides."),
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def as_csv(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table for spreadsheet programs; `bare` gives each text again."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_covered(text) for text in line] for line in lines)
    return stream.getvalue()


def _covered(text: str) -> str:
    """Behind one apostrophe more when it is, or looks like a covered, formula."""
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def bare(text: str) -> str:
    """A text without the apostrophe that keeps spreadsheet programs from taking it for a formula."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text


def _with_words(table: str, column: str, codes: Sequence[str]) -> Name:
    """The codes of a column, in Chinese each with its word behind it."""
    words = (code_name(column, code, table) for code in codes)
    both = (code if word == code else f"{code}（{word}）" for code, word in zip(codes, words, strict=True))
    return Name("、".join(both), ", ".join(codes))


def _typed(kind: pa.DataType, text: str) -> Any:
    if pa.types.is_string(kind):
        return text
    text = text.strip()
    if kind == PATH:
        return [label.strip() for label in text.split(PATH_SIGN)]
    if pa.types.is_boolean(kind):
        return _WORDS[text.lower()]
    if pa.types.is_date(kind):
        return date.fromisoformat(text)
    plain = text.replace(",", "")
    if pa.types.is_decimal(kind):
        value = Decimal(plain)
        if not value.is_finite() or value != round(value, kind.scale):
            raise ValueError(text)
        # Arrow knows how many digits the column holds.
        return pa.scalar(round(value, kind.scale), kind).as_py()
    if pa.types.is_integer(kind):
        return pa.scalar(int(plain), kind).as_py()
    number = float(plain)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _example(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return tr("Write true or false.")
    if pa.types.is_date(kind):
        return tr("Write a date such as 2023-12-31.")
    if pa.types.is_integer(kind):
        return tr("Write a whole number.")
    if pa.types.is_decimal(kind):
        return tr("Write an amount in yuan with at most two decimals, such as 1234.50.")
    return tr("Write a number such as 95.88, without a unit.")
