"""The data of the audit: severity and wording of each check, words, standard grades."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from normalizers.text import match_key
from pipeline.audit.figures import shown
from pipeline.context import Context

_DATA = Path(__file__).with_name("checks.toml")


@cache
def load() -> dict[str, Any]:
    """The data file as read; used here and by its test."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of words in the form in which texts are compared."""
    return tuple(match_key(word) for word in load()["words"][name])


class Report:
    """Where the checks of one document write; the same finding is written once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._written: set[tuple[object, ...]] = set()

    def has(self, check: str, place: tuple[str | None, int | None, int | None], printed: str) -> bool:
        """Is this printed value already reported at its place?"""
        return any(key[:3] == (check, place, printed) for key in self._written)

    def has_place(self, check: str, place: tuple[str | None, int | None, int | None]) -> bool:
        """Is this check already reported at the place?"""
        return any(key[:2] == (check, place) for key in self._written)

    def find(
        self,
        check: str,
        place: tuple[str | None, int | None, int | None],
        *,
        printed: str,
        recomputed: str,
        tolerance: Decimal | None = None,
        **values: object,
    ) -> None:
        """Write a finding; `place` is table, page and row, `values` fill the check's message.

        `tolerance` is how far printed and recomputed were allowed to lie apart; None where nothing is measured.
        """
        key = (check, place, printed, recomputed)
        if key in self._written:
            return
        self._written.add(key)
        rule = load()["check"][check]
        table_id, page, row = place
        allowed = None if tolerance is None else shown(tolerance, 6)
        message = rule["message"].format(printed=printed, recomputed=recomputed, tolerance=allowed, **values)
        self._context.finding(
            check,
            rule["severity"],
            message,
            table_id=table_id,
            page_number=page,
            row_index=row,
            printed=printed,
            recomputed=recomputed,
            tolerance=None if allowed is None else float(allowed),
        )
