"""Rows of `indicators`: targets, results, weights and scores, one row for each indicator, region and period."""

from __future__ import annotations

import calendar
import re
from collections.abc import Hashable
from datetime import date
from decimal import Decimal

from extractors.addresses import Line
from normalizers.facets import Facets, read_label
from normalizers.numbers import quantities, units
from normalizers.text import is_blank
from pipeline.context import Row, TableRows, percent
from pipeline.facts.levels import (
    LEVELS,
    MARKS,
    level_codes,
    level_names,
    level_of,
    named_over,
    region_below,
    upper_columns,
)
from pipeline.facts.quantity_columns import (
    actual_columns,
    as_float,
    completion_of,
    is_met,
    read_target,
    target_columns,
)
from pipeline.facts.times import year_of
from pipeline.meaning import NOTHING, Figure, PartMeaning, as_of, main_label

_ALL = len(LEVELS)
_VALUES = frozenset({"target", "actual"})
# What a template leaves to fill in: （≥**亩）.
_TEMPLATE = re.compile(r"[(（]\s*(?P<operator>[≥≤><=＞＜＝]?)\s*\*[\s*＊]*(?P<unit>[^()（）]*)[)）]$")


def is_indicator_part(meaning: PartMeaning) -> bool:
    """Does a part list indicators: has it columns for their levels, or targets, results or marks of its rows?"""
    kinds = {kind for head in meaning.heads.values() for kind in head.names[:1]}
    measures = {meaning.heads[c.index].measure for c in meaning.columns}
    if kinds & set(LEVELS):
        return bool(measures & (MARKS | _VALUES))
    if measures >= _VALUES and not any(f.amount is not None for f in meaning.figures):
        return any(f.value is not None for f in meaning.figures)
    return bool(measures & MARKS) and "amount" not in measures


def indicator_rows(view: TableRows, meaning: PartMeaning) -> list[Row]:
    """The indicators of a part in reading order; each number takes its figure."""
    by_row: dict[int, list[Figure]] = {}
    for figure in meaning.figures:
        by_row.setdefault(id(figure.line), []).append(figure)
    rows: list[Row] = []
    seen: set[tuple[int, int]] = set()
    above: str | None = None  # the last indicator named, and its row's levels
    levels: tuple[str, ...] = ()
    for line in meaning.part.lines:
        own = by_row.get(id(line), [])
        region = region_below(line, meaning, view.context.region_code, view.context.fiscal_year)
        outer = tuple(label.text for label in (*line.groups, *line.labels[:-1]))
        if region is None or above is None or (outer and outer != levels):
            named = level_names(meaning, line, _ALL)[0]["level3"]
            above, levels, region = named, outer, None
        else:
            for figure in own:
                figure.region_code, figure.region_name = region.region_code, line.labels[-1].text
                figure.names["region"] = line.labels[-1].text
        rows += _group_points(view, meaning, line, seen)
        rows += _line_rows(view, meaning, line, own, above if region is not None else None)
    return rows


def _line_rows(
    view: TableRows, meaning: PartMeaning, line: Line, figures: list[Figure], above: str | None
) -> list[Row]:
    if not figures:
        return []
    upper = upper_columns(meaning)
    rows: list[Row] = []
    for level, own in sorted(_by_level(figures, upper).items()):
        names, is_total = level_names(meaning, line, level, above)
        if not any(names.values()):
            continue
        if names["level1"] is None and not is_total:
            names |= {"level1": named_over(view.table)}
        if not is_total and _counts_for_all(view, meaning, line, own):
            label = main_label(line, meaning.heads)
            names, is_total = {"level1": label.text if label else None, "level2": None, "level3": None}, True
        rows += [
            row
            for group in _sets(own)
            if (row := _row(view, meaning, line, group, names, is_total)) is not None
        ]
    return rows


def _counts_for_all(view: TableRows, meaning: PartMeaning, line: Line, figures: list[Figure]) -> bool:
    """Does a name reach over targets or results, so that it is no indicator's, beside the points of all others?"""
    label = main_label(line, meaning.heads)
    cell = next((c for c in view.cells(line.row) if label and c.column == label.column), None)
    points = next((f for f in figures if f.facets.measure == "weight" and f.value is not None), None)
    if cell is None or points is None or points.value is None:
        return False
    covered = range(cell.column, cell.column + cell.column_span)
    if not any(c.index in covered and meaning.heads[c.index].measure in _VALUES for c in meaning.columns):
        return False
    others = (f.value for f in meaning.figures if f.column is points.column and f is not points)
    return points.value >= sum(value for value in others if value is not None) > 0


def _sets(figures: list[Figure]) -> list[list[Figure]]:
    """The numbers of a row by period, year and region; those that state none, and marks, go with the last."""
    sets: dict[tuple[Hashable, ...], list[Figure]] = {}
    for figure in figures:
        if _is_of_period(figure):
            sets.setdefault(_period_of(figure), []).append(figure)
    merged: list[tuple[tuple[Hashable, ...], list[Figure]]] = []
    for key, group in sorted(sets.items(), key=lambda pair: sum(part is None for part in pair[0])):
        fits = [own for other, own in merged if all(a in (None, b) for a, b in zip(key, other, strict=True))]
        free = [
            own for own in fits if not {f.facets.measure for f in own} & {f.facets.measure for f in group}
        ]
        if free:
            free[-1].extend(group)
        else:
            merged.append((key, group))
    found = [group for _, group in merged] or [[]]
    found.sort(key=lambda group: min((f.column.index for f in group), default=0))
    found[-1].extend(f for f in figures if not _is_of_period(f))
    return found


def _is_of_period(figure: Figure) -> bool:
    return figure.facets.measure in _VALUES or figure.facets.rate_of == "completion"


def _period_of(figure: Figure) -> tuple[Hashable, ...]:
    facets = figure.facets
    return (
        facets.fiscal_year,
        facets.quarter,
        None if facets.period == "annual" else facets.period,
        facets.region,
    )


def _own_points(line: Line, meaning: PartMeaning) -> float | None:
    """Points in brackets behind the name of the row itself: 清淤长度（15分）."""
    label = main_label(line, meaning.heads)
    return read_label(label.text).points if label is not None else None


def _last_day(facets: Facets, year: int | None) -> date | None:
    """The day at which a target is due or a result was reached; of a quarter its last."""
    found = as_of(facets, year)
    if found is None and facets.quarter is not None and year is not None:
        month = 3 * facets.quarter
        return date(year, month, calendar.monthrange(year, month)[1])
    return found


def _by_level(figures: list[Figure], upper: dict[int, int]) -> dict[int, list[Figure]]:
    found: dict[int, list[Figure]] = {}
    for figure in figures:
        found.setdefault(upper.get(figure.column.index, _ALL), []).append(figure)
    return found


def _group_points(view: TableRows, meaning: PartMeaning, line: Line, seen: set[tuple[int, int]]) -> list[Row]:
    """Points that stand in brackets behind the name of a group: 产出指标（50分）."""
    rows: list[Row] = []
    own = main_label(line, meaning.heads)
    for label in (*line.groups, *line.labels):
        points = read_label(label.text).points
        is_level = label in line.groups or level_of(meaning, label.column) is not None
        if points is None or label is own or not is_level or (label.row, label.column) in seen:
            continue
        seen.add((label.row, label.column))
        level = level_of(meaning, label.column) or 0
        names, _ = level_names(meaning, line, level)
        values = {**level_codes(names), **names, "is_total": False, "weight": points}
        rows.append(indicator_fact(view, line.row, label.column, values))
    return rows


def _row(
    view: TableRows,
    meaning: PartMeaning,
    line: Line,
    figures: list[Figure],
    names: dict[str, str | None],
    is_total: bool,
) -> Row | None:
    by_measure: dict[str, Figure] = {}
    for figure in sorted(figures, key=_precedence):
        by_measure.setdefault(_measure(figure.facets), figure)
    known = {k: f for k, f in by_measure.items() if k in _COLUMNS}
    if not any(figure.value is not None or kind in _VALUES for kind, figure in known.items()):
        return None
    target, actual = known.get("target"), known.get("actual")
    facets = (target or actual or next(iter(known.values()))).facets
    year = year_of(view, facets)
    unit = _unit(line, meaning, names)
    template = next(
        (m for label in reversed((*line.groups, *line.labels)) if (m := _TEMPLATE.search(label.text))), None
    )
    operator = next((f.names.get("operator", "") for f in figures), "")
    if template is not None:
        operator, unit = operator or template["operator"], unit or template["unit"].strip() or None
    wanted = read_target(target.text, operator, unit) if target else None
    reached = (
        quantities.parse_actual(actual.text, unit or (wanted.unit if wanted else None)) if actual else None
    )
    codes = level_codes(names)
    values: Row = {
        **names,
        **codes,
        "is_total": is_total,
        "fiscal_year": year,
        "as_of": _last_day(facets, year),
        "period": _period(facets) if target or actual else None,
        **target_columns(wanted, target.text if target else ""),
        **actual_columns(reached, actual.text if actual else ""),
        "completion_rate_printed_pct": _percent(known.get("completion")),
        "completion_rate_pct": completion_of(wanted, reached),
        "is_met": is_met(wanted, reached, codes["level2_code"]),
        "weight": as_float(_value(known.get("weight"))) if "weight" in known else _own_points(line, meaning),
        "score": as_float(_value(known.get("score"))),
        "score_rate_printed_pct": _percent(known.get("score_rate")),
        "deviation_reason": _reason(line, meaning),
    }
    place = figures[0]
    program = place.names.get("program")
    if program and not is_total and program not in names.values():
        values["program_name"] = (
            program  # beside the indicators; a list of programmes alone names them itself
        )
    if place.region_code != view.context.region_code or place.names.get("region"):
        values |= {"region_code": place.region_code, "region_name": place.region_name}
    for kind, figure in known.items():
        figure.taken_by("indicators", _COLUMNS[kind])
    label = main_label(line, meaning.heads)
    row = indicator_fact(view, line.row, label.column if label else place.column.index, values)
    # It stands in several cells: it is no surer than the least sure of its numbers.
    sure = (view.confidence(figure.row, figure.column.index) for figure in known.values())
    return row | {"confidence": min(row["confidence"], *sure)}


def _precedence(figure: Figure) -> tuple[bool, bool, bool, int]:
    """Numbers before words of the same kind, a target as it was changed before the first one, and of several marks the
    last: 自评得分 | 评价得分."""
    choices = figure.facets.choices
    later = -figure.column.index if figure.facets.measure == "score" else figure.column.index
    return figure.value is None, "adjusted" not in choices, "initial" in choices, later


_COLUMNS = {
    "target": "target_value",
    "actual": "actual_value",
    "weight": "weight",
    "score": "score",
    "completion": "completion_rate_printed_pct",
    "score_rate": "score_rate_printed_pct",
}


def _measure(facets: Facets) -> str:
    if facets.no_fact:
        return ""
    if facets.measure == "rate":
        return {"completion": "completion", "score": "score_rate"}.get(facets.rate_of or "", "")
    return facets.measure or ""


def indicator_fact(view: TableRows, row: int, column: int, values: Row) -> Row:
    context = view.context
    base = {
        "region_code": context.region_code,
        "region_name": context.region_name,
        "program_name": context.program_name,
    }
    return view.fact(row, column, view.row_text(row), **{**base, **values})


def _period(facets: Facets) -> str:
    if facets.quarter is not None:
        return "quarter"
    return "cycle" if facets.period == "cycle" else "annual"


def _unit(line: Line, meaning: PartMeaning, names: dict[str, str | None]) -> str | None:
    """The unit of a row: its own column of units, else what stands in brackets behind the indicator's name."""
    beside = [(label.column, label.text) for label in line.labels]
    beside += [(index, cell.text) for index, cell in line.texts.items()]
    for index, text in beside:
        if "unit" in meaning.heads.get(index, NOTHING).names and not is_blank(text):
            return text
    wanted = "level3" if names.get("level3") else "level2"
    own = [
        label.text
        for label in (*line.groups, *line.labels)
        if meaning.heads.get(label.column, NOTHING).names[:1] == (wanted,)
    ]
    for text in (*own, names.get(wanted) or ""):  # a region below an indicator has its unit
        if text.endswith((")", "）")):
            unit = units.header_unit(text)
            return unit.name if unit is not None else None
    return None


def _reason(line: Line, meaning: PartMeaning) -> str | None:
    for index, cell in line.texts.items():
        if "reason" in meaning.heads.get(index, NOTHING).names and not is_blank(cell.text):
            return cell.text
    return None


def _value(figure: Figure | None) -> Decimal | None:
    return figure.value if figure is not None else None


def _percent(figure: Figure | None) -> float | None:
    return percent(figure.text) if figure is not None else None
