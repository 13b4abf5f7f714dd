"""Forms with regions across: targets and money of each, whatever stands in the corner."""

from __future__ import annotations

from pipeline.context.context import Context
from tests.tables import facts

FORM = """
专项名称 | 红树林修复 | < | < | < | <
地区 | < | 全省合计 | 福州市 | 泉州市 | 漳州市
资金情况（万元） | 年度金额 | 900 | 400 | 300 | 200
^ | 其中：中央资金 | 500 | 220 | 180 | 100
^ | 省级资金 | 400 | 180 | 120 | 100
一级指标 | 三级指标 | 全省 | 福州市 | 泉州市 | 漳州市
产出指标 | 补植面积 | ≥90亩 | ≥40亩 | ≥30亩 | ≥20亩
^ | 苗木成活率 | ≥80% | ≥82% | ≥80% | ≥78%
"""


def form(text: str = FORM) -> dict[str, list[dict[str, object]]]:
    context = Context("d" * 16, region_code="350000", region_name="福建省", fiscal_year=2024)
    return facts(text, context=context, caption="区域绩效目标表")


def test_each_region_has_its_target() -> None:
    found = [r for r in form()["indicators"] if r["level3"] == "补植面积"]
    assert [(r["region_code"], r["target_value"], r["target_unit"]) for r in found] == [
        ("350000", 90.0, "亩"),
        ("350100", 40.0, "亩"),
        ("350500", 30.0, "亩"),
        ("350600", 20.0, "亩"),
    ]


def test_operators_tell_targets_where_the_title_does_not() -> None:
    context = Context("d" * 16, region_code="350000", region_name="福建省", fiscal_year=2024)
    text = FORM[FORM.index("一级指标") :]
    assert {r["target_op"] for r in facts(text, context=context)["indicators"]} == {"≥"}
    bare = facts(text.replace("≥", ""), context=context)["indicators"]
    assert bare == []


def test_the_corner_names_the_regions_and_not_the_rows() -> None:
    found = form()["disbursement"]
    assert [(r["region_code"], r["payer_level"], r["due_yuan"]) for r in found if not r["is_total"]] == [
        ("350100", "central", 2_200_000),
        ("350500", "central", 1_800_000),
        ("350600", "central", 1_000_000),
        ("350100", "province", 1_800_000),
        ("350500", "province", 1_200_000),
        ("350600", "province", 1_000_000),
    ]


def test_two_places_side_by_side_head_no_block() -> None:
    text = """
    专项名称 | 红树林修复 | < | <
    起点 | 福州市 | 终点 | 泉州市
    里程 | 160 | 桥梁 | 12
    """
    assert form(text)["disbursement"] == []
