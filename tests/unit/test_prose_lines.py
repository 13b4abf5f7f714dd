"""Names of lines in sentences of budgets and accounts. All wordings and figures are invented."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.facts.budget import Paper
from tests.sentences import ACCOUNTS, money, read_sections

OFFICE = Paper("department_final_account", None, "某市粮食局2031年度部门决算说明")
EXECUTED = ("2031年预算执行情况",)
NEXT_YEAR = Paper("department_budget", None, "某县档案馆2032年部门预算说明")


def lines(text: str, paper: Paper = ACCOUNTS, section: tuple[str, ...] = EXECUTED) -> list[tuple[str, str]]:
    return money(text, "line_item", paper=paper, section=section)


def test_what_is_left_over_keeps_its_whole_name() -> None:
    text = "全年支出完成9亿元，年末滚存结余3亿元，上年结转2亿元，当年收支结余-1亿元。"
    assert lines(text)[1:] == [
        ("3亿元", "年末滚存结余"),
        ("2亿元", "上年结转"),
        ("-1亿元", "当年收支结余"),
    ]


def test_the_word_for_the_plan_is_no_part_of_a_line() -> None:
    text = "2032年教育支出预算7亿元，政府性基金收入安排4亿元。"
    assert lines(text) == [("7亿元", "教育支出"), ("4亿元", "政府性基金收入")]
    text = "2032年国有资本经营收入预算8万元：一是本年收入6万元，二是上年结转2万元。"
    assert lines(text)[:2] == [("8万元", "国有资本经营收入"), ("6万元", "本年收入")]


def test_a_total_is_told_from_its_part_of_the_same_name() -> None:
    text = "政府性基金收入总计41亿元，其中：政府性基金收入56亿元，上级补助收入-15亿元。"
    assert money(text, "line_path", "is_total", paper=ACCOUNTS, section=EXECUTED)[:2] == [
        ("41亿元", ["政府性基金收入总计"], True),
        ("56亿元", ["政府性基金收入总计", "政府性基金收入"], False),
    ]


def test_the_office_is_no_part_of_the_name_of_all_its_income() -> None:
    text = "某市粮食局2031年度收入总计81万元，支出总计81万元。"
    assert lines(text, OFFICE) == [("81万元", "收入总计"), ("81万元", "支出总计")]
    text = "2032年，某县文物保护委员会收入预算81万元；某县文物保护委员会支出预算80万元。"
    assert lines(text, NEXT_YEAR) == [("81万元", "收入"), ("80万元", "支出")]


def test_what_a_named_line_is_spent_on_is_not_its_name() -> None:
    text = "2032年机关运行经费预算6万元，主要用于办公费、水费。"
    assert money(text, "line_item", "flow", paper=NEXT_YEAR) == [("6万元", "机关运行经费", "expenditure")]
    text = "市级预备费12亿元，支出4亿元，主要用于应对洪灾。"
    assert lines(text)[-1] == ("4亿元", "市级预备费")


def test_a_heading_names_the_fund_of_its_lines() -> None:
    text = "支出完成9亿元。教育支出4亿元，上级补助收入3亿元。一般公共预算支出2亿元。"
    section = ("2031年预算执行情况", "政府性基金预算执行情况")
    assert money(text, "fund_type", paper=ACCOUNTS, section=section)[1:] == [
        ("4亿元", "gov_fund"),
        ("3亿元", "gov_fund"),
        ("2亿元", "general_public"),
    ]
    both = ("2031年预算执行情况", "一般公共预算和政府性基金预算执行情况")
    assert money("教育支出4亿元。", "fund_type", paper=ACCOUNTS, section=both) == [("4亿元", None)]


def test_the_name_of_a_line_tells_the_insurance_fund() -> None:
    text = "城乡居民基本养老保险基金收入完成4亿元，失业保险基金年末滚存结余2亿元。财政对养老保险基金的补助支出1亿元。"
    assert money(text, "fund_type", paper=ACCOUNTS, section=EXECUTED) == [
        ("4亿元", "social_insurance"),
        ("2亿元", "social_insurance"),
        ("1亿元", None),
    ]


def test_what_is_added_to_the_income_of_a_fund_is_its_money() -> None:
    text = "一般公共预算收入4.1亿元，加上上级补助收入9.2亿元、上年结余收入1.5亿元，总收入为14.8亿元。"
    assert {fund for _, fund in money(text, "fund_type", paper=ACCOUNTS, section=EXECUTED)} == {
        "general_public"
    }
    assert money("上级补助收入3万元。", "fund_type", paper=OFFICE) == [("3万元", "other")]


@pytest.mark.parametrize(
    ("title", "section", "day"),
    [
        ("某县2031年上半年预算执行情况", ("预算执行情况",), date(2031, 6, 30)),
        ("某县2031年1—9月财政收支情况", ("一般公共预算执行情况",), date(2031, 9, 30)),
        ("某县2031年预算执行情况", ("前三季度预算执行情况",), date(2031, 9, 30)),
        ("某县2031年1—12月预算执行情况", ("预算执行情况",), None),
        ("某县2030年上半年预算执行情况", ("预算执行情况",), None),
    ],
)
def test_what_was_carried_out_counts_up_to_the_end_of_the_months_reported(
    title: str, section: tuple[str, ...], day: date | None
) -> None:
    text = "教育支出4亿元，科技支出预算2亿元。\n全年卫生健康支出3亿元。"
    found = money(text, "as_of", paper=Paper("other", None, title), section=section)
    assert found == [("4亿元", day), ("2亿元", None), ("3亿元", None)]


def test_all_of_a_fund_and_what_is_left_of_it() -> None:
    text = "县本级政府性基金收入总量18亿元，支出总量15亿元，年终结转3亿元；社保基金收入4亿元，结余1亿元。"
    assert money(text, "line_item", "flow", "fund_type", paper=ACCOUNTS, section=EXECUTED) == [
        ("18亿元", "县本级政府性基金收入总量", "income", "gov_fund"),
        ("15亿元", "县本级政府性基金支出总量", "expenditure", "gov_fund"),
        ("3亿元", "年终结转", "balance", "gov_fund"),
        ("4亿元", "社保基金收入", "income", "social_insurance"),
        ("1亿元", "结余", "balance", "social_insurance"),
    ]


def test_the_budget_is_changed_by_an_amount_and_becomes_another() -> None:
    text = "2031年一般公共预算支出年初预算为86亿元，本次调整增加4亿元，调整后支出预算为90亿元。"
    assert money(text, "line_item", "phase", paper=ACCOUNTS) == [
        ("86亿元", "一般公共预算支出", "initial"),
        ("4亿元", "一般公共预算支出", "adjustment"),
        ("90亿元", "一般公共预算支出", "adjusted"),
    ]


@pytest.mark.parametrize(
    ("text", "section", "name"),
    [
        ("2032年“三公”经费财政拨款预算9万元，比上年减少1万元。", ("“三公”经费情况",), "“三公”经费"),
        ("2032年本单位机关运行经费财政拨款预算9万元。", (), "机关运行经费"),
        ("2032年预算数9万元，与上年持平。", ("“三公”经费情况", "因公出国（境）费用"), "因公出国(境)费用"),
    ],
)
def test_a_planned_line_is_called_by_its_name_alone(text: str, section: tuple[str, ...], name: str) -> None:
    assert money(text, "line_item", "phase", paper=NEXT_YEAR, section=section) == [("9万元", name, "initial")]


def test_what_bare_expenditure_is_planned_for() -> None:
    text = "2032年全县一般公共预算收入安排9亿元；支出安排8亿元。"
    assert lines(text, section=("2032年预算草案",))[-1] == ("8亿元", "全县一般公共预算支出")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("再融资债券收入", "再融资债券收入"),
        ("水利建设基金收入及对应债务收入安排的支出", "水利建设基金收入及对应债务收入安排的支出"),
        ("结转下年支出", "结转下年支出"),
        ("安排本年县级国有资本经营预算支出", "县级国有资本经营预算支出"),
        ("上级补助收入、上年结余收入等", "上级补助收入、上年结余收入等"),
        ("加调入资金及结转下年支出等", "调入资金及结转下年支出等"),
        ("林地使用权收入及对应债务收入安排的支出", "林地使用权收入及对应债务收入安排的支出"),
    ],
)
def test_lines_keep_all_words_of_their_names(words: str, name: str) -> None:
    assert lines(f"{words}9万元。") == [("9万元", name)]


def test_by_what_an_amount_was_set_is_not_whose_it_is() -> None:
    text = "根据上年结转规模，市级国有资本经营预算支出9万元。"
    assert money(text, "funding_source", paper=ACCOUNTS, section=EXECUTED) == [("9万元", None)]
    text = "教育支出4亿元，主要是按要求上年结转资金2亿元纳入预算影响。零售总额实现90亿元。"
    assert lines(text) == [("4亿元", "教育支出")]
    text = "教育支出4亿元，下降3%（下降的主要原因是收回存量资金2亿元）。我们将3亿元新增专项债券编入预算。"
    assert lines(text) == [("4亿元", "教育支出")]


def test_the_year_that_a_section_opens_with_holds_for_its_parts() -> None:
    above, part = ("社会保险基金预算编制",), ("社会保险基金预算编制", "失业保险基金")
    dated = ("社会保险基金预算编制", "2030年失业保险基金")
    told = [
        ("2032年，社会保险基金收入9亿元。", above),
        ("失业保险基金收入3亿元。", part),
        ("失业保险基金收入2亿元。", dated),
        ("失业保险基金收入1亿元。", ("2031年预算执行情况",)),
    ]
    assert [row["fiscal_year"] for row in read_sections(told, ACCOUNTS)["figures"]] == [
        2032,
        2032,
        2030,
        2031,
    ]
    told[0] = ("社会保险基金收入9亿元。2032年，支出8亿元。", above)
    assert [row["fiscal_year"] for row in read_sections(told, ACCOUNTS)["figures"]] == [
        2031,
        2032,
        2031,
        2030,
        2031,
    ]


def test_what_a_sum_is_made_up_of_are_its_parts() -> None:
    text = "安排总支出19亿元，其构成是：①政府性基金支出13亿元；②补助下级4亿元；③调出资金2亿元。"
    assert money(text, "line_path", "flow", "is_total", paper=ACCOUNTS, section=("2032年预算草案",)) == [
        ("19亿元", ["总支出"], "expenditure", True),
        ("13亿元", ["总支出", "政府性基金支出"], "expenditure", False),
        ("4亿元", ["总支出", "补助下级"], "expenditure", False),
        ("2亿元", ["总支出", "调出资金"], "expenditure", False),
    ]


def test_how_a_budget_came_to_be_is_no_name() -> None:
    text = "2031年一般公共预算支出年初预算9亿元，执行中因补助增加和结余结转等安排支出，支出预算调整为8亿元。"
    assert lines(text)[-1][1] != "执行中因补助增加和结余结转等安排支出"
    text = "对应收入安排总支出9亿元。"
    assert money(text, "flow", "phase", paper=ACCOUNTS) == [("9亿元", "expenditure", "initial")]
