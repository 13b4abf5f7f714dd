"""Regions down, indicators across; marks of a row beside those that it shares."""

from __future__ import annotations

from pipeline.context.context import Context
from tests.tables import facts

ACROSS = """
县（市、区） | 下达资金（万元） | 产出指标 | < | 效益指标
^ | ^ | 数量指标 | 质量指标 | 社会效益指标
^ | ^ | 清礁面积（亩） | 苗种成活率（%） | 受益渔民（人）
平潭县 | 62 | ≥18.5 | ≥80 | ≥2100
霞浦县 | 48 | ≥14 | ≥82 | ≥1400
福鼎市 | 35 | ≥9 | ≥78 | ≥900
合计 | 145 | ≥41.5 | | ≥4400
"""


def found(text: str) -> dict[str, list[dict[str, object]]]:
    context = Context("d" * 16, region_code="350000", region_name="福建省", fiscal_year=2024)
    return facts(text, context=context, caption="增殖放流资金绩效目标分解表")


def test_each_region_has_a_target_for_every_indicator() -> None:
    rows = [r for r in found(ACROSS)["indicators"] if r["region_code"] == "350921"]
    columns = ("level1", "level2", "level3", "level2_code", "target_op", "target_value", "target_unit")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("产出指标", "数量指标", "清礁面积", "quantity", "≥", 14.0, "亩"),
        ("产出指标", "质量指标", "苗种成活率", "quality", "≥", 82.0, "%"),
        ("效益指标", "社会效益指标", "受益渔民", "social", "≥", 1400.0, "人"),
    ]


def test_the_money_beside_them_is_due_to_the_regions() -> None:
    rows = found(ACROSS)["disbursement"]
    assert [(r["due_yuan"], r["is_total"]) for r in rows] == [
        (620_000, False),
        (480_000, False),
        (350_000, False),
        (1_450_000, True),
    ]
    assert {r["recipient_count"] for r in rows} == {None}


def test_target_and_result_of_one_indicator_are_one_row() -> None:
    text = """
    县市 | 产出指标 | < | 效益指标 | <
    ^ | 清礁面积（亩） | < | 受益渔民（人） | <
    ^ | 目标 | 完成 | 目标 | 完成
    霞浦县 | 14 | 15 | 1400 | 1260
    福鼎市 | 9 | 9 | 900 | 945
    平潭县 | 18 | 16 | 2100 | 2100
    """
    rows = found(text)["indicators"]
    assert [(r["level3"], r["target_value"], r["actual_value"], r["is_met"]) for r in rows[:2]] == [
        ("清礁面积", 14.0, 15.0, True),
        ("受益渔民", 1400.0, 1260.0, False),
    ]


def test_rows_that_are_no_regions_have_no_targets_here() -> None:
    text = ACROSS.replace("平潭县", "甲类").replace("霞浦县", "乙类").replace("福鼎市", "丙类")
    assert found(text.replace("县（市、区）", "类别"))["indicators"] == []


def test_the_mark_of_the_row_goes_before_that_of_all_its_fellows() -> None:
    text = """
    县市 | 绩效指标 | 目标值 | 完成值 | 分值 | 得分 | 小计得分
    霞浦县 | 清礁面积 | ≥14亩 | 13亩 | 60 | 55 | 93
    ^ | 苗种成活率 | ≥80% | 76% | 40 | 38 | ^
    """
    assert [r["score"] for r in found(text)["indicators"]] == [55.0, 38.0]


def test_values_in_the_first_row_are_no_headings() -> None:
    text = "清礁 | 12亩 | 3处\n放流 | 9亩 | 4处\n巡护 | 8亩 | 2处"
    assert [f["value_text"] for f in found(text)["figures"]][:2] == ["12亩", "3处"]


def test_quantities_over_bare_numbers_are_headings_all_the_same() -> None:
    found = facts("航道 | 100吨 | 300吨 | 500吨\n甲段 | 12 | 13 | 15\n乙段 | 11 | 12 | 14")
    assert [f["column_path"] for f in found["figures"]][:3] == [["100吨"], ["300吨"], ["500吨"]]
