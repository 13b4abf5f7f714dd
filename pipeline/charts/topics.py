"""One topic across cities: what is budgeted and spent beside the range of shares that are paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.charts import canvas

_ROW_INCHES = 0.32
_MILLION = 1_000_000


def draw(rows: Sequence[Mapping[str, Any]], title: str, source: str) -> Any:
    """One line a row in its order: money in million yuan with the score left, the lowest to the highest share right."""
    figure = canvas.sheet(max(len(rows), 3) * _ROW_INCHES + 0.5, source)
    money, shares = figure.subplots(1, 2, sharey=True)
    for axes in (money, shares):
        canvas.bare(axes, "x")
    for place, row in enumerate(rows):
        budget, spent = (_millions(row[name]) for name in ("initial_yuan", "executed_yuan"))
        if budget is not None:
            money.barh(place, budget, 0.66, facecolor="white", edgecolor=canvas.BLUE)
        if spent is not None:
            money.barh(place, spent, 0.4, color=canvas.BLUE)
        if row["average_score"] is not None:
            _beside(money, max(budget or 0, spent or 0), place, f"{canvas.number(row['average_score'])} 分")
        low, high = row["lowest_pct"], row["highest_pct"]
        if low is not None:
            shares.plot([low, high], [place, place], color=canvas.ORANGE, linewidth=2.5, marker="o")
            _beside(shares, high, place, " – ".join(canvas.number(n) for n in sorted({low, high})))
    money.set_yticks(range(len(rows)), [_label(row) for row in rows])
    money.set_ylim(len(rows) - 0.4, -0.6)
    highest = max((bar.get_width() for bar in money.patches), default=0)
    money.set_xlim(0, highest * 1.25 or 1)
    money.set_xlabel("百万元", loc="right")
    canvas.percent_axis(shares)
    shares.set_xlim(0, 118)
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    keys = [
        Patch(facecolor="white", edgecolor=canvas.BLUE, label="年初预算（旁注平均得分）"),
        Patch(facecolor=canvas.BLUE, label="支出"),
        Line2D([], [], color=canvas.ORANGE, marker="o", label="现行补贴比例：最低至最高"),
    ]
    canvas.head(figure, title, keys, 3)
    return figure


def _millions(yuan: Any) -> float | None:
    return None if yuan is None else float(yuan) / _MILLION


def _beside(axes: Any, x: float, place: int, text: str) -> None:
    axes.annotate(
        text,
        (x, place),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=8.5,
        annotation_clip=False,
    )


def _label(row: Mapping[str, Any]) -> str:
    place = f"{row['region_name'] or '地区不明'} {row['fiscal_year'] or ''}".strip()
    return f"{canvas.short(row['topic_name'], 24)}｜{place}"
