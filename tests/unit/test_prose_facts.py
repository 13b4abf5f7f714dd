"""Money, points, targets and figures of sentences as rows. All wordings, places' money and figures are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.facts.budget import Paper
from pipeline.prose.phrases import read_phrase
from pipeline.prose.words import load, pattern
from tests.prose import ACCOUNTS, NOTICE, money, read, told


def test_phases_and_payers_of_one_paragraph() -> None:
    text = "年初预算安排市级资金80万元，7月追加6万元。截至2031年10月底，到位资金60万元，实际支出51万元。"
    assert money(text, "phase", "funding_source", "as_of") == [
        ("80万元", "initial", "city", None),
        ("6万元", "adjustment", "city", None),
        ("60万元", "arrived", None, date(2031, 10, 31)),
        ("51万元", "executed", None, date(2031, 10, 31)),
    ]


def test_parts_take_the_phase_of_their_whole_which_is_a_total() -> None:
    text = "实际到位90万元，其中中央50万元、省级30万元、市级10万元，到位率100%。"
    assert money(text, "phase", "funding_source", "is_total") == [
        ("90万元", "arrived", "all", True),
        ("50万元", "arrived", "central", False),
        ("30万元", "arrived", "province", False),
        ("10万元", "arrived", "city", False),
    ]


def test_a_rate_of_execution_goes_to_the_whole_amount_spent() -> None:
    text = "全年支出75万元，其中护坡支出40万元、清淤支出35万元，预算执行率93.75%。"
    assert money(text, "line_item", "execution_rate_printed_pct") == [
        ("75万元", "河堤加固项目", 93.75),
        ("40万元", "护坡支出", None),
        ("35万元", "清淤支出", None),
    ]


def test_what_the_money_is_for_may_stand_behind_it() -> None:
    text = "全年支出30万元，其中12万元用于护坡，18万元用于清淤、疏浚。"
    assert money(text, "line_item")[1:] == [("12万元", "护坡"), ("18万元", "清淤、疏浚")]
    text = "共投入60万元，其中40万元为中央资金，20万元来自省级财政。"
    assert money(text, "funding_source")[1:] == [("40万元", "central"), ("20万元", "province")]


def test_a_list_divides_the_amount_of_the_paragraph_before() -> None:
    text = "全年支付补助70万元。\n按工程类别看，护坡50万元，清淤20万元。"
    assert money(text, "line_item", "phase", "is_total") == [
        ("70万元", "补助", "executed", True),
        ("50万元", "护坡", "executed", False),
        ("20万元", "清淤", "executed", False),
    ] or money(text, "phase")[1:] == [("50万元", "executed"), ("20万元", "executed")]


def test_years_of_a_list_and_what_is_left_over() -> None:
    assert money("2029年、2030年和2031年分别安排资金3万元、4万元和5万元。", "fiscal_year") == [
        ("3万元", 2029),
        ("4万元", 2030),
        ("5万元", 2031),
    ]
    assert money("年末结余8万元，结转2032年使用。", "flow", "phase", "fiscal_year") == [
        ("8万元", "balance", None, 2031)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "比上年增加20万元，增长5%。",
        "建议2032年安排资金90万元。",
        "每公里补助30万元，单个项目不超过200万元。",
        "投资额达到500万元以上的，补助50万元。",
        "拟申请资金70万元。",
        "2026—2030年，累计支出900万元。",
        "年末债务余额12亿元。",
        "企业全年销售收入6亿元，利润5000万元。",
    ],
)
def test_changes_plans_rules_and_money_of_others_are_no_budget(text: str) -> None:
    assert "budget" not in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "2032年计划新建机耕道30公里，投入资金90万元。",
        "到2032年，建成温室大棚60座，投保率达到95%。",
        "邻县同类项目支出80万元，培训农民500人。",
        "例如，某企业投入资金20万元，培训职工30人。",
        "全省支出资金12亿元，满意度达到91%。",
    ],
)
def test_plans_other_places_and_examples_give_nothing(text: str) -> None:
    assert read(text) == {}


@pytest.mark.parametrize("title", ["某市2032年工作计划", "某条例解读", "某局主要职责"])
def test_papers_of_plans_rules_and_duties_give_nothing(title: str) -> None:
    assert read("实际支出30万元，满意度达到95%。", Paper("other", None, title)) == {}


def test_sections_of_rules_and_proposals_hold_no_money_of_the_programme() -> None:
    text = "市财政安排资金60万元。"
    assert money(text, section=("三、建议",)) == []
    assert money(text, section=("补助标准",)) == []
    assert money(text, section=("补助标准及资金", "资金安排")) == [("60万元",)]


def test_lines_of_a_budget_have_the_phase_of_their_heading() -> None:
    text = "全市教育支出30亿元，为预算的98%，增长4%。加上结转下年支出2亿元。"
    done = money(
        text,
        "line_item",
        "phase",
        "flow",
        "execution_rate_printed_pct",
        paper=ACCOUNTS,
        section=("2031年预算执行情况",),
    )
    assert done[0] == ("30亿元", "全市教育支出", "executed", "expenditure", 98.0)
    assert done[1][2:4] == (None, "balance")
    planned = money("教育支出31亿元。", "phase", paper=ACCOUNTS, section=("2032年预算草案",))
    assert planned == [("31亿元", "initial")]
    assert money("教育支出31亿元。", paper=ACCOUNTS) == []  # of which year nothing tells


def test_reasons_and_forecasts_of_a_budget_are_no_lines() -> None:
    text = "教育支出30亿元，主要是上年一次性补助支出2亿元。明年收入预计40亿元，加上调入资金收入3亿元。"
    assert money(text, paper=ACCOUNTS, section=("预算执行情况",)) == [("30亿元",)]


def test_money_of_places_is_a_disbursement() -> None:
    text = "（一）秧苗补助60万元。其中：固始县30万元、息县20万元、淮滨县10万元。"
    rows = read(text, NOTICE)["disbursement"]
    assert told(rows, "region_code", "due_yuan", "is_total") == [
        ("411525", 300000, False),
        ("411528", 200000, False),
        ("411527", 100000, False),
        ("411500", 600000, True),
    ]
    assert {row["item"] for row in rows} == {"秧苗补助"}


def test_each_of_several_places_has_the_amount() -> None:
    rows = read("安排固始县、息县各15万元。", NOTICE)["disbursement"]
    assert told(rows, "region_code", "due_yuan") == [("411525", 150000), ("411528", 150000)]


def test_offices_and_towns_of_a_notice_are_recipients() -> None:
    rows = read("一、市水利局25万元，用于水毁修复。\n二、东河镇、西河镇分别追加6万元、4万元。", NOTICE)[
        "disbursement"
    ]
    assert told(rows, "recipient_name", "item", "due_yuan") == [
        ("市水利局", "水毁修复", 250000),
        ("东河镇", None, 60000),
        ("西河镇", None, 40000),
    ]


def test_points_are_indicators_where_no_table_holds_them() -> None:
    text = "决策类指标满分20分，得18分，得分率90%；产出类指标得27分（满分30分）。"
    rows = read(text)["indicators"]
    assert told(rows, "level1", "level1_code", "weight", "score") == [
        ("决策", "decision", 20, 18),
        ("产出", "output", 30, 27),
    ]
    assert rows[0]["score_rate_printed_pct"] == 90
    assert "indicators" not in read(text, has_scores=True)


def test_points_in_the_order_of_their_indicators() -> None:
    text = "决策、过程两类指标满分分别为15分、25分，得分依次为13分、22分。"
    assert told(read(text)["indicators"], "level1", "weight", "score") == [("决策", 15, 13), ("过程", 25, 22)]


def test_targets_with_their_results() -> None:
    text = "护坡长度目标12公里，实际完成11.4公里，完成率95%；培训场次≥6场，实际完成7场。"
    rows = read(text)["indicators"]
    assert told(
        rows, "level3", "target_value", "target_op", "actual_value", "completion_rate_printed_pct"
    ) == [
        ("护坡长度", 12, "=", 11.4, 95),
        ("培训场次", 6, "≥", 7, None),
    ]
    assert "indicators" not in read(text, has_targets=True)


def test_every_number_that_gives_a_fact_is_a_figure_with_its_address() -> None:
    figures = read("共安排40万元，其中省级25万元。", section=("资金情况",))["figures"]
    assert told(figures, "value_text", "row_path", "fact_table", "source_kind") == [
        ("40万元", ["资金情况", "共安排"], "budget", "prose"),
        ("25万元", ["资金情况", "共安排", "省级"], "budget", "prose"),
    ]


def test_no_confidence_of_a_sentence_reaches_that_of_a_cell() -> None:
    rows = read("实际到位90万元，其中中央50万元、省级40万元。满意度95%。")
    assert all(row["confidence"] < 0.9 for name in ("budget", "metrics") for row in rows[name])


def test_every_pattern_of_the_data_file_compiles() -> None:
    for name, value in load().items():
        if isinstance(value, list) and name.endswith(("_patterns", "_titles", "_headings", "_items")):
            pattern(name)
        elif isinstance(value, dict) and name in ("flow", "not", "headings", "points"):
            for inner in value:
                pattern(f"{name}.{inner}")


def test_what_stands_behind_a_number_tells_its_phase_and_purpose() -> None:
    text = "安排柳河镇12万元用于护坡，安排石桥乡9万元用于清淤。"
    assert money(text, "line_item") == [("12万元", "护坡"), ("9万元", "清淤")]
    text = "项目资金90万元于2031年4月全部到位，其中省级60万元、市级30万元。"
    assert money(text, "phase") == [("90万元", "arrived"), ("60万元", "arrived"), ("30万元", "arrived")]
    text = "现将2031年省级秧苗补助资金90万元（详见附件）下达给你们。"
    assert money(text, "phase", "funding_source", paper=NOTICE) == [("90万元", "issued", "province")]


def test_the_budget_of_the_beginning_of_the_year_that_was_raised() -> None:
    text = "资金由年初预算的80万元调增至95万元。"
    assert money(text, "phase") == [("80万元", "initial"), ("95万元", "adjusted")]


def test_a_sum_over_years_is_of_no_year_but_its_parts_are() -> None:
    text = "自2030年实施以来，累计投入资金90万元，其中2030年40万元、2031年50万元。"
    assert money(text, "fiscal_year") == [("40万元", 2030), ("50万元", 2031)]


def test_instalments_and_quarters_add_up_to_what_was_spent() -> None:
    text = "市财政局于3月5日、6月8日分别拨付资金30万元、45万元，累计75万元。"
    assert money(text, "phase", "is_total")[-1] == ("75万元", "executed", True)
    text = "第一季度至第三季度分别支出3万元、4万元和5万元。"
    assert money(text, "quarter", "line_item") == [
        ("3万元", 1, "河堤加固项目"),
        ("4万元", 2, "河堤加固项目"),
        ("5万元", 3, "河堤加固项目"),
    ]


def test_money_behind_its_share_is_that_of_the_payer() -> None:
    text = "中央资金占60%，计54万元；省级资金占40%，计36万元。"
    assert money(text, "funding_source") == [("54万元", "central"), ("36万元", "province")]


def test_full_marks_in_brackets_and_weights_in_percent() -> None:
    text = "项目得分90.5分。其中，项目决策16.5分（满分20分），项目过程17分（满分20分）。"
    assert told(read(text)["indicators"], "level1", "weight", "score") == [
        ("项目决策", 20.0, 16.5),
        ("项目过程", 20.0, 17.0),
    ]
    text = "决策、过程权重分别为40%、60%，得分分别为35分、52分。"
    assert told(read(text)["indicators"], "level1", "weight", "score") == [
        ("决策", 40.0, 35.0),
        ("过程", 60.0, 52.0),
    ]


def test_what_a_budget_became_has_the_name_in_front_of_it() -> None:
    text = "清淤经费年中调减至30万元，护坡经费根据进度压减到20万元。"
    assert money(text, "line_item", "phase") == [
        ("30万元", "清淤", "adjusted"),
        ("20万元", "护坡", "adjusted"),
    ]
    assert money("护坡预算由80万元调整为64万元。", "phase") == [("80万元", "initial"), ("64万元", "adjusted")]


def test_a_planned_amount_by_the_end_of_its_name() -> None:
    assert money("护坡项目年初预算60万元，年初预算列支8万元。", "phase") == [
        ("60万元", "initial"),
        ("8万元", "initial"),
    ]


def test_what_is_left_by_words_before_and_behind() -> None:
    text = "支付50万元，未结算的6万元待验收，余下4万元结转下年，财政年末收回2万元。"
    assert money(text, "flow")[1:] == [("6万元", "balance"), ("4万元", "balance"), ("2万元", "balance")]


def test_the_rate_behind_an_amount_tells_that_it_was_spent() -> None:
    text = "教育支出3亿元，完成年初预算的45%；农林水支出2亿元，为预算的50%。"
    assert money(text, "phase", "execution_rate_printed_pct", paper=ACCOUNTS) == [
        ("3亿元", "executed", 45),
        ("2亿元", "executed", 50),
    ]


def test_granted_money_is_the_programmes_whatever_it_is_for() -> None:
    text = "支付补助30万元，其中债券奖励20万元、海外资信补贴10万元。"
    assert money(text, "line_item")[1:] == [("20万元", "债券"), ("10万元", "海外资信补贴")]
    assert money("共结算贴息资金12万元，追回补贴2万元。", "phase") == [("12万元", "executed")]


def test_what_does_not_count_is_no_fact() -> None:
    assert money("农户自筹资金40万元，不纳入财政资金核算。") == []
    assert money("企业项目总投入260万元。") == []


def test_the_heading_names_a_line_of_the_accounts() -> None:
    section = ("具体情况", "城乡社区支出（类）河堤（款）养护（项）")
    assert money(
        "年初预算6万元，支出决算7万元。", "line_item", "phase", "flow", paper=ACCOUNTS, section=section
    ) == [
        ("6万元", "养护", "initial", "expenditure"),
        ("7万元", "养护", "executed", "expenditure"),
    ]


def test_a_place_may_be_the_payer() -> None:
    text = "县区资金到位9万元，其中浉河区到位4万元、平桥区到位5万元。"
    assert money(text, "funding_source", "region_code")[1:] == [
        ("4万元", "county", "411502"),
        ("5万元", "county", "411503"),
    ]


def test_up_to_which_day_an_accumulated_amount_counts() -> None:
    text = "截至2031年12月10日，受理申请120份。累计拨付补助66万元。"
    assert money(text, "as_of") == [("66万元", date(2031, 12, 10))]


TWO = [("决策", 20, 18), ("过程", 25, 21)]


@pytest.mark.parametrize(
    "text",
    [
        "两个维度得分为：决策18分（满分20分）、过程21分（满分25分），总分39分。",
        "总得分39分。决策20分得18分，过程25分得21分。",
        "一级指标“决策”满分20分，得18分；“过程”满分25分，得21分。",
        "满分20分的决策指标实得18分，满分25分的过程指标实得21分，扣4分。",
        "决策（满分20分）得18分，过程（满分25分）得21分。",
        "从一级指标看，决策类获得18分（共20分），过程类获得21分（共25分）。",
        "决策维度20分中得18分，过程维度25分中得21分。",
        "各维度满分为：决策20分、过程25分；得分为：决策18分、过程21分。",
        "决策方面，满分20分，评价得分18分，扣2分；过程方面，满分25分，评价得分21分。",
        "决策情况（20分，得18分）良好，过程情况（25分，得21分）一般。",
        "决策指标得18分，占该项满分20分的90%；过程指标得21分，占该项满分25分的84%。",
        "决策类18分/20分，过程类21分/25分。",
        "决策部分权重20%，得18分；过程部分权重25%，得21分。",
    ],
)
def test_full_marks_and_marks_given_in_any_order(text: str) -> None:
    assert told(read(text)["indicators"], "level1", "weight", "score") == TWO


def test_the_name_of_an_indicator_may_begin_like_the_whole() -> None:
    rows = read("项目决策得分18分，分值20分；项目过程得分21分，分值25分。")["indicators"]
    assert told(rows, "level1", "weight", "score") == [("项目决策", 20, 18), ("项目过程", 25, 21)]


def test_indicators_of_lower_levels_stand_under_the_first() -> None:
    text = "过程情况。分值25分，得分19分。执行率指标满分6分，实际得分4分；合规性满分5分，实际得分3分。"
    assert told(read(text)["indicators"], "level1", "level3", "weight", "score") == [
        ("过程", None, 25, 19),
        ("过程", "执行率指标", 6, 4),
        ("过程", "合规性", 5, 3),
    ]
    text = "产出方面，满分30分，得27分。其中，清淤指标满分8分，得7分。"
    assert told(read(text)["indicators"], "level1", "level3")[1] == ("产出", "清淤指标")


@pytest.mark.parametrize(
    "text",
    [
        "综合得分39分。",
        "决策扣2分，过程扣4分。",
        "得分90分以上为优，80分至90分为良。",
        "各级指标中100分为优，60分为合格。",
    ],
)
def test_totals_deductions_and_grades_are_points_of_no_indicator(text: str) -> None:
    assert not read(text).get("indicators")


def test_nobody_gets_more_than_the_full_marks() -> None:
    rows: list[dict[str, Any]] = read("决策满分20分，得25分。").get("indicators", [])
    assert all(row.get("weight") is None or row["score"] <= row["weight"] for row in rows)


def test_a_zone_without_a_code_is_a_place_by_its_name() -> None:
    text = "本次下达浉河区、平桥区、柳林产业园区补助资金分别为20万元、30万元、40万元。"
    rows = read(text, NOTICE)["disbursement"]
    assert told(rows, "region_code", "due_yuan")[:2] == [("411502", 200000), ("411503", 300000)]
    assert told(rows, "region_code", "region_name", "due_yuan")[2] == (None, "柳林产业园区", 400000)


def test_points_that_add_up_to_the_whole_were_given() -> None:
    text = "决策18分、过程21分、产出28分，综合得分67分。"
    assert told(read(text)["indicators"], "level1", "weight", "score") == [
        ("决策", None, 18),
        ("过程", None, 21),
        ("产出", None, 28),
    ]
    assert "indicators" not in read(text.replace("67", "94"))


def test_what_is_built_to_a_standard_is_no_standard() -> None:
    assert told(read("项目新建标准化圈舍46座。")["metrics"], "metric", "value") == [("facilities", 46)]
    assert "metrics" not in read("圈舍建设标准46座。")


def test_the_rate_in_front_of_an_amount_names_its_payer() -> None:
    text = "中央资金到位率100%，实际到位50万元；省级资金到位率80%，实际到位16万元。"
    assert money(text, "funding_source") == [("50万元", "central"), ("16万元", "province")]


def test_words_of_time_leave_no_name_behind() -> None:
    text = "市财政局于2031年6月下达第一批资金20万元。支出方面：护坡工程费2万元，监理费1万元，合计3万元。"
    items = [item for _, item in money(text, "line_item")]
    assert items == ["河堤加固项目", "护坡工程费", "监理费", "河堤加固项目"]


def test_money_of_a_zone_is_not_its_city_s() -> None:
    text = "威海高新区支出30万元，其他县区支出20万元。下达郑州航空港区7万元、威海高新区8万元。"
    rows = read(text).get("disbursement", [])
    assert told(rows, "region_code", "region_name", "paid_yuan", "due_yuan", "item") == [
        (None, "威海高新区", 300_000, None, None),
        (None, "郑州航空港区", None, 70_000, None),
        (None, "威海高新区", None, 80_000, None),
    ]


def test_money_is_of_the_whole_and_not_of_a_place_that_it_takes_in() -> None:
    text = "市级（含威海高新区、平桥区，下同）支出70万元，平桥区（不含威海高新区）支出5万元。"
    rows = read(text)
    assert told(rows["budget"], "region_code", "amount_text") == [("411500", "70万元")]
    assert told(rows["disbursement"], "region_code", "paid_yuan") == [("411503", 50_000)]


def test_the_months_at_the_head_of_a_paragraph_hold_for_its_sentences() -> None:
    text = (
        "上半年，全市一般公共预算收入完成7.5亿元；一般公共预算支出9.1亿元。民生投入持续加大，教育支出3亿元。"
        "全年科技支出预算2亿元。卫生健康支出1亿元。"
    )
    assert money(text, "as_of", paper=ACCOUNTS)[:3] == [
        ("7.5亿元", date(2031, 6, 30)),
        ("9.1亿元", date(2031, 6, 30)),
        ("3亿元", date(2031, 6, 30)),
    ]
    # Behind another time nothing says up to when.
    assert all(day is None for _, day in money(text, "as_of", paper=ACCOUNTS)[3:])


def test_a_year_is_taken_off_a_name_as_a_whole() -> None:
    paper = Paper("department_final_account", None, "某研究所2031年度单位决算说明")
    text = "2031年度本年收入合计90万元，其中财政拨款收入90万元。2031年末结转和结余7万元。"
    assert money(text, "line_path", paper=paper) == [
        ("90万元", ["本年收入合计"]),
        ("90万元", ["本年收入合计", "财政拨款收入"]),
        ("7万元", ["年末结转和结余"]),
    ]


def test_a_word_that_points_at_the_programme_is_no_name() -> None:
    text = "2031年该专项共安排财政资金90万元，其中省级资金60万元、市级资金30万元。"
    assert {item for _, item in money(text, "line_item")} == {"河堤加固项目"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "截至2031年底，固始县下达资金30万元，实际支出18万元，执行率60%；息县下达资金20万元，已支付15万元，支付率75%。",
            [
                ("411525", 300000, None, None),
                ("411525", None, 180000, 60.0),
                ("411528", 200000, None, None),
                ("411528", None, 150000, 75.0),
            ],
        ),
        # Of two places in a row, and of all together, none is the subject of what stands behind.
        (
            "固始县下达资金30万元，息县下达资金20万元，实际支出33万元，执行率66%。",
            [("411525", 300000, None, None), ("411528", 200000, None, None)],
        ),
        ("固始县下达资金30万元，全市实际支出33万元。", [("411525", 300000, None, None)]),
        ("固始县下达资金30万元；实际支出33万元。", [("411525", 300000, None, None)]),
        # A place that was given money is no subject.
        ("下达固始县资金30万元，实际支出33万元。", [("411525", 300000, None, None)]),
    ],
)
def test_the_place_of_a_clause_is_the_subject_up_to_the_next_semicolon(
    text: str, found: list[tuple[Any, ...]]
) -> None:
    rows = read(text, section=("部分县执行进度偏慢",))["disbursement"]
    assert told(rows, "region_code", "due_yuan", "paid_yuan", "execution_rate_printed_pct") == found
    assert {row["item"] for row in rows} <= {None, "部分县执行进度偏慢"}


def test_a_state_of_affairs_is_no_name_of_a_line() -> None:
    text = "各县拨付滞后。固始县下达资金30万元，实际支出18万元。"
    assert told(read(text)["disbursement"], "item") == [(None,), (None,)]


def test_what_a_place_has_left_is_no_money_due_to_it() -> None:
    rows = read("固始县下达资金30万元，实际支出18万元，结余资金12万元。")
    assert told(rows["disbursement"], "due_yuan", "paid_yuan") == [(300000, None), (None, 180000)]
    assert told(rows["budget"], "region_code", "flow", "amount_yuan") == [("411525", "balance", 120000)]


HALF_YEAR = Paper("other", None, "某市2031年上半年预算执行情况")
RUNNING = Paper("other", None, "某市2031年上半年财政运行情况")


@pytest.mark.parametrize("paper", [HALF_YEAR, RUNNING, ACCOUNTS])
def test_a_name_of_money_right_in_front_of_a_number_needs_no_verb(paper: Paper) -> None:
    text = (
        "上半年，全市一般公共预算收入9.2亿元，同比增长2.5%，完成年初预算的51%；"
        "一般公共预算支出21.5亿元，同比增长3.4%，其中教育支出6.1亿元，占比28%。"
    )
    found = money(text, "line_item", "phase", "flow", "execution_rate_printed_pct", paper=paper)
    assert found == [
        ("9.2亿元", "全市一般公共预算收入", "executed", "income", 51.0),
        ("21.5亿元", "一般公共预算支出", "executed", "expenditure", None),
        ("6.1亿元", "教育支出", "executed", "expenditure", None),
    ]


def test_the_title_of_an_account_tells_that_its_money_was_spent() -> None:
    text = "一般公共预算支出21.5亿元。"
    assert money(text, "phase", paper=HALF_YEAR) == [("21.5亿元", "executed")]
    assert money(text, "phase", paper=HALF_YEAR, section=("2032年预算安排",)) == [("21.5亿元", "initial")]


def test_growth_since_last_year_tells_a_result_but_not_against_a_heading() -> None:
    text = "政府性基金预算收入3.4亿元，同比下降4.1%。"
    assert money(text, "phase", paper=RUNNING) == [("3.4亿元", "executed")]
    assert money(text, "phase", paper=RUNNING, section=("2032年预算草案",)) == [("3.4亿元", "initial")]


def test_money_of_a_fund_without_a_phase_stays_in_the_figures() -> None:
    rows = read("全市一般公共预算支出21.5亿元。", RUNNING)
    assert "budget" not in rows
    columns = ("value_text", "item", "flow", "amount_yuan", "phase", "fact_table")
    assert told(rows["figures"], *columns) == [
        ("21.5亿元", "全市一般公共预算支出", "expenditure", 2_150_000_000, None, None)
    ]
    assert read("预计全市一般公共预算支出21.5亿元。", RUNNING) == {}


@pytest.mark.parametrize(
    ("words", "item", "source"),
    [
        ("现下达你县（市）2031年中央财政秧苗补助资金", "中央财政秧苗补助资金", "central"),
        ("现下达你市县2031年秧苗补助资金", "秧苗补助资金", None),
        ("下达你们省级秧苗补助资金", "省级秧苗补助资金", "province"),
        ("下达你县（市、区）秧苗补助资金", "秧苗补助资金", None),
        ("此前已提前下达", "", None),
        ("截至目前已支付", "", None),
        ("目前秧苗经费支出", "秧苗经费支出", None),
    ],
)
def test_those_a_notice_speaks_to_and_words_of_time_are_no_names(
    words: str, item: str, source: str | None
) -> None:
    phrase = read_phrase(words)
    assert (phrase.item, phrase.facets.funding_source) == (item, source)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("2031年，市级共筹集资金90万元，其中省级补助60万元、市级财政30万元。", ["all", "province", "city"]),
        (
            "县财政安排资金90万元，其中中央资金60万元、省级资金20万元、县级10万元。",
            ["all", "central", "province", "county"],
        ),
        ("区财政安排90万元，含上级省补助60万元。", ["all", "province"]),
        ("省级资金到位90万元，其中市级60万元、县级30万元。", ["province", "city", "county"]),
        ("市级财政安排90万元，其中护坡60万元、清淤30万元。", ["city", "city", "city"]),
        ("中央资金到位90万元（上年结转20万元、当年下达70万元）。", ["central", "carryover", "central"]),
        ("上年结转资金90万元，其中省级60万元、市级30万元。", ["carryover", "province", "city"]),
    ],
)
def test_a_sum_that_several_pay_is_of_all_of_them(text: str, sources: list[str]) -> None:
    assert [source for _, source in money(text, "funding_source")] == sources


def test_how_a_budget_was_changed_is_no_name() -> None:
    text = "年初预算90万元，年中压减后全年预算80万元，全年执行76万元，执行率95%。"
    assert money(text, "line_item", "phase") == [
        ("90万元", "河堤加固项目", "initial"),
        ("80万元", "河堤加固项目", "adjusted"),
        ("76万元", "河堤加固项目", "executed"),
    ]


def test_what_stands_behind_a_number_is_nearer_than_what_heads_its_paragraph() -> None:
    text = "一是资金拨付不及时。根据有关文件，护坡专项资金共9万元已经下达至各县财政局。"
    assert money(text, "phase") == [("9万元", "issued")]
