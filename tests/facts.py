"""Typed numbers of an extraction in the words of a golden file, and what differs between the two.

A golden fact is kind, key, measure, value. Keys: the line item, with `#payer` and `@year` or `@date` where
the columns of a table differ in them; `region@date` or `recipient@date`; the deepest indicator, with
`#region@period` or `@year` where a form has several; `region@class` for subsidy terms. Totals may be given in
a golden file but need not be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.ingest import Extraction

Row = dict[str, Any]
Fact = tuple[str, str, str, float]  # kind, key, measure, value
Stated = tuple[str, tuple[str, ...], str, float, bool]  # kind, keys that would do, measure, value, is a total

_PHASES = {
    "initial": "initial_yuan",
    "adjustment": "adjustment_yuan",
    "adjusted": "adjusted_yuan",
    "issued": "issued_yuan",
    "executed": "spent_yuan",
}
_NUMBERS = {
    "target_value": "target_value",
    "actual_value": "actual_value",
    "weight": "weight",
    "score": "score",
    "score_rate_printed_pct": "score_rate_pct",
}


def differences(golden: Row, found: Extraction) -> tuple[list[Fact], list[Fact]]:
    """Facts of the golden file that were not found, and found ones that it does not hold."""
    wanted = Counter(_rounded(f["kind"], f["key"], f["measure"], f["value"]) for f in golden["facts"])
    missing, extra = wanted.copy(), []
    for kind, keys, measure, value, is_total in stated(found):
        candidates = [_rounded(kind, key, measure, value) for key in keys]
        match = next((one for one in candidates if missing[one] > 0), None)
        if match is not None:
            missing[match] -= 1
        elif not is_total:
            extra.append(candidates[0])
    return sorted(missing.elements()), sorted(extra)


def _rounded(kind: str, key: str, measure: str, value: Any) -> Fact:
    return kind, key, measure, round(float(value), 6)


def _of_cells(found: Extraction, table: str) -> list[Row]:
    return [row for row in found.rows.get(table, []) if row["source_kind"] == "cell"]


def stated(found: Extraction) -> Iterator[Stated]:
    """Every typed number of the document's tables."""
    for row in _of_cells(found, "budget"):
        yield from _budget(row)
    for row in _of_cells(found, "disbursement"):
        yield from _disbursement(row)
    for row in found.rows.get("indicators", []):
        yield from _indicator(row)
    for row in found.rows.get("subsidy_terms", []):
        if row["source_kind"] == "prose":
            continue  # a golden file holds the facts of tables
        key = f"{row['region_code']}@{row['enterprise_class']}"
        for measure in ("ratio_pct", "cap_yuan"):
            if row[measure] is not None:
                yield "subsidy", (key,), measure, row[measure], False
    if found.document["total_score"] is not None:
        yield "document", ("total_score",), "score", found.document["total_score"], False


def _budget(row: Row) -> Iterator[Stated]:
    item, year, source = str(row["line_item"]), row["fiscal_year"], row.get("funding_source")
    whens = [f"@{when}" for when in (year, row.get("as_of")) if when]
    key = tuple(f"{item}{who}{when}" for who in ("", f"#{source}") for when in ("", *whens))
    if row["phase"] in _PHASES and row["amount_yuan"] is not None:
        yield "budget", key, _PHASES[row["phase"]], row["amount_yuan"], row["is_total"]
    if row["execution_rate_printed_pct"] is not None:
        yield "budget", key, "execution_rate_pct", row["execution_rate_printed_pct"], row["is_total"]


def _disbursement(row: Row) -> Iterator[Stated]:
    who = tuple(w for w in (row["recipient_name"], row["region_code"], row["region_name"]) if w)
    dated = tuple(f"{w}@{row['as_of']}" for w in who)
    for column, measure, keys in (
        ("due_yuan", "due_yuan", who),
        ("paid_yuan", "paid_yuan", (*dated, *who)),
        ("execution_rate_printed_pct", "execution_rate_pct", (*dated, *who)),
    ):
        if row[column] is not None:
            yield "disbursement", keys, measure, row[column], row["is_total"]


def _indicator(row: Row) -> Iterator[Stated]:
    name = str(row.get("level3") or row.get("level2") or row.get("level1"))
    keys = (name, f"{name}#{row['region_code']}@{row.get('period')}", f"{name}@{row['fiscal_year']}")
    for column, measure in _NUMBERS.items():
        if row.get(column) is not None:
            yield "indicator", keys, measure, row[column], row["is_total"]
