"""Sentences of budgets and of the accounts of a year or half a year. All figures are invented."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.facts.budget import Paper
from tests.sentences import ACCOUNTS, money, read
from tests.tables import columns_of


def test_lines_of_a_budget_have_the_phase_of_their_heading() -> None:
    text = "全市教育支出30亿元，为预算的98%，增长4%。加上结转下年支出2亿元。"
    done = money(
        text,
        "line_item",
        "phase",
        "flow",
        "execution_rate_printed_pct",
        paper=ACCOUNTS,
        section=("2031年预算执行情况",),
    )
    assert done[0] == ("30亿元", "全市教育支出", "executed", "expenditure", 98.0)
    assert done[1][2:4] == (None, "balance")
    planned = money("教育支出31亿元。", "phase", paper=ACCOUNTS, section=("2032年预算草案",))
    assert planned == [("31亿元", "initial")]
    assert money("教育支出31亿元。", paper=ACCOUNTS) == []  # of which year nothing tells


def test_the_rate_behind_an_amount_tells_that_it_was_spent() -> None:
    text = "教育支出3亿元，完成年初预算的45%；农林水支出2亿元，为预算的50%。"
    assert money(text, "phase", "execution_rate_printed_pct", paper=ACCOUNTS) == [
        ("3亿元", "executed", 45),
        ("2亿元", "executed", 50),
    ]


def test_the_heading_names_a_line_of_the_accounts() -> None:
    section = ("具体情况", "城乡社区支出（类）河堤（款）养护（项）")
    assert money(
        "年初预算6万元，支出决算7万元。", "line_item", "phase", "flow", paper=ACCOUNTS, section=section
    ) == [
        ("6万元", "养护", "initial", "expenditure"),
        ("7万元", "养护", "executed", "expenditure"),
    ]


def test_the_months_at_the_head_of_a_paragraph_hold_for_its_sentences() -> None:
    text = (
        "上半年，全市一般公共预算收入完成7.5亿元；一般公共预算支出9.1亿元。民生投入持续加大，教育支出3亿元。"
        "全年科技支出预算2亿元。卫生健康支出1亿元。"
    )
    assert money(text, "as_of", paper=ACCOUNTS)[:3] == [
        ("7.5亿元", date(2031, 6, 30)),
        ("9.1亿元", date(2031, 6, 30)),
        ("3亿元", date(2031, 6, 30)),
    ]
    # Behind another time nothing says up to when.
    assert all(day is None for _, day in money(text, "as_of", paper=ACCOUNTS)[3:])


HALF_YEAR = Paper("other", None, "某市2031年上半年预算执行情况")
RUNNING = Paper("other", None, "某市2031年上半年财政运行情况")


@pytest.mark.parametrize("paper", [HALF_YEAR, RUNNING, ACCOUNTS])
def test_a_name_of_money_right_in_front_of_a_number_needs_no_verb(paper: Paper) -> None:
    text = (
        "上半年，全市一般公共预算收入9.2亿元，同比增长2.5%，完成年初预算的51%；"
        "一般公共预算支出21.5亿元，同比增长3.4%，其中教育支出6.1亿元，占比28%。"
    )
    found = money(text, "line_item", "phase", "flow", "execution_rate_printed_pct", paper=paper)
    assert found == [
        ("9.2亿元", "全市一般公共预算收入", "executed", "income", 51.0),
        ("21.5亿元", "一般公共预算支出", "executed", "expenditure", None),
        ("6.1亿元", "教育支出", "executed", "expenditure", None),
    ]


def test_the_title_of_an_account_tells_that_its_money_was_spent() -> None:
    text = "一般公共预算支出21.5亿元。"
    assert money(text, "phase", paper=HALF_YEAR) == [("21.5亿元", "executed")]
    assert money(text, "phase", paper=HALF_YEAR, section=("2032年预算安排",)) == [("21.5亿元", "initial")]


def test_growth_since_last_year_tells_a_result_but_not_against_a_heading() -> None:
    text = "政府性基金预算收入3.4亿元，同比下降4.1%。"
    assert money(text, "phase", paper=RUNNING) == [("3.4亿元", "executed")]
    assert money(text, "phase", paper=RUNNING, section=("2032年预算草案",)) == [("3.4亿元", "initial")]


def test_money_of_a_fund_without_a_phase_stays_in_the_figures() -> None:
    rows = read("全市一般公共预算支出21.5亿元。", RUNNING)
    assert "budget" not in rows
    columns = ("value_text", "item", "flow", "amount_yuan", "phase", "fact_table")
    assert columns_of(rows["figures"], *columns) == [
        ("21.5亿元", "全市一般公共预算支出", "expenditure", 2_150_000_000, None, None)
    ]
    assert read("预计全市一般公共预算支出21.5亿元。", RUNNING) == {}
