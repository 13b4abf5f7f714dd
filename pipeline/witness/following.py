"""What follows from what the picture said: marks on cells, findings, and less confidence in facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.context import Context
from pipeline.schemas import FACTS
from pipeline.witness.asking import Place
from pipeline.witness.picture_readings import BLANK, DIFFERS, SET_RIGHT, Differing, PictureReadings

Row = dict[str, Any]

CONTRADICTED = 0.5
"""At most, for a fact whose cell the picture contradicts."""


def put_right(differing: Iterable[Differing]) -> None:
    """Give the cells the numbers of their pictures."""
    for found in differing:
        found.place.cell.text = found.right


def take_back(differing: Iterable[Differing]) -> None:
    """Give the cells their own texts again."""
    for found in differing:
        found.place.cell.text = found.own


def mark_cells(readings: PictureReadings, places: Sequence[Place], changed: Iterable[Differing]) -> None:
    """Note on every cell that was asked about what the picture said."""
    for found in changed:
        readings.verdicts[found.place[:3]] = SET_RIGHT
    for place in places:
        place.cell.witness = readings.verdicts.get(place[:3])


def note_readings(readings: PictureReadings, context: Context) -> None:
    """Findings of numbers that the picture contradicts, and of cells that the time did not suffice for."""
    for found in readings.differing:
        place = {
            "table_id": found.place.table_id,
            "page_number": found.place.cell.page_number,
            "row_index": found.place.row,
            "printed": found.own,
            "recomputed": found.right or found.seen or None,
        }
        shown = f"图像识别为“{found.seen}”" if found.seen else "图像中此处空白"
        message = f"文本层为“{found.own}”，{shown}，"
        if readings.verdicts[found.place[:3]] == SET_RIGHT:
            message += "图像读数与合计相符，已据此更正"
            context.finding("witness_set_right", "warning", message, **place)
        else:
            message += "文本层的数字保留，请核对原页"
            context.finding("witness_differs", "warning", message, **place)
    if len(readings.verdicts) < readings.wanted:
        message = f"图像核对限时已到：{readings.wanted}个单元格中核对了{len(readings.verdicts)}个"
        context.finding("witness_stopped", "info", message, printed=str(len(readings.verdicts)))


def lower_confidence(rows: Mapping[str, Iterable[Row]], readings: PictureReadings) -> None:
    """Doubt facts whose own cell, or another cell of whose row, the picture contradicts; values stay."""
    contradicted = {place[:2] for place, verdict in readings.verdicts.items() if verdict in (DIFFERS, BLANK)}
    for name in FACTS:
        for row in rows.get(name, ()):
            if (row.get("table_id"), row.get("row_index")) in contradicted:
                row["confidence"] = min(row["confidence"], CONTRADICTED)
