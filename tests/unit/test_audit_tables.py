"""Sums, rates and what follows from a wrong total, on tables written as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.audit import consequences, rates, row_totals, sums
from pipeline.audit.figures import Figure, read_figure, rounding, shown
from pipeline.audit.rates import Operand, fits
from pipeline.audit.rules import Report
from pipeline.audit.table_block import Sheet
from pipeline.context.context import Context, Row
from tests.tables import view


def sheet_of(text: str, context: Context, *, unit: str = "万元", table_id: str = "d-0000") -> Sheet:
    found = view(text, unit=unit, context=context)
    found.table_id = table_id
    return Sheet(found, found.classified.blocks[0])


def audited(text: str, check: Any, *, unit: str = "万元") -> list[Row]:
    context = Context("d" * 16)
    check(sheet_of(text, context, unit=unit), Report(context))
    return context.findings


def told(findings: list[Row]) -> list[tuple[str, int, str, str]]:
    return [(one["check"], one["row_index"], one["printed"], one["recomputed"]) for one in findings]


DISTRICTS = """
    区市   | 应拨付金额（万元） | 实际拨付金额（万元）
    市南区 | 2172.95 | 0
    自贸片区 | 674.94 | 674.94
    城阳区 | 618.75 | 0
    合计   | 3466.64 | {paid}
"""


def test_a_total_that_its_rows_do_not_make_is_found() -> None:
    findings = audited(DISTRICTS.format(paid="679.94"), sums.wrong_totals)
    assert told(findings) == [("sum_differs_down", 4, "679.94", "674.94")]
    assert findings[0]["table_id"] == "d-0000" and findings[0]["page_number"] == 1
    assert "相差5（" in findings[0]["message"] and findings[0]["severity"] == "error"


def test_a_total_that_its_rows_make_is_not() -> None:
    assert audited(DISTRICTS.format(paid="674.94"), sums.wrong_totals) == []


def test_rounding_is_no_contradiction() -> None:
    assert audited(DISTRICTS.format(paid="674.95"), sums.wrong_totals) == []


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("其中：商务局 | 40 | 30", "a part of a part is left out"),
        ("小计 | 100 | 80", "a subtotal is no part beside its rows"),
    ],
)
def test_rows_that_are_no_parts_do_not_count(lines: str, why: str) -> None:
    table = f"""
        项目   | 年初预算 | 实际支出
        甲项目 | 60       | 50
        乙项目 | 40       | 30
        {lines}
        合计   | 100      | 80
    """
    assert audited(table, sums.wrong_totals) == [], why


def test_a_total_above_its_sources_is_checked_too() -> None:
    table = """
        资金来源       | 年初预算数 | 全年执行数
        年度资金总额   | 100.00     | 90.00
        其中：财政拨款 | 80.00      | 70.00
        上年结转资金   | 15.00      | 15.00
        其他资金       | 5.00       | 4.00
    """
    assert told(audited(table, sums.wrong_totals)) == [("sum_differs_down", 1, "90.00", "89")]


def test_a_column_that_nothing_supports_stays_silent() -> None:
    """A total over rows that the table does not print is no contradiction."""
    table = """
        项目   | 年初预算 | 实际支出
        甲项目 | 60       | 50
        乙项目 | 40       | 30
        合计   | 500      | 400
    """
    assert audited(table, sums.wrong_totals) == []


def test_rates_and_means_are_not_added() -> None:
    table = """
        区市   | 企业数（家） | 渗透率（%） | 平均费率
        甲市   | 10 | 20 | 3
        乙市   | 20 | 30 | 4
        合计   | 30 | 25 | 9
    """
    assert audited(table, sums.wrong_totals, unit="") == []


ACROSS = """
    项目   | 资金合计（万元） | 中央资金（万元） | 市级资金（万元）
    甲项目 | 100 | 60 | 40
    乙项目 | 210 | 100 | 110
    丙项目 | 330 | 300 | 30
    丁项目 | {whole} | 25 | 20
"""


def test_a_row_that_breaks_the_sum_of_the_others_is_found() -> None:
    assert told(audited(ACROSS.format(whole=54), row_totals.wrong_row_sums)) == [
        ("sum_differs_across", 4, "54", "45")
    ]
    assert audited(ACROSS.format(whole=45), row_totals.wrong_row_sums) == []


@pytest.mark.parametrize(("whole", "found"), [("94995790", False), ("94995792", True)])
def test_whole_yuan_are_rounded_too(whole: str, found: bool) -> None:
    table = f"""
        科目 | 支出合计 | 基本支出 | 项目支出
        教育 | 300 | 100 | 200
        卫生 | 700 | 300 | 400
        交通 | 1100 | 500 | 600
        城乡 | {whole} | 10956789 | 84039000
    """
    checks = [one["check"] for one in audited(table, row_totals.wrong_row_sums, unit="元")]
    assert checks == ["sum_differs_across"] * found


RATES = """
    项目   | 年初预算（万元） | 调整后预算（万元） | 实际支出（万元） | 预算执行率
    甲项目 | 200.00 | 150.00 | 120.00 | {first}
    乙项目 | 400.00 | 400.00 | 383.51 | {second}
"""


@pytest.mark.parametrize("first", ["80.00%", "60.00%", "80%"])
def test_a_rate_on_either_budget_is_right(first: str) -> None:
    assert audited(RATES.format(first=first, second="95.88%"), rates.wrong_execution_rates) == []


def test_a_rate_on_neither_budget_is_found() -> None:
    findings = audited(RATES.format(first="80.00%", second="98.55%"), rates.wrong_execution_rates)
    assert told(findings) == [("rate_differs", 2, "98.55%", "95.88%")]


@pytest.mark.parametrize(
    ("printed", "decimals", "fitting"),
    [("66.67", 2, True), ("66.66", 2, True), ("67", 0, True), ("66.60", 2, False), ("74.07", 2, False)],
)
def test_what_rounding_explains(printed: str, decimals: int, fitting: bool) -> None:
    exact = [Operand(Decimal(n), Decimal(0)) for n in (2, 3)]
    assert fits(Decimal(printed), decimals, *exact) is fitting


def test_rounded_operands_widen_a_rate() -> None:
    above, below = Operand(Decimal("0.1"), Decimal("0.05")), Operand(Decimal("0.3"), Decimal("0.05"))
    assert fits(Decimal("40.00"), 2, above, below)
    assert not fits(Decimal("80.00"), 2, above, below)


def test_a_wrong_total_is_followed_into_rates_and_other_tables() -> None:
    context = Context("d" * 16)
    report = Report(context)
    first = sheet_of(
        """
        区市   | 应拨付金额（万元） | 实际拨付金额（万元） | 预算执行率
        甲区   | 2172.95 | 0 | 0%
        乙区   | 674.94 | 674.94 | 100%
        丙区   | 618.75 | 0 | 0%
        合计   | 3466.64 | 679.94 | 19.61%
        """,
        context,
    )
    second = sheet_of(
        """
        类型   | 应拨付金额（万元） | 实际拨付金额（万元） | 预算执行率
        小微企业 | 1433.65 | 1433.65 | 100%
        其他企业 | 3466.64 | 679.94 | 19.61%
        合计   | 4900.29 | 2113.59 | 43.13%
        """,
        context,
        table_id="d-0001",
    )
    wrong = sums.wrong_totals(first, report)
    carried_figures = consequences.carried_on(wrong, [first, second], report)
    consequences.told_on(
        carried_figures,
        [
            (7, "实际拨付679.94万元，预算执"),
            (7, "行率19.61%。另有43.13%"),
            (8, "1679.94万元，共2,113.59万元，执行率为43.13%"),
        ],
        report,
    )
    carried = [
        (one["table_id"], one["row_index"], one["printed"], one["recomputed"])
        for one in context.findings
        if one["check"] == "error_carried_on"
    ]
    assert carried == [
        ("d-0000", 4, "19.61%", "19.47%"),
        ("d-0001", 2, "679.94", "674.94"),
        ("d-0001", 2, "19.61%", "19.47%"),
        ("d-0001", 3, "2113.59", "2108.59"),
        ("d-0001", 3, "43.13%", "43.03%"),
        (None, None, "679.94", "674.94"),
        (None, None, "19.61%", "19.47%"),
        (None, None, "2113.59", "2108.59"),
        (None, None, "43.13%", "43.03%"),
    ]
    assert [one["page_number"] for one in context.findings[-4:]] == [7, 7, 8, 8]


def test_what_rounding_allows_a_sum() -> None:
    def figures(*texts: str) -> list[Figure]:
        return [figure for text in texts if (figure := read_figure(text))]

    assert rounding(figures("1.20", "3", "0", "4.20"), exact_integers=True) == Decimal("0.015")
    assert rounding(figures("1", "2", "3"), exact_integers=True) == 0
    assert rounding(figures("1", "2", "3"), exact_integers=False) == Decimal("1.5")


def test_a_computed_value_is_shown_without_needless_zeros() -> None:
    assert [shown(Decimal(v)) for v in ("86.9565", "90.00", "100", "0.005")] == ["86.96", "90", "100", "0.01"]


def test_a_rate_of_the_budget_after_its_printed_adjustment_is_right() -> None:
    text = """
    项目 | 预算数 | 调整数 | 支出数 | 执行率
    认定补助 | 600.00 | -150.00 | 389.70 | 86.60%
    贷款贴息 | 500.00 | 100.00 | 300.00 | {rate}
    """
    assert audited(text.format(rate="50.00%"), rates.wrong_execution_rates) == []
    assert told(audited(text.format(rate="55.00%"), rates.wrong_execution_rates)) == [
        ("rate_differs", 2, "55.00%", "50%")
    ]
