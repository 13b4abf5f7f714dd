"""Points outside the rows of indicators: beside the money of a form, alone in its head, in a table on its side."""

from __future__ import annotations

from extractors.model import LogicalTable
from normalizers.facets import read_label
from pipeline.context import Row, TableRows, percent
from pipeline.facts.indicators import indicator_fact
from pipeline.facts.levels import LEVELS, MARKS, bare_name, level_codes
from pipeline.facts.quantity_columns import as_float
from pipeline.meaning import Figure, PartMeaning, main_label, plain_name

_FEWEST = 2  # rows of points that make a table on its side


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


def sideways_rows(view: TableRows, meaning: PartMeaning) -> list[Row]:
    """Dimensions or indicators across, their points in rows: 维度 | 决策 | 过程 over 满分 | 20 | 30 and 得分 | 18 | 27.

    The heading over the labels of these rows may say of which level they are, the caption whose they are."""
    if any(meaning.heads[c.index].measure for c in meaning.columns):
        return []
    by_column: dict[int, list[Figure]] = {}
    for figure in meaning.figures:
        if _mark_of(figure) is not None and figure.value is not None:
            by_column.setdefault(figure.column.index, []).append(figure)
    if len({figure.row for figures in by_column.values() for figure in figures}) < _FEWEST:
        return []
    outer = _named_over(view.table)
    rows: list[Row] = []
    for index, figures in by_column.items():
        heading = figures[0].column.path[-1] if figures[0].column.path else ""
        if not heading:
            continue
        names = _across_names(meaning, heading, outer)
        values: Row = {**names, **level_codes(names), "is_total": meaning.heads[index].is_total}
        for figure in figures:
            column = _mark_of(figure) or ""
            is_rate = column == "score_rate_printed_pct"
            values[column] = percent(figure.text) if is_rate else as_float(figure.value)
            figure.taken_by("indicators", column)
        rows.append(indicator_fact(view, figures[0].row, index, values))
    return rows


def _named_over(table: LogicalTable) -> str | None:
    """The kind of indicator that the title of a table or a heading over it names: （一）决策类指标."""
    names = (plain_name(text) for text in (table.caption, *reversed(table.context)))
    return next((name for name in names if (said := read_label(name)).level1_code and not said.item), None)


def _across_names(meaning: PartMeaning, heading: str, outer: str | None) -> dict[str, str | None]:
    """Names of the levels of an indicator across; a total (合计, 小计) is none."""
    corner = next((c.path[-1] for c in meaning.part.of_kind("stub") if c.path), "")
    level = read_label(corner).level or (len(LEVELS) if outer else 1)
    names: dict[str, str | None] = dict.fromkeys(LEVELS)
    said = read_label(heading)
    if said.is_total or level == 1 or (said.level1_code and not said.item):
        return names | {"level1": bare_name(heading)}
    names[LEVELS[level - 1]] = bare_name(heading)
    return names | {"level1": outer}


def _mark_of(figure: Figure) -> str | None:
    """The column that takes a mark: weight, score or its rate."""
    facets = figure.facets
    if facets.measure == "rate":
        return "score_rate_printed_pct" if facets.rate_of == "score" else None
    return facets.measure if facets.measure in MARKS else None
