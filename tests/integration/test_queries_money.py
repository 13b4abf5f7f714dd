"""Budgets, payments and sources of funds: each amount once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.asking import ask, money, pick, publish, yuan
from tests.factories import disbursement


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


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

    def test_the_share_of_one_payer_is_no_whole_budget_beside_what_all_spent(self, data: Path) -> None:
        county = money("a", "initial", 20, funding_source="county")
        spent = money("a", "executed", 90)
        with publish(data, {"a": {"budget": [county, spent]}}) as catalog:
            assert pick(
                ask(catalog, "execution_rates"), "initial_yuan", "executed_yuan", "rate_on_initial_pct"
            ) == [(None, yuan(90), None)]

    def test_all_payers_together_are_the_whole(self, data: Path) -> None:
        rows = [
            money("a", phase, amount, funding_source=source, row_index=row)
            for row, source in enumerate(("central", "city"))
            for phase, amount in (("initial", 50), ("executed", 45))
        ]
        rows.append(money("a", "initial", 8, funding_source="carryover", row_index=3))
        with publish(data, {"a": {"budget": rows}}) as catalog:
            assert pick(ask(catalog, "execution_rates"), "executed_yuan") == [(yuan(90),)]

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

    def test_what_one_payer_gave_is_no_budget_of_the_whole(self, data: Path) -> None:
        rows = [
            money("a", "initial", 64, funding_source="carryover", is_total=True),
            money("a", "executed", 500, is_total=True),
            money("b", "initial", 90, funding_source="city", is_total=True),
            money("b", "executed", 100, is_total=True),
        ]
        with publish(data, {seed: {"budget": rows[2 * i :][:2]} for i, seed in enumerate("ab")}) as catalog:
            found = pick(ask(catalog, "execution_rates"), "initial_yuan", "rate_on_initial_pct")
        assert sorted(found, key=str) == [(yuan(90), 111.11), (None, None)]

    def test_sentences_about_parts_are_no_budget_of_a_document_without_a_programme(self, data: Path) -> None:
        prose = {"table_id": None, "row_index": None, "source_kind": "prose"}
        rows = [money("a", "initial", 17, **prose), money("a", "adjusted", 280, **prose)]
        rows.append(money("a", "executed", 260, **prose))
        with publish(data, {"a": {"budget": rows}}, a={"program_name": None}) as catalog:
            found = pick(
                ask(catalog, "execution_rates"), "initial_yuan", "rate_on_initial_pct", "rate_on_adjusted_pct"
            )
        assert found == [(None, None, 92.86)]

    def test_a_line_without_a_source_is_a_part_where_one_source_gives_more(self, data: Path) -> None:
        rows = [
            money("a", "initial", 160, funding_source="city", line_item="市级预算资金"),
            money("a", "initial", 0, funding_source=None, line_item="其他", row_index=2),
        ]
        with publish(data, {"a": {"budget": rows}}) as catalog:
            assert pick(ask(catalog, "execution_rates"), "initial_yuan") == [(yuan(160),)]

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
