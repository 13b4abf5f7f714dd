"""What docs/traps.md says: plain sums that are wrong, and the views that count each yuan once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from pipeline import cli
from pipeline.answers.catalog import Catalog, open_catalog
from pipeline.answers.usage import helpers, usage_of_tables, usage_of_views, view_columns
from pipeline.schemas import SCHEMAS
from pipeline.version import ROOT
from tests.asking import ask, pick

TEN_THOUSAND = Decimal(10_000)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("traps")
    raw = folder / "raw"
    shutil.copytree(ROOT / "tests" / "traps", raw)
    for name in (
        "data/samples/fujian_2024_targets",
        "data/samples/nantong_2022_evaluation",
        "tests/reports/zhuzhou_2022_final_account",
    ):
        shutil.copy(ROOT / f"{name}.pdf", raw)
    assert cli.main(["ingest", str(raw), "--data", str(folder / "data"), "--ocr", "never"]) == 0
    with open_catalog(folder / "data") as opened:
        yield opened


def one(catalog: Catalog, sql: str) -> tuple[Any, ...]:
    [row] = catalog.select(sql).to_pylist()
    return tuple(row.values())


PAYMENTS = "SELECT sum(due_yuan) / 10000, sum(paid_yuan) / 10000 FROM"


def test_money_told_by_class_insurer_and_district_is_the_printed_total(catalog: Catalog) -> None:
    plain = one(catalog, f"{PAYMENTS} disbursement WHERE region_name <> '韶关市' AND NOT is_total")
    assert plain[0] > 300
    assert one(catalog, f"{PAYMENTS} disbursement_latest WHERE city_name = '淄博市'") == (100, 45)


def test_a_row_by_batch_and_by_payer_counts_once(catalog: Catalog) -> None:
    assert one(catalog, f"{PAYMENTS} disbursement_latest WHERE city_name = '韶关市'") == (660, None)


def test_a_report_in_two_files_and_a_self_evaluation_count_once(catalog: Catalog) -> None:
    every = "SELECT count(DISTINCT document_id) FROM disbursement_latest_of(NULL) WHERE city_name = '淄博市'"
    assert one(catalog, every) == (2,)
    rates = ask(catalog, "execution_rates", city="淄博")
    assert pick(rates, "executed_yuan") == [(45 * TEN_THOUSAND,)]
    assert len(ask(catalog, "execution_rates", city="淄博", take="all")) == 3
    assert (
        sum(row["unpaid_yuan"] for row in ask(catalog, "unpaid_districts", city="淄博")) == 55 * TEN_THOUSAND
    )
    assert len(ask(catalog, "score_and_money", city="淄博")) == 1


def test_the_file_that_is_asked_for_is_taken(catalog: Catalog) -> None:
    [row] = ask(catalog, "execution_rates", city="淄博", take="zibo_2023_evaluation.pdf")
    assert (row["executed_yuan"], row["due_yuan"], row["paid_yuan"]) == (
        None,
        100 * TEN_THOUSAND,
        45 * TEN_THOUSAND,
    )
    assert row["paid_pct"] == 45.0


def test_payments_without_a_budget_have_a_row(catalog: Catalog) -> None:
    assert one(catalog, "SELECT count(*) FROM budget WHERE region_code = '440200'") == (0,)
    [row] = ask(catalog, "execution_rates", city="韶关")
    assert (row["initial_yuan"], row["due_yuan"]) == (None, 660 * TEN_THOUSAND)


def test_a_province_is_told_from_its_cities(catalog: Catalog) -> None:
    firms = "FROM indicators_once WHERE level3 LIKE '出口信用保险支持企业数%' AND period = 'annual'"
    assert one(catalog, f"SELECT sum(target_value) {firms}") == (16_000,)
    assert one(catalog, f"SELECT sum(target_value) {firms} AND regions_below = 0") == (8_000,)
    rows = ask(catalog, "targets_by_city", indicator="出口信用保险支持企业数", period="annual")
    assert [row["region_name"] for row in rows if row["regions_below"]] == ["福建省"]


def test_all_stages_of_a_year_are_of_one_reach(catalog: Catalog) -> None:
    found = ask(catalog, "spending_totals", city="德州")
    assert pick(found, "phase", "amount_yuan") == [("executed", 1830 * TEN_THOUSAND)]
    own = {
        row["phase"]: row["amount_yuan"] for row in ask(catalog, "spending_totals", city="德州", reach="own")
    }
    assert own == {"initial": 420 * TEN_THOUSAND, "executed": 406 * TEN_THOUSAND}
    by_function = ask(catalog, "spending_by_function", city="德州")
    assert {row["reach"] for row in by_function} == {"whole"} and len(by_function) == 3
    [row] = ask(catalog, "spending_totals", city="德州", phase="initial")
    assert row["reach"] == "own"


def test_lines_that_are_said_to_be_safe_make_the_printed_total(catalog: Catalog) -> None:
    sums = catalog.select(
        "SELECT s.amount_yuan, s.total_printed_yuan, (SELECT sum(b.amount_yuan) FROM budget_once AS b "
        "WHERE b.question = s.question AND b.phase = s.phase AND b.table_id = s.table_id) AS lines "
        "FROM statements_once AS s WHERE question = 'spending' AND adds_up"
    ).to_pylist()
    assert len(sums) >= 4
    assert all(row["lines"] == row["amount_yuan"] == row["total_printed_yuan"] for row in sums)


def test_points_of_groups_do_not_count_beside_their_members(catalog: Catalog) -> None:
    points = "SELECT sum(weight), sum(score) FROM indicators_once WHERE file_name = 'zibo_2023_self_evaluation.pdf'"
    assert one(catalog, points) == (100, 94.5)


@pytest.mark.parametrize("name", [*SCHEMAS, *usage_of_views()])
def test_keys_tell_rows_apart(catalog: Catalog, name: str) -> None:
    usage = (usage_of_tables() | usage_of_views())[name]
    key = ", ".join(f'"{column}"' for column in usage.key)
    rows, keys = one(catalog, f'SELECT count(*), count(DISTINCT ({key})) FROM "{name}"')
    assert rows == keys
    assert rows or name == "population"


def test_what_is_said_of_columns_is_said_of_columns_there_are() -> None:
    for name, usage in usage_of_tables().items():
        assert {*usage.key, *usage.mind} - {""} <= set(SCHEMAS[name].names), name
    for name, usage in usage_of_views().items():
        columns = view_columns(name)
        assert set(usage.key) <= {column for column, _, _ in columns}, name
        assert [column for column, _, meaning in columns if not meaning] == [], name


def test_every_relation_is_described_or_a_helper(catalog: Catalog) -> None:
    described = usage_of_tables().keys() | usage_of_views().keys() | helpers()
    told = {
        path.stem.partition("_")[2] for path in (ROOT / "queries" / "views" / "materialized").glob("*.sql")
    }
    assert sorted(catalog.known - described - told) == []
    assert sorted(described - catalog.known) == []
