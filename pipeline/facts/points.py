"""Points outside the rows of indicators: beside the money of a form, alone in its head."""

from __future__ import annotations

from normalizers.facets import read_label
from pipeline.context import Row, TableRows
from pipeline.facts.indicators import indicator_fact
from pipeline.facts.levels import MARKS, bare_name
from pipeline.facts.quantity_columns import as_float
from pipeline.meaning import Figure, PartMeaning, main_label


def point_rows(view: TableRows, meaning: PartMeaning) -> list[Row]:
    """Points that stand beside money, for how it was spent; or alone in the head of a form, for all of it."""
    side = read_label(meaning.part.side)
    has_money = not meaning.part.is_pairs and any(f.amount is not None for f in meaning.figures)
    of_money = side.measure == "amount" or has_money
    by_line: dict[int, list[Figure]] = {}
    for figure in meaning.figures:
        if figure.facets.measure in MARKS and figure.value is not None and not figure.facets.no_fact:
            by_line.setdefault(id(figure.line), []).append(figure)
    rows: list[Row] = []
    for figures in by_line.values():
        label = main_label(figures[0].line, meaning.heads)
        name = bare_name(label.text) if label else None
        if label is not None and read_label(label.text).measure in MARKS and of_money:
            name = None
        is_total = not of_money and label is not None and read_label(label.text).is_total
        if not of_money and not is_total:
            continue
        values: Row = {
            "level1": name if is_total else None,
            "level2": None,
            "level3": None if is_total else name,
        }
        values |= {"level1_code": "execution" if of_money else None, "is_total": is_total}
        for figure in figures:
            measure = figure.facets.measure or ""
            if values.get(measure) is None:
                values[measure] = as_float(figure.value)
                figure.taken_by("indicators", measure)
        points = [p for f in figures if (p := meaning.heads[f.column.index].points) is not None]
        points += [
            p for p in (read_label(label.text).points if label else None, side.points) if p is not None
        ]
        if of_money and not rows and points and values.get("weight") is None:
            values["weight"] = points[0]  # 得分（10分） at the mark, or 预算执行（10分） beside the block
        place = figures[0]
        rows.append(indicator_fact(view, place.row, place.column.index, values))
    return rows
