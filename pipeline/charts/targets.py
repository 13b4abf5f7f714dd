"""Missed targets by kind of indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.charts import bars, canvas
from pipeline.charts.amounts import NOTHING, UNKNOWN, percent
from pipeline.language import tr, tr_noop

Row = Mapping[str, Any]

_MISSED, _MET = bars.Key(tr_noop("missed"), canvas.RED), bars.Key(tr_noop("met"), canvas.PALE)
_SHARE = bars.Key(tr_noop("share missed"), canvas.ORANGE)
_LOST = bars.Key(tr_noop("points that missed targets lost"), canvas.SERIES[4])


def draw(rows: Sequence[Row], title: str, source: str) -> Any:
    """A bar a kind, in panels where cities or years are asked for: how many missed, which share, points lost."""
    columns = [
        bars.Column(tr_noop("targets missed / compared"), "count"),
        bars.Column(tr_noop("share missed"), "percent", 0.8),
        bars.Column(tr_noop("points lost"), "number", 0.6),
    ]
    ordered = sorted(rows, key=lambda row: (row["region_code"] or "~", row["fiscal_year"] or 0))
    return bars.draw([_bar(row) for row in ordered], columns, [_MISSED, _MET, _SHARE, _LOST], title, source)


def _bar(row: Row) -> bars.Bar:
    parts = bars.stacked([(_MISSED, row["missed"], ""), (_MET, row["met"], "")])
    panel = " ".join(str(row[name]) for name in ("region_name", "fiscal_year") if row[name] is not None)
    levels = [canvas.word(name, row[name]) for name in ("level1_code", "level2_code") if row[name]]
    marks = (
        bars.Mark(parts, f"{row['missed']} / {row['compared']}"),
        bars.Mark(bars.layered((_SHARE, row["missed_pct"])), percent(row["missed_pct"])),
        bars.Mark(bars.layered((_LOST, row["missed_points_lost"])), _lost(row)),
    )
    return bars.Bar(panel, " · ".join(dict.fromkeys(levels)) or tr("kind unknown"), marks)


def _lost(row: Row) -> str:
    if row["missed_points_lost"] is None:
        return tr(UNKNOWN) if row["missed"] else NOTHING
    return canvas.number(row["missed_points_lost"])
