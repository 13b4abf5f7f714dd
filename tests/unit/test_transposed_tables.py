"""Transposed tables: their facts, and the places where these are printed."""

from __future__ import annotations

import pytest

from pipeline.context.context import Row
from tests.tables import classified, facts

SCORES = """
一级指标 | 决策 | 过程 | 产出 | 合计
分值 | 16 | 24 | 60 | 100
得分 | 14.20 | 18.76 | 55.00 | 87.96
"""
COUNTIES = """
项目 | 合计 | 市南区 | 崂山区
应拨付金额 | 20.00 | 12.00 | 8.00
已拨付金额 | 17.00 | 9.00 | 8.00
拨付率 | 85.00% | 75.00% | 100.00%
"""


def rows(text: str, name: str) -> list[Row]:
    return facts(text, unit="万元")[name]


def test_indicators_across_have_their_marks_below_them() -> None:
    table = classified(SCORES)
    assert table.kind == "score"
    found = [(r["level1"], r["weight"], r["score"], r["is_total"]) for r in rows(SCORES, "indicators")]
    assert found[0] == ("决策", 16.0, 14.2, False)
    assert found[-1][1:] == (100.0, 87.96, True)


@pytest.mark.parametrize(
    "text",
    [
        "地区 | 应拨付金额 | 已拨付金额\n市南区 | 12.00 | 9.00\n崂山区 | 8.00 | 8.00",
        "项目 | 市南区 | 崂山区\n应拨付金额 | 12.00 | 8.00\n备注 | 无 | 无",
        "项目 | 甲 | 乙\n应拨付金额 | 12.00 | 8.00\n已拨付金额 | 9.00 | 8.00",
    ],
    ids=["upright", "a row of words", "headings of unknown names"],
)
def test_other_tables_stand(text: str) -> None:
    assert classified(text).transposed is None
