"""Where points were lost: full marks as a pale bar, what was lost of them as a red one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.charts import bars, canvas
from pipeline.language import tr, tr_noop

_LOST, _LEFT = bars.Key(tr_noop("points lost"), canvas.RED), bars.Key(tr_noop("points given"), canvas.PALE)


def draw(rows: Sequence[Mapping[str, Any]], title: str, source: str) -> Any:
    """One bar an indicator, in the order of the rows (most points first)."""
    columns = [bars.Column(tr_noop("marks"), "number")]
    return bars.draw([_bar(row) for row in rows], columns, [_LOST, _LEFT], title, source)


def _bar(row: Mapping[str, Any]) -> bars.Bar:
    name = row["level3"] or row["level2"] or row["level1"] or tr("indicator without a name")
    label = f"{canvas.short(name, 30)}｜{canvas.place(row)} {canvas.year(row)}"
    said = tr(
        "{lost} lost of {weight}", lost=canvas.number(row["points_lost"]), weight=canvas.number(row["weight"])
    )
    parts = bars.layered((_LEFT, row["weight"]), (_LOST, row["points_lost"]))
    return bars.Bar("", label, (bars.Mark(parts, said),))
