"""Every named query over published synthetic facts: the right rows, each amount once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalog import Catalog, open_catalog
from pipeline.data_checks import run_checks
from pipeline.named_queries import find_query, load_queries
from pipeline.publish import encode_rows, open_publication
from pipeline.schemas import FACTS
from tests import factories
from tests.factories import budget, disbursement, indicator, term

Facts = Mapping[str, list[dict[str, Any]]]
REGIONS = [
    factories.region(
        region_code="330000", region_name="浙江省", short_name="浙江", level="province", parent_code=None
    ),
    factories.region(),
    factories.region(
        region_code="330203", region_name="海曙区", short_name="海曙", level="county", parent_code="330200"
    ),
    factories.region(region_code="370200", region_name="青岛市", short_name="青岛", parent_code="370000"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


def publish(data: Path, facts: Mapping[str, Facts], **documents: Mapping[str, Any]) -> Catalog:
    """Documents by seed with their facts; tables are made for the facts that name one."""
    with open_publication(data) as publication:
        for seed, rows in facts.items():
            ids = sorted({row["table_id"] for name in FACTS for row in rows.get(name, []) if row["table_id"]})
            tables = [
                factories.table(seed, table_id=table_id, table_index=index, row_count=99)
                for index, table_id in enumerate(ids)
            ]
            publication.put(
                factories.document(seed, **documents.get(seed, {})), encode_rows({"tables": tables, **rows})
            )
        publication.commit(REGIONS)
    return open_catalog(data)


def ask(catalog: Catalog, name: str, **parameters: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = find_query(name).run(catalog, parameters).to_pylist()
    return rows


def pick(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def yuan(amount: float | str) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.01"))


def money(seed: str, phase: str, amount: int, **changes: Any) -> dict[str, Any]:
    return budget(seed, phase=phase, amount_yuan=yuan(amount), **changes)


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_output_columns_are_the_declared_ones_even_without_data(data: Path, name: str) -> None:
    with publish(data, {}) as catalog:
        query = find_query(name)
        assert query.run(catalog, {}).column_names == list(query.columns)


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


class TestExecutionRates:
    def test_the_printed_total_wins_over_the_sum_of_its_parts(self, data: Path) -> None:
        rows = [
            money("a", phase, amount, row_index=row, line_item=item, is_total=total)
            for phase, amounts in {
                "initial": (60, 40, 100),
                "adjusted": (60, 20, 80),
                "executed": (30, 10, 40),
            }.items()
            for row, (item, amount, total) in enumerate(
                zip(("甲", "乙", "合计"), amounts, (False, False, True), strict=True)
            )
        ]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            [row] = ask(catalog, "execution_rates")
        assert (row["initial_yuan"], row["adjusted_yuan"], row["executed_yuan"]) == (
            yuan(100),
            yuan(80),
            yuan(40),
        )
        assert (row["rate_on_initial_pct"], row["rate_on_adjusted_pct"]) == (40.0, 50.0)

    def test_without_a_total_the_parts_are_added_but_not_what_they_divide(self, data: Path) -> None:
        rows = [
            money("a", "initial", 100, line_item="专项资金"),
            money("a", "initial", 70, line_item="小微", parent_line_item="专项资金", row_index=2),
            money("a", "initial", 30, line_item="一般", parent_line_item="专项资金", row_index=3),
        ]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            assert pick(ask(catalog, "execution_rates"), "initial_yuan") == [(yuan(100),)]

    def test_a_table_printed_twice_counts_once(self, data: Path) -> None:
        rows = [
            money("a", phase, 100, table_id=table_id, page_number=page)
            for table_id, page in (("t0", 2), ("t7", 9))
            for phase in ("initial", "executed")
        ]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            assert pick(ask(catalog, "execution_rates"), "initial_yuan", "page_number") == [(yuan(100), 2)]

    def test_rates_never_mix_tables(self, data: Path) -> None:
        rows = [
            money("a", "initial", 900, table_id="t0"),
            money("a", "initial", 100, table_id="t1"),
            money("a", "executed", 50, table_id="t1"),
        ]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            assert pick(ask(catalog, "execution_rates"), "rate_on_initial_pct") == [(50.0,)]

    def test_every_programme_of_a_document_has_a_row(self, data: Path) -> None:
        rows = [
            money("a", "initial", 900, table_id="t0"),
            money("a", "initial", 60, table_id="t1", program_name="教师培训"),
            money("a", "initial", 40, table_id="t2", program_name="房屋修缮"),
        ]
        with publish(data, {"a": {"budget": rows}}, a={"program_name": None}) as catalog:
            found = pick(ask(catalog, "execution_rates"), "program_name", "initial_yuan")
            assert pick(ask(catalog, "score_and_money"), "initial_yuan") == [(yuan(900),)]
        assert sorted(found, key=str) == [
            ("房屋修缮", yuan(40)),
            ("教师培训", yuan(60)),
            (None, yuan(900)),
        ]

    def test_a_table_of_far_smaller_sums_does_not_stand_for_the_whole(self, data: Path) -> None:
        rows = [
            money("a", "executed", 9000, table_id="t0"),
            money("a", "initial", 30, table_id="t1"),
            money("a", "executed", 20, table_id="t1"),
        ]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            found = pick(ask(catalog, "execution_rates"), "initial_yuan", "executed_yuan")
        assert found == [(None, yuan(9000))]

    def test_the_whole_term_is_not_the_year(self, data: Path) -> None:
        rows = [money("a", "initial", 300, scope="cycle"), money("a", "initial", 100)]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            assert pick(ask(catalog, "execution_rates"), "initial_yuan") == [(yuan(100),)]

    def test_nothing_is_divided_by_nothing(self, data: Path) -> None:
        rows = [money("a", "initial", 0), money("a", "executed", 0)]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            assert pick(ask(catalog, "execution_rates"), "rate_on_initial_pct") == [(None,)]

    def test_what_is_not_printed_is_not_invented(self, data: Path) -> None:
        with publish(data, {"a": {"budget": [money("a", "initial", 100)]}}) as catalog:
            [row] = ask(catalog, "execution_rates")
        assert (row["executed_yuan"], row["rate_on_initial_pct"]) == (None, None)

    def test_the_printed_rate_is_that_of_the_whole(self, data: Path) -> None:
        rows = [
            money("a", "executed", 30, execution_rate_printed_pct=99.0),
            money("a", "executed", 10, execution_rate_printed_pct=12.0, row_index=2),
            money("a", "executed", 40, execution_rate_printed_pct=50.0, row_index=3, is_total=True),
        ]
        with publish(
            data, {"a": {"budget": rows}, "b": {"budget": [row | {"is_total": False} for row in rows[:2]]}}
        ) as catalog:
            assert pick(ask(catalog, "execution_rates"), "rate_printed_pct")[0] == (50.0,)


class TestUnpaidDistricts:
    def test_the_amount_due_is_carried_to_later_dates_of_the_row(self, data: Path) -> None:
        rows = [
            disbursement(due_yuan=yuan(100), paid_yuan=yuan(0), as_of=date(2023, 12, 31)),
            disbursement(due_yuan=None, paid_yuan=yuan(40), as_of=date(2024, 6, 30)),
        ]
        with publish(data, {"a": {"disbursement": rows}}) as catalog:
            found = ask(catalog, "unpaid_districts")
        assert pick(found, "due_yuan", "unpaid_yuan", "as_of", "paid_pct") == [
            (yuan(100), yuan(60), date(2024, 6, 30), 40.0)
        ]

    def test_districts_of_one_row_are_not_confused(self, data: Path) -> None:
        rows = [
            disbursement(region_name="甲区", region_code=None, due_yuan=yuan(100), paid_yuan=yuan(10)),
            disbursement(region_name="乙区", region_code=None, due_yuan=None, paid_yuan=yuan(20)),
        ]
        with publish(data, {"a": {"disbursement": rows}}) as catalog:
            assert pick(ask(catalog, "unpaid_districts"), "region_name") == [("甲区",)]

    def test_prose_gets_no_amount_from_elsewhere(self, data: Path) -> None:
        prose = {"table_id": None, "row_index": None, "source_kind": "prose"}
        rows = [
            disbursement(due_yuan=yuan(100), paid_yuan=yuan(90), as_of=date(2023, 12, 31), **prose),
            disbursement(due_yuan=None, paid_yuan=yuan(40), as_of=date(2024, 6, 30), **prose),
        ]
        with publish(data, {"a": {"disbursement": rows}}) as catalog:
            assert ask(catalog, "unpaid_districts") == []

    def test_totals_and_what_is_paid_are_left_out(self, data: Path) -> None:
        rows = [
            disbursement(region_name="合计", region_code=None, is_total=True),
            disbursement(region_name="镇海区", region_code="330211", paid_yuan=yuan(1000000), row_index=2),
            disbursement(row_index=3),
        ]
        with publish(data, {"a": {"disbursement": rows}}) as catalog:
            assert pick(ask(catalog, "unpaid_districts"), "region_name") == [("海曙区",)]

    def test_a_district_printed_twice_counts_once(self, data: Path) -> None:
        rows = [disbursement(), disbursement(table_id="t1", page_number=9)]
        with publish(data, {"a": {"disbursement": rows}}) as catalog:
            assert pick(ask(catalog, "unpaid_districts"), "page_number") == [(1,)]

    def test_one_yuan_is_not_counted_by_district_and_by_class(self, data: Path) -> None:
        own = {"region_code": "330200", "region_name": "宁波市", "table_id": "t9"}
        rows = [
            disbursement(),
            disbursement(**own, recipient_class="general"),
            disbursement(**own, row_index=2),
        ]
        with publish(data, {"a": {"disbursement": rows}}, a={"total_score": 90.0}) as catalog:
            assert pick(ask(catalog, "unpaid_districts"), "region_name") == [("海曙区",)]
            assert pick(ask(catalog, "score_and_money"), "unpaid_yuan") == [(yuan(600000),)]

    def test_a_report_without_districts_brings_one_cut_of_its_money(self, data: Path) -> None:
        own = {"region_code": "330200", "region_name": "宁波市", "paid_yuan": yuan(0)}
        rows = [
            disbursement(**own, table_id="t0", recipient_class="small", due_yuan=yuan(30)),
            disbursement(
                **own, table_id="t1", recipient_class="small", due_yuan=yuan(20), recipient_name="甲公司"
            ),
            disbursement(**own, table_id="t0", recipient_class="general", due_yuan=yuan(70), row_index=2),
        ]
        with publish(data, {"a": {"disbursement": rows}}) as catalog:
            assert pick(ask(catalog, "unpaid_districts"), "unpaid_yuan") == [(yuan(70),), (yuan(30),)]

    def test_a_city_brings_its_zones(self, data: Path) -> None:
        rows = [disbursement(region_name="高新区", region_code=None, is_functional_zone=True)]
        with publish(data, {"a": {"disbursement": rows}}) as catalog:
            assert pick(ask(catalog, "unpaid_districts", city="宁波"), "region_name") == [("高新区",)]
            assert ask(catalog, "unpaid_districts", city="青岛") == []


class TestFundingMix:
    def test_shares_are_of_the_sources_and_leave_the_whole_out(self, data: Path) -> None:
        rows = [
            money("a", "initial", 100, funding_source="all", is_total=True),
            money("a", "initial", 75, funding_source="province", row_index=2),
            money("a", "initial", 25, funding_source="city", row_index=3),
        ]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            found = ask(catalog, "funding_mix")
            assert pick(found, "funding_source", "share_pct") == [("province", 75.0), ("city", 25.0)]
            assert pick(ask(catalog, "execution_rates"), "initial_yuan") == [(yuan(100),)]

    def test_a_source_alone_is_measured_against_the_whole(self, data: Path) -> None:
        rows = [
            money("a", "initial", 100, is_total=True),
            money("a", "initial", 15, funding_source="other", row_index=2),
        ]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            assert pick(ask(catalog, "funding_mix"), "funding_source", "share_pct") == [("other", 15.0)]

    def test_without_a_whole_the_sources_add_up(self, data: Path) -> None:
        rows = [
            money("a", "initial", 75, funding_source="province"),
            money("a", "initial", 25, funding_source="city"),
        ]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            assert pick(ask(catalog, "execution_rates"), "initial_yuan") == [(yuan(100),)]


class TestScores:
    def test_points_lost_counts_leaves_only(self, data: Path) -> None:
        rows = [
            indicator(level2=None, level3=None, weight=40.0, score=30.0),
            indicator(level3=None, weight=20.0, score=15.0, row_index=2),
            indicator(weight=10.0, score=7.0, row_index=3),
            indicator(level3="承保额", weight=10.0, score=10.0, row_index=4),
            indicator(
                level1="合计", level2=None, level3=None, weight=100.0, score=80.0, is_total=True, row_index=5
            ),
        ]
        with publish(data, {"a": {"indicators": rows}}) as catalog:
            found = ask(catalog, "points_lost")
            assert pick(found, "level3", "points_lost", "lost_pct") == [("支持企业数", 3.0, 30.0)]

    def test_a_summary_of_scores_gives_way_to_the_detailed_table(self, data: Path) -> None:
        rows = [
            indicator(table_id="t1", level2=None, level3=None, weight=40.0, score=37.0),
            indicator(weight=10.0, score=7.0),
        ]
        with publish(data, {"a": {"indicators": rows}}) as catalog:
            assert pick(ask(catalog, "points_lost"), "points_lost") == [(3.0,)]

    def test_targets_without_scores_hide_no_summary(self, data: Path) -> None:
        rows = [
            indicator(table_id="t1", level2=None, level3=None, weight=40.0, score=37.0),
            indicator(),
        ]
        with publish(data, {"a": {"indicators": rows}}) as catalog:
            assert pick(ask(catalog, "points_lost"), "points_lost") == [(3.0,)]

    def test_a_table_with_one_level_has_leaves_too(self, data: Path) -> None:
        rows = [indicator(level1="政策制定", level2=None, level3=None, weight=20.0, score=17.3)]
        with publish(data, {"a": {"indicators": rows}}) as catalog:
            assert pick(ask(catalog, "points_lost"), "level1", "points_lost") == [("政策制定", 2.7)]

    def test_score_stands_beside_money(self, data: Path) -> None:
        facts = {
            "budget": [money("a", "initial", 100), money("a", "executed", 50)],
            "disbursement": [disbursement(due_yuan=yuan(10), paid_yuan=yuan(4))],
        }
        with publish(data, {"a": facts, "b": {}}, a={"total_score": 88.5, "grade": "良"}) as catalog:
            found = ask(catalog, "score_and_money")
        assert pick(found, "total_score", "grade", "rate_on_initial_pct", "unpaid_yuan") == [
            (88.5, "良", 50.0, yuan(6))
        ]

    def test_a_programme_is_followed_over_the_years(self, data: Path) -> None:
        facts = {
            seed: {
                "budget": [
                    money(seed, "initial", 100, fiscal_year=year),
                    money(seed, "executed", spent, fiscal_year=year),
                ]
            }
            for seed, year, spent in (("a", 2022, 50), ("b", 2023, 75))
        } | {"c": {}}
        documents = {
            seed: {"program_name": f"{year}年度信保补助", "fiscal_year": year, "total_score": score}
            for seed, year, score in (("a", 2022, 80.0), ("b", 2023, 85.5), ("c", 2023, 99.0))
        }
        with publish(data, facts, **documents) as catalog:
            found = ask(catalog, "programme_trend", programme="信保")
        assert pick(found, "programme", "fiscal_year", "executed_change_pct", "score_change", "reports") == [
            ("信保补助", 2022, None, None, 1),
            ("信保补助", 2023, 50.0, 5.5, 2),
        ]


def test_targets_by_city_takes_the_fullest_record_once(data: Path) -> None:
    rows = [
        indicator(actual_value=None, actual_text=None),
        indicator(table_id="t1", page_number=4),
        indicator(region_code="370200", region_name="青岛市", row_index=2),
        indicator(period="cycle", row_index=3, target_value=500.0),
    ]
    with publish(data, {"a": {"indicators": rows}}) as catalog:
        found = ask(catalog, "targets_by_city", indicator="企业数", period="annual")
    assert pick(found, "region_name", "actual_value", "page_number") == [
        ("宁波市", 120.0, 4),
        ("青岛市", 120.0, 1),
    ]


def test_coverage_counts_documents_once_and_shows_failures(data: Path) -> None:
    failed = {"status": "failed", "region_code": None, "region_name": None, "fiscal_year": None}
    facts = {
        "a": {"budget": [budget("a")] * 3, "findings": [factories.finding("a")]},
        "b": {"budget": [budget("b")]},
        "c": {},
    }
    with publish(data, facts, c=failed) as catalog:
        found = ask(catalog, "coverage")
        assert pick(found, "region_name", "documents", "ok", "failed", "budget_rows", "findings") == [
            ("宁波市", 2, 2, 0, 4, 1),
            (None, 1, 0, 1, 0, 0),
        ]
        assert len(ask(catalog, "coverage", city="宁波")) == 1


class TestChecks:
    def test_sound_data_passes(self, data: Path) -> None:
        facts = {"budget": [budget()], "disbursement": [disbursement()], "indicators": [indicator()]}
        known = {"disbursement": [disbursement(region_code="330203")], "subsidy_terms": [term()]}
        with publish(data, {"a": {**facts, **known}}) as catalog:
            assert run_checks(catalog) == []

    @pytest.mark.parametrize(
        ("facts", "check"),
        [
            ({"budget": [budget(page_number=4)]}, "pages_exist"),
            ({"budget": [budget(row_index=100)]}, "facts_have_tables"),
            ({"budget": [budget(source_kind=None)]}, "facts_have_tables"),
            ({"budget": [budget(source_kind="prose")]}, "facts_have_tables"),
            ({"budget": [budget(amount_unit=None)]}, "amounts_have_units"),
            ({"budget": [budget(fiscal_year=203)]}, "years"),
            ({"budget": [budget(confidence=1.2)]}, "confidence"),
            ({"budget": [budget(phase="planned")]}, "codes_budget_phase"),
            ({"budget": [budget(region_code="999999")]}, "regions_known"),
            ({"subsidy_terms": [term(ratio_pct=120.0)]}, "percentages"),
            ({"budget": [budget("other")]}, "rows_have_documents"),
            ({"tables": [factories.table()] * 2}, "table_ids"),
            (
                {"cells": [{"document_id": "x", "table_id": "t9", "row_index": 0, "column_index": 0}]},
                "cells_in_tables",
            ),
        ],
    )
    def test_unsound_data_is_found(self, data: Path, facts: Facts, check: str) -> None:
        with publish(data, {"a": facts}) as catalog:
            assert check in [violation.check for violation in run_checks(catalog)]

    def test_an_identity_that_is_not_the_checksum_is_found(self, data: Path) -> None:
        with publish(data, {"a": {}}, a={"sha256": "0" * 64}) as catalog:
            assert [violation.check for violation in run_checks(catalog)] == ["document_ids"]
