"""Execution rates over the years: spent over the initial budget, one line a region and programme."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.charts import canvas

_MARKS = "osD^vPX*"
_YEAR_IN_NAME = re.compile(r"\d{4}\s*年?(度)?")
_SAME = 0.05  # points: what rounding to one decimal may hide
_PLOT_INCHES = 3.4
_MOST_APART = 0.5  # of a year, that the marks of one year take side by side
_APART = 0.07


def series_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Rows with a year and a computed rate, by region and programme, in the order of years."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["fiscal_year"] is None or row["rate_on_initial_pct"] is None:
            continue
        programme = _YEAR_IN_NAME.sub("", row["program_name"] or row["report_title"] or "")
        name = canvas.short(f"{row['region_name'] or '地区不明'} {programme}", 60)
        found.setdefault(name, []).append(row)
    return {name: sorted(group, key=lambda row: row["fiscal_year"]) for name, group in found.items()}


def draw(rows: Sequence[Mapping[str, Any]], title: str, source: str) -> Any:
    """Lines with a mark a year; a printed rate that differs from the computed one stands beside it, hollow."""
    series = series_of(rows)
    figure = canvas.sheet(_PLOT_INCHES, source)
    axes = figure.subplots()
    canvas.bare(axes, "y")
    differs = False
    for index, (name, group) in enumerate(series.items()):
        # Colours come again after eight series, then with other marks.
        colour, mark = (
            canvas.SERIES[index % len(canvas.SERIES)],
            _MARKS[(index + index // len(canvas.SERIES)) % len(_MARKS)],
        )
        # Rates of one year are often alike: side by side all of them are seen.
        aside = (index - (len(series) - 1) / 2) * min(_APART, _MOST_APART / len(series))
        years = [row["fiscal_year"] + aside for row in group]
        rates = [row["rate_on_initial_pct"] for row in group]
        # Several reports on one year are points of their own: a line through them would tell of a change.
        line = "-" if len(set(years)) == len(years) else ""
        axes.plot(
            years, rates, marker=mark, linestyle=line, color=colour, label=name, clip_on=False, zorder=3
        )
        for row in group:
            printed = row["rate_printed_pct"]
            if printed is not None and abs(printed - row["rate_on_initial_pct"]) > _SAME:
                differs = True
                axes.plot(
                    row["fiscal_year"] + aside,
                    printed,
                    mark,
                    mfc="white",
                    mec=colour,
                    clip_on=False,
                    zorder=4,
                )
    shown = [row for group in series.values() for row in group]
    _scale(axes, shown)
    handles, _ = axes.get_legend_handles_labels()
    if differs:
        from matplotlib.lines import Line2D

        note = "空心：报告印刷的执行率（与支出÷年初预算不同）"
        handles.append(Line2D([], [], marker="o", linestyle="", mfc="white", mec=canvas.GREY, label=note))
    canvas.head(figure, title, handles, 1)
    return figure


def _scale(axes: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    years = sorted({row["fiscal_year"] for row in rows})
    axes.set_xticks(years, [str(year) for year in years])
    axes.set_xlim(years[0] - 0.4, years[-1] + 0.4)
    printed = [row["rate_printed_pct"] for row in rows if row["rate_printed_pct"] is not None]
    highest = max([row["rate_on_initial_pct"] for row in rows] + printed)
    axes.set_ylim(0, 100 if highest <= 100 else highest * 1.05)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}%")
    axes.set_ylabel("支出 ÷ 年初预算")
