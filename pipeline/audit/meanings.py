"""The same number for the same thing, with another unit or the opposite operator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from normalizers.numbers import quantities, units
from normalizers.text import match_key
from pipeline.audit.figures import EXACT, first_figure
from pipeline.audit.rates import name_of
from pipeline.audit.rules import Report
from pipeline.context import Row

_OPPOSITE = {"≥": "at least", ">": "at least", "≤": "at most", "<": "at most"}
_TARGET_KEY = ("region_code", "region_name", "fiscal_year", "period", "program_name")
_BUDGET_KEY = ("region_code", "fiscal_year", "program_name", "funding_source", "phase", "scope", "as_of")
_budget_key = itemgetter(*_BUDGET_KEY)
_MONEY = ("money", "money_fx")
_VAGUE = ("other", "scale")  # 100万 may be meant as 100万元
_CLAUSE = re.compile(r"[,;()。]")
_MEASURES = {"target": "目标值", "actual": "实际值"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as printed, and what it means: its unit, or the side on which the value may lie."""

    row: Row
    label: str
    measure: str
    text: str
    meaning: str


def differing_meanings(rows: dict[str, list[Row]], report: Report) -> None:
    """Report a number that stands elsewhere for the same thing, but in another unit or as the opposite bound.

    Only the very same number counts: two targets of one name are two targets, but 95% and 95万元 for one of them
    is a slip.
    """
    first: dict[tuple[object, ...], Stated] = {}
    for key, stated in _stated(rows):
        before = first.setdefault(key, stated)
        if before.meaning != stated.meaning and _place(before.row) != _place(stated.row):
            report.find(
                "unit_or_operator_differs",
                (stated.row["table_id"], stated.row["page_number"], stated.row["row_index"]),
                printed=stated.text,
                recomputed=before.text,
                tolerance=EXACT,
                label=stated.label,
                measure=stated.measure,
                other_place=f"第{before.row['page_number']}页",
            )


def mixed_currencies(rows: Iterable[Row], report: Report) -> None:
    """Report rows whose target stands in one currency and whose result stands in another one only."""
    for row in rows:
        aim = units.lookup(row["target_unit"]) if row["target_unit"] else None
        text = match_key(row["actual_text"] or "")
        if aim is None or aim.kind not in _MONEY or match_key(row["target_unit"])[-2:] in text:
            continue
        read = [quantities.parse_quantity(clause) for clause in _CLAUSE.split(text)[:1] if clause]
        result = units.lookup(read[0].unit) if read and read[0] is not None and read[0].unit else None
        if result is None or result.kind not in _MONEY or result.currency == aim.currency:
            continue
        report.find(
            "unit_or_operator_differs",
            (row["table_id"], row["page_number"], row["row_index"]),
            printed=row["actual_text"],
            recomputed=row["target_text"] or "",
            tolerance=EXACT,
            label=name_of(row),
            measure="实际值以另一币种计，",
            other_place="目标值",
        )


def _stated(rows: dict[str, list[Row]]) -> Iterator[tuple[tuple[object, ...], Stated]]:
    for row in rows.get("indicators", []):
        if row["level3"] and row["table_id"]:
            yield from _of_indicator(row)
    for row in rows.get("budget", []):
        meaning = _kind(row["amount_unit"]) if row["table_id"] else ""
        figure = first_figure(row["amount_text"]) if meaning else None
        if figure is not None and figure.value != 0:
            key = ("budget", match_key(row["line_item"] or ""), row["parent_line_item"], figure.value)
            text = (
                row["amount_text"] if row["unit_source"] == "cell" else f"{figure.text}{row['amount_unit']}"
            )
            stated = Stated(row, row["line_item"] or "", "金额", text, meaning)
            yield (*key, *_budget_key(row)), stated


def _of_indicator(row: Row) -> Iterator[tuple[tuple[object, ...], Stated]]:
    place = (match_key(row["level3"]), *(row[k] for k in _TARGET_KEY))
    for measure, name in _MEASURES.items():
        value, unit, text = (row[f"{measure}_{part}"] for part in ("value", "unit", "text"))
        if not value or not text:
            continue
        shown = text if unit is None or unit in text else f"{text}{unit}"
        if meaning := _kind(unit):
            yield (measure, "unit", value, *place), Stated(row, name_of(row), name, shown, meaning)
        if measure == "target" and row["target_op"] in _OPPOSITE:
            side = _OPPOSITE[row["target_op"]]
            yield (measure, "side", value, unit, *place), Stated(row, name_of(row), name, shown, side)


def _place(row: Row) -> tuple[object, object]:
    return row["table_id"], row["row_index"]


@lru_cache(maxsize=1024)
def _kind(text: str | None) -> str:
    """What a unit measures and how large it is; units of one kind and size are one, such as 家 and 户."""
    unit = units.lookup(text) if text else None
    if unit is None or unit.kind in _VAGUE:
        return ""
    kind = "percent" if unit.kind == "percentage_point" else unit.kind
    return f"{kind} {unit.factor.normalize()}"
