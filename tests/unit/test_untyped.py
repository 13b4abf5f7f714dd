"""Tables of figures from which no fact is taken are said to be so."""

from __future__ import annotations

from pipeline.context.context import Context
from tests.tables import facts

STRANGE = """
年份 | 游客 | 床位
2021 | 120.5 | 96.0
2022 | 100.2 | 110.0
"""


def checks(text: str, caption: str = "") -> list[str]:
    context = Context("d" * 16)
    facts(text, caption=caption, context=context)
    return [finding["check"] for finding in context.findings]


def test_figures_under_unknown_headings_are_reported() -> None:
    assert checks(STRANGE) == ["table_without_facts"]


def test_a_list_of_names_is_no_loss() -> None:
    assert checks("序号 | 单位名称 | 备注\n1 | 市商务局 | \n2 | 市投促中心 | ") == []


def test_a_blank_form_of_a_known_kind_is_no_loss() -> None:
    assert checks("科目编码 | 科目名称 | 年初预算数 | 决算数\n30101 | 基本工资 | | \n30102 | 津贴 | | ") == []
