"""The golden truth of a sample report: its grids, and the typed numbers its table columns state.

A table's `facts` name the key column and the column of every measure; rows whose key stands in `skip`
(totals) state no fact of their own. A region's row below an indicator belongs to that indicator.
Behind a measure stands what the column alone says: `#` who pays, `@` the date, year or period. `scale` turns
what is printed (0.9588) into the unit of the measure. Numbers inside sentences (subsidy ratios) stand in
`truth` lines: "kind key measure value".
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from scripts.spec import ReportSpec, TableSpec

Fact = dict[str, str | float]

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_NEGATIVE = re.compile(r"[△▲]\s*([\d,.]+)|\(([\d,.]+)\)")
_DATE = re.compile(r"\d+年|\d+月")
_PERIODS = ("annual", "cycle")


def truth_of(report: ReportSpec) -> dict[str, Any]:
    """Return the report's truth: pdf, region_code, fiscal_year, facts, tables."""
    facts: list[Fact] = []
    for table in report.tables():
        for rule in table.facts:
            facts += _column_facts(table, rule, report)
        facts += [_written_fact(line) for line in table.truth]
    facts += [_written_fact(line) for line in report.truth]
    return {
        "pdf": f"{report.name}.pdf",
        "region_code": report.region_code,
        "fiscal_year": report.fiscal_year,
        "facts": facts,
        "tables": [
            {
                "title": table.title,
                "unit": table.unit,
                "kind": table.kind,
                "header_rows": table.header_rows,
                "grid": table.grid(),
            }
            for table in report.tables()
        ],
    }


def _column_facts(table: TableSpec, rule: dict[str, Any], report: ReportSpec) -> list[Fact]:
    """Facts of one rule: kind, key column, columns {measure[#payer][@when]: column}, rows [first, last]."""
    first, last = rule.get("rows", [table.header_rows, len(table.rows) - 1])
    facts: list[Fact] = []
    indicator = ""
    for row in table.grid()[first : last + 1]:
        name = row[rule["key"]].removeprefix("其中：")
        if name in rule.get("skip", []):
            continue
        region = report.codes.get(name)
        if region is None:
            indicator = name
        for head, column in rule["columns"].items():
            value = _number(row[column])
            if value is None:
                continue
            measure, who, at = _parts(head)
            if measure.endswith("_yuan"):
                value *= Decimal(rule["factor"])
            value *= Decimal(str(rule.get("scale", {}).get(measure, 1)))
            if rule["kind"] == "disbursement":
                key = "@".join(filter(None, [region or name, at]))
            elif at in _PERIODS:
                key = f"{indicator}#{region or report.region_code}@{at}"
            else:
                key = name + (f"#{who}" if who else "") + (f"@{at}" if at else "")
            facts.append(_fact(rule["kind"], key, measure, value))
    return facts


def _parts(head: str) -> tuple[str, str, str]:
    """Measure, who pays, and date, year or period of a column: initial_yuan#central@2023."""
    head, _, at = head.partition("@")
    measure, _, who = head.partition("#")
    return measure, who, at


def _number(text: str) -> Decimal | None:
    text = unicodedata.normalize("NFKC", text)
    negative = _NEGATIVE.fullmatch(text)
    found = _NUMBER.search(text)
    if found is None or _DATE.search(text):
        return None
    value = Decimal(found.group().replace(",", ""))
    return -value if negative else value


def _written_fact(line: str) -> Fact:
    kind, key, measure, value = line.split()
    return _fact(kind, key, measure, Decimal(value))


def _fact(kind: str, key: str, measure: str, value: Decimal) -> Fact:
    return {"kind": kind, "key": key, "measure": measure, "value": float(value)}
