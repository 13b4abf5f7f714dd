"""Rows of `subsidy_terms`: policy tables by region and class, by class alone, and by topic."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from extractors.addresses.addressing import addressed
from pipeline.context.context import Context, Row
from pipeline.facts.policy_table import stated_terms
from tests.tables import columns_of, facts, view


def rows(text: str, **options: Any) -> list[Row]:
    own = view(text, **options)
    assert [block.kind for block in own.classified.blocks] == ["subsidy_policy"]
    return stated_terms(own, addressed(own.table))


CITIES = """
地区 | 小微企业 | 一般企业
宁波市 | 全额补助 | 不超过50%，每家企业最高100万元
厦门市 | 给予80%的保费补助 | 不超过40%，最高80万元
"""


def test_a_column_for_each_class_and_a_row_for_each_city() -> None:
    found = rows(CITIES)
    assert columns_of(found, "region_code", "enterprise_class", "ratio_pct", "cap_yuan") == [
        ("330200", "small", 100.0, None),
        ("330200", "general", 50.0, Decimal("1000000")),
        ("350200", "small", 80.0, None),
        ("350200", "general", 40.0, Decimal("800000")),
    ]
    assert columns_of(found, "ratio_op")[1] == ("≤",)


def test_terms_of_other_cities_are_not_of_the_report_region() -> None:
    found = rows(CITIES)
    assert "370200" not in {row["region_code"] for row in found}
    assert {row["region_name"] for row in found} == {"宁波市", "厦门市"}


def test_beside_a_column_for_small_enterprises_the_other_is_general() -> None:
    text = CITIES.replace("一般企业", "保费补助比例")
    assert {row["enterprise_class"] for row in rows(text)} == {"small", "general"}


def test_a_city_nobody_knows_keeps_its_name_and_leaves_a_finding() -> None:
    context = Context("d" * 16, region_code="370200", region_name="青岛市", fiscal_year=2023)
    found = rows(CITIES.replace("厦门市", "某某市"), context=context)
    assert {(row["region_code"], row["region_name"]) for row in found} == {
        ("330200", "宁波市"),
        (None, "某某市"),
    }
    assert [one["check"] for one in context.findings] == ["unknown_region"]


def test_a_row_for_each_class_is_of_the_report_region() -> None:
    text = """
    企业类型 | 补助比例 | 补助上限
    小微企业 | 100% | —
    一般企业 | 不超过50% | 100万元
    """
    found = rows(text)
    assert columns_of(found, "region_code", "enterprise_class", "ratio_pct") == [
        ("370200", "small", 100.0),
        ("370200", "general", 50.0),
    ]
    assert found[1]["cap_yuan"] == Decimal("1000000")


def test_other_enterprises_are_the_general_ones_below_small_ones_alone() -> None:
    text = """
    支持方向 | 支持对象 | 补助比例 | 最高限额
    参展 | 中小企业 | 80% | 4万元
    ^ | 其他企业 | 60% | 3万元
    信保 | 小微企业 | 全额 | —
    ^ | 其他企业 | 40% | 80万元
    """
    assert columns_of(rows(text), "enterprise_class", "ratio_op", "ratio_pct", "cap_yuan") == [
        ("other", "=", 80.0, Decimal("40000")),
        ("other", "=", 60.0, Decimal("30000")),
        ("small", "=", 100.0, None),
        ("general", "=", 40.0, Decimal("800000")),
    ]


def test_a_row_for_each_class_of_each_city() -> None:
    text = """
    城市 | 企业类别 | 扶持比例 | 最高扶持金额
    无锡市 | 小微企业 | 全额支持 | —
    ^ | 一般企业 | 不超过40% | 200万元
    嘉兴市 | 小微企业 | 100% | —
    ^ | 一般企业 | 35% | 120万元
    """
    assert columns_of(rows(text), "region_code", "enterprise_class", "ratio_pct", "cap_yuan") == [
        ("320200", "small", 100.0, None),
        ("320200", "general", 40.0, Decimal("2000000")),
        ("330400", "small", 100.0, None),
        ("330400", "general", 35.0, Decimal("1200000")),
    ]


def test_source_text_is_the_printed_cell() -> None:
    assert rows(CITIES)[1]["source_text"] == "不超过50%，每家企业最高100万元"


def test_empty_cells_state_nothing() -> None:
    found = rows(CITIES.replace("全额补助", "—"))
    assert columns_of(found, "region_code", "enterprise_class")[0] == ("330200", "general")


def test_cities_as_columns() -> None:
    text = """
    企业类型 | 宁波市 | 厦门市
    小微企业 | 全额补助 | 补助80%
    一般企业 | 不超过50%，最高100万元 | 不超过40%，最高80万元
    """
    found = rows(text)
    assert sorted(columns_of(found, "region_code", "enterprise_class", "ratio_pct", "cap_yuan")) == [
        ("330200", "general", 50.0, Decimal("1000000")),
        ("330200", "small", 100.0, None),
        ("350200", "general", 40.0, Decimal("800000")),
        ("350200", "small", 80.0, None),
    ]


def test_the_level_of_government_is_that_of_the_region() -> None:
    found = rows(CITIES.replace("宁波市", "浙江省"))
    assert columns_of(found, "region_code", "gov_level")[::2] == [("330000", "province"), ("350200", "city")]


def test_a_term_points_at_the_cell_of_its_ratio() -> None:
    text = """
    企业类型 | 补助上限 | 补助比例
    小微企业 | 50万元 | 100%
    一般企业 | 100万元 | 不超过50%
    """
    found = rows(text)
    assert columns_of(found, "row_index", "column_index", "cap_yuan") == [
        (1, 2, Decimal("500000")),
        (2, 2, Decimal("1000000")),
    ]
    assert found[0]["source_text"] == "小微企业 | 50万元 | 100%"


def test_a_blank_label_goes_on_from_the_row_above() -> None:
    text = """
    城市 | 企业类型 | 补助比例 | 补助上限
    宁波市 | 小微企业 | 100% | —
     | 一般企业 | 不超过50% | 100万元
     |  | 不超过40% | 150万元
    厦门市 |  | 30% | 50万元
    """
    assert columns_of(rows(text), "region_code", "enterprise_class", "ratio_pct") == [
        ("330200", "small", 100.0),
        ("330200", "general", 50.0),
        ("330200", "general", 40.0),
        ("350200", None, 30.0),
    ]


def test_of_two_columns_of_regions_the_one_that_tells_rows_apart_counts() -> None:
    text = """
    省份 | 城市 | 小微企业 | 一般企业
    浙江省 | 宁波市 | 80% | 50%
    浙江省 | 温州市 | 70% | 40%
    福建省 | 厦门市 | 全额补助 | 40%
    """
    assert [row["region_code"] for row in rows(text)][::2] == ["330200", "330300", "350200"]
    alone = text.replace("    浙江省 | 温州市 | 70% | 40%\n", "")
    assert [row["region_code"] for row in rows(alone)][::2] == ["330200", "350200"]


def test_labels_in_the_middle_of_their_rows_do_not_go_on() -> None:
    text = """
    城市 | 企业类型 | 补助比例
     | 小微企业 | 100%
    宁波市 | 一般企业 | 50%
     | 小微企业 | 90%
    厦门市 | 一般企业 | 40%
    """
    assert columns_of(rows(text), "region_code", "ratio_pct") == [("330200", 50.0), ("350200", 40.0)]


def test_a_support_parted_among_its_payers() -> None:
    text = """
    险种 | 补贴比例 | < | < | < | 农户自缴比例
    ^ | 中央 | 省级 | 市级 | 县级 | ^
    玉米 | 45% | 25% | 3% | 7% | 20%
    """
    assert columns_of(facts(text)["subsidy_terms"], "gov_level", "ratio_pct", "item") == [
        ("central", 45.0, "玉米"),
        ("province", 25.0, "玉米"),
        ("city", 3.0, "玉米"),
        ("county", 7.0, "玉米"),
    ]


def test_a_table_of_what_was_paid_may_state_its_standard_too() -> None:
    found = facts(
        """
        企业类型 | 返还比例 | 户数 | 返还金额
        大型企业 | 30% | 12 | 560.00
        小微企业 | 90% | 30 | 900.00
        """,
        unit="万元",
        caption="稳岗返还情况",
        context=Context("d0", region_code="370200", region_name="青岛市", fiscal_year=2023),
    )
    assert columns_of(found["subsidy_terms"], "enterprise_class", "ratio_pct") == [
        ("general", 30.0),
        ("small", 90.0),
    ]


def test_columns_of_several_years_are_terms_of_their_years() -> None:
    text = """
    企业类别 | 保费扶持比例 | < | 最高扶持额（万元）
    ^ | 2022年 | 2023年 | ^
    小微企业 | 90% | 100% | —
    一般企业 | 40% | 50% | 80
    """
    found = columns_of(rows(text), "enterprise_class", "ratio_pct", "cap_yuan", "fiscal_year", "status")
    assert found == [
        ("small", 90.0, None, 2022, "historic"),
        ("small", 100.0, None, 2023, "in_force"),
        ("general", 40.0, None, 2022, "historic"),
        ("general", 50.0, Decimal("800000"), 2023, "in_force"),
    ]


def test_a_limit_for_each_firm_or_person_is_a_limit() -> None:
    text = "企业类别 | 补贴比例 | 最高限额\n小微企业 | 60% | 每家50万元\n一般企业 | 50% | 单户100万元"
    assert columns_of(rows(text), "enterprise_class", "ratio_pct", "cap_yuan") == [
        ("small", 60.0, Decimal("500000")),
        ("general", 50.0, Decimal("1000000")),
    ]


def test_ratio_and_limit_of_a_city_are_one_term() -> None:
    text = "城市 | 补助比例 | 补助上限（万元）\n青岛市 | 不超过30% | 500\n潍坊市 | 25% | 200"
    assert columns_of(rows(text), "region_name", "ratio_op", "ratio_pct", "cap_yuan") == [
        ("青岛市", "≤", 30.0, Decimal("5000000")),
        ("潍坊市", "=", 25.0, Decimal("2000000")),
    ]


def test_a_limit_in_a_cell_of_its_own_is_taken_by_the_term_of_its_row() -> None:
    text = """
    补助类型 | 年产值 | 保费扶持比例 | <
    一般企业茶园保险补助 | 年产值在800万元（不含）以上的企业 | 不高于45% | 每家企业最高扶持金额不超过300万元
    ^ | 年产值在800万元（含）以下的企业 | ^ | 每家企业最高扶持金额不超过6万元
    """
    found = facts(text)
    assert [term["cap_yuan"] for term in found["subsidy_terms"]] == [Decimal("3000000"), Decimal("60000")]
    taken = {figure["value_text"]: figure["fact_column"] for figure in found["figures"]}
    assert taken["每家企业最高扶持金额不超过6万元"] == "cap_yuan"
