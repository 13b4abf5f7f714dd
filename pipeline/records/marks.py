"""Weights and scores of an indicator, of a level above it, or of a total."""

from __future__ import annotations

import re

from extractors.classify import Block
from extractors.model import RawCell
from normalizers import quantities
from normalizers.numbers import parse_number
from normalizers.text import is_blank, match_key
from pipeline.records.context import Row, TableRows, percent

_MARKS = re.compile(r"\((?:满分|分值|权重)?(\d{1,3}(?:\.\d+)?)分\)$")


def scores(view: TableRows, block: Block, row: int, level: str, beside: RawCell | None = None) -> Row:
    """Weight, score and score rate of one level in a row.

    With `beside` only cells that cover the same rows as that label count: what is printed anew in each of the
    label's rows is no figure of the label. Marks that several indicators share, in one merged cell, stand in the
    first of their rows.
    """
    found: Row = {}
    for role, name in (
        ("weight", "weight"),
        ("score", "score"),
        ("score_rate_pct", "score_rate_printed_pct"),
    ):
        column = next((c for c in block.all(role) if c.level == level), None)
        cell = view.cell(row, column.index) if column is not None else None
        text = cell.text if cell is not None and _is_of(cell, row, beside) else ""
        found[name] = percent(text) if role == "score_rate_pct" else _points(text)
    if not block.all("weight") and found["score"] is not None:
        found["weight"] = _marks_in_name(view, block, row)
    return found


def _marks_in_name(view: TableRows, block: Block, row: int) -> float | None:
    """项目决策（15分）: without a column of weights the names may state them."""
    names = [c.text for c in view.cells(row) if c.column < block.end and c.text]
    stated = [found[1] for name in names if (found := _MARKS.search(match_key(name)))]
    return float(stated[-1]) if stated else None


def _is_of(cell: RawCell, row: int, beside: RawCell | None) -> bool:
    return cell.row == row if beside is None else (cell.row, cell.row_span) == (beside.row, beside.row_span)


def _points(text: str) -> float | None:
    """Marks: a number, with or without 分 behind it, or the percent sign of a weight."""
    number = parse_number(text)
    if number is None and not is_blank(text):
        quantity = quantities.parse_quantity(text)
        if quantity is not None and quantity.op == "=" and quantity.unit in (None, "分", "%"):
            number = quantity.value
    return float(number) if number is not None else None
