"""Ledgers side by side below headings of their own: budget at the left, expenditure at the right."""

from __future__ import annotations

from tests.tables import facts

HALVES = """
项目名称 | 灯塔维护 | < | <
年初预算安排（万元） | < | 全年支出（万元） | <
资金总额 | 50.00 | 资金总额 | 45.00
其中：中央补助 | 30.00 | 其中：中央补助 | 28.00
省级补助 | 20.00 | 省级补助 | 17.00
预算执行率（%） | {rate} | 执行率得分（满分10分） | 9
"""


def test_each_half_has_the_phase_of_its_heading() -> None:
    found = facts(HALVES.format(rate="90.00"))["budget"]
    assert sorted((r["line_item"], r["phase"], r["amount_yuan"], r["is_total"]) for r in found) == sorted(
        [
            ("资金总额", "initial", 500_000, True),
            ("中央补助", "initial", 300_000, False),
            ("省级补助", "initial", 200_000, False),
            ("资金总额", "executed", 450_000, True),
            ("中央补助", "executed", 280_000, False),
            ("省级补助", "executed", 170_000, False),
        ]
    )


def test_the_rate_below_both_is_of_the_line_that_is_this_share_of_its_budget() -> None:
    found = {
        r["line_item"]: r for r in facts(HALVES.format(rate="90.00"))["budget"] if r["phase"] == "executed"
    }
    rates = {name: row["execution_rate_printed_pct"] for name, row in found.items()}
    assert rates == {"资金总额": 90.0, "中央补助": None, "省级补助": None}
    assert all(r["execution_rate_printed_pct"] is None for r in facts(HALVES.format(rate="71.20"))["budget"])


def test_the_marks_below_are_those_of_the_execution() -> None:
    [row] = facts(HALVES.format(rate="90.00"))["indicators"]
    assert (row["level1_code"], row["weight"], row["score"]) == ("execution", 10.0, 9.0)


def test_labels_and_values_of_one_row_head_nothing() -> None:
    text = """
    实施单位 | 航标站 | 负责人 | 林某
    资金总额 | 50.00 | 其他资金 | 5.00
    """
    assert {tuple(f["column_path"]) for f in facts(text)["figures"]} == {()}


def test_a_name_that_begins_with_a_level_is_of_it_beside_those_of_others() -> None:
    text = (
        HALVES.format(rate="90.00")
        .replace("中央补助", "中央航标发展资金")
        .replace(
            "省级补助 | 20.00 | 省级补助 | 17.00",
            "省级补助 | 15.00 | 省级补助 | 12.00\n市级补助 | 5.00 | 市级补助 | 5.00",
        )
    )
    found = [r for r in facts(text)["budget"] if r["line_item"] == "中央航标发展资金"]
    assert [r["funding_source"] for r in found] == ["central", "central"]
    alone = facts(text.replace("省级补助", "行业补助"))["budget"]
    assert {r["funding_source"] for r in alone if r["line_item"] == "中央航标发展资金"} == {None}
