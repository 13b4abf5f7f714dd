"""Comparing cities: the answers of two named queries, and the charts made of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pipeline.answers.named_queries import NamedQuery, find_query
from pipeline.review import charts
from pipeline.review.facts import words_id
from pipeline.review.paging import query_string, whole_number
from pipeline.review.published import Reader, Row
from pipeline.schemas import SCHEMAS, allowed_values

QUERIES = ("subsidy_ratios", "execution_rates")
RATES = ("rate_on_initial_pct", "rate_on_adjusted_pct", "rate_printed_pct")
_MOST_BARS = 40
_MOST_ROWS = 400
_SHARES = {"ceiling_pct": ("ceiling", "≤"), "fixed_pct": ("fixed", "="), "floor_pct": ("floor", "≥")}
_HIDDEN = {"document_id", "region_code", "report_title", "file_name", "source_text", "executed_per_head_yuan"}
_DEFAULTS = {"subsidy_ratios": {"status": "in_force"}, "execution_rates": {}}
_CODES = {
    "class": allowed_values(SCHEMAS["subsidy_terms"].field("enterprise_class")),
    "instrument": allowed_values(SCHEMAS["subsidy_terms"].field("instrument")),
    "status": allowed_values(SCHEMAS["subsidy_terms"].field("status")),
}

_YEAR = re.compile(r"\d{4}\s*年?度?")

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one named query answers. `drawn` of the `rows` stand in the chart; `names` are its lines."""

    query: NamedQuery
    given: Mapping[str, str]
    columns: Sequence[str]
    rows: Sequence[Row]
    total: int
    chart: Markup | None
    drawn: int
    names: Sequence[str]
    rate: str


def choices(parameter: str) -> tuple[str, ...]:
    """Codes that a parameter of the queries may take; () for free ones."""
    return _CODES.get(parameter, ())


def compare(reader: Reader, asked: Mapping[str, str], say: Say) -> Comparison:
    """Run the query that `query` names with its own parameters. Raises UsageError for values that it does not take."""
    name = asked.get("query", QUERIES[0])
    query = find_query(name if name in QUERIES else QUERIES[0])
    given = {}
    for parameter in query.parameters:
        value = asked.get(parameter.name, _DEFAULTS[query.name].get(parameter.name, "")).strip()
        if parameter.kind == "integer" and whole_number(value) is None:
            value = ""
        known = choices(parameter.name)
        if value and (not known or value in known):
            given[parameter.name] = value
    table, total = query.first(reader.catalog, given, _MOST_ROWS)
    rows: list[Row] = table.to_pylist()
    for row in rows:
        row["link"] = _link(row)
    columns = [
        name
        for name in table.column_names
        # The source of a row stands behind its page.
        if name == "page_number" or (name not in _HIDDEN and any(row[name] is not None for row in rows))
    ]
    rate = asked.get("rate", "")
    if query.name == "subsidy_ratios":
        chart, drawn = _ratio_chart(rows, query, say)
        names: Sequence[str] = ()
    else:
        rate = rate if rate in RATES else _fullest(rows)
        chart, drawn, names = _rate_chart(rows, rate, query, say)
    return Comparison(query, given, columns, rows, total, chart, drawn, names, rate)


def _link(row: Row) -> str:
    place = query_string({}, page=row.get("page_number"), words=words_id(row.get("source_text")))
    return f"/documents/{row['document_id']}" + (f"?{place}" if place else "")


def _ratio_chart(rows: Sequence[Row], query: NamedQuery, say: Say) -> tuple[Markup | None, int]:
    ordered = sorted(
        rows, key=lambda row: (row["region_code"] or "~", row["region_name"] or "", row["fiscal_year"] or 0)
    )
    bars: list[charts.Bar] = []
    for row in ordered[:_MOST_BARS]:
        for column, (kind, sign) in _SHARES.items():
            if row[column] is not None:
                about = [
                    str(row["fiscal_year"] or ""),
                    say(f"code.{row['enterprise_class']}") if row["enterprise_class"] else "",
                ]
                note = f"{sign}{row[column]:g}% " + " ".join(filter(None, about))
                title = f"{row['region_name'] or ''} {note} · {row['source_text'] or ''} · {row['file_name'] or ''}"
                bars.append(
                    charts.Bar(row["region_name"] or "?", kind, row[column], note, title, row["link"])
                )
    if not bars:
        return None, 0
    drawn = [charts.bars(bars, say(f"query.{query.name}"), shape) for shape in (charts.WIDE, charts.NARROW)]
    return Markup("").join(drawn), len(bars)


def _fullest(rows: Sequence[Row]) -> str:
    """The rate that most rows have."""
    return max(RATES, key=lambda rate: sum(row[rate] is not None for row in rows))


def _rate_chart(
    rows: Sequence[Row], rate: str, query: NamedQuery, say: Say
) -> tuple[Markup | None, int, Sequence[str]]:
    """Lines of the first regions and programmes, those with most years first."""
    series: dict[str, list[charts.Point]] = defaultdict(list)
    for row in rows:
        value: Any = row[rate]
        if value is None or row["fiscal_year"] is None:
            continue
        # Programmes of a city are lines of their own; their names often hold the year.
        programme = _YEAR.sub("", row["program_name"] or "").strip()
        name = " · ".join(filter(None, (row["region_name"], programme))) or "?"
        title = f"{name} {row['fiscal_year']} · {value:.2f}% · {row['file_name'] or ''}"
        series[name].append(charts.Point(row["fiscal_year"], value, title, row["link"]))
    longest = sorted(series, key=lambda name: -len({point.x for point in series[name]}))[: charts.SERIES]
    lines = [charts.Line(name, sorted(series[name], key=lambda point: point.x)) for name in longest]
    chart = charts.lines(lines, say(f"query.{query.name}")) if lines else None
    return chart, sum(len(line.points) for line in lines), [line.name for line in lines]
