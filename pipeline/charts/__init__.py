"""`jixiao chart`: the answer of a named query as a picture with Chinese text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.answers.catalog import Catalog
from pipeline.answers.files import whole_file
from pipeline.answers.named_queries import NamedQuery, find_query
from pipeline.charts import canvas, points, programmes, rates, ratios, spending, targets, topics
from pipeline.errors import UsageError
from pipeline.language import CHINESE, chosen, listed, tr
from pipeline.samples import samples_among
from pipeline.version import program_version

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Chart:
    """How the rows of a query are drawn.

    `needs` tells which of them can be, `whole` which of them make one bar, `most` how many bars fit; `first` puts
    those first that are to be drawn when there are more.
    """

    draw: Callable[[Rows, str, str], Any]
    needs: Callable[[Mapping[str, Any]], bool]
    most: int
    whole: Callable[[Mapping[str, Any]], Any] = id
    first: Callable[[Rows], Rows] = list


def _any_of(*columns: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda row: any(row[column] is not None for column in columns)


CHARTS: dict[str, Chart] = {
    "subsidy_ratios": Chart(ratios.draw, lambda row: True, 60, whole=ratios.term_of),
    "execution_rates": Chart(
        rates.draw,
        lambda row: row["fiscal_year"] is not None and row["rate_on_initial_pct"] is not None,
        40,
    ),
    "points_lost": Chart(points.draw, lambda row: row["weight"] is not None, 25),
    "spending_by_function": Chart(spending.by_function, _any_of("amount_yuan"), 40, whole=spending.table_of),
    "execution_by_function": Chart(spending.execution, _any_of("initial_yuan", "executed_yuan"), 60),
    "three_public": Chart(spending.three_public, _any_of("total_yuan"), 40),
    "programme_trend": Chart(
        programmes.over_years,
        _any_of("initial_yuan", "executed_yuan", "total_score"),
        40,
        first=programmes.longest_first,
    ),
    "topic_by_city": Chart(topics.draw, lambda row: True, 40),
    "who_pays": Chart(programmes.who_pays, _any_of("of_all_yuan"), 40),
    "missed_targets": Chart(targets.draw, lambda row: row["compared"] > 0, 40),
}
"""By the name of the query whose answer is drawn."""


def draw_chart(
    catalog: Catalog, name: str, given: Mapping[str, str], output: Path, font: Path | None = None
) -> int:
    """Write the picture of a query's answer to a .svg or .png file; the number of rows drawn.

    Raises UsageError for an unknown chart or form and when there is nothing to draw, EnvironmentProblem when
    matplotlib, a font or the place is missing.
    """
    if name not in CHARTS:
        raise UsageError(tr("there is no chart {name}", name=name), tr("Charts: {charts}.", charts=_all()))
    form = output.suffix.lstrip(".").lower()
    if form not in canvas.FORMS:
        raise UsageError(
            tr("{output}: a chart is a .svg or .png file", output=output), tr("Name one with --output.")
        )
    query, chart = find_query(name), CHARTS[name]
    rows = query.run(catalog, given).to_pylist()
    drawable = [row for row in rows if chart.needs(row)]
    if not drawable:
        raise UsageError(
            tr("there is nothing to draw"), tr("`jixiao query {name}` shows what there is.", name=name)
        )
    shown = that_fit(chart, drawable)
    title = title_of(query, given)
    source = source_line(
        shown, len(rows) - len(drawable), len(drawable) - len(shown), int(catalog.version.name)
    )
    documents = catalog.select("SELECT document_id FROM documents").column(0).to_pylist()
    if samples_among(documents).published:
        source = f"示例数据，数字为虚构；{source}"
    with canvas.drawing(font), whole_file(output) as stream:
        canvas.save(chart.draw(shown, title, source), form, stream, title)
    return len(shown)


def _all() -> str:
    """The names of all charts, in Chinese with the titles of their queries."""
    if chosen() != CHINESE:
        return ", ".join(CHARTS)
    return listed(f"{name} {find_query(name).title_zh}" for name in CHARTS)


def title_of(query: NamedQuery, given: Mapping[str, str]) -> str:
    """The query's title with what was asked for; codes by their words."""
    values = query.asked(given)
    words = {one.name: one.words if chosen() == CHINESE else {} for one in query.parameters}
    asked = tr(", ").join(words[name].get(values[name], (values[name],))[0] for name in given)
    return f"{query.title}{canvas.bracketed(asked)}" if asked else query.title


def that_fit(chart: Chart, rows: Rows) -> Rows:
    """The rows of the first bars, as many as fit."""
    rows = chart.first(rows)
    fitting = set(list(dict.fromkeys(chart.whole(row) for row in rows))[: chart.most])
    return [row for row in rows if chart.whole(row) in fitting]


def source_line(rows: Rows, without: int, beyond: int, version: int) -> str:
    """Where the figures come from, as far as the rows tell, and what is not in the picture."""
    told = [(row.get("document_id") or row.get("file_name"), row.get("page_number")) for row in rows]
    documents = {document for document, _ in told if document}
    pages = {(document, page) for document, page in told if document and page}
    counts = [
        (tr("1 document") if len(documents) == 1 else tr("{count} documents", count=len(documents)))
        if documents
        else "",
        (tr("1 page") if len(pages) == 1 else tr("{count} pages", count=len(pages))) if pages else "",
    ]
    origin = filter(
        None, [tr(", ").join(filter(None, counts)), tr("version {number} of the data", number=version)]
    )
    said = [tr("Source: {origin}", origin=tr("; ").join(origin)), f"jixiao {program_version()}"]
    if without:
        said.append(tr("rows without anything to draw: {count}", count=without))
    if beyond:
        said.append(tr("further rows left out: {count}; --param narrows them down", count=beyond))
    return tr("; ").join(said)
