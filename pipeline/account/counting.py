"""Counting the figures of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.schemas import NO_FACT

Row = Mapping[str, Any]


@dataclass(slots=True)
class Counts:
    """Numbers of a table or a document."""

    numbers: int = 0
    taken: int = 0
    """Those that a typed fact took."""
    understood: int = 0
    """Those taken, and those understood as no fact."""
    first: Row | None = None
    """The first number that is not understood."""

    def add(self, figure: Row) -> None:
        """Count a row of `figures`."""
        taker = figure.get("fact_table")
        self.numbers += 1
        self.taken += taker is not None and not taker.startswith(NO_FACT)
        self.understood += taker is not None
        if taker is None and self.first is None:
            self.first = figure

    def of_document(self) -> dict[str, int]:
        """Columns of the document's row."""
        return {
            "number_count": self.numbers,
            "taken_count": self.taken,
            "understood_count": self.understood,
        }

    def take(self, other: Counts) -> None:
        """Count what was counted elsewhere."""
        self.numbers += other.numbers
        self.taken += other.taken
        self.understood += other.understood
        self.first = self.first or other.first


@dataclass(slots=True)
class Account:
    """The counts of a document and of each of its tables by `table_id`; tables without numbers have none."""

    document: Counts = field(default_factory=Counts)
    tables: dict[str, Counts] = field(default_factory=dict)

    def of_document(self) -> dict[str, int]:
        """Columns of the document's row."""
        return self.document.of_document()

    def of_table(self, table_id: str) -> dict[str, int]:
        """Columns of a table's row."""
        counts = self.tables.get(table_id, Counts())
        return {"number_count": counts.numbers, "taken_count": counts.taken}


def account(figures: Iterable[Row]) -> Account:
    """The account of a document's rows of `figures`. Numbers of sentences are left out: only facts bring them."""
    found = Account()
    for figure in figures:
        if figure.get("table_id") is not None:
            found.document.add(figure)
            found.tables.setdefault(figure["table_id"], Counts()).add(figure)
    return found
