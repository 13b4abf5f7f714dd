"""Headings that say nothing but a time: the years of a form's money, and what a year before had come to."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.addresses import addressed
from pipeline.context.context import Row
from pipeline.facts.budget import Paper
from tests.tables import facts, logical


def picked(rows: list[Row], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in names) for row in rows]


@pytest.mark.parametrize("whole", ["实施期", "项目周期", "2023—2026年", "三年合计"])
@pytest.mark.parametrize("year", ["2023年", "当年", "本年度"])
def test_money_of_all_years_beside_that_of_one(whole: str, year: str) -> None:
    rows = facts(
        f"""
        项目名称 | < | 湿地修复 | < | <
        项目资金（万元） | < | 资金来源 | {whole} | {year}
        ^ | ^ | 资金总额 | 930.00 | 310.00
        ^ | ^ | 市级财政资金 | 600.00 | 200.00
        ^ | ^ | 自筹资金 | 330.00 | 110.00
        一级指标 | 二级指标 | 三级指标 | 实施期指标值 | 年度指标值
        产出指标 | 数量指标 | 修复面积 | ≥900亩 | ≥300亩
        """,
        paper=Paper("target_form"),
    )["budget"]
    assert picked(rows, "line_item", "scope", "funding_source", "amount_text") == [
        ("资金总额", "cycle", "all", "930.00"),
        ("资金总额", "annual", "all", "310.00"),
        ("市级财政资金", "cycle", "city", "600.00"),
        ("市级财政资金", "annual", "city", "200.00"),
        ("自筹资金", "cycle", "other", "330.00"),
        ("自筹资金", "annual", "other", "110.00"),
    ]


@pytest.mark.parametrize("label", ["实施期", "起止时间"])
def test_a_term_that_a_form_states_is_no_heading(label: str) -> None:
    found = addressed(
        logical(
            f"""
            责任单位 | 市湿地中心 | {label} | 2023—2026年
            项目类别 | 新增 | 资金总额（万元） | 930.00
            """
        )
    )
    assert [part.is_pairs for part in found.parts] == [True]
    assert ((label,), "2023—2026年") in [(pair.labels, pair.value.text) for pair in found.pairs]


def test_same_period_of_the_year_before_ends_with_the_same_month() -> None:
    rows = facts(
        """
        科目 | 2023年预算数 | 累计 | < | 上年决算数
        ^ | ^ | 完成 | 去年同期 | ^
        车船税 | 700 | 360 | 341 | 690
        契税 | 900 | 410 | 433 | 860
        """,
        caption="2023年上半年一般公共预算收入情况",
        unit="万元",
    )["budget"]
    assert [(r["phase"], r["fiscal_year"], r["as_of"] and str(r["as_of"])) for r in rows[:4]] == [
        ("initial", 2023, None),
        ("executed", 2023, "2023-06-30"),
        ("executed", 2022, "2022-06-30"),
        ("executed", 2022, None),
    ]


@pytest.mark.parametrize("heading", ["上年同期", "2022年同期", "同期数", "上年1—5月"])
@pytest.mark.parametrize("caption", ["2023年1—5月财政收入表", "截至2023年5月底财政收入表"])
def test_words_for_the_year_before(heading: str, caption: str) -> None:
    rows = facts(
        f"项目 | 本期累计 | {heading}\n契税 | 410 | 433\n车船税 | 360 | 341", caption=caption, unit="万元"
    )
    found = [(r["fiscal_year"], str(r["as_of"])) for r in rows["figures"] if r["column_index"]]
    assert found[:2] == [(2023, "2023-05-31"), (2022, "2022-05-31")]


def test_the_months_of_the_column_beside_it() -> None:
    text = "项目 | 2024年1—2月 | 上年同期\n契税 | 410 | 433\n车船税 | 360 | 341"
    rows = facts(text, caption="财政收入", unit="万元")["figures"]
    assert [(r["fiscal_year"], str(r["as_of"])) for r in rows[:2]] == [
        (2024, "2024-02-29"),
        (2023, "2023-02-28"),
    ]


@pytest.mark.parametrize(
    ("caption", "days"),
    [
        ("2023年1—9月支出情况表", [None, "2023-09-30", "2022-09-30"]),
        ("截至2023年9月底支出情况表", ["2023-09-30", "2023-09-30", "2022-09-30"]),
    ],
    ids=["months of a year", "a day"],
)
def test_the_account_of_another_year(caption: str, days: list[str | None]) -> None:
    text = "项目 | 2022年决算数 | 2023年支出数 | 2022年同期支出数\n社保支出 | 88 | 61 | 57\n环保支出 | 36 | 31 | 22"
    rows = facts(text, caption=caption, unit="万元")["budget"]
    assert [r["as_of"] and str(r["as_of"]) for r in rows[:3]] == days


def test_parts_are_of_the_years_of_their_whole() -> None:
    rows = facts(
        """
        资金情况（万元） | 项目期资金总额 | 750.00
        ^ | 其中：中央补助 | 450.00
        ^ | 市级配套 | 300.00
        ^ | 年度资金总额 | 250.00
        ^ | 其中：中央补助 | 150.00
        ^ | 市级配套 | 100.00
        """,
        paper=Paper("target_form"),
    )["budget"]
    assert picked(rows, "amount_text", "scope") == [
        ("750.00", "cycle"),
        ("450.00", "cycle"),
        ("300.00", "cycle"),
        ("250.00", "annual"),
        ("150.00", "annual"),
        ("100.00", "annual"),
    ]
