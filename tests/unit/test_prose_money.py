"""Money of sentences: its phase, its payer, its year, and the whole that it is a part of. All figures are invented."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.prose.words import load, pattern
from tests.sentences import money, read
from tests.tables import columns_of


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


def test_every_number_that_gives_a_fact_is_a_figure_with_its_address() -> None:
    figures = read("共安排40万元，其中省级25万元。", section=("资金情况",))["figures"]
    assert columns_of(figures, "value_text", "row_path", "fact_table", "source_kind") == [
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


def test_a_planned_amount_by_the_end_of_its_name() -> None:
    assert money("护坡项目年初预算60万元，年初预算列支8万元。", "phase") == [
        ("60万元", "initial"),
        ("8万元", "initial"),
    ]


def test_what_is_left_by_words_before_and_behind() -> None:
    text = "支付50万元，未结算的6万元待验收，余下4万元结转下年，财政年末收回2万元。"
    assert money(text, "flow")[1:] == [("6万元", "balance"), ("4万元", "balance"), ("2万元", "balance")]


def test_a_place_may_be_the_payer() -> None:
    text = "县区资金到位9万元，其中浉河区到位4万元、平桥区到位5万元。"
    assert money(text, "funding_source", "region_code")[1:] == [
        ("4万元", "county", "411502"),
        ("5万元", "county", "411503"),
    ]


def test_up_to_which_day_an_accumulated_amount_counts() -> None:
    text = "截至2031年12月10日，受理申请120份。累计拨付补助66万元。"
    assert money(text, "as_of") == [("66万元", date(2031, 12, 10))]


def test_the_rate_in_front_of_an_amount_names_its_payer() -> None:
    text = "中央资金到位率100%，实际到位50万元；省级资金到位率80%，实际到位16万元。"
    assert money(text, "funding_source") == [("50万元", "central"), ("16万元", "province")]


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


def test_what_stands_behind_a_number_is_nearer_than_what_heads_its_paragraph() -> None:
    text = "一是资金拨付不及时。根据有关文件，护坡专项资金共9万元已经下达至各县财政局。"
    assert money(text, "phase") == [("9万元", "issued")]
