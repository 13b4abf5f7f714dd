"""What kind of paper a document is."""

from __future__ import annotations

import pytest

from pipeline.records.kind_of_paper import is_of_government, kind_of_paper, phase_of_table


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("甲县水利局2024年部门预算", "department_budget"),
        ("甲县水利局2024年预算情况说明", "department_budget"),
        ("甲县2022年“三公”经费决算公开", "department_final_account"),
        ("甲县2022年政府决算公开表", "other"),
        ("甲县2023年预算执行情况和2024年预算草案的报告", "other"),
        ("甲省财政厅关于下达2024年水利补助资金预算的通知", "allocation_notice"),
        ("甲市2024年水利补助资金分配表", "allocation_notice"),
        ("关于做好2024年绩效评价工作的通知", "other"),
        ("关于印发《甲县小额信贷贴息实施方案》的通知", "policy"),
        ("甲市养老补助管理办法（试行）", "policy"),
        ("关于完善养老补助政策的通知", "policy"),
        ("甲县山塘清淤项目绩效评价结果", "evaluation_report"),
        ("甲县山塘清淤项目自评情况汇总表", "self_evaluation_form"),
        ("甲县山塘清淤补助名单公示", "other"),
        ("2023年预算绩效目标批复汇总表", "target_form"),
        ("关于甲县2022年结余资金的批复", "other"),
        ("甲市2024年政策性水产保险保费补贴资金清算表", "allocation_notice"),
        ("甲市2024年政策性水产保险承保情况", "other"),
        ("甲市2024年政府性基金预算收支安排表", "other"),
        ("甲市2024年社会保险基金预算收支情况表", "other"),
    ],
)
def test_by_the_title(title: str, kind: str) -> None:
    assert kind_of_paper(title, [], [], has_office=False) == kind


def test_a_paper_without_a_title_is_what_its_tables_are() -> None:
    captions = ["收支预算总表", "收入预算表"]
    assert kind_of_paper("", captions, [], has_office=True) == "department_budget"
    assert kind_of_paper("", ["全市收支预算总表"], [], has_office=True) == "other"


def test_where_the_title_goes_on_behind_its_word_the_tables_tell_more() -> None:
    title, captions = "部门整体支出绩效评价基础数据表", ["基础数据表", "部门整体支出绩效自评表"]
    assert kind_of_paper(title, captions, [], has_office=True) == "self_evaluation_form"
    assert kind_of_paper("山塘清淤绩效评价指标评分表", captions, [], has_office=True) == "evaluation_report"


def test_papers_of_governments() -> None:
    assert is_of_government("甲省2021年全省和省本级财政决算")
    assert not is_of_government("甲县财政局2021年部门决算")
    assert not is_of_government("甲县山塘清淤项目绩效评价报告")


@pytest.mark.parametrize(
    ("caption", "phase"),
    [
        ("2023年一般公共预算收入决算表", "executed"),
        ("2024年转移支付草案表", "initial"),
        ("2023年政府性基金预算支出执行情况表", "executed"),
        ("2024年一般公共预算支出经济分类表", "initial"),  # the year of the budget
        ("2023年一般公共预算支出经济分类表", "executed"),  # the year of the account
        ("2022年一般公共预算支出经济分类表", None),
        ("2023年地方政府债务决算表", None),
    ],
)
def test_the_phase_of_a_governments_table(caption: str, phase: str | None) -> None:
    assert phase_of_table(caption, "甲县2023年预算执行情况和2024年预算草案的报告") == phase


def test_a_title_with_one_phase_says_it_for_its_tables() -> None:
    assert phase_of_table("一般公共预算支出经济分类表", "甲省2021年全省财政决算") == "executed"
