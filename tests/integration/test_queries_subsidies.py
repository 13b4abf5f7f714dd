"""Terms of subsidy policies and figures of sentences, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.asking import ask, pick, publish, yuan
from tests.factories import term


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


class TestSubsidyRatios:
    def test_ceiling_fixed_share_and_floor_stand_apart(self, data: Path) -> None:
        terms = [
            term(ratio_op="≤", ratio_pct=60.0),
            term(ratio_op="=", ratio_pct=30.0, row_index=2),
            term(ratio_op="≥", ratio_pct=20.0, row_index=3),
        ]
        with publish(data, {"a": {"subsidy_terms": terms}}) as catalog:
            rows = ask(catalog, "subsidy_ratios")
        assert pick(rows, "ceiling_pct", "fixed_pct", "floor_pct") == [
            (60.0, None, None),
            (None, 30.0, None),
            (None, None, 20.0),
        ]

    def test_a_term_printed_twice_counts_once_and_says_so(self, data: Path) -> None:
        terms = [
            term(page_number=None, source_kind="prose", table_id=None) | {"page_number": 1},
            term(page_number=3),
            term(page_number=9),
        ]
        with publish(data, {"a": {"subsidy_terms": terms}}) as catalog:
            assert pick(ask(catalog, "subsidy_ratios"), "page_number", "times_printed") == [(3, 3)]

    def test_a_sentence_that_says_less_than_a_cell_adds_no_row(self, data: Path) -> None:
        vague = {"instrument": None, "cap_yuan": None, "source_kind": "prose", "table_id": None}
        with publish(data, {"a": {"subsidy_terms": [term(), term(**vague)]}}) as catalog:
            assert pick(ask(catalog, "subsidy_ratios"), "cap_yuan") == [(yuan(1000000),)]

    @pytest.mark.parametrize(
        "difference",
        [
            {"ratio_pct": 60.0},
            {"ratio_op": "="},
            {"status": "recommended"},
            {"gov_level": "province+city"},
            {"enterprise_class": "general"},
            {"region_code": "370200", "region_name": "青岛市"},
        ],
    )
    def test_a_sentence_that_says_something_else_stands(self, data: Path, difference: dict[str, Any]) -> None:
        other = {"cap_yuan": None, "source_kind": "prose", "table_id": None} | difference
        with publish(data, {"a": {"subsidy_terms": [term(), term(**other)]}}) as catalog:
            assert len(ask(catalog, "subsidy_ratios")) == 2

    def test_two_reports_on_one_city_both_stand(self, data: Path) -> None:
        facts = {seed: {"subsidy_terms": [term(seed)]} for seed in "ab"}
        with publish(data, facts) as catalog:
            assert sorted(pick(ask(catalog, "subsidy_ratios"), "file_name")) == [("a.pdf",), ("b.pdf",)]

    def test_tiers_stay_apart(self, data: Path) -> None:
        terms = [term(export_min_usd=0.0, export_max_usd=5e6), term(export_min_usd=5e6, export_max_usd=1e7)]
        with publish(data, {"a": {"subsidy_terms": terms}}) as catalog:
            assert pick(ask(catalog, "subsidy_ratios"), "export_max_usd") == [(5e6,), (1e7,)]

    def test_recommended_terms_come_last_and_can_be_left_out(self, data: Path) -> None:
        terms = [term(status=status, row_index=row) for row, status in enumerate(["recommended", "in_force"])]
        with publish(data, {"a": {"subsidy_terms": terms}}) as catalog:
            assert pick(ask(catalog, "subsidy_ratios"), "status") == [("in_force",), ("recommended",)]
            assert pick(ask(catalog, "subsidy_ratios", status="in_force"), "status") == [("in_force",)]

    @pytest.mark.parametrize(
        ("city", "found"),
        [
            ("宁波", ["330200"]),
            ("宁波市", ["330200"]),
            ("330200", ["330200"]),
            ("浙江", ["330000", "330200"]),
            ("330000", ["330000", "330200"]),
            ("深圳", []),
        ],
    )
    def test_a_region_is_found_by_any_of_its_names(self, data: Path, city: str, found: list[str]) -> None:
        terms = [
            term(region_code="330200"),
            term(region_code="330000", region_name="浙江省", row_index=2),
            term(region_code="370200", region_name="青岛市", row_index=3),
        ]
        with publish(data, {"a": {"subsidy_terms": terms}}) as catalog:
            assert sorted(row["region_code"] for row in ask(catalog, "subsidy_ratios", city=city)) == found


class TestMetrics:
    def test_a_figure_printed_twice_counts_once_and_says_so(self, data: Path) -> None:
        figures = [factories.metric(page_number=7), factories.metric(page_number=3)]
        with publish(data, {"a": {"metrics": figures}}) as catalog:
            assert pick(ask(catalog, "metrics"), "value", "page_number", "times_printed") == [(35.0, 3, 2)]

    def test_a_metric_a_year_and_a_province_can_be_asked_for(self, data: Path) -> None:
        figures = [
            factories.metric(),
            factories.metric(metric="firms_served", value=962.0, unit="家"),
            factories.metric(fiscal_year=2022, value=32.0),
            factories.metric(region_code="370200", region_name="青岛市", value=40.0),
        ]
        with publish(data, {"a": {"metrics": figures}}) as catalog:
            wanted = ask(catalog, "metrics", city="浙江", year="2023", metric="penetration_rate_pct")
            assert pick(wanted, "value") == [(35.0,)]


STANDARD = {"ratio_pct": None, "ratio_op": "=", "instrument": "unit_standard", "cap_yuan": None}


class TestStandards:
    def test_so_much_per_what_where_and_paid_by_whom(self, data: Path) -> None:
        terms = [
            term(**STANDARD, standard_yuan=yuan(900), standard_per="亩", item="竹林改造"),
            term(
                **STANDARD,
                standard_yuan=yuan(600),
                standard_per="亩",
                item="竹林改造",
                gov_level="province",
                row_index=2,
            ),
            term(**STANDARD, standard_yuan=yuan(70), standard_per="千瓦", item="渔船更新", row_index=3),
        ]
        with publish(data, {"a": {"subsidy_terms": [*terms, term(row_index=9)]}}) as catalog:
            rows = ask(catalog, "standards", item="竹林")
            assert pick(rows, "standard_yuan", "standard_per", "gov_level") == [
                (yuan(900), "亩", "city"),
                (yuan(600), "亩", "province"),
            ]
            assert pick(ask(catalog, "standards", unit="千瓦"), "item") == [("渔船更新",)]
            assert pick(ask(catalog, "standards", payer="province"), "standard_yuan") == [(yuan(600),)]
            assert pick(ask(catalog, "subsidy_ratios"), "page_number") != []

    def test_a_policy_of_sentences_alone(self, data: Path) -> None:
        prose = {"source_kind": "prose", "table_id": None, "row_index": None, "column_index": None}
        crops = [term(**prose, item=name, gov_level="county") for name in ("水稻", "大豆", "油菜")]
        standard = term(**STANDARD, **prose, standard_yuan=yuan(80), standard_per="人·月")
        with publish(data, {"a": {"subsidy_terms": [*crops, standard]}}) as catalog:
            assert len(ask(catalog, "subsidy_ratios", payer="county")) == 3
            assert pick(ask(catalog, "subsidy_ratios", item="大豆"), "item") == [("大豆",)]
            assert pick(ask(catalog, "standards"), "standard_per") == [("人·月",)]


def test_a_term_that_two_files_state_counts_once_by_topic(tmp_path: Path) -> None:
    facts = {seed: {"subsidy_terms": [term(seed, topic="export_credit_insurance")]} for seed in ("a", "b")}
    with publish(tmp_path, facts) as catalog:
        assert pick(ask(catalog, "topic_by_city"), "terms") == [(1,)]
