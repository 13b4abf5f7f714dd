"""The file of corrections: one line for a fact that a person looked up and found wrong.

`review` appends to it; the next refresh applies it. The columns are those of `Override`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.answers.chinese_names import code_name, column_said
from pipeline.errors import UsageError
from pipeline.language import Name, listed, tr
from pipeline.names import shown_name
from pipeline.nightly.hand_edited import check_texts, check_time, exclusive, read_lines, write_lines
from pipeline.schemas import FACTS, PATH, PATH_SIGN, PROVENANCE, SCHEMAS, allowed_values, shown_path

_DOCUMENT = re.compile(r"[0-9a-f]{16}")
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
    check_texts(new_value=override.new_value, who=override.who, why=override.why)
    check_time(override.at)
    parse_value(override.table, override.column, override.old_value)
    parse_value(override.table, override.column, override.new_value)


def read_overrides(path: Path) -> list[Override]:
    """All lines, oldest first; none when there is no file. Lines are not checked: call `check` on each.

    Raises UsageError when the file is no such table, EnvironmentProblem when it cannot be read.
    """
    return list(read_lines(path, Override).values())


def append_override(path: Path, override: Override) -> None:
    """Add a line at the end.

    Raises UsageError for a line that `check` refuses, EnvironmentProblem where nothing can be written.
    """
    check(override)
    with exclusive(path):
        write_lines(path, Override, [*read_overrides(path), override])


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
        write_lines(path, Override, lines)


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
