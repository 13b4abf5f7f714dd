"""Who pays: one bar a programme or topic, cut into the shares of the levels of government."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.charts import canvas

_ROW_INCHES = 0.32
_LEVELS = {"central": "中央", "province": "省", "city": "市", "county": "县", "other": "结转和其他"}
_NARROW = 6.0  # percent: a share that is too narrow for its figure


def draw(rows: Sequence[Mapping[str, Any]], title: str, source: str) -> Any:
    """Bars in the order of the rows; what no source is printed for stays pale."""
    figure = canvas.sheet(max(len(rows), 3) * _ROW_INCHES + 0.4, source)
    axes = figure.subplots()
    canvas.bare(axes, "x")
    for place, row in enumerate(rows):
        axes.barh(place, 100, 0.66, color=canvas.PALE)
        left = 0.0
        for level, colour in zip(_LEVELS, canvas.SERIES, strict=False):
            share = row[f"{level}_pct"] or 0.0
            axes.barh(place, share, 0.66, left=left, color=colour)
            if share >= _NARROW:
                said = canvas.number(round(share, 1))
                axes.text(left + share / 2, place, said, ha="center", va="center", fontsize=8, color="white")
            left += share
    axes.set_yticks(range(len(rows)), [_label(row) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    canvas.percent_axis(axes)
    from matplotlib.patches import Patch

    keys = [Patch(facecolor=c, label=name) for name, c in zip(_LEVELS.values(), canvas.SERIES, strict=False)]
    canvas.head(figure, title, [*keys, Patch(facecolor=canvas.PALE, label="未列明来源")], 6)
    return figure


def _label(row: Mapping[str, Any]) -> str:
    name = row["program_name"] or row["topic_name"] or "项目不明"
    place = f"{row['region_name'] or '地区不明'} {row['fiscal_year'] or ''}".strip()
    return f"{canvas.short(name, 36)}｜{place}"
