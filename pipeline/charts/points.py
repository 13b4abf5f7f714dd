"""Where points were lost: full marks as a pale bar, what was lost of them as a red one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.charts import canvas

_ROW_INCHES = 0.3


def draw(rows: Sequence[Mapping[str, Any]], title: str, source: str) -> Any:
    """One bar an indicator, in the order of the rows (most points first)."""
    figure = canvas.sheet(max(len(rows), 3) * _ROW_INCHES + 0.4, source)
    axes = figure.subplots()
    canvas.bare(axes, "x")
    for place, row in enumerate(rows):
        axes.barh(place, row["weight"], 0.66, color=canvas.PALE)
        axes.barh(place, row["points_lost"], 0.66, color=canvas.RED)
        said = f"失 {canvas.number(row['points_lost'])}（满分 {canvas.number(row['weight'])}）"
        axes.annotate(
            said,
            (row["weight"], place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            annotation_clip=False,
        )
    axes.set_yticks(range(len(rows)), [_label(row) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max(row["weight"] for row in rows) * 1.22)
    axes.set_xlabel("分", loc="right")
    from matplotlib.patches import Patch

    keys = [Patch(facecolor=canvas.RED, label="失分"), Patch(facecolor=canvas.PALE, label="得分")]
    canvas.head(figure, title, keys, 2)
    return figure


def _label(row: Mapping[str, Any]) -> str:
    name = row["level3"] or row["level2"] or row["level1"] or "指标名称不明"
    place = f"{row['region_name'] or '地区不明'} {row['fiscal_year'] or ''}".strip()
    return f"{canvas.short(name, 36)}｜{place}"
