"""Tables of figures from which no fact is taken are said to be so."""

from __future__ import annotations

from pipeline.records.facts import fact_rows
from tests.tables import view

STRANGE = """
年份 | 游客 | 床位
2021 | 120.5 | 96.0
2022 | 100.2 | 110.0
"""


def checks(text: str, caption: str = "") -> list[str]:
    own = view(text, caption=caption)
    fact_rows(own.context, own.classified, "d-0000")
    return [finding["check"] for finding in own.context.findings]


def test_figures_under_unknown_headings_are_reported() -> None:
    assert checks(STRANGE) == ["table_without_facts"]


def test_a_list_of_names_is_no_loss() -> None:
    assert checks("序号 | 单位名称 | 备注\n1 | 市商务局 | \n2 | 市投促中心 | ") == []


def test_a_blank_form_of_a_known_kind_is_no_loss() -> None:
    assert checks("科目编码 | 科目名称 | 年初预算数 | 决算数\n30101 | 基本工资 | | \n30102 | 津贴 | | ") == []
