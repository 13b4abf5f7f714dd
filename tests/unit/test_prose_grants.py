"""Money that sentences divide among places: what for, at which stage, of which day. All of it is invented."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.prose.inheriting import item_of_heading
from pipeline.prose.phrases import read_phrase
from tests.sentences import NOTICE, read
from tests.tables import columns_of

ARRIVED = "2031年市级财政安排水渠资金90万元。截至2031年12月31日，资金实际到位90万元；实际支出60万元。"
DIVIDED = "从分配情况看，罗山县50万元、光山县40万元。从支出情况看，罗山县支出35万元，光山县支出25万元。"


def given(text: str, *columns: str, section: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    return columns_of(read(text, section=section).get("disbursement", []), "region_name", *columns)


def test_a_list_has_the_day_of_the_stage_that_it_divides() -> None:
    found = given(f"{ARRIVED}\n{DIVIDED}", "due_yuan", "paid_yuan", "as_of")
    assert found == [
        ("罗山县", 500000, None, None),
        ("光山县", 400000, None, None),
        ("罗山县", None, 350000, date(2031, 12, 31)),
        ("光山县", None, 250000, date(2031, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("资金到位和使用情况", ""),
        ("专项资金下达", ""),
        ("各县完成情况", ""),
        ("水渠修缮补助资金分配情况", "水渠修缮补助资金"),
        ("农村厕所改造", "农村厕所改造"),
    ],
)
def test_a_heading_names_what_the_money_is_for_or_nothing(heading: str, item: str) -> None:
    assert item_of_heading(heading) == item
    text = "罗山县50万元，光山县40万元。"
    assert given(text, "item", section=(heading,)) == [("罗山县", item or None), ("光山县", item or None)]


@pytest.mark.parametrize(
    ("words", "payee", "payer"),
    [
        ("已拨付乡镇", "乡镇", None),
        ("累计拨付各乡镇财政所", "各乡镇财政所", None),
        ("市级财政下达各县区", "各县区", "city"),
        ("省财政下达市县", "市县", "province"),
        ("市财政局拨付有关县（市、区）补助资金", "有关县(市、区)", "city"),
        ("下达县级补助资金", "", "county"),
    ],
)
def test_who_is_paid_does_not_pay(words: str, payee: str, payer: str | None) -> None:
    phrase = read_phrase(words)
    assert (phrase.payee, phrase.facets.payer_level) == (payee, payer)


def test_what_is_given_is_named_without_those_who_get_it() -> None:
    phrase = read_phrase("市财政局下达各县（区）水渠修缮资金")
    assert (phrase.item, phrase.facets.payer_level) == ("水渠修缮资金", "city")


@pytest.mark.parametrize("name", ["市场整治经费", "县域流通体系建设资金", "区域合作补助", "市委督查经费"])
def test_a_name_may_begin_like_a_level_of_government(name: str) -> None:
    assert read_phrase(name).facets.funding_source is None
    assert read_phrase(f"落实{name}").facets.funding_source is None


@pytest.mark.parametrize("words", ["中央及自治区就业补助资金", "省级和市级水渠建设资金"])
def test_money_of_two_levels_is_of_neither_alone(words: str) -> None:
    assert read_phrase(words).facets.funding_source == "other"


def test_what_is_carried_out_is_not_obtained() -> None:
    assert read_phrase("落实惠企政策补助资金").facets.phase is None
    assert read_phrase("落实省级补助资金").facets.phase == "issued"


def test_the_document_s_own_place_may_pay() -> None:
    text = "补助资金总额为90万元，其中省财政60万元，信阳市财政30万元。"
    found = read(text)["budget"]
    assert sorted(columns_of(found, "amount_text", "funding_source")) == [
        ("30万元", "city"),
        ("60万元", "province"),
        ("90万元", "all"),
    ]
    text = "地区配套资金20万元、地区财政补助10万元已到位。"
    assert {one["funding_source"] for one in read(text)["budget"]} == {"city"}


def test_all_places_together_name_nothing() -> None:
    text = "各县（区）共支出60万元，其中罗山县支出35万元，光山县支出25万元。"
    assert given(text, "item") == [("罗山县", None), ("光山县", None)]


def test_recipients_get_what_the_whole_is_for() -> None:
    text = "现将2031年村医培训资金90万元下达给你们，其中：某市第三医院50万元、某市卫生学校40万元。"
    found = read(text, NOTICE).get("disbursement", [])
    assert columns_of(found, "recipient_name", "item") == [
        ("某市第三医院", "村医培训资金"),
        ("某市卫生学校", "村医培训资金"),
    ]


def test_awards_of_a_list_are_rules() -> None:
    assert "budget" not in read("对新获评国家级、省级、市级示范社的，分别奖励9万元、6万元、3万元。")
