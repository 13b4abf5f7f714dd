"""Sentences that state no fact: plans, rules, examples, forecasts, money of others. All figures are invented."""

from __future__ import annotations

import pytest

from pipeline.facts.budget import Paper
from tests.sentences import ACCOUNTS, money, read
from tests.tables import columns_of


@pytest.mark.parametrize(
    "text",
    [
        "比上年增加20万元，增长5%。",
        "建议2032年安排资金90万元。",
        "每公里补助30万元，单个项目不超过200万元。",
        "投资额达到500万元以上的，补助50万元。",
        "拟申请资金70万元。",
        "2026—2030年，累计支出900万元。",
        "年末债务余额12亿元。",
        "企业全年销售收入6亿元，利润5000万元。",
    ],
)
def test_changes_plans_rules_and_money_of_others_are_no_budget(text: str) -> None:
    assert "budget" not in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "2032年计划新建机耕道30公里，投入资金90万元。",
        "到2032年，建成温室大棚60座，投保率达到95%。",
        "邻县同类项目支出80万元，培训农民500人。",
        "例如，某企业投入资金20万元，培训职工30人。",
        "全省支出资金12亿元，满意度达到91%。",
    ],
)
def test_plans_other_places_and_examples_give_nothing(text: str) -> None:
    assert read(text) == {}


@pytest.mark.parametrize("title", ["某市2032年工作计划", "某条例解读", "某局主要职责"])
def test_papers_of_plans_rules_and_duties_give_nothing(title: str) -> None:
    assert read("实际支出30万元，满意度达到95%。", Paper("other", None, title)) == {}


def test_sections_of_rules_and_proposals_hold_no_money_of_the_programme() -> None:
    text = "市财政安排资金60万元。"
    assert money(text, section=("三、建议",)) == []
    assert money(text, section=("补助标准",)) == []
    assert money(text, section=("补助标准及资金", "资金安排")) == [("60万元",)]


def test_reasons_and_forecasts_of_a_budget_are_no_lines() -> None:
    text = "教育支出30亿元，主要是上年一次性补助支出2亿元。明年收入预计40亿元，加上调入资金收入3亿元。"
    assert money(text, paper=ACCOUNTS, section=("预算执行情况",)) == [("30亿元",)]


def test_what_does_not_count_is_no_fact() -> None:
    assert money("农户自筹资金40万元，不纳入财政资金核算。") == []
    assert money("企业项目总投入260万元。") == []


def test_what_is_built_to_a_standard_is_no_standard() -> None:
    assert columns_of(read("项目新建标准化圈舍46座。")["metrics"], "metric", "value") == [("facilities", 46)]
    assert "metrics" not in read("圈舍建设标准46座。")
