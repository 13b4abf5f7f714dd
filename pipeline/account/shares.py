"""How many of the numbers of published documents are taken by facts, and how many are understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.language import tr

COLUMNS = {"number_count": "numbers", "taken_count": "taken", "understood_count": "understood"}
"""Columns of `documents`, and what their sums are called."""


def summed(documents: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The counts of all documents together; {} where none has been counted."""
    counted = [row for row in documents if row.get("number_count") is not None]
    if not counted:
        return {}
    return {name: sum(row.get(column) or 0 for row in counted) for column, name in COLUMNS.items()}


def shares_text(counts: Mapping[str, int]) -> str:
    """The shares in one line; '' where nothing has been counted."""
    if not counts:
        return ""
    numbers = counts["numbers"]
    taken, understood = (_share(counts[name], numbers) for name in ("taken", "understood"))
    return tr(
        "{numbers:,} in tables, {taken} taken by facts, {understood} understood",
        numbers=numbers,
        taken=taken,
        understood=understood,
    )


def percent(part: int, whole: int) -> str:
    """A share such as 99.9, never rounded up: 100.0 means all."""
    return f"{part * 1000 // whole / 10:.1f}"


def _share(part: int, whole: int) -> str:
    return f"{percent(part, whole)}%" if whole else tr("none")
