"""Figures that sentences state, and their rows."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractors.prose.prose import Sentence
from normalizers.clauses.model import Stated
from normalizers.clauses.reading import read_sentence
from normalizers.metrics import POINTS, Metric, find_metric, load, metric_names
from pipeline.context.context import Context
from pipeline.facts.budget import Paper
from pipeline.prose.document import prose_rows
from pipeline.schemas.schemas import SCHEMAS, allowed_values
from tests.tables import columns_of


def metrics_of(text: str) -> list[tuple[Metric, Stated]]:
    return [(metric, stated) for stated in read_sentence(text) if (metric := find_metric(stated)) is not None]


def found(text: str) -> list[tuple[str, Decimal, str]]:
    return [(m.name, s.value, s.unit.name) for m, s in metrics_of(text) if s.unit is not None]


def rows(*sentences: Sentence | str, document_type: str = "evaluation_report") -> list[dict[str, Any]]:
    context = Context("d0", region_code="370200", region_name="青岛市", fiscal_year=2023)
    read = [s if isinstance(s, Sentence) else Sentence(s, 3) for s in sentences]
    return prose_rows(context, read, Paper(document_type), has_scores=True).get("metrics", [])


@pytest.mark.parametrize(
    ("text", "name", "value", "unit"),
    [
        ("全市短期出口信用险的渗透率达到 35%较上年度提高 3%。", "penetration_rate_pct", "35", "%"),
        ("对全市出口渗透率从11.77%提高至 16.68%。", "penetration_rate_pct", "16.68", "%"),
        ("小微企业覆盖率为61.20%，比上年提高3.4个百分点。", "coverage_rate_pct", "61.20", "%"),
        ("短期出口信用保险承保额从114.9亿美元增加至154.4亿美元。", "insured_amount", "154.4", "亿美元"),
        ("全年实缴保费1,200.5万元。", "premium", "1200.5", "万元"),
        ("人保青岛分公司赔付 846 万元。", "claims_paid", "846", "万元"),
        ("支持投保企业数量从2872家增加到6495家。", "firms_served", "6495", "家"),
        ("2023年对10家企业给予支持500万元。", "firms_served", "10", "家"),
        ("受益企业满意度为92.1%。", "satisfaction_pct", "92.1", "%"),
        ("经综合评价，该项目得分85.51分。", "total_score", "85.51", "分"),
        ("2022年专项资金年初预算6,200.00万元。", "budget", "6200.00", "万元"),
        ("评价组综合评定得分为91.94分。", "total_score", "91.94", "分"),
        ("2023年市级预算安排资金5,000万元。", "budget", "5000", "万元"),
        ("年中调整为5,920.00万元。", "budget_adjusted", "5920.00", "万元"),
        ("实际拨付至项目单位（外贸企业及保险机构）2113.59万元。", "spent", "2113.59", "万元"),
        ("预算执行率为95.13%。", "execution_rate_pct", "95.13", "%"),
    ],
)
def test_a_figure_and_its_name(text: str, name: str, value: str, unit: str) -> None:
    assert found(text) == [(name, Decimal(value), unit)]


@pytest.mark.parametrize(
    "text",
    [
        "该指标满分 12 分，得 11.94 分，得分率 99.50%。",
        "该一级指标权重 12 分, 得 11.94 分, 得分率 99.50%。",
        "指标分值12分，实际得分11.94分，得分率99.50% 。",
        "1.决策分析该指标分值 12 分，评价得分 11.94 分，得分率为 99.50%。",
    ],
)
def test_points_of_an_indicator(text: str) -> None:
    points = rows(Sentence(text, 9, ("效益", "满意度指标")))
    assert [row["metric"] for row in points] == list(POINTS)
    assert [row["value"] for row in points] == [12, 11.94, 99.5]


@pytest.mark.parametrize(
    "text",
    [
        "渗透率目标为20%。",
        "预计渗透率达到40%。",
        "出口信用保险承保额≥90亿美元。",
        "支持企业不少于270家。",
        "企业满意度为80%以上。",
        "赔付金额占实缴保费比例分别为29.35%。",
        "年中预算调整收回5,707.78万元。",
        "根据《2023年预算5000万元的批复》执行。",
        "渗透率达到35家。",
        "项目总分100分。",
        "共5家，分别是中信保、人保等。",
    ],
)
def test_goals_bounds_and_other_figures_are_left_out(text: str) -> None:
    assert found(text) == []


def test_each_figure_of_a_list_has_its_own_name() -> None:
    text = "其中：政府采购货物预算10.00万元、政府采购工程预算550.00万元。"
    assert [(m.subject, s.text) for m, s in metrics_of(text)] == [
        ("政府采购货物预算", "10.00万元"),
        ("政府采购工程预算", "550.00万元"),
    ]


def test_money_is_yuan_only_where_it_is_chinese() -> None:
    text = "支付赔款1.48亿元，承保额154.4亿美元。"
    assert columns_of(rows(text), "amount_yuan") == [(Decimal(148000000),), (None,)]


def test_points_belong_to_the_indicator_of_the_heading() -> None:
    section = ("效益", "满意度指标", "被服务企业满意度（%）")
    points = rows(Sentence("综上，该指标满分5分，得3分。", 9, section))
    assert rows(Sentence("该项指标满分5分，得3分。", 9, section))[0]["subject"] == "被服务企业满意度（%）"
    assert columns_of(points, "metric", "subject", "value", "page_number") == [
        ("points_possible", "被服务企业满意度（%）", 5.0, 9),
        ("points_awarded", "被服务企业满意度（%）", 3.0, 9),
    ]


def test_points_belong_to_the_indicator_that_the_sentence_names() -> None:
    points = rows(Sentence("1.决策分析该指标分值50.00分，评价得分46.00分。", 6, ("项目管理绩效指标分析",)))
    assert {row["subject"] for row in points} == {"决策分析"}


def test_dates_and_years() -> None:
    text = "截至2024年6月30日，实际拨付2317.74万元，预算执行率23.18%。"
    assert columns_of(rows(text), "fiscal_year", "as_of") == [(2023, date(2024, 6, 30))] * 2
    assert columns_of(rows("2022年，各机构支付赔款1.48亿元。"), "fiscal_year", "as_of") == [(2022, None)]
    assert columns_of(rows("2021-2023期间，渗透率从2021年的11.77%提高至16.68%。"), "fiscal_year") == [(2023,)]
    assert columns_of(rows("2022年度，与2021年度相比续保率达82%。"), "fiscal_year") == [(2022,)]


def test_dates_and_years_are_those_nearest_to_the_figure() -> None:
    found = rows(
        Sentence("截至2023年12月31日累计支出100万元，截至2024年3月31日累计支出120万元。", 1, ()),
        Sentence("2022年度项目综合得分91分。", 1, ()),
    )
    assert [(row["value"], row["as_of"], row["fiscal_year"]) for row in found] == [
        (100.0, date(2023, 12, 31), 2023),
        (120.0, date(2024, 3, 31), 2023),
        (91.0, None, 2022),
    ]


def test_a_year_that_nothing_states_stays_null() -> None:
    assert columns_of(rows("渗透率达到35%。"), "fiscal_year") == [(None,)]
    before = Sentence("在2022年，业务取得了进展。", 3, paragraph=4)
    assert columns_of(rows(before, Sentence("渗透率达到35%。", 3, paragraph=4)), "fiscal_year") == [(2022,)]
    assert columns_of(rows(before, Sentence("渗透率达到35%。", 3, paragraph=5)), "fiscal_year") == [(None,)]


def test_the_label_of_a_paragraph_names_its_figures() -> None:
    paragraph = Sentence("2.非小微企业：资金已全额下达，实际拨付679.94万元。", 4, paragraph=1)
    later = Sentence("截至年末，实际拨付884.09万元。", 4, paragraph=1)
    assert columns_of(rows(paragraph, later), "subject") == [
        ("非小微企业：实际拨付",),
        ("非小微企业：实际拨付",),
    ]


def test_a_region_that_the_clause_names_is_the_figures_own() -> None:
    text = "烟台市出口信用保险渗透率达到30%，覆盖率为20%。"
    assert columns_of(rows(text), "region_name", "confidence") == [("烟台市", 0.85), ("青岛市", 0.75)]
    assert rows("青岛市和烟台市渗透率均为30%。") == []


def test_sections_of_goals_and_proposals_and_accounts_give_none() -> None:
    assert rows(Sentence("通过实施，续保率达100%。", 6, ("阶段目标",))) == []
    assert rows(Sentence("渗透率达到60%。", 6, ("相关建议",))) == []
    assert rows("支出预算9,101.68万元。", document_type="department_budget") == []
    assert rows("支出预算9,101.68万元。") != []


def test_metrics_of_the_data_file_are_those_of_the_schema() -> None:
    assert sorted(metric_names()) == sorted(allowed_values(SCHEMAS["metrics"].field("metric")))
    assert len(set(metric_names())) == len(metric_names())


def test_every_rule_is_of_a_known_kind_and_compiles() -> None:
    for entry in load()["metric"]:
        assert entry["unit_kind"] in {"percent", "money", "count", "score", "area", "length", "mass"}
        for pattern in (*entry["names"], *entry.get("behind", ()), *entry.get("before", ())):
            re.compile(pattern)
