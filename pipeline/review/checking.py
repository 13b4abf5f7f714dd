"""Checked facts as the pages show and take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import JixiaoError
from pipeline.nightly.checked_file import (
    CHECKED,
    Mark,
    Share,
    change_marks,
    mark_of,
    match_marks,
    place_of,
    read_marks,
    said,
    shares,
)
from pipeline.nightly.hand_edited import now
from pipeline.review.facts import facts_at, find_fact
from pipeline.review.published import Reader, Row
from pipeline.review.watched_file import Watched

Fact = tuple[str, Row]


@dataclass(frozen=True, slots=True)
class Standing:
    """For each fact its mark, and the mark that it had before it said something else."""

    checked: Sequence[Mark | None]
    changed: Sequence[Mark | None]


class Checked:
    """The file of checked facts, beside that of corrections; may be used from several threads."""

    def __init__(self, overrides: Path) -> None:
        self.path = overrides.with_name(CHECKED)
        self._file = Watched(self.path, read_marks)

    def marks(self, document_id: str | None = None) -> list[Mark]:
        """All marks, or those of a document. Raises UsageError or EnvironmentProblem for a file out of order."""
        found = self._file.content()
        return found if document_id is None else [mark for mark in found if mark.document_id == document_id]

    def shares(self, reader: Reader, documents: Sequence[str]) -> Mapping[str, Share]:
        """Documents to how many of their facts are checked; those without facts are left out, and all while the file
        is out of order."""
        try:
            marks = self.marks()
        except JixiaoError:
            return {}
        wanted = set(documents)
        return shares(reader.rows, [mark for mark in marks if mark.document_id in wanted], documents)

    def standing(self, reader: Reader, document_id: str, facts: Sequence[Fact]) -> Standing:
        """How facts of a document stand; as if there were no marks while the file is out of order."""
        try:
            return self._standing(reader, document_id, facts)
        except JixiaoError:
            return Standing([None] * len(facts), [None] * len(facts))

    def _standing(self, reader: Reader, document_id: str, facts: Sequence[Fact]) -> Standing:
        marks = self.marks(document_id)
        marked = {mark.place for mark in marks}
        # Whose mark it is depends on all facts that were read at one place.
        concerned = {place_of(*fact): fact for fact in facts if place_of(*fact) in marked}
        there = [(table, row) for table, fact in concerned.values() for row in facts_at(reader, table, fact)]
        found = match_marks(there, [mark for mark in marks if mark.place in concerned])
        checked, changed = (
            {(place_of(*fact), said(*fact)): mark for fact, mark in zip(there, one, strict=True)}
            for one in found
        )
        names = [(place_of(*fact), said(*fact)) for fact in facts]
        return Standing([checked.get(name) for name in names], [changed.get(name) for name in names])

    def set(
        self, reader: Reader, document_id: str, facts: Sequence[Fact], who: str, note: str, on: bool
    ) -> None:
        """Mark facts of a document as checked, or take their marks away. Raises UsageError and EnvironmentProblem."""
        now_so = self._standing(reader, document_id, facts)
        if not on:
            change_marks(self.path, drop=[mark for mark in (*now_so.checked, *now_so.changed) if mark])
            return
        at = now()
        new = [
            mark_of(table, fact, who, at, note)
            for (table, fact), mark in zip(facts, now_so.checked, strict=True)
            if mark is None
        ]
        change_marks(self.path, add=new, drop=[mark for mark in now_so.changed if mark])


def facts_named(reader: Reader, document_id: str, names: Sequence[str]) -> list[Fact] | None:
    """Facts by their names on the page (budget.3); None when one is not there."""
    found = []
    for name in names:
        table, _, number = name.partition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 8):
            return None
        row = find_fact(reader, document_id, table, int(number))
        if row is None:
            return None
        found.append((table, row))
    return found
