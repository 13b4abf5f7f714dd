"""Rows of `indicators`: targets, results and scores per indicator, region and period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractors.classify import Block
from extractors.column import Column
from normalizers import quantities, regions, units
from normalizers.quantities import Quantity
from normalizers.text import is_blank
from pipeline.records.column_sets import ColumnSet, region_sets, year_sets
from pipeline.records.context import Row, TableRows, percent
from pipeline.records.halves import halves
from pipeline.records.marks import scores

_LEVELS = ("level1", "level2", "level3")
_FIGURES = frozenset({"actual_text", "score", "target_text", "weight"})
_FRAME = frozenset({"fiscal_year", "period"})
_COMPARABLE = frozenset({"≥", ">", "="})


@dataclass(slots=True)
class _Names:
    """Names of the levels as they stand above the current row."""

    level1: str | None = None
    level2: str | None = None
    level3: str | None = None

    def values(self, depth: int) -> Row:
        return {name: getattr(self, name) if i <= depth else None for i, name in enumerate(_LEVELS)}


def block_rows(view: TableRows, block: Block) -> list[Row]:
    """Rows for every body row of an indicator or score block, one period after the other."""
    return [
        row | {"period": period} if period is not None and not row["is_total"] else row
        for part, period in halves(view, block)
        for row in _rows_of_part(view, part)
    ]


def _rows_of_part(view: TableRows, block: Block) -> list[Row]:
    columns = {level: block.column(level) for level in _LEVELS}
    names = _Names()
    indicator: str | None = None  # the indicator whose regions are listed below it
    rows: list[Row] = []
    for r in block.rows:
        heading = _heading_of(view, block, columns, r)
        if view.is_total(r, block) or heading is not None:
            if heading is not None and not view.is_total(r, block):
                names = _Names(level1=heading)
                indicator = None
            rows += _heading_rows(view, block, columns, r, heading)
            continue
        depth = _take_names(view, columns, names, r)
        if depth < 0:
            continue
        rows += _upper_levels(view, block, columns, names, r, depth)
        region = _region_below(view, names.level3, indicator) if depth == 2 else None
        if region is None and depth == 2:
            indicator = names.level3
        values = names.values(depth)
        if region is not None:
            values = {**values, "level3": indicator}
        rows += _detail_rows(view, block, r, columns, depth, values, region)
    return rows


def _heading_of(view: TableRows, block: Block, columns: dict[str, Column | None], row: int) -> str | None:
    """The text of one cell that covers several level columns, or the figures too: the name of a group or
    total."""
    present = [c for c in columns.values() if c is not None]
    first = present[0] if present else None
    cell = view.cell(row, first.index) if first else None
    if first is None or cell is None or cell.row != row:
        return None
    others = present[1:2] or [c for c in block.columns if c.index > first.index and c.role in _FIGURES]
    covered = bool(others) and view.cell(row, others[0].index) is cell
    return cell.text.rstrip("：: ") or None if covered else None


def _heading_rows(
    view: TableRows, block: Block, columns: dict[str, Column | None], row: int, heading: str | None
) -> list[Row]:
    """A total or a group heading that carries a weight or score of its own."""
    total = view.is_total(row, block)
    label = heading or next((c.text for c in view.cells(row) if c.text), None)
    level = next((name for name in reversed(_LEVELS) if columns[name]), "level1")
    numbers = scores(view, block, row, level)
    if all(v is None for v in numbers.values()):
        return []
    return [_row(view, row, 0, {"level1": label, "is_total": total, **numbers})]


def _take_names(view: TableRows, columns: dict[str, Column | None], names: _Names, row: int) -> int:
    """Read the levels of a row into `names`; return the deepest level printed (-1 for none)."""
    depth = -1
    for i, level in enumerate(_LEVELS):
        column = columns[level]
        if column is None:
            continue
        text = view.text(row, column).rstrip("：:").strip()
        if text:
            setattr(names, level, text)
            depth = i
    return depth


def _upper_levels(
    view: TableRows, block: Block, columns: dict[str, Column | None], names: _Names, row: int, depth: int
) -> list[Row]:
    """Weights and scores that belong to an upper level: once, where its merged cell begins."""
    rows: list[Row] = []
    for i, level in enumerate(_LEVELS[:depth]):
        column = columns[level]
        if column is None or not view.starts(row, column):
            continue
        numbers = scores(view, block, row, level, beside=view.cell(row, column.index))
        if any(v is not None for v in numbers.values()):
            rows.append(_row(view, row, column.index, {**names.values(i), "is_total": False, **numbers}))
    return rows


def _region_below(view: TableRows, text: str | None, indicator: str | None) -> regions.Region | None:
    """The region a row names instead of an indicator, in forms that list regions under each one."""
    if indicator is None or not text or len(text) > 16:
        return None
    return regions.resolve(text, parent_code=view.context.region_code, year=view.context.fiscal_year)


def _detail_rows(
    view: TableRows,
    block: Block,
    row: int,
    columns: dict[str, Column | None],
    depth: int,
    names: Row,
    region: regions.Region | None,
) -> list[Row]:
    level = _LEVELS[depth]
    label = columns[level]
    assert label is not None
    place: Row = {"is_total": False, **names}
    if region is not None:
        place |= {"region_code": region.region_code, "region_name": view.text(row, label)}
    unit = view.text(row, block.column("unit")) or _unit_in_name(
        str(names["level3"] or names["level2"] or "")
    )
    operator = view.text(row, block.column("operator"))
    cycle = _target(view.text(row, block.column("target_cycle_text")), operator, unit)
    rows: list[Row] = []
    own = view.context
    sets = region_sets(block, own.region_code, own.fiscal_year) or year_sets(block, own.fiscal_year)
    for columns_of_year in sets:
        if columns_of_year.target is None and block.column("target_cycle_text"):
            continue
        values = place | _annual_values(view, block, row, columns_of_year, operator, unit)
        if columns_of_year.region is not None and columns_of_year.target is not None:
            named = columns_of_year.region, columns_of_year.target.heading
            values |= {"region_code": named[0].region_code, "region_name": named[1]}
        if columns_of_year.is_last:
            values |= scores(view, block, row, level)
            values["deviation_reason"] = _reason(view.text(row, block.column("deviation_reason")))
            if values["deviation_reason"] is None and _has_lost(values):
                values["deviation_reason"] = _reason(view.text(row, block.column("score_reason")))
        if any(v is not None for k, v in values.items() if k not in place and k not in _FRAME):
            rows.append(_row(view, row, label.index, values))
    if cycle is not None:
        text = view.text(row, block.column("target_cycle_text"))
        rows.append(_row(view, row, label.index, {**place, "period": "cycle", **_target_values(cycle, text)}))
    return rows


def _annual_values(
    view: TableRows, block: Block, row: int, columns: ColumnSet, operator: str, unit: str | None
) -> Row:
    """Target, result and completion of one year."""
    target_text, actual_text = view.text(row, columns.target), view.text(row, columns.actual)
    target = _target(target_text, operator, unit)
    actual = quantities.parse_actual(actual_text, unit or (target.unit if target else None))
    return {
        "period": "annual" if block.kind == "indicator" else None,
        "fiscal_year": columns.year,
        **_target_values(target, target_text),
        **_actual_values(actual, actual_text),
        "completion_rate_printed_pct": percent(view.text(row, columns.completion)),
        "completion_rate_pct": _completion(target, actual),
    }


def _row(view: TableRows, row: int, column: int, values: Row) -> Row:
    base = {"region_code": view.context.region_code, "region_name": view.context.region_name}
    return view.fact(row, column, view.row_text(row), **{**base, **values})


def _unit_in_name(name: str) -> str | None:
    """A unit in brackets behind the indicator's name: 展会面积(平方米)."""
    if not name.endswith((")", "）")):
        return None
    unit = units.header_unit(name)
    return unit.name if unit is not None else None


def _target(text: str, operator: str, unit: str | None) -> Quantity | None:
    """A target, with the comparison sign and unit from columns of their own where the form has them."""
    if operator and not is_blank(operator) and not is_blank(text):
        joined = quantities.parse_quantity(f"{operator}{text}", unit)
        if joined is not None and joined.value is not None:
            return joined
    return quantities.parse_quantity(text, unit)


def _target_values(quantity: Quantity | None, text: str) -> Row:
    if quantity is None:
        return {"target_text": text or None, "target_op": None, "target_value": None, "target_unit": None}
    return {
        "target_text": text,
        "target_op": quantity.op,
        "target_value": _float(quantity.value),
        "target_unit": quantity.unit if quantity.value is not None else None,
    }


def _actual_values(quantity: Quantity | None, text: str) -> Row:
    return {
        "actual_text": text or None,
        "actual_value": _float(quantity.value) if quantity else None,
        "actual_unit": quantity.unit if quantity and quantity.value is not None else None,
    }


def _completion(target: Quantity | None, actual: Quantity | None) -> float | None:
    """Result over target in percent where both are numbers of one unit and more is better."""
    if target is None or actual is None or not target.value or actual.value is None:
        return None
    if target.op not in _COMPARABLE or (target.unit or actual.unit) != (actual.unit or target.unit):
        return None
    return round(float(actual.value / target.value * 100), 4)


def _float(value: Decimal | None) -> float | None:
    return float(value) if value is not None else None


def _has_lost(values: Row) -> bool:
    """Was less than the full mark given?"""
    weight, score = values.get("weight"), values.get("score")
    return weight is not None and score is not None and bool(score < weight)


def _reason(text: str) -> str | None:
    return None if is_blank(text) else text
