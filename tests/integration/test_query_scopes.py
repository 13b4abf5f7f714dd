"""Kept views and narrowing to places make a question quick; the answer is the same as without them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.answers.catalog import Catalog, open_catalog
from pipeline.answers.named_queries import NamedQuery, find_query, load_queries
from pipeline.errors import UsageError
from tests import factories
from tests.asking import money, publish
from tests.factories import disbursement, indicator, term

SCOPED = sorted(name for name, query in load_queries().items() if query.scopes)
ASKED = [
    {"city": "宁波"},
    {"city": "浙江"},
    {"city": "330203"},
    {"year": "2022"},
    {"city": "青岛", "year": "2023"},
    {"topic": "外经贸"},
    {"topic": "commerce", "city": "宁波"},
    {"text": "绩效评价"},
]
QINGDAO = {"region_code": "370200", "region_name": "青岛市"}
HAISHU = {"region_code": "330203", "region_name": "海曙区"}
PER_UNIT = {"ratio_pct": None, "cap_yuan": None, "standard_yuan": Decimal(150), "standard_per": "亩"}
PROGRAMME = {"program_name": "甲资金", "topic": "foreign_trade"}
PARTS = {"target_text": "10", "target_value": 10.0, "weight": 5.0, "score": 4.0, "is_met": False}
FUNCTION = {
    "table_id": "t8",
    "statement": "general_public",
    "flow": "expenditure",
    "function_code": "2050201",
}
RECEPTIONS = {"table_id": "t9", "statement": "three_public", "flow": "expenditure", "line_item": "公务接待费"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents on two cities and years, each with rows on another place or year than its own."""
    facts = {
        "a": [2023, {"program_name": "茶园保险补贴"}],
        "b": [2022, {"program_name": "茶园保险"}],
        "c": [2023, QINGDAO],
        "d": [2022, QINGDAO],
        "e": [2023, {"region_code": None, "region_name": None}],
        "f": [2023, {"program_name": "2023年茶园保险补贴"}],
    }
    rows = {
        seed: {
            "budget": [
                money(seed, phase, amount, fiscal_year=year, **PROGRAMME, **kind)
                for year in (own, 2022)
                for phase, amount in (("initial", 100), ("executed", 80))
                for kind in ({}, {"funding_source": "province"}, FUNCTION, RECEPTIONS)
            ],
            "disbursement": [disbursement(seed, fiscal_year=own, **place) for place in (HAISHU, QINGDAO)],
            "indicators": [
                indicator(seed, fiscal_year=own, level3=name, **PARTS, **place)
                for name, place in (("甲", HAISHU), ("乙", QINGDAO), ("丙", {}))
            ],
            "subsidy_terms": [
                term(seed, fiscal_year=own, topic="export_credit_insurance", **place, **stated)
                for place in (HAISHU, QINGDAO)
                for stated in ({}, PER_UNIT)
            ],
            "metrics": [factories.metric(seed, fiscal_year=own, **place) for place in (HAISHU, QINGDAO)],
            "findings": [factories.finding(seed)],
        }
        for seed, (own, _) in facts.items()
    }
    told = {
        seed: {"fiscal_year": own, "total_score": 90.0, "file_name": f"{seed}.pdf", **PROGRAMME, **place}
        for seed, (own, place) in facts.items()
    }
    folder = tmp_path_factory.mktemp("scopes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.publishing.materialized_views.LEAST_FACTS", 0)
        publish(folder, rows, **told).bare.close()
    return folder


@pytest.fixture
def catalog(data: Path) -> Catalog:
    return open_catalog(data)


def values(query: NamedQuery, given: Mapping[str, str]) -> dict[str, Any]:
    return {one.name: one.value(given.get(one.name)) for one in query.parameters}


@pytest.mark.parametrize("name", SCOPED)
def test_the_answer_is_the_same_as_from_views_computed_now(
    catalog: Catalog, data: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    query = find_query(name)
    known = {parameter.name for parameter in query.parameters}
    monkeypatch.setattr("pipeline.answers.materialized_views.FOLDER", ".none")
    found = 0
    with catalog, open_catalog(data) as computing:
        for given in [{}, *ASKED]:
            if given.keys() <= known:
                rows = query.run(catalog, given)
                assert rows.equals(query.run(computing, given)), given
                first, count = query.first(catalog, given, 2)
                assert (first.to_pylist(), count) == (rows.slice(0, 2).to_pylist(), rows.num_rows)
                found += rows.num_rows
    assert found


def test_a_question_about_one_city_names_its_places_only(catalog: Catalog) -> None:
    query = find_query("targets_by_city")
    with catalog:
        assert query._places(catalog, values(query, {"city": "宁波"})) == ["330200|宁波市", "330203|海曙区"]
        assert query._places(catalog, values(query, {"city": "海曙"})) == ["330203|海曙区"]
        assert query._places(catalog, values(query, {"year": "2023"})) is None


def test_a_district_is_found_in_the_report_of_another_city(catalog: Catalog) -> None:
    with catalog:
        found = find_query("unpaid_districts").run(catalog, {"city": "海曙"}).to_pylist()
    assert {row["city_name"] for row in found} == {None, "宁波市", "青岛市"}


def test_nothing_is_found_where_no_place_matters(catalog: Catalog) -> None:
    with catalog:
        for name in SCOPED:
            assert find_query(name).run(catalog, {"city": "武汉"}).num_rows == 0


def test_a_statement_may_use_the_helpers_and_no_other_function(catalog: Catalog) -> None:
    own = factories.document("a")["document_id"]
    with catalog:
        found = catalog.select(f"SELECT DISTINCT document_id FROM execution_of(['{own}'])").to_pylist()
        assert found == [{"document_id": own}]
        for name in ("read_csv", "read_parquet"):
            with pytest.raises(UsageError, match=f"table function {name}"):
                catalog.select(f"WITH {name} AS (SELECT 1) SELECT * FROM {name}('/etc/passwd')")
