"""Codes of lines that print names alone, and the sums that they show."""

from __future__ import annotations

from pipeline.context.context import Context, Row
from pipeline.facts.budget import Paper
from pipeline.facts.tables import table_facts
from pipeline.meaning.named_codes import named_codes
from tests.tables import classified


def budget(text: str) -> list[Row]:
    context = Context("d" * 16, region_code="370000", region_name="山东省", fiscal_year=2024)
    table = classified(text, caption="2024年一般公共预算支出预算表", unit="万元")
    return table_facts(context, table, "d-0000", Paper())["budget"]


NAMES = """
支出项目         | 预算数
一般公共服务支出 | 170
人大事务         | 90
行政运行         | 60
人大会议         | 30
政协事务         | 80
行政运行         | 80
教育支出         | 55
普通教育         | 55
小学教育         | 55
"""


def test_names_in_the_order_of_the_classification_have_its_codes_and_its_sums() -> None:
    found = {row["row_index"]: row for row in budget(NAMES)}
    assert [found[at]["function_code"] for at in range(1, 7)] == [
        "201", "20101", "2010101", "2010104", "20102", "2010201",
    ]  # fmt: skip
    assert {at for at in range(1, 10) if found[at]["is_total"]} == {1, 2, 5, 7, 8}
    assert found[6]["line_path"] == ["一般公共服务支出", "政协事务", "行政运行"]


def test_projects_have_no_code_of_the_classification_even_where_one_is_called_like_a_line_of_it() -> None:
    assert named_codes([["渡口修缮", "航标更新", "小学教育"]], 2024) == ["", "", ""]
    assert named_codes([["小学教育", "初中教育"]], 2024) == ["", ""]
