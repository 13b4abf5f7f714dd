"""Execution rates: spent over the initial budget, and the printed rate where it is another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.charts import bars, canvas
from pipeline.charts.amounts import percent
from pipeline.charts.programmes import BUDGET, RATE, SPENT, spent_of_budget, spent_text
from pipeline.language import tr, tr_noop

Row = Mapping[str, Any]

_PRINTED = bars.Key(tr_noop("rate that the report prints, where it is another"), canvas.INK, outline=True)
_YEAR_IN_NAME = re.compile(r"\d{4}\s*年?(度)?")
_SAME = 0.05  # points: what rounding to one decimal may hide


def draw(rows: Sequence[Row], title: str, source: str) -> Any:
    """A bar a region, programme and year; years of one programme stand together."""
    columns = [
        bars.Column(tr_noop("spending over initial budget"), "percent"),
        bars.Column(tr_noop("spending / initial budget"), "yuan", 0.7),
    ]
    ordered = sorted(rows, key=lambda row: (row["region_code"] or "~", _name(row), row["fiscal_year"]))
    # What several reports tell alike is one bar.
    drawn = list(dict.fromkeys(_bar(row) for row in ordered))
    return bars.draw(drawn, columns, [RATE, _PRINTED, BUDGET, SPENT], title, source)


def _bar(row: Row) -> bars.Bar:
    computed, printed = row["rate_on_initial_pct"], row["rate_printed_pct"]
    parts, text = bars.layered((RATE, computed)), percent(computed)
    if printed is not None and abs(printed - computed) > _SAME:
        parts += bars.layered((_PRINTED, printed))
        text += canvas.bracketed(tr("printed {rate}", rate=percent(printed)))
    label = f"{canvas.place(row, 16)} {canvas.year(row)} {canvas.short(_name(row), 26)}".strip()
    money = bars.Mark(spent_of_budget(row), spent_text(row))
    return bars.Bar("", label, (bars.Mark(parts, text), money))


def _name(row: Row) -> str:
    return _YEAR_IN_NAME.sub("", row["program_name"] or row["report_title"] or "")
