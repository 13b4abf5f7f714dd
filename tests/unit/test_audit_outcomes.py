"""Targets called met or missed, against their figures."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.audit.outcomes import check_row_outcomes, check_stated_outcomes, claims, target_met
from pipeline.audit.prose import Prose
from pipeline.audit.rules import Report
from pipeline.context.context import Context
from pipeline.schemas.schemas import SCHEMAS
from tests import factories
from tests.tables import view


def row(op: str, target: float, actual: float, **changes: Any) -> dict[str, Any]:
    figures = {"target_op": op, "target_value": target, "target_text": f"{op}{target:g}家"}
    result = {"actual_value": actual, "actual_text": f"{actual:g}家"}
    empty = dict.fromkeys(SCHEMAS["indicators"].names)
    return empty | factories.indicator() | figures | result | changes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年服务80家,已完成年初目标。", [True]),
        ("超额完成年度绩效目标", [True]),
        ("受疫情影响,未达到预期目标", [False]),
        ("未能按期完成年度目标", [False]),
        ("因企业减少,指标没有达到年初设定的目标", [False]),
        ("尚未全部完成目标", []),
        ("基本完成年度目标", []),
        ("力争完成年度目标", []),
        ("达到目标值得满分", []),
        ("完成目标申报工作", []),
        ("达年初设置计划指标值“≥25家”,好", [True]),
        ("已按时完成", []),
    ],
)
def test_what_a_text_claims(text: str, expected: list[bool]) -> None:
    assert [met for met, _ in claims(text)] == expected


def test_only_a_bound_in_the_unit_of_the_result_is_compared() -> None:
    assert target_met(row("≥", 100, 80)) is False
    assert target_met(row("≤", 100, 80)) is True
    assert target_met(row("=", 100, 80)) is None
    assert target_met(row("≥", 100, 80, actual_unit="万家")) is None
    assert target_met(row("≥", 100, 80, period="cycle")) is None


@pytest.mark.parametrize(
    ("actual", "text", "found"),
    [
        (80, "全年服务80家，已完成年初目标。", True),
        (120, "全年服务120家，已完成年初目标。", False),
        (120, "因企业减少，未达到年初目标。", True),
        (80, "上半年完成年度目标，下半年未完成年度目标。", False),  # both: two things
    ],
)
def test_an_explanation_must_agree_with_its_figures(actual: float, text: str, found: bool) -> None:
    context = Context("d" * 16)
    own = row("≥", 100, actual, row_index=1)
    table = view(f"""
        三级指标|目标值|实际值|说明
        支持企业数|≥100家|{actual}家|{text}
    """)
    check_row_outcomes(table, [own], Report(context))
    assert [f["check"] for f in context.findings] == ["outcome_differs_from_text"] * found


def test_a_section_must_agree_with_the_row_of_its_name() -> None:
    context = Context("d" * 16)
    lines = [(4, "①支持企业数。全年80家，达到年初目标。该指标满分 4 分，得 4 分。"), (5, "②其他。")]
    check_stated_outcomes(Prose(lines), [row("≥", 100, 80)], Report(context))
    assert [(f["page_number"], f["printed"], f["recomputed"]) for f in context.findings] == [
        (4, "80家", "≥100家")
    ]
