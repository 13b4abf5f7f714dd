"""Who pays a standard, in a column behind it; what is paid out of a budget."""

from __future__ import annotations

from tests.tables import facts

SCALE = """
年龄段 | 津贴标准（元/人·月） | 承担主体
70—79周岁 | 40 | 市级财政
80周岁及以上 | 90 | {payer}
"""


def test_each_row_has_the_payer_that_stands_behind_it_and_its_band() -> None:
    found = facts(SCALE.format(payer="县级财政"))["subsidy_terms"]
    assert [(r["gov_level"], r["standard_yuan"], r["tier_min"], r["tier_max"]) for r in found] == [
        ("city", 40, 70.0, 79.0),
        ("county", 90, 80.0, None),
    ]


def test_a_single_payer_among_other_texts_is_none_of_the_rows() -> None:
    found = facts(SCALE.format(payer="渔港码头公司").replace("承担主体", "备注"))["subsidy_terms"]
    assert [r["gov_level"] for r in found] == ["city", "city"]  # the report's own level
    assert [r["tier_min"] for r in found] == [70.0, 80.0]


YEARS = """
年度 | 预算安排（万元） | 实际发放（万元） | 执行率
2021年 | 20.00 | 18.00 | 90%
2022年 | 30.00 | 30.00 | 100%
"""


def test_what_was_paid_out_beside_its_budget_was_spent() -> None:
    found = [r for r in facts(YEARS)["budget"] if r["phase"] == "executed"]
    assert [(r["fiscal_year"], r["amount_yuan"], r["execution_rate_printed_pct"]) for r in found] == [
        (2021, 180_000, 90.0),
        (2022, 300_000, 100.0),
    ]


def test_what_was_paid_out_alone_is_no_budget() -> None:
    assert facts("年度 | 实际发放（万元）\n2021年 | 18.00\n2022年 | 30.00")["budget"] == []
