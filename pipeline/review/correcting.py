"""Corrections as the page shows and takes them: the file is read anew when it changes, and lines are added to it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from pipeline.answers.chinese_names import column_said
from pipeline.errors import UsageError
from pipeline.language import tr
from pipeline.nightly.hand_edited import now
from pipeline.nightly.override_file import (
    Override,
    append_override,
    check,
    drop_override,
    parse_value,
    read_overrides,
    value_text,
)
from pipeline.review.facts import PLACE, facts_at
from pipeline.review.published import Reader, Row
from pipeline.review.watched_file import Watched
from pipeline.schemas import FACTS, SCHEMAS

Place = tuple[str, ...]


class Corrections:
    """The file of corrections; may be used from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = Watched(path, read_overrides)

    def lines(self) -> list[Override]:
        """All lines, oldest first. Raises UsageError or EnvironmentProblem for a file that cannot be read."""
        return self._file.content()

    def of_document(self, document_id: str) -> dict[Place, Override]:
        """The last line for every corrected value of a document, by `place_of`."""
        return {
            (line.table, *_place(line), line.column, line.old_value): line
            for line in self.lines()
            if line.document_id == document_id
        }

    def add(self, line: Override) -> None:
        """Append a line. Raises UsageError and EnvironmentProblem."""
        append_override(self.path, line)

    def withdraw(self, line_id: str) -> Override:
        """Take the line with this name out, and return it. Raises UsageError when there is none."""
        found = next((line for line in self.lines() if id_of(line) == line_id), None)
        if found is None:
            raise UsageError(
                tr("there is no such correction by now"),
                tr("It was withdrawn or changed meanwhile; load the page again."),
            )
        drop_override(self.path, found)
        return found


def id_of(line: Override) -> str:
    """A short name of a line of the file, by all that it holds: what a form to withdraw it carries."""
    return hashlib.sha256(repr(astuple(line)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def place_of(table: str, fact: Mapping[str, Any], column: str) -> Place:
    """What a line of the file and a value of a fact have in common."""
    return (table, *(value_text(fact[name]) for name in PLACE), column, value_text(fact[column]))


def correction_of(reader: Reader, table: str, fact: Row, form: Mapping[str, str]) -> Override:
    """The line that a form at a fact asks for.

    Raises UsageError when something is missing or of the wrong type, when nothing changes, and when the fact is no
    longer what the form was made for.
    """
    column = form.get("column", "")
    if not column:
        raise UsageError(tr("no field is chosen"), tr("Choose the field to correct."))
    new = parse_value(table, column, form.get("new_value", "").strip())
    line = Override(
        document_id=fact["document_id"],
        table=table,
        table_id=value_text(fact["table_id"]),
        page_number=value_text(fact["page_number"]),
        row_index=value_text(fact["row_index"]),
        column_index=value_text(fact["column_index"]),
        column=column,
        source_text=value_text(fact["source_text"]),
        old_value=value_text(fact[column]),
        new_value=value_text(new),
        who=form.get("who", "").strip(),
        at=now(),
        why=form.get("why", "").strip(),
    )
    if form.get(f"old.{column}", line.old_value) != line.old_value:
        raise UsageError(
            tr("the data were refreshed meanwhile"), tr("Load the page again and look at the fact once more.")
        )
    if line.new_value == line.old_value:
        said = tr("{column} has this value already", column=column_said(column, table))
        raise UsageError(said, tr("Give another value."))
    check(line)
    return line


def state_of(reader: Reader, line: Override) -> str:
    """pending, applied, or stale when the fact has neither value or is gone."""
    if line.table not in FACTS or line.column not in SCHEMAS[line.table].names:
        return "stale"
    place: dict[str, Any] = dict(zip(PLACE, _place(line), strict=True))
    for name in PLACE:
        is_number = name in ("page_number", "row_index", "column_index")
        place[name] = None if place[name] == "" else int(place[name]) if is_number else place[name]
    values = [value_text(row[line.column]) for row in facts_at(reader, line.table, place)]
    if line.old_value in values:
        return "pending"
    return "applied" if line.new_value in values else "stale"


def _place(line: Override) -> Sequence[str]:
    return [getattr(line, name) for name in PLACE]
