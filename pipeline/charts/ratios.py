"""Subsidy ratios by city: what is promised exactly, at most, or at least, told apart by form and colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.answers.chinese_names import code_name
from pipeline.charts import canvas

_ORDER = ("small", "general", "all", "other")
# Column, sign, colour, hatch: a ceiling is only an outline, since less may be paid; a floor goes on to the right.
_KINDS = (
    ("fixed_pct", "=", canvas.BLUE, "", "= 固定比例"),
    ("ceiling_pct", "≤", canvas.ORANGE, "////", "≤ 不高于（上限，可能更少）"),
    ("floor_pct", "≥", canvas.GREEN, "", "≥ 不低于（下限，可能更多）"),
)
_ROW_INCHES = 0.27
# What makes a term another term; two reports that state the same one share a bar.
_TERM = (
    *("region_code", "region_name", "fiscal_year", "enterprise_class", "instrument", "market", "status"),
    *("export_min_usd", "export_max_usd"),
)
_STATUS = {"historic": "往期", "recommended": "仅建议"}


def bars_of(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One bar a ratio that differs from the others in what it says; several reports may state it."""
    bars: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        for column, sign, *_ in _KINDS:
            if row[column] is None:
                continue
            bar = {
                "class": row["enterprise_class"],
                "label": _label(row),
                "sign": sign,
                "value": row[column],
                "in_force": row["status"] not in _STATUS,
                "code": row["region_code"] or "~",
                "year": row["fiscal_year"] or 0,
            }
            key = (*(row[name] for name in _TERM), sign, bar["value"])
            bars.setdefault(key, bar)
    return sorted(bars.values(), key=_place)


def draw(rows: Sequence[Mapping[str, Any]], title: str, source: str) -> Any:
    """One panel a class of enterprise, on one scale from 0 to 100 %."""
    bars = bars_of(rows)
    panels = [(name, list(group)) for name, group in groupby(bars, key=lambda bar: bar["class"])]
    heights = [len(group) + 1.0 for _, group in panels]
    figure = canvas.sheet(sum(heights) * _ROW_INCHES, source)
    axes = figure.subplots(len(panels), 1, squeeze=False, height_ratios=heights, sharex=True)[:, 0]
    for axis, (name, group) in zip(axes, panels, strict=True):
        _panel(axis, group, code_name("enterprise_class", name) if name else "未写明企业类别")
    canvas.percent_axis(axes[-1], max((bar["value"] for bar in bars), default=100.0))
    canvas.head(figure, title, _keys(bars), 4)
    return figure


def _panel(axis: Any, bars: Sequence[Mapping[str, Any]], name: str) -> None:
    canvas.bare(axis, "x")
    axis.set_title(name, loc="left", fontsize=11.5)
    look = {sign: (colour, hatch) for _, sign, colour, hatch, _ in _KINDS}
    for place, bar in enumerate(bars):
        colour, hatch = look[bar["sign"]]
        outline = bar["sign"] == "≤"
        colour = colour if bar["in_force"] else canvas.faded(colour)
        axis.barh(
            place, bar["value"], 0.62, color="white" if outline else colour, edgecolor=colour, hatch=hatch
        )
        if bar["sign"] == "≥" and bar["value"] < 100:
            axis.plot([bar["value"], bar["value"] + 2.2], [place, place], color=colour)
            axis.plot(bar["value"] + 2.2, place, ">", color=colour, markersize=5, clip_on=False)
        room = 14 if bar["sign"] == "≥" else 5
        axis.annotate(
            f"{bar['sign']} {canvas.number(bar['value'])}%".removeprefix("= "),
            (bar["value"], place),
            xytext=(room + 2, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            annotation_clip=False,
        )
    axis.set_yticks(range(len(bars)), [bar["label"] for bar in bars])
    axis.set_ylim(len(bars) - 0.4, -0.6)


def _keys(bars: Sequence[Mapping[str, Any]]) -> list[Any]:
    from matplotlib.patches import Patch

    keys = [
        Patch(facecolor="white" if sign == "≤" else colour, edgecolor=colour, hatch=hatch, label=label)
        for _, sign, colour, hatch, label in _KINDS
        if any(bar["sign"] == sign for bar in bars)
    ]
    if not all(bar["in_force"] for bar in bars):
        keys.append(Patch(facecolor=canvas.faded(canvas.GREY), label="浅色：往期或仅建议"))
    return keys


def _label(row: Mapping[str, Any]) -> str:
    """Region, year and what sets the term apart; each cut by itself, so that none pushes another out."""
    parts = [
        canvas.short(row["region_name"], 24) or "未写明地区",
        str(row["fiscal_year"] or "年度不明"),
        "" if row["instrument"] in (None, "premium_subsidy") else code_name("instrument", row["instrument"]),
        _tier(row["export_min_usd"], row["export_max_usd"]),
        canvas.short(row["market"], 16),
        f"（{_STATUS[row['status']]}）" if row["status"] in _STATUS else "",
    ]
    return " ".join(filter(None, parts))


def _tier(low: float | None, high: float | None) -> str:
    least, most = (canvas.number(value / 10_000) if value is not None else "" for value in (low, high))
    if least and most:
        return f"出口{least}–{most}万美元"
    if least or most:
        return f"出口≥{least}万美元" if least else f"出口≤{most}万美元"
    return ""


def _place(bar: Mapping[str, Any]) -> tuple[Any, ...]:
    kind = _ORDER.index(bar["class"]) if bar["class"] in _ORDER else len(_ORDER)
    return kind, bar["code"], bar["year"], bar["label"], bar["value"], bar["sign"]
