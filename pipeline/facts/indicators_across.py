"""Targets and results of several regions: one row a region, indicators across below the names of their levels
(产出指标 > 数量指标 > 改造管网长度（公里）)."""

from __future__ import annotations

from extractors.addresses import Line
from normalizers.facets import read_label
from normalizers.numbers import quantities, units
from pipeline.context import Row, TableRows
from pipeline.facts.indicators import indicator_fact
from pipeline.facts.levels import LEVELS, level_codes
from pipeline.facts.quantity_columns import (
    actual_columns,
    completion_of,
    is_met,
    read_target,
    target_columns,
)
from pipeline.meaning import Figure, PartMeaning, main_label, plain_name

_FEWEST = 2  # indicators across
_VALUES = frozenset({"actual", "target"})

Names = tuple[str, ...]


def indicators_across(view: TableRows, meaning: PartMeaning) -> list[Row]:
    """Rows of `indicators`, one for each indicator of each region; each number takes its figure. Nothing where the
    rows are no regions or the headings name no levels."""
    columns = _indicators(meaning)
    if not meaning.regions or len(set(columns.values())) < _FEWEST:
        return []
    sets: dict[tuple[int, Names], list[Figure]] = {}
    for figure in meaning.figures:
        if figure.column.index in columns:
            sets.setdefault((id(figure.line), columns[figure.column.index]), []).append(figure)
    rows = (_row(view, meaning, names, figures) for (_, names), figures in sets.items())
    return [row for row in rows if row is not None]


def _indicators(meaning: PartMeaning) -> dict[int, Names]:
    """By grid column the names of an indicator and the levels over it, outermost first."""
    found: dict[int, Names] = {}
    for column in meaning.columns:
        said = [read_label(text) for text in column.path]
        first = next((n for n, one in enumerate(said) if one.level1_code or one.level2_code), None)
        if first is None or said[first].item:
            continue
        own = [n for n in range(first, len(said)) if said[n].measure not in _VALUES or said[n].item]
        names = tuple(plain_name(column.path[n]) for n in own)[: len(LEVELS)]
        if len(names) > 1:
            found[column.index] = names
    return found


def _row(view: TableRows, meaning: PartMeaning, names: Names, figures: list[Figure]) -> Row | None:
    by_kind = {_kind(figure): figure for figure in reversed(figures)}
    target, actual = by_kind.get("target"), by_kind.get("actual")
    place = figures[0]
    unit = next(
        (found.name for text in reversed(place.column.path) if (found := units.header_unit(text))), None
    )
    wanted = read_target(target.text, "", unit) if target else None
    reached = (
        quantities.parse_actual(actual.text, unit or (wanted.unit if wanted else None)) if actual else None
    )
    if not any(one is not None and one.value is not None for one in (wanted, reached)):
        return None
    levels: dict[str, str | None] = dict.fromkeys(LEVELS)
    said = read_label(names[0])
    upper = LEVELS[1:2] if said.level2_code and not said.level1_code else LEVELS[:2]
    levels |= dict(zip(upper, names[:-1], strict=False)) | {"level3": names[-1]}
    codes = level_codes(levels)
    for kind, figure in by_kind.items():
        figure.facets = figure.facets.changed(measure=kind, no_fact=None)
        figure.taken_by("indicators", f"{kind}_value")
    return indicator_fact(
        view,
        place.row,
        place.column.index,
        {
            **levels,
            **codes,
            "is_total": _is_total(meaning, place.line),
            "period": "annual",
            **target_columns(wanted, target.text if target else ""),
            **actual_columns(reached, actual.text if actual else ""),
            "completion_rate_pct": completion_of(wanted, reached),
            "is_met": is_met(wanted, reached, codes["level2_code"]),
            "region_code": place.region_code,
            "region_name": place.region_name,
        },
    )


def _kind(figure: Figure) -> str:
    """What a number is: what its heading says, else a target."""
    said = {read_label(text).measure for text in figure.column.path}
    return "actual" if "actual" in said else "target"


def _is_total(meaning: PartMeaning, line: Line) -> bool:
    label = main_label(line, meaning.heads)
    return label is not None and read_label(label.text).is_total
