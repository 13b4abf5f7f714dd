"""What programmes and terms are about, from their names and the codes of their money."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from normalizers.classifications import all_codes
from normalizers.topics import all_topics, named_topic, term_topic, topic_of, topic_of_first
from pipeline.answers.named_queries import find_query
from pipeline.answers.topics import topics_meant
from pipeline.errors import UsageError
from pipeline.records import with_topics
from pipeline.schemas import SCHEMAS, allowed_values
from tests.asking import ask, money, pick, publish, yuan
from tests.factories import term

CASES = Path(__file__).with_name("topics_cases.csv")


def cases() -> list[tuple[str, list[str], str | None]]:
    with CASES.open(encoding="utf-8", newline="") as handle:
        return [
            (
                row["name"],
                row["function_codes"].split("|") if row["function_codes"] else [],
                row["topic"] or None,
            )
            for row in csv.DictReader(handle)
        ]


@pytest.mark.parametrize(("name", "codes", "topic"), cases())
def test_a_programme_is_about_what_its_name_and_its_money_say(
    name: str, codes: list[str], topic: str | None
) -> None:
    assert topic_of(name, codes) == topic


def test_the_tree_is_whole() -> None:
    topics = [one.topic for one in all_topics()]
    assert len(topics) == len(set(topics))
    for place, one in enumerate(all_topics()):
        assert one.parent_topic is None or one.parent_topic in topics[:place], one.topic
    for names in ([one.topic_name for one in all_topics()], [one.english_name for one in all_topics()]):
        assert len(names) == len(set(names))


def test_a_word_a_code_and_an_instrument_stand_for_what_is_known() -> None:
    words = [word for one in all_topics() for word in (*one.support_names, *one.words)]
    assert sorted(words) == sorted(set(words))
    codes = [code for one in all_topics() for code in one.function_codes]
    assert sorted(codes) == sorted(set(codes))
    assert set(codes) <= {one.code for one in all_codes() if one.kind == "function"}
    instruments = {name for one in all_topics() for name in one.instruments}
    assert instruments <= set(allowed_values(SCHEMAS["subsidy_terms"].field("instrument")))


def test_every_class_of_functions_but_the_reserves_has_a_topic() -> None:
    classes = {one.code for one in all_codes() if one.kind == "function" and len(one.code) == 3}
    without = {code for code in classes if topic_of(None, [code]) is None}
    assert without <= {"202", "218", "227", "229", "234"}


def test_sums_above_other_lines_say_nothing_of_their_own() -> None:
    assert topic_of(None, ["213", "21308", "2130803"]) == "agri_insurance"
    assert topic_of(None, ["2130803", "2130108"]) == "agriculture"
    assert topic_of(None, ["2130803", "2050201"]) is None
    assert topic_of(None, ["2130803", "227"]) is None


def test_a_code_decides_between_equal_claims() -> None:
    assert topic_of("疫苗和农机购置", ["2100408"]) == "public_health"
    assert topic_of("疫苗和农机购置", ["2050201"]) is None
    assert topic_of("安全生产和应急救援", ["2240106"]) == "safety_at_work"
    assert topic_of("安全生产和应急救援") == "emergency"


def test_the_title_is_asked_where_the_programme_says_nothing() -> None:
    assert topic_of_first(["二期工程", "2031年农村公路养护绩效评价报告"]) == "rural_roads"
    assert topic_of_first(["学前教育发展", "2031年农村公路养护绩效评价报告"]) == "preschool"


def test_the_first_text_that_names_a_support_names_the_topic() -> None:
    assert (
        named_topic([None, "甲县小麦", "表2 出口信用保险扶持标准", "农业保险"]) == "export_credit_insurance"
    )
    assert named_topic(["农业保险与出口信用保险"]) is None


@pytest.mark.parametrize(
    ("own", "said", "instrument", "of_document", "topic"),
    [
        (["小微企业"], None, None, "export_credit_insurance", "export_credit_insurance"),
        (["小麦"], None, None, "agri_insurance", "agri_insurance"),
        (["小麦种植保险"], None, None, "agri_insurance", "crop_insurance"),
        (["流动资金贷款贴息"], None, None, "small_firms", "loan_interest"),
        ([None, "保费"], "export_credit_insurance", None, "foreign_trade", "export_credit_insurance"),
        ([None], "agri_insurance", None, "foreign_trade", "foreign_trade"),
        ([None], None, "premium_subsidy", "foreign_trade", "export_credit_insurance"),
        ([None], None, "premium_subsidy", "elderly_care", "elderly_care"),
        (["水稻保费"], "agri_insurance", None, None, "agri_insurance"),
        (["公交运营"], None, None, None, "public_transport"),
        ([None], None, "award", None, None),
    ],
)
def test_a_term_is_about_what_it_names_else_about_what_its_document_is(
    own: list[str | None],
    said: str | None,
    instrument: str | None,
    of_document: str | None,
    topic: str | None,
) -> None:
    assert term_topic(own, said, instrument, of_document) == topic


def test_rows_of_a_document_have_the_topic_of_their_programme() -> None:
    document: dict[str, Any] = {"program_name": "高标准农田建设", "title": "甲县绩效评价报告"}
    budget = [
        {"program_name": "高标准农田建设", "function_code": "2130153"},
        {"program_name": "养老院修缮"},
        {"program_name": None},
        {"program_name": "二期尾款", "function_code": "2050201"},
    ]
    terms = [{"item": "新建", "table_id": "t1"}, {"item": None, "topic": "rural_water"}]
    with_topics(document, {"budget": budget, "subsidy_terms": terms})
    assert document["topic"] == "farmland"
    assert [row["topic"] for row in budget] == ["farmland", "elderly_care", "farmland", "preschool"]
    assert [row["topic"] for row in terms] == ["farmland", "farmland"]


def test_a_caption_makes_the_topic_of_its_terms_narrower() -> None:
    document: dict[str, Any] = {"program_name": "外经贸发展专项", "title": None}
    rows = {
        "tables": [{"table_id": "t1", "caption": "部分城市出口信用保险扶持标准"}],
        "subsidy_terms": [{"item": None, "table_id": "t1"}, {"item": None, "table_id": "t2"}],
    }
    with_topics(document, rows)
    assert [row["topic"] for row in rows["subsidy_terms"]] == ["export_credit_insurance", "foreign_trade"]


def test_a_topic_is_asked_for_by_code_or_name_and_takes_those_below(tmp_path: Path) -> None:
    with publish(tmp_path, {"a": {}}) as catalog:
        for wanted in ("foreign_trade", "外经贸", "Foreign trade and investment "):
            assert topics_meant(catalog, wanted) == ["foreign_trade", "export_credit_insurance"]
        assert topics_meant(catalog, "农业保险")[0] == "agri_insurance"
        assert "forest_insurance" in topics_meant(catalog, "农林水")
        with pytest.raises(UsageError) as caught:
            find_query("subsidy_ratios").run(catalog, {"topic": "出口信保险种"})
        assert "农业保险 (种植业保险" in caught.value.hint


def test_a_query_by_topic_leaves_out_what_is_about_something_else(tmp_path: Path) -> None:
    rows = {
        "a": {
            "subsidy_terms": [
                term(topic="export_credit_insurance", ratio_pct=30.0),
                term(topic="loan_interest", ratio_pct=50.0, row_index=2),
                term(topic=None, ratio_pct=70.0, row_index=3),
            ]
        }
    }
    with publish(tmp_path, rows) as catalog:
        assert pick(ask(catalog, "subsidy_ratios", topic="商业服务业"), "ceiling_pct") == [(30.0,)]
        assert len(ask(catalog, "subsidy_ratios")) == 3


def test_one_topic_across_cities_counts_a_programme_once(tmp_path: Path) -> None:
    own = {"program_name": "信保扶持", "topic": "export_credit_insurance"}
    part = {"program_name": "信保扶持一期", "topic": "export_credit_insurance"}
    rows = {
        "a": {
            "budget": [
                money("a", "initial", 200, **own),
                money("a", "executed", 150, **own),
                money("a", "initial", 80, **part),
            ],
            "subsidy_terms": [term("a", topic="export_credit_insurance", ratio_pct=40.0, row_index=9)],
        },
        "b": {"budget": [money("b", "executed", 150, **own)]},
        "c": {
            "budget": [
                money(
                    "c",
                    "executed",
                    70,
                    program_name="外经贸发展",
                    topic="foreign_trade",
                    region_code="370200",
                )
            ]
        },
    }
    documents = {
        "a": {**own, "total_score": 88.0},
        "b": own,
        "c": {
            "program_name": "外经贸发展",
            "topic": "foreign_trade",
            "region_code": "370200",
            "region_name": "青岛市",
        },
    }
    columns = (
        "region_name",
        "programmes",
        "initial_yuan",
        "executed_yuan",
        "rate_on_initial_pct",
        "average_score",
    )
    with publish(tmp_path, rows, **documents) as catalog:
        found = ask(catalog, "topic_by_city", topic="外经贸")
        assert pick(found, *columns) == [
            ("宁波市", 1, yuan(200), yuan(150), 75.0, 88.0),
            ("青岛市", 1, None, yuan(70), None, None),
        ]
        assert pick(found, "topic_name", "ratios", "terms")[0] == ("外经贸", "small city ≤40.0%", 1)
        assert pick(ask(catalog, "topic_by_city"), "topic_name") == [("出口信用保险",), ("外经贸",)]


def test_money_stands_in_its_own_year_and_a_score_in_that_of_the_report(tmp_path: Path) -> None:
    own = {"program_name": "出口信用保险", "topic": "export_credit_insurance"}
    rows = [money("a", phase, 70, fiscal_year=2023, **own) for phase in ("initial", "executed")]
    with publish(
        tmp_path, {"a": {"budget": rows}}, a={**own, "fiscal_year": 2024, "total_score": 88.0}
    ) as catalog:
        found = ask(catalog, "topic_by_city", topic="出口信用保险")
        assert pick(found, "fiscal_year", "programmes", "executed_yuan", "average_score") == [
            (2023, 1, yuan(70), None),
            (2024, 1, None, 88.0),
        ]
        found = ask(catalog, "programme_trend")
        assert pick(found, "fiscal_year", "initial_yuan", "total_score") == [
            (2023, yuan(70), None),
            (2024, None, 88.0),
        ]


def test_who_pays_shows_the_levels_side_by_side(tmp_path: Path) -> None:
    def paid(seed: str, program: str, **amounts: int) -> list[dict[str, Any]]:
        return [
            money(
                seed,
                "executed",
                amount,
                program_name=program,
                topic="farmland",
                funding_source=source,
                column_index=column,
            )
            for column, (source, amount) in enumerate(amounts.items())
        ]

    rows = {
        "a": {"budget": paid("a", "农田甲", central=60, province=30, county=10)},
        "b": {"budget": paid("b", "农田乙", central=20, city=80)},
        "c": {"budget": paid("c", "农田乙", central=20)},
    }
    documents = {
        seed: {"program_name": name} for seed, name in (("a", "农田甲"), ("b", "农田乙"), ("c", "农田乙"))
    }
    columns = ("central_yuan", "province_yuan", "city_yuan", "county_yuan", "of_all_yuan", "central_pct")
    with publish(tmp_path, rows, **documents) as catalog:
        assert pick(ask(catalog, "who_pays", topic="高标准农田"), "program_name", *columns) == [
            ("农田乙", yuan(20), None, yuan(80), None, yuan(100), 20.0),
            ("农田甲", yuan(60), yuan(30), None, yuan(10), yuan(100), 60.0),
        ]
        for word in ("topic", "主题"):
            assert pick(ask(catalog, "who_pays", by=word), "programmes", *columns) == [
                (2, yuan(80), yuan(30), yuan(80), yuan(10), yuan(200), 40.0)
            ]
