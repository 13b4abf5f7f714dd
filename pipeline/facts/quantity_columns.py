"""The columns of a target and a result: text, comparison sign, value, unit, and what comes of the two together."""

from __future__ import annotations

from decimal import Decimal

from normalizers.numbers import Quantity, quantities
from normalizers.text import is_blank
from pipeline.context import Row

_COMPARABLE = {"≥": lambda a, t: a >= t, ">": lambda a, t: a > t, "=": lambda a, t: a == t,
               "≤": lambda a, t: a <= t, "<": lambda a, t: a < t}  # fmt: skip


def read_target(text: str, operator: str, unit: str | None) -> Quantity | None:
    """A target, with the comparison sign from a column of its own where the form has one."""
    if operator and not is_blank(operator) and not is_blank(text):
        joined = quantities.parse_quantity(f"{operator}{text}", unit)
        if joined is not None and joined.value is not None:
            return joined
    return quantities.parse_quantity(text, unit)


def target_columns(quantity: Quantity | None, text: str) -> Row:
    return {
        "target_text": text or None,
        "target_op": quantity.op if quantity else None,
        "target_value": as_float(quantity.value) if quantity else None,
        "target_unit": quantity.unit if quantity and quantity.value is not None else None,
    }


def actual_columns(quantity: Quantity | None, text: str) -> Row:
    return {
        "actual_text": text or None,
        "actual_value": as_float(quantity.value) if quantity else None,
        "actual_unit": quantity.unit if quantity and quantity.value is not None else None,
    }


def _same_unit(target: Quantity | None, actual: Quantity | None) -> bool:
    if target is None or actual is None or target.value is None or actual.value is None:
        return False
    return (target.unit or actual.unit) == (actual.unit or target.unit)


def completion_of(target: Quantity | None, actual: Quantity | None) -> float | None:
    """Result over target in percent where both are numbers of one unit and more is better."""
    if target is None or actual is None or not _same_unit(target, actual):
        return None
    if target.op not in ("≥", ">", "=") or not target.value or actual.value is None:
        return None
    return round(float(actual.value / target.value * 100), 4)


def is_met(target: Quantity | None, actual: Quantity | None, level2_code: str | None = None) -> bool | None:
    """Does the result meet the target? None where the two cannot be compared.

    A target that is printed without a sign is at least to be reached, a cost or a time at most to be used up.
    """
    if target is None or actual is None or not _same_unit(target, actual) or target.op not in _COMPARABLE:
        return None
    operator = target.op
    if operator == "=" and not target.op_printed:
        unit = target.unit_obj or actual.unit_obj
        operator = "≤" if level2_code == "cost" or (unit is not None and unit.kind == "time") else "≥"
    return bool(_COMPARABLE[operator](actual.value, target.value))


def as_float(value: Decimal | None) -> float | None:
    return float(value) if value is not None else None
