"""Printed codes of the budget classification: which of a table's codes they are, and those that are doubted."""

from __future__ import annotations

from extractors.addresses.codes import Codes
from pipeline.audit.codes import doubtful_codes
from pipeline.audit.rules import Report
from pipeline.context.context import Context, Row
from pipeline.facts.budget import Paper
from pipeline.facts.tables import table_facts
from pipeline.meaning.printed_codes import printed_codes
from tests.tables import classified


def budget(text: str, year: int = 2024) -> list[Row]:
    context = Context("d" * 16, region_code="370000", region_name="山东省", fiscal_year=year)
    table = classified(text, caption=f"{year}年一般公共预算支出预算表", unit="万元")
    return table_facts(context, table, "d-0000", Paper())["budget"]


def codes(text: str, year: int = 2024) -> list[str]:
    return [
        row["function_code"] or row["economic_code"] or row["income_code"] or "" for row in budget(text, year)
    ]


def findings(text: str, year: int = 2024) -> list[tuple[str, str, str]]:
    context = Context("d" * 16)
    doubtful_codes(budget(text, year), Report(context))
    return [(f["check"], f["printed"], f["recomputed"]) for f in context.findings]


THREE_COLUMNS = """
类  | 款 | 项 | 科目名称         | 预算数
201 |    |    | 一般公共服务支出 | 50
201 | 01 |    | 人大事务         | 50
201 | 01 | 04 | 人大会议         | 50
205 |    |    | 教育支出         | 70
205 | 02 |    | 普通教育         | 70
205 | 02 | 02 | 小学教育         | 70
"""


def test_levels_in_columns_of_their_own_are_one_code() -> None:
    assert codes(THREE_COLUMNS) == ["201", "20101", "2010104", "205", "20502", "2050202"]


def test_levels_printed_once_hold_for_the_rows_below() -> None:
    once = """
    类  | 款 | 项 | 科目名称         | 预算数
    201 |    |    | 一般公共服务支出 | 50
        | 01 |    | 人大事务         | 50
        |    | 04 | 人大会议         | 30
        |    | 08 | 代表工作         | 20
    205 |    |    | 教育支出         | 70
        | 02 |    | 普通教育         | 70
        |    | 02 | 小学教育         | 70
    206 |    |    | 科学技术支出     | 10
    """
    assert codes(once) == ["201", "20101", "2010104", "2010108", "205", "20502", "2050202", "206"]


def test_levels_may_have_lost_the_zero_in_front() -> None:
    lost = THREE_COLUMNS.replace("| 01 ", "| 1  ").replace("| 02 ", "| 2  ").replace("| 04 ", "| 4  ")
    assert codes(lost) == codes(THREE_COLUMNS)


def test_dots_may_part_the_levels_of_a_code() -> None:
    parted = """
    科目编码  | 科目名称         | 预算数
    201       | 一般公共服务支出 | 50.05
    201.01    | 人大事务         | 50.05
    201.01.04 | 人大会议         | 50.05
    205       | 教育支出         | 70.10
    205.02    | 普通教育         | 70.10
    """
    assert codes(parted) == ["201", "20101", "2010104", "205", "20502"]
    amounts = "项目 | 预算数 | 备注\n人大会议 | 201.05 | 已批\n小学教育 | 205.02 | 待批"
    assert [row["amount_text"] for row in budget(amounts)] == ["201.05", "205.02"]


def test_a_code_that_lost_a_digit_stays_as_printed_with_a_finding() -> None:
    table = """
    科目编码 | 科目名称     | 预算数
    20101    | 人大事务     | 50
    201014   | 人大会议     | 50
    20502    | 普通教育     | 70
    """
    assert codes(table) == ["20101", "201014", "20502"]
    assert findings(table) == [("code_of_another_name", "201014", "2010104")]


def test_a_level_that_is_not_printed_is_not_that_of_another_class() -> None:
    made = Codes()
    assert made.of(["201", "01", "04"]) == ("2010104", ())
    assert made.of(["205", "", "02"]) == ("20502", ())
    assert made.of(["", "", ""]) == ("", ())
    assert made.of(["2050202", "30101"]) == ("2050202", ("30101",))


def test_a_code_in_front_of_a_name_that_begins_like_a_unit_is_none_of_its_quantity() -> None:
    table = """
    项目                       | 预算数
    201 一般公共服务支出       | 50
    20101 人大事务             | 50
    201 01 04 人大会议         | 30
    2010101行政运行            | 20
    """
    assert codes(table) == ["201", "20101", "2010104", "2010101"]


def test_two_classifications_beside_each_other_have_a_code_each() -> None:
    table = """
    功能科目编码 | 经济科目编码 | 科目名称 | 预算数
    2080501      | 30302        | 退休费   | 50
    2080501      | 30301        | 离休费   | 20
    2080505      | 30108        | 机关事业单位基本养老保险缴费 | 60
    """
    rows = budget(table)
    assert [row["function_code"] for row in rows] == ["2080501", "2080501", "2080505"]
    assert [row["economic_code"] for row in rows] == ["30302", "30301", "30108"]


def test_income_has_its_codes_too() -> None:
    table = """
    科目编码 | 科目名称 | 预算数
    101      | 税收收入 | 90
    10101    | 增值税   | 60
    10104    | 企业所得税 | 30
    """
    rows = budget(table)
    assert [row["income_code"] for row in rows] == ["101", "10101", "10104"]
    assert {row["code_source"] for row in rows} == {"printed"}


def test_codes_of_offices_are_none_of_the_classification() -> None:
    table = """
    单位编码 | 单位名称   | 预算数
    201      | 航标管理处 | 90
    202      | 渡口管理站 | 60
    203      | 闸坝管理所 | 30
    """
    assert codes(table) == ["", "", ""]
    assert printed_codes([["201"], ["202"]], ["航标管理处", "国防支出"]) == [("201",), ("202",)]


def test_projects_are_listed_with_the_code_that_pays_for_them() -> None:
    table = """
    项目名称     | 功能科目编码 | 预算数
    航标更新     | 2140106      | 50
    渡口改造     | 2140104      | 30
    闸坝监测     | 2130305      | 20
    """
    assert codes(table) == ["2140106", "2140104", "2130305"]


def test_the_official_name_of_the_year_stands_beside_the_printed_one() -> None:
    table = """
    科目编码 | 科目名称                   | 预算数
    213      | 农林水支出                 | 60
    21305    | 扶贫                       | 60
    2130599  | 其他扶贫支出               | 60
    """
    assert [row["function_name"] for row in budget(table, 2020)] == ["农林水支出", "扶贫", "其他扶贫支出"]
    later = [row["function_name"] for row in budget(table, 2024)]
    assert later[1:] == ["巩固脱贫攻坚成果衔接乡村振兴", "其他巩固脱贫攻坚成果衔接乡村振兴支出"]
    assert findings(table) == []  # an old template


MISPRINTED = """
科目编码 | 科目名称                             | 预算数
208      | 社会保障和就业支出                   | 90
20805    | 行政事业单位养老支出                 | 90
2080505  | 机关事业单位基本养老保险缴费支出     | 60
2080505  | 机关事业单位职业年金缴费支出         | 30
210      | 卫生健康支出                         | 40
21011    | 行政事业单位医疗                     | 40
2101171  | 渡口职工医疗                         | 40
"""


def test_a_code_with_the_name_of_another_says_whose_name_it_is() -> None:
    assert findings(MISPRINTED) == [
        ("code_of_another_name", "2080505", "2080506"),
        ("code_unknown", "2101171", ""),
    ]
    assert findings(MISPRINTED, 2016) == []  # no list of that year
    assert codes(MISPRINTED)[3] == "2080505"  # as printed


def test_a_line_that_moved_is_no_misprint() -> None:
    table = """
    科目编码 | 科目名称         | 预算数
    201      | 一般公共服务支出 | 30
    20103    | 政府办公厅（室）及相关机构事务 | 30
    2010308  | 信访事务         | 10
    2010301  | 行政运行         | 20
    """
    assert findings(table, 2026) == []


def test_a_line_below_another_parent_is_out_of_place() -> None:
    table = (
        THREE_COLUMNS.rstrip()
        + """
    206 |    |    | 科学技术支出     | 10
    206 | 01 |    | 科学技术管理事务 | 10
    206 | 01 | 01 | 行政运行         | 6
    206 | 01 | 02 | 一般行政管理事务 | 2
    206 | 01 | 03 | 机关服务         | 2
    207 |    |    | 文化旅游体育与传媒支出 | 9
    207 | 01 |    | 文化和旅游       | 9
    204 | 02 | 01 | 行政运行         | 9
    """
    )
    assert findings(table) == [("code_out_of_place", "2040201", "")]


def test_a_code_of_another_classification_beside_it_is_no_place() -> None:
    table = """
    功能科目编码 | 经济科目编码 | 科目名称         | 预算数
    201          |              | 一般公共服务支出 | 50
    20101        |              | 人大事务         | 50
    2010104      | 30215        | 会议费           | 50
    205          |              | 教育支出         | 70
    20502        |              | 普通教育         | 70
    2050201      |              | 学前教育         | 10
    2050202      |              | 小学教育         | 60
    206          |              | 科学技术支出     | 20
    20601        |              | 科学技术管理事务 | 20
    2060101      |              | 行政运行         | 10
    2060102      |              | 一般行政管理事务 | 5
    2060103      |              | 机关服务         | 5
    """
    assert findings(table) == []
