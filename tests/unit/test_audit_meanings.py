"""The same number with another unit or the opposite operator."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.audit.meanings import differing_meanings, mixed_currencies
from pipeline.audit.rules import Report
from pipeline.context.context import Context
from pipeline.schemas.schemas import SCHEMAS
from tests import factories


def found(table: str, *rows: dict[str, Any]) -> list[tuple[str, str]]:
    empty = dict.fromkeys(SCHEMAS[table].names)
    context = Context("d" * 16)
    own = [empty | row | {"row_index": at} for at, row in enumerate(rows)]
    differing_meanings({table: own}, Report(context))
    return [(one["printed"], one["recomputed"]) for one in context.findings]


def target(op: str, value: float, unit: str, **changes: Any) -> dict[str, Any]:
    text = f"{op}{value:g}{unit}"
    told = {
        "target_text": text,
        "target_op": op,
        "target_value": value,
        "target_unit": unit,
        "actual_text": None,
    }
    return factories.indicator(level3="续保率", **told) | {"actual_value": None} | changes


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (target("≤", 95.0, "%"), [("≤95%", "≥95%")]),
        (target("≥", 95.0, "万元"), [("≥95万元", "≥95%")]),
        (target("≥", 95.0, "%"), []),
        (target("=", 95.0, "%"), []),  # a target that is to be met, said otherwise
        (target(">", 95.0, "%"), []),
        (target("≤", 98.0, "%"), []),  # another number: another target
        (target("≥", 95.0, "个百分点"), []),
        (target("≥", 95.0, ""), []),
        (target("≤", 95.0, "%", region_code="330203"), []),
        (target("≤", 95.0, "%", period="cycle"), []),
        (target("≤", 95.0, "%", level3="赔付率"), []),
        (target("≤", 95.0, "%", table_id=None), []),
    ],
)
def test_targets(other: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found("indicators", target("≥", 95.0, "%"), other) == expected


def test_units_of_one_kind_and_size_are_one() -> None:
    assert found("indicators", target("≥", 95.0, "家"), target("≥", 95.0, "户")) == []
    assert found("indicators", target("≥", 95.0, "家"), target("≥", 95.0, "万家")) != []


def test_results_differ_by_unit_only() -> None:
    rows = [
        factories.indicator(actual_text=text, actual_value=31.2, actual_unit=unit, target_value=None)
        for text, unit in (("31.2%", "%"), ("31.2亿美元", "亿美元"))
    ]
    assert found("indicators", *rows) == [("31.2亿美元", "31.2%")]


@pytest.mark.parametrize(
    ("text", "unit", "yuan", "expected"),
    [
        ("1,234.50", "元", "1234.50", [("1,234.50元", "1,234.50万元")]),
        ("12,345,000.00", "元", "12345000.00", []),
        ("1,234.50", "万元", "12345000.00", []),
        ("0.00", "元", "0.00", []),
    ],
)
def test_lines_of_a_budget(text: str, unit: str, yuan: str, expected: list[tuple[str, str]]) -> None:
    other = factories.budget(amount_text=text, amount_unit=unit, amount_yuan=Decimal(yuan), table_id="t1")
    assert found("budget", factories.budget(), other) == expected


@pytest.mark.parametrize(
    ("aim", "unit", "result", "mixed"),
    [
        ("超过1.3亿美元", "亿美元", "46.2 亿元，同比增长 13.3%", True),
        ("超过1.3亿美元", "亿美元", "1.4亿美元", False),
        ("超过1.3亿美元", "亿美元", "46.2亿元（折6.5亿美元）", False),
        ("≥5亿元", "亿元", "6万户", False),
        ("≥5亿元", "亿元", "60000万元", False),
    ],
)
def test_a_target_in_one_currency_and_its_result_in_another(
    aim: str, unit: str, result: str, mixed: bool
) -> None:
    context = Context("d" * 16)
    changes = {"target_text": aim, "target_unit": unit, "actual_text": result}
    mixed_currencies([factories.indicator() | changes], Report(context))
    assert [one["printed"] for one in context.findings] == [result] * mixed
