"""Which published table a row stands in: by caption, kind of document, or what its lines show."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.context.context import Context, Row
from pipeline.facts.budget import Paper
from pipeline.facts.statements import flow_of, statement_of
from tests.tables import facts

OFFICE = Context("d" * 16, region_code="370200", region_name="青岛市", fiscal_year=2024)
BUDGET, ACCOUNT, REPORT, GOVERNMENT = (
    "department_budget",
    "department_final_account",
    "evaluation_report",
    "other",
)


@pytest.mark.parametrize(
    ("caption", "document_type", "statement"),
    [
        ("2024年部门收支预算总表", BUDGET, "overview"),
        ("2024年单位收入预算总表", BUDGET, "income"),
        ("海滨大学支出预算表", BUDGET, "expenditure"),
        ("支出决算表", ACCOUNT, "expenditure"),
        ("2024年财政拨款收支预算总表", BUDGET, "fiscal_overview"),
        ("2024年一般公共预算支出功能分类预算表", BUDGET, "general_public"),
        ("2024年一般公共预算基本支出部门预算经济分类预算表", BUDGET, "basic"),
        ("附表三 全市一般公共支出预算执行情况", GOVERNMENT, "general_public"),
        ("2024年政府性基金支出决算表", GOVERNMENT, "gov_fund"),
        # Money of their own, though a word in the caption is that of another table.
        ("2024年全市失业保险基金预算表", GOVERNMENT, "other"),
        ("2024年社会保险基金收支总表", GOVERNMENT, "other"),
        # Parts of another table's money.
        ("一般公共预算市对下转移支付情况表", GOVERNMENT, "other"),
        ("2024年政府性基金转移支付预算表", GOVERNMENT, "other"),
        ("2024年政府采购支出预算表", BUDGET, "other"),
        ("2024年市级码头建设支出预算表", GOVERNMENT, None),
        ("2024年市级财政收支决算总表", GOVERNMENT, "overview"),
        # One programme.
        ("财政项目支出绩效目标填报表", BUDGET, "programme"),
        ("项目资金支出明细表", REPORT, "programme"),
        ("表三：资金来源情况", REPORT, "programme"),
        ("部门“三公”经费支出表", REPORT, "three_public"),
        ("表三：资金来源情况", BUDGET, None),
    ],
)
def test_the_caption_and_the_kind_of_document_name_the_table(
    caption: str, document_type: str, statement: str | None
) -> None:
    assert statement_of(caption, document_type) == statement


@pytest.mark.parametrize(
    ("caption", "flow"),
    [
        ("2024年市对区转移支付预算明细表", "expenditure"),
        ("中央下达转移支付明细表", None),
        ("项目预算明细表", "expenditure"),
        ("社会保险基金收入表", "income"),
        ("甲市2031年分地区一般公共预算收入结构表", "income"),
    ],
)
def test_what_a_table_lists_follows_from_its_caption(caption: str, flow: str | None) -> None:
    assert flow_of(caption) == flow


def rows(text: str, kind: str = BUDGET, caption: str = "", **options: Any) -> list[Row]:
    return facts(text, caption=caption, unit="万元", context=OFFICE, paper=Paper(kind), **options)["budget"]


THREE = """
项目             | 2024年预算数
合计             | 9.00
因公出国（境）费 | 4.00
公务接待费       | 5.00
"""
KINDS = """
科目编码 | 科目名称   | 合计  | 基本支出 | 项目支出
205      | 教育支出   | 90.00 | 60.00    | 30.00
206      | 科学技术支出 | 15.00 | 5.00   | 10.00
合计     | <          | 105.00 | 65.00   | 40.00
"""
ECONOMIC = """
科目编码 | 科目名称 | 基本支出
30101    | 基本工资 | 40.00
30201    | 办公费   | 12.00
30202    | 印刷费   | 8.00
"""


@pytest.mark.parametrize(
    ("text", "statement"), [(THREE, "three_public"), (KINDS, "expenditure"), (ECONOMIC, "basic")]
)
def test_without_a_caption_the_lines_show_which_table_it_is(text: str, statement: str) -> None:
    assert {row["statement"] for row in rows(text)} == {statement}
    assert {row["statement"] for row in rows(text, "allocation_notice", "年初预算")} == {"other"}


def test_what_the_caption_names_stands_whatever_the_lines_show() -> None:
    assert {row["statement"] for row in rows(KINDS, caption="一般公共预算支出表")} == {"general_public"}


ALONE = """
项目         | 支出合计
教育支出     | 90.00
普通教育     | 60.00
职业教育     | 30.00
科学技术支出 | 15.00
合计         | 105.00
"""
BESIDE = """
项目         | 合计 | 基本支出 | 项目支出
教育支出     | 90.00 | 60.00   | 30.00
科学技术支出 | 15.00 | 5.00    | 10.00
"""


def test_a_heading_for_a_total_sums_up_only_columns_beside_it() -> None:
    alone = rows(ALONE, caption="支出总表")
    assert {row["line_item"]: row["is_total"] for row in alone} == {
        "教育支出": True,
        "普通教育": False,
        "职业教育": False,
        "科学技术支出": False,
        "合计": True,
    }
    beside = rows(BESIDE, caption="支出总表")
    assert [row["is_total"] for row in beside] == [True, False, False] * 2
