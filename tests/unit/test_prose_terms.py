"""Which sentences state a term of a subsidy policy, for whom, and whether it is in force."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractors.prose.prose import Sentence
from normalizers.terms.prose_terms import load, section_kind, sentence_terms
from normalizers.text import match_key
from normalizers.validity import find_validity
from pipeline.context.context import Context
from pipeline.prose.policies import IMPLIED, NAMED, RECOGNISED, ProseRows
from tests.tables import columns_of

RAISED = (
    "广州市将一般企业出口信用保险保费扶持比例由不超过10%提高至不超过30%，故2021年起，投保的企业省、市两级资金"
    "按照实际缴纳保险费给予不超过60％的资助（其中省级资金不超过30％、市级资金不超过30%）。"
)


def rows(text: str, *section: str, recognised: frozenset[int] = frozenset()) -> list[dict[str, Any]]:
    context = Context("d0", region_code="440100", region_name="广州市", fiscal_year=2023)
    found = ProseRows(context, None, recognised).build([Sentence(text, 7, section)])
    return found.get("subsidy_terms", [])


def test_who_pays_what_and_what_was_raised() -> None:
    assert columns_of(rows(RAISED), "region_name", "gov_level", "ratio_op", "ratio_pct", "status") == [
        ("广州市", "city", "≤", 10.0, "historic"),
        ("广州市", "city", "≤", 30.0, "in_force"),
        ("广州市", "province+city", "≤", 60.0, "in_force"),
        ("广东省", "province", "≤", 30.0, "in_force"),
        ("广州市", "city", "≤", 30.0, "in_force"),
    ]


def test_what_the_province_pays_is_the_provinces_policy() -> None:
    found = rows("因省级资金对小微企业补贴标准已达100%，故市级资金扶持项目仅为一般类企业。")
    assert columns_of(found, "region_code", "gov_level", "enterprise_class", "ratio_op", "ratio_pct") == [
        ("440000", "province", "small", "=", 100.0)
    ]


def test_two_levels_that_share_the_premium() -> None:
    found = rows("小微企业保费由省级财政承担70%，市级财政承担30%。")
    assert columns_of(found, "region_name", "gov_level", "ratio_pct") == [
        ("广东省", "province", 70.0),
        ("广州市", "city", 30.0),
    ]


def test_the_place_is_the_sentence() -> None:
    text = "深圳市对一般企业投保短期出口信用保险给予不超过50%的保费补助。"
    (row,) = rows(text)
    assert (row["source_kind"], row["table_id"], row["row_index"], row["column_index"]) == (
        "prose",
        None,
        None,
        None,
    )
    assert (row["page_number"], row["source_text"], row["region_code"]) == (7, text, "440300")


def test_confidence_says_where_the_region_comes_from() -> None:
    named, implied = "广州市对企业给予不超过30%的保费补助。", "我市对企业给予不超过30%的保费补助。"
    assert [rows(text)[0]["confidence"] for text in (named, implied)] == [NAMED, IMPLIED]
    assert rows(named, recognised=frozenset({7}))[0]["confidence"] == RECOGNISED < IMPLIED < NAMED


@pytest.mark.parametrize(
    "text",
    [
        "2023年全市短期出口信用保险渗透率达到35%，较上年度提高3%。",
        "非小微外贸企业补贴发放工作完成率为27.54%。",
        "小微企业赔付率46%，全年支付赔款1.48亿元，财政支持有力。",
        "费率不高于0.05%，由保险公司支持。",
        "补助资金预算执行率21.14%。",
        "一般公共预算财政拨款补助支出决算为9746.50万元，完成年初预算的95.45%。",
        "宁波、深圳、厦门等城市短期出口信用保险补贴比例在30%-50%区间。",
        "企业可同时申报省、市两级补助资金，但财政支持累计不得超过实际缴纳的保费。",
    ],
)
def test_what_is_no_term(text: str) -> None:
    assert rows(text) == []


def test_a_sentence_that_names_no_place_is_of_the_report_unless_its_section_is_about_others() -> None:
    text = "对企业给予不超过30%的保费补助。"
    assert columns_of(rows(text), "region_code") == [("440100",)]
    assert rows(text, "先进地区经验") == []
    assert rows(text, "（一）绩效目标") == []


@pytest.mark.parametrize(
    ("text", "section", "status"),
    [
        ("建议对一般企业给予不高于保费支出40%、不超过200万元的扶持。", (), "recommended"),
        ("我市拟提高至按保费的60%给予补助。", (), "recommended"),
        ("深圳市对企业给予50%的保费补助，可参考其做法。", ("相关建议",), "recommended"),
        ("对于小微企业，继续坚持保费全额支持原则。", ("相关建议",), "recommended"),
        ("烟台市对一般企业的补助标准为不高于实缴保费的40%，处于中间水平。", ("有关建议",), "in_force"),
        ("我市调整前对企业给予20%的保费补助。", (), "historic"),
        ("我市原按保费的20%给予补助。", (), "historic"),
        ("2019年，我市对企业给予20%的保费补助。", (), "historic"),
        ("2022年，我市对企业保费补助比例为40%，2023年提高至50%。", (), "historic"),
        ("根据2019年印发的办法，我市对企业给予20%的保费补助。", (), "in_force"),
        ("自2019年起，我市对企业给予20%的保费补助。", (), "in_force"),
    ],
)
def test_what_is_proposed_or_past_is_not_in_force(text: str, section: tuple[str, ...], status: str) -> None:
    assert {row["status"] for row in rows(text, *section)} == {status}


def test_only_what_was_raised_is_past() -> None:
    found = rows(
        "我市对小微企业保费补贴比例为90%，每家不超过8万元；对其他企业补贴比例由2021年的30%提高到45%，最高补贴180万元。"
    )
    assert columns_of(found, "enterprise_class", "ratio_pct", "status", "cap_yuan") == [
        ("small", 90.0, "in_force", Decimal("80000")),
        ("general", 30.0, "historic", None),
        ("general", 45.0, "in_force", Decimal("1800000")),
    ]


def test_a_proposal_may_name_ratio_and_cap() -> None:
    (row,) = rows("建议对一般企业给予不高于保费支出40%、不超过200万元的扶持。")
    assert (row["ratio_op"], row["ratio_pct"], row["cap_yuan"]) == ("≤", 40.0, Decimal(2000000))
    assert row["region_code"] == "440100"


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        (("相关建议", "扩大覆盖面"), "proposal"),
        (("主要经验做法、存在的问题和建议", "主要经验做法"), "report"),
        (("存在问题和建议",), None),
        (("先进地区情况",), "elsewhere"),
        (("预期绩效目标",), "goals"),
        (("绩效目标完成情况",), None),
        ((), None),
    ],
)
def test_kinds_of_sections(section: tuple[str, ...], kind: str | None) -> None:
    assert section_kind(section) == kind


def test_the_words_are_sorted_unique_and_the_patterns_compile() -> None:
    for groups in load().values():
        for name, entries in groups.items():
            assert len(set(entries)) == len(entries), name
            if name.endswith("_patterns"):
                assert all(re.compile(entry) for entry in entries)
            else:
                assert entries == sorted(entries), name


def test_no_word_stands_for_two_kinds_of_sections() -> None:
    words = [word for group in load()["section"].values() for word in group]
    assert len(set(words)) == len(words)


def test_a_sentence_without_figures_is_not_read() -> None:
    assert sentence_terms("我市对企业给予保费补助。") == []


def test_what_a_section_on_the_standard_grants_is_the_reports_own() -> None:
    text = "对小微企业投保短期出口信用保险的保费给予全额补助。"
    assert columns_of(rows(text, "（二）补助标准"), "region_code", "ratio_pct") == [("440100", 100.0)]
    assert rows(text, "（二）外地经验") == []


@pytest.mark.parametrize("heading", ["一、项目概况", "（一）基本情况", "二、项目背景"])
def test_what_a_report_tells_of_its_programme_is_its_own_policy(heading: str) -> None:
    text = "对符合条件的家庭，按改造费用的80%予以补助，每户最高不超过4000元。"
    assert columns_of(rows(text, heading), "region_name", "ratio_pct", "cap_yuan") == [
        ("广州市", 80.0, Decimal("4000"))
    ]
    assert rows(text, "周边城市情况") == []


@pytest.mark.parametrize(
    "text",
    [
        "与考核结果挂钩的10%补贴次年清算。",
        "考核不合格的，扣减次年度补助额度10%。",
    ],
)
def test_deductions_are_no_support(text: str) -> None:
    assert rows(text, "一、项目概况") == []


def test_what_the_payers_of_a_support_share() -> None:
    found = rows("补助资金由省、市、县三级财政按60%、12%、28%的比例分担。", "一、项目概况")
    assert columns_of(found, "gov_level", "ratio_pct") == [
        ("province", 60.0),
        ("city", 12.0),
        ("county", 28.0),
    ]
    parts = rows("改造资金由省、市、县按5:3:2比例承担。", "一、项目概况")
    assert columns_of(parts, "gov_level", "ratio_pct") == [
        ("province", 50.0),
        ("city", 30.0),
        ("county", 20.0),
    ]


@pytest.mark.parametrize("who", ["茶农", "菇农", "花农", "农户"])
def test_what_those_pay_who_are_supported_is_no_term(who: str) -> None:
    found = rows(f"保费由中央财政补贴35%，县级财政补贴20%，其余45%由{who}自缴。", "一、项目概况")
    assert columns_of(found, "gov_level", "ratio_pct") == [("central", 35.0), ("county", 20.0)]


def test_so_much_for_each_and_who_pays_what_of_it() -> None:
    found = rows("竹林改造每亩补助900元，其中省级承担600元、县级承担300元。", "（一）补助标准")
    assert columns_of(found, "item", "instrument", "standard_yuan", "standard_per", "gov_level") == [
        ("竹林改造", "unit_standard", Decimal(900), "亩", "city"),
        ("竹林改造", "unit_standard", Decimal(600), "亩", "province"),
        ("竹林改造", "unit_standard", Decimal(300), "亩", "county"),
    ]


@pytest.mark.parametrize(
    ("text", "amount", "per"),
    [
        ("每张床位补助9000元。", 9000, "张床位"),
        ("收住失智老人的，每人每月补贴260元。", 260, "人·月"),
        ("渔船更新补助70元/千瓦。", 70, "千瓦"),
        ("按15元/只·年给予补助。", 15, "只·年"),
        ("每引进1人奖励3万元。", 30000, "人"),
        ("企业首次上规模的，一次性奖励12万元。", 120000, None),
    ],
)
def test_what_an_amount_is_paid_for(text: str, amount: int, per: str | None) -> None:
    (row,) = rows(text, "（二）奖补标准")
    assert (row["standard_yuan"], row["standard_per"]) == (Decimal(amount), per)
    assert row["instrument"] == ("unit_standard" if per else "award")


@pytest.mark.parametrize(
    "text",
    [
        "每亩保费38元，保险金额每亩700元。",
        "全年安排改造补助620万元，共支出补助资金598万元。",
        "果蔬补贴512.30万元，畜禽补贴204.16万元。",
        "退役士兵一次性经济补助金219万元。",
        "每户改造投入原则上不超过3.1万元。",
        "补助金额低于800元的不予补助。",
        "申报补助的企业自筹资金应达60%以上。",
        "境外参会人数达15%以上方可申请补贴。",
    ],
)
def test_amounts_and_shares_that_are_no_standard(text: str) -> None:
    assert rows(text, "（二）补助标准") == []


def test_tiers_keep_what_is_printed() -> None:
    text = "场馆面积300平方米以上不足800平方米的，补助8万元；800平方米以上的，补助15万元。"
    assert columns_of(
        rows(text, "补助标准"), "standard_yuan", "tier_measure", "tier_min", "tier_max", "tier_unit"
    ) == [
        (Decimal(80000), "场馆面积", 300.0, 800.0, "平方米"),
        (Decimal(150000), "场馆面积", 800.0, None, "平方米"),
    ]


def test_as_many_names_as_amounts() -> None:
    found = rows("获评市级、省级、国家级非遗工坊的，分别给予一次性奖励2万元、5万元、9万元。", "奖励标准")
    assert columns_of(found, "item", "standard_yuan") == [
        ("市级", Decimal(20000)),
        ("省级", Decimal(50000)),
        ("国家级非遗工坊", Decimal(90000)),
    ]


def test_by_the_verb_and_not_by_a_word_beside_it() -> None:
    (award,) = rows("取得贷款的企业，按新增投资额的2%给予奖励。", "支持政策")
    assert (award["instrument"], award["base_text"]) == ("award", "新增投资额")
    (loan,) = rows("获奖企业的贷款，按实际利息的40%给予贴息。", "支持政策")
    assert (loan["instrument"], loan["base_text"]) == ("interest_subsidy", "实际利息")


def test_former_today_and_proposed_in_one_sentence() -> None:
    changed = rows("管护补助由每亩8元提高到11元。", "项目概况")
    assert columns_of(changed, "standard_yuan", "status") == [
        (Decimal(8), "historic"),
        (Decimal(11), "in_force"),
    ]
    proposed = rows("建议将管护补助由每亩11元提高到14元。", "改进措施")
    assert columns_of(proposed, "standard_yuan", "status") == [(Decimal(14), "recommended")]
    years = rows("补助标准：2021年每亩7元，2022年每亩8元，2023年每亩9元。", "项目概况")
    assert [row["status"] for row in years] == ["historic", "historic", "in_force"]


def test_since_when_until_when_and_by_which_document() -> None:
    context = Context("d0", region_code="440100", region_name="广州市", fiscal_year=2023)
    sentences = [
        Sentence("广州市公共自行车补助办法（穗交规〔2023〕4号）", 1, paragraph=0),
        Sentence("第一条为规范公共自行车补助，制定本办法。", 1, paragraph=1),
        Sentence("第二条每辆公共自行车每年补助210元。", 1, paragraph=2),
        Sentence("第三条本办法自2023年3月1日起施行，有效期五年。", 1, paragraph=3),
    ]
    (row,) = ProseRows(context, "policy").build(sentences)["subsidy_terms"]
    assert (row["valid_from"], row["valid_to"], row["policy_document"]) == (
        date(2023, 3, 1),
        date(2028, 2, 29),
        "穗交规〔2023〕4号",
    )
    assert (row["standard_yuan"], row["standard_per"]) == (Decimal(210), "辆·年")


def test_terms_of_tables_have_the_days_and_the_document_of_their_policy() -> None:
    context = Context("d0", region_code="440100", region_name="广州市", fiscal_year=2023)
    policies = ProseRows(context, "policy")
    policies.build(
        [
            Sentence("穗交规〔2023〕4号", 1, paragraph=0),
            Sentence("本措施自2023年3月1日起施行，有效期至2026年12月31日。", 1, paragraph=1),
        ]
    )
    own = {"status": "in_force", "region_code": "440100"}
    past, elsewhere = own | {"status": "historic"}, own | {"region_code": "440300"}
    policies.date([own, past, elsewhere])
    assert (own["valid_from"], own["valid_to"], own["policy_document"]) == (
        date(2023, 3, 1),
        date(2026, 12, 31),
        "穗交规〔2023〕4号",
    )
    assert "valid_from" not in past and "valid_from" not in elsewhere


def test_the_number_of_a_paper_names_nothing_that_is_supported() -> None:
    (row,) = rows("原《竹产业办法》（穗竹发〔2019〕3号）规定的5%补助比例同时废止。", "附则")
    assert (row["ratio_pct"], row["item"], row["policy_document"]) == (5.0, None, "穗竹发〔2019〕3号")
    (row,) = rows("《竹产业办法》（穗竹发〔2019〕3号）中新造竹林每亩补助300元。", "政策沿革")
    assert (row["standard_yuan"], row["item"]) == (300, "新造竹林")


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("本通知自2023年3月1日起施行，至2027年12月31日止。", date(2027, 12, 31)),
        ("本办法自2023年3月1日起执行，有效期至2026年2月28日。", date(2026, 2, 28)),
        ("本细则自2023年3月1日起实施。", None),
    ],
)
def test_the_days_of_a_policy(text: str, until: date | None) -> None:
    found = find_validity([match_key(text)])
    assert (found.since, found.until) == (date(2023, 3, 1), until)


def test_a_list_goes_on_with_what_its_opening_says() -> None:
    context = Context("d0", region_code="440100", region_name="广州市", fiscal_year=2023)
    sentences = [
        Sentence("第四条冷库项目按设备购置额分档补助：", 1, paragraph=0),
        Sentence("（一）设备购置额100万元（含）至400万元的，补助7%；", 1, paragraph=1),
        Sentence("（二）设备购置额400万元及以上的，补助9%。", 1, paragraph=2),
    ]
    found = ProseRows(context, "policy").build(sentences)["subsidy_terms"]
    assert columns_of(found, "ratio_pct", "instrument", "base_text", "tier_min", "tier_max", "tier_unit") == [
        (7.0, "cost_share", "设备购置额", 100.0, 400.0, "万元"),
        (9.0, "cost_share", "设备购置额", 400.0, None, "万元"),
    ]


def test_a_report_whose_place_is_unknown_keeps_its_terms() -> None:
    context = Context("d0", fiscal_year=2023)
    found = ProseRows(context).build([Sentence("竹林改造每亩补助900元。", 2, ("补助标准",))])["subsidy_terms"]
    assert columns_of(found, "region_code", "region_name", "gov_level", "standard_yuan") == [
        (None, None, None, Decimal(900))
    ]


def test_a_year_in_which_a_policy_was_made_is_not_the_year_in_which_it_held() -> None:
    made = rows("2020年，市政府印发实施方案，明确每头种猪补贴700元。", "一、项目概况")
    held = rows("2020年，每头种猪补贴500元。", "一、项目概况")
    assert [row["status"] for row in (*made, *held)] == ["in_force", "historic"]


def test_a_draft_proposes() -> None:
    sentences = [
        Sentence("广州市公共自行车补助办法（征求意见稿）", 1, paragraph=0),
        Sentence("第二条每辆公共自行车每年补助210元。", 1, paragraph=2),
    ]
    context = Context("d0", region_code="440100", region_name="广州市", fiscal_year=2023)
    (row,) = ProseRows(context, "policy").build(sentences)["subsidy_terms"]
    assert row["status"] == "recommended"


def test_whom_a_policy_is_for_where_only_its_bound_was_moved() -> None:
    text = "保费补贴的适用企业由上年出口额400万美元以下的小微企业扩大到700万美元以下的小微企业。"
    assert columns_of(rows(text), "enterprise_class", "export_max_usd", "ratio_pct", "status") == [
        ("small", 4e6, None, "historic"),
        ("small", 7e6, None, "in_force"),
    ]


def test_who_pays_a_fine_is_given_nothing() -> None:
    assert rows("骗取补贴资金的，处骗取资金50%以上罚款，并处5万元以下罚款。") == []
