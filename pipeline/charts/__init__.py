"""`jixiao chart`: the answer of a named query as a picture with Chinese text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.answers.catalog import Catalog
from pipeline.answers.files import whole_file
from pipeline.answers.named_queries import find_query
from pipeline.charts import canvas, points, rates, ratios, shares, topics
from pipeline.errors import UsageError
from pipeline.version import program_version

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Chart:
    """How the rows of a query are drawn. `needs` tells which of them can be, `most` how many fit."""

    draw: Callable[[Rows, str, str], Any]
    needs: Callable[[Mapping[str, Any]], bool]
    most: int


CHARTS: dict[str, Chart] = {
    "subsidy_ratios": Chart(ratios.draw, lambda row: True, 60),
    "execution_rates": Chart(
        rates.draw,
        lambda row: row["fiscal_year"] is not None and row["rate_on_initial_pct"] is not None,
        40,
    ),
    "points_lost": Chart(points.draw, lambda row: row["weight"] is not None, 25),
    "topic_by_city": Chart(
        topics.draw,
        lambda row: any(row[name] is not None for name in ("initial_yuan", "executed_yuan", "lowest_pct")),
        40,
    ),
    "who_pays": Chart(shares.draw, lambda row: row["of_all_yuan"] is not None, 40),
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
        raise UsageError(f"there is no chart {name}", f"Charts: {', '.join(CHARTS)}.")
    form = output.suffix.lstrip(".").lower()
    if form not in canvas.FORMS:
        raise UsageError(f"{output}: a chart is a .svg or .png file", "Name one with --output.")
    query, chart = find_query(name), CHARTS[name]
    rows = query.run(catalog, given).to_pylist()
    drawable = [row for row in rows if chart.needs(row)]
    if not drawable:
        raise UsageError("there is nothing to draw", f"`jixiao query {name}` shows what there is.")
    shown = drawable[: chart.most]
    title = f"{query.title_zh}（{'，'.join(given.values())}）" if given else query.title_zh
    source = source_line(
        shown, len(rows) - len(drawable), len(drawable) - len(shown), int(catalog.version.name)
    )
    with canvas.drawing(font), whole_file(output) as stream:
        canvas.save(chart.draw(shown, title, source), form, stream, title)
    return len(shown)


def source_line(rows: Rows, without: int, beyond: int, version: int) -> str:
    """Where the figures come from, and what is not in the picture."""
    pages = {(row["document_id"], row["page_number"]) for row in rows if "document_id" in row}
    documents = len({document_id for document_id, _ in pages})
    # Rows that add up several documents name none.
    count = f"{documents} 份文件，{len(pages)} 页；" if pages else ""
    said = [f"来源：{count}数据版本 {version}；jixiao {program_version()}"]
    if without:
        said.append(f"{without} 行没有可画的数字，未画出")
    if beyond:
        said.append(f"另有 {beyond} 行未画出，可用 --param 缩小范围")
    return "；".join(said)
