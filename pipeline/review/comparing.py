"""Comparing cities: a measure of a named query, its rows by city, each with its bar."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
from markupsafe import Markup

from pipeline.answers.named_queries import NamedQuery, find_query
from pipeline.errors import UsageError
from pipeline.review import charts, narrowing
from pipeline.review.downloads import Answer
from pipeline.review.facets import Choice
from pipeline.review.facts import words_id
from pipeline.review.measures import Measure, measure_of
from pipeline.review.paging import Slice, cut, offset_of, query_string, whole_number
from pipeline.review.published import Reader, Row
from pipeline.review.texts import CODED, Texts

CITIES = 25
"""On one page."""
_FEW, _MANY = 20, 400  # figures of a city beside others, and of one alone
ORDERS = ("most", "least", "name")
_MOST_ROWS = 20_000
_YEAR = re.compile(r"\d{4}\s*年?度?")
_SAME_IS_SAID = 2  # rows from which on a value that all have is said once

LEFT_OUT = ("executed_per_head_yuan", "due_per_head_yuan")
"""Columns of the queries that need a table of the user."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One bar: a figure of a row. `kind` is ceiling, fixed, floor or plain; `told` what says which row it is."""

    value: float
    exact: Any
    kind: str
    row: Row
    told: str
    page: int | None
    link: str


@dataclass(frozen=True, slots=True)
class City:
    """`more` figures are left out."""

    name: str
    code: str
    figures: Sequence[Figure]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is shown. `beside` are the columns beside the figure, `same` (column, value) of those that all rows share;
    `without` are regions with documents and no such figure; `wrong` says why nothing could be asked."""

    measure: Measure
    query: NamedQuery
    given: Mapping[str, str]
    choices: Mapping[str, Sequence[Choice]]
    suggestions: Mapping[str, Sequence[str]]
    cities: Slice
    top: float
    beside: Sequence[str]
    same: Sequence[tuple[str, Any]]
    figures: int
    without: Sequence[str]
    order: str
    trend: Markup | None = None
    names: Sequence[str] = ()
    wrong: Sequence[str] = ()
    rows: Sequence[Row] = field(default=(), repr=False)
    topics: Sequence[Row] = ()


def compare(reader: Reader, asked: Mapping[str, str], say: Texts) -> Comparison:
    """What a request asks to compare."""
    measure = measure_of(asked)
    query = find_query(measure.query)
    everything = query.run(reader.catalog, {})
    topics = narrowing.topics_of(reader)
    given = _given(query, measure, asked)
    wrong: Sequence[str] = ()
    try:
        answer = query.run(reader.catalog, given)
    except UsageError as error:
        wrong, answer = (error.message, error.hint), everything.slice(0, 0)
    rows = [row for row in answer.slice(0, _MOST_ROWS).to_pylist() if _has_value(row, measure)]
    cities = _cities(rows, measure)
    order = asked.get("order", "")
    order = order if order in ORDERS else ORDERS[0]
    cities.sort(key=_order(order))
    names = [name for name in measure.beside if any(row[name] is not None for row in rows)]
    same = [(name, rows[0][name]) for name in names if _is_same(rows, name)]
    trend, lines = _trend(cities, measure, say)
    return Comparison(
        measure=measure,
        query=query,
        given=given,
        choices={
            one.name: narrowing.choices(everything, one.name, given.get(one.name, ""), topics)
            for one in query.parameters
            if one.name in narrowing.COLUMNS
        },
        suggestions={one: narrowing.suggestions(everything, one) for one in narrowing.SUGGESTED},
        cities=_page(cities, offset_of(asked)),
        top=_top(cities, measure),
        beside=[name for name in names if name not in dict(same)],
        same=same,
        figures=sum(len(city.figures) for city in cities),
        without=_without(reader, everything, cities, measure),
        order=order,
        trend=trend,
        names=lines,
        wrong=wrong,
        rows=rows,
        topics=topics,
    )


def _page(cities: Sequence[City], offset: int) -> Slice:
    most = _MANY if len(cities) == 1 else _FEW
    shown = [
        replace(city, figures=city.figures[:most], more=max(0, len(city.figures) - most))
        for city in cities[offset : offset + CITIES + 1]
    ]
    return cut(shown, offset, CITIES, len(cities))  # type: ignore[arg-type]


def _given(query: NamedQuery, measure: Measure, asked: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for parameter in query.parameters:
        value = asked.get(parameter.name, measure.given.get(parameter.name, "")).strip()
        if parameter.kind in ("integer", "number") and whole_number(value) is None:
            value = ""
        if value:
            found[parameter.name] = value
    return found


def _has_value(row: Row, measure: Measure) -> bool:
    return any(row[column] is not None for column, _ in measure.values)


def _cities(rows: Sequence[Row], measure: Measure) -> list[City]:
    grouped: dict[str, list[Figure]] = defaultdict(list)
    codes: dict[str, str] = {}
    for row in rows:
        name = row[measure.group] or ""
        codes.setdefault(name, row["region_code"] or "~")
        told = " · ".join(dict.fromkeys(str(row[one]) for one in measure.told if row.get(one)))
        for column, kind in measure.values:
            if row[column] is not None:
                grouped[name].append(
                    Figure(
                        float(row[column]), row[column], kind, row, told, row.get("page_number"), link_of(row)
                    )
                )
    return [
        City(name, codes[name], sorted(figures, key=lambda one: (-(one.row["fiscal_year"] or 0), -one.value)))
        for name, figures in grouped.items()
    ]


def link_of(row: Row) -> str:
    """Where a row was read: its page, and where they are known the words."""
    place = query_string({}, page=row.get("page_number"), words=words_id(row.get("source_text")))
    return f"/documents/{row['document_id']}" + (f"?{place}" if place else "")


def _order(order: str) -> Callable[[City], Any]:
    if order == "name":
        return lambda city: (city.code, city.name)
    sign = -1 if order == "most" else 1
    return lambda city: (sign * max(one.value for one in city.figures), city.code, city.name)


def _is_same(rows: Sequence[Row], name: str) -> bool:
    return len(rows) >= _SAME_IS_SAID and len({str(row[name]) for row in rows}) == 1


def _top(cities: Sequence[City], measure: Measure) -> float:
    """Where the bars end: 100 for shares and points unless a figure is above."""
    highest = max((one.value for city in cities for one in city.figures), default=0.0)
    if measure.unit in ("percent", "points") and highest <= 100:
        return 100.0
    return charts.round_up(highest)


def _without(reader: Reader, everything: pa.Table, cities: Sequence[City], measure: Measure) -> list[str]:
    known = reader.rows(
        "SELECT DISTINCT region_name FROM documents WHERE region_name IS NOT NULL ORDER BY region_code LIMIT 5000"
    )
    names = dict.fromkeys(row["region_name"] for row in known)
    names |= dict.fromkeys(name for name in everything.column(measure.group).to_pylist() if name)
    shown = {city.name for city in cities}
    return [name for name in names if name not in shown]


def _trend(cities: Sequence[City], measure: Measure, say: Texts) -> tuple[Markup | None, Sequence[str]]:
    """Lines over years, where a programme of a city has two years or more; those with most years first."""
    if measure.unit != "percent" or measure.values[0][1] != "plain":
        return None, ()
    series: dict[str, list[charts.Point]] = defaultdict(list)
    for city in cities:
        for one in city.figures:
            if one.row["fiscal_year"] is None:
                continue
            # Names of programmes often hold the year.
            name = " · ".join(filter(None, (city.name, _YEAR.sub("", one.told).strip()))) or "?"
            title = f"{name} {one.row['fiscal_year']} · {one.value:.2f}% · {one.row['file_name'] or ''}"
            series[name].append(charts.Point(one.row["fiscal_year"], one.value, title, one.link))
    years = {name: len({point.x for point in points}) for name, points in series.items()}
    longest = [name for name in sorted(series, key=lambda name: -years[name]) if years[name] > 1]
    lines = [
        charts.Line(name, sorted(series[name], key=lambda point: point.x))
        for name in longest[: charts.SERIES]
    ]
    if not lines:
        return None, ()
    return charts.lines(lines, say(f"measure.{measure.name}")), [line.name for line in lines]


def answer(comparison: Comparison, say: Texts) -> Answer:
    """All rows with a figure, with the columns of the query, to take away."""
    names = [one for one in comparison.query.columns if one not in LEFT_OUT]
    coded = frozenset(name for name in names if name in CODED)
    called = "topic_name" if say.language == "zh" else "english_name"
    topics = {row["topic"]: row[called] for row in comparison.topics}
    rows = [row | {"topic": topics.get(row["topic"], row["topic"])} for row in comparison.rows]
    title = say(f"measure.{comparison.measure.name}")
    return Answer(title, names, rows, coded, comparison.query.name, comparison.given)
