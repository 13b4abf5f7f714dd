"""Which sentences state a term of a subsidy policy, for whom, and whether it is in force."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from extractors.prose import Sentence
from normalizers.prose_terms import load, section_kind, sentence_terms
from pipeline.records.context import Context
from pipeline.records.prose import IMPLIED, NAMED, RECOGNISED, ProseRows

RAISED = (
    "广州市将一般企业出口信用保险保费扶持比例由不超过10%提高至不超过30%，故2021年起，投保的企业省、市两级资金"
    "按照实际缴纳保险费给予不超过60％的资助（其中省级资金不超过30％、市级资金不超过30%）。"
)


def rows(text: str, *section: str, recognised: frozenset[int] = frozenset()) -> list[dict[str, Any]]:
    context = Context("d0", region_code="440100", region_name="广州市", fiscal_year=2023)
    found = ProseRows(context, recognised).build([Sentence(text, 7, section)])
    return found.get("subsidy_terms", [])


def told(found: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in found]


def test_who_pays_what_and_what_was_raised() -> None:
    assert told(rows(RAISED), "region_name", "gov_level", "ratio_op", "ratio_pct", "status") == [
        ("广州市", "city", "≤", 10.0, "historic"),
        ("广州市", "city", "≤", 30.0, "in_force"),
        ("广州市", "province+city", "≤", 60.0, "in_force"),
        ("广东省", "province", "≤", 30.0, "in_force"),
        ("广州市", "city", "≤", 30.0, "in_force"),
    ]


def test_what_the_province_pays_is_the_provinces_policy() -> None:
    found = rows("因省级资金对小微企业补贴标准已达100%，故市级资金扶持项目仅为一般类企业。")
    assert told(found, "region_code", "gov_level", "enterprise_class", "ratio_op", "ratio_pct") == [
        ("440000", "province", "small", "=", 100.0)
    ]


def test_two_levels_that_share_the_premium() -> None:
    found = rows("小微企业保费由省级财政承担70%，市级财政承担30%。")
    assert told(found, "region_name", "gov_level", "ratio_pct") == [
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
        "中央财政对企业保费给予不超过50%的补助。",
        "企业可同时申报省、市两级补助资金，但财政支持累计不得超过实际缴纳的保费。",
    ],
)
def test_what_is_no_term(text: str) -> None:
    assert rows(text) == []


def test_without_a_region_there_is_no_term() -> None:
    assert rows("对企业给予不超过30%的保费补助。") == []
    assert rows("我市对企业给予不超过30%的保费补助。", "先进地区经验") == []


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
    assert told(found, "enterprise_class", "ratio_pct", "status", "cap_yuan") == [
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
    assert told(rows(text, "（二）补助标准"), "region_code", "ratio_pct") == [("440100", 100.0)]
    assert rows(text, "（二）经验做法") == []


@pytest.mark.parametrize("heading", ["一、项目概况", "（一）基本情况", "二、项目背景"])
def test_what_a_report_tells_of_its_programme_is_its_own_policy(heading: str) -> None:
    text = "对符合条件的家庭，按改造费用的80%予以补助，每户最高不超过4000元。"
    assert told(rows(text, heading), "region_name", "ratio_pct", "cap_yuan") == [
        ("广州市", 80.0, Decimal("4000"))
    ]
    assert rows(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "省级财政负担60%，市级财政负担12%，县级财政负担28%。",
        "补助资金由市、县按照各50%的比例分担。",
        "与考核结果挂钩的10%补贴次年清算。",
        "考核不合格的，扣减次年度补助额度10%。",
    ],
)
def test_shares_of_governments_and_deductions_are_no_support(text: str) -> None:
    assert rows(text, "一、项目概况") == []
