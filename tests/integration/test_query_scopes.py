"""Narrowing a question to its documents makes it quick; the answer is the same as without."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.answers.catalog import Catalog
from pipeline.answers.named_queries import find_query, load_queries
from pipeline.errors import UsageError
from tests import factories
from tests.asking import ask, money, publish
from tests.factories import disbursement, indicator, term

SCOPED = sorted(name for name, query in load_queries().items() if query.scopes)
ASKED = [
    {"city": "宁波"},
    {"city": "浙江"},
    {"city": "330203"},
    {"year": "2022"},
    {"city": "青岛", "year": "2023"},
]
QINGDAO = {"region_code": "370200", "region_name": "青岛市"}
HAISHU = {"region_code": "330203", "region_name": "海曙区"}
PARTS = {"target_text": "10", "target_value": 10.0, "weight": 5.0, "score": 4.0}


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """Documents on two cities and years, each with rows on another place or year than its own."""
    facts = {
        "a": [2023, {}],
        "b": [2022, {}],
        "c": [2023, QINGDAO],
        "d": [2022, QINGDAO],
        "e": [2023, {"region_code": None, "region_name": None}],
    }
    rows = {
        seed: {
            "budget": [
                money(seed, phase, amount, fiscal_year=year, **kind)
                for year in (own, 2022)
                for phase, amount in (("initial", 100), ("executed", 80))
                for kind in ({}, {"funding_source": "province"})
            ],
            "disbursement": [disbursement(seed, fiscal_year=own, **place) for place in (HAISHU, QINGDAO)],
            "indicators": [
                indicator(seed, fiscal_year=own, level3=name, **PARTS, **place)
                for name, place in (("甲", HAISHU), ("乙", QINGDAO), ("丙", {}))
            ],
            "subsidy_terms": [term(seed, fiscal_year=own, **place) for place in (HAISHU, QINGDAO)],
        }
        for seed, (own, _) in facts.items()
    }
    told = {
        seed: {"fiscal_year": own, "total_score": 90.0, "file_name": f"{seed}.pdf", **place}
        for seed, (own, place) in facts.items()
    }
    return publish(tmp_path, rows, **told)


@pytest.mark.parametrize("name", SCOPED)
def test_the_answer_is_the_same_as_without(catalog: Catalog, name: str) -> None:
    query = find_query(name)
    known = {parameter.name for parameter in query.parameters}
    found = 0
    with catalog:
        for given in ASKED:
            if given.keys() <= known:
                values = {one.name: one.value(given.get(one.name)) for one in query.parameters}
                whole = catalog.select(query.sql, {**values, "documents": None}).to_pylist()
                assert query.run(catalog, given).to_pylist() == whole, given
                found += len(whole)
    assert found


def test_a_question_about_one_city_reads_its_documents_only(catalog: Catalog) -> None:
    query = find_query("execution_rates")
    with catalog:
        city = query._documents(catalog, {"city": "青岛", "year": None})
        both = query._documents(catalog, {"city": "青岛", "year": 2023})
        ids = {seed: factories.document(seed)["document_id"] for seed in "abcde"}
        assert city == sorted([ids["c"], ids["d"]])
        assert both == [ids["c"]]
        assert query._documents(catalog, {"city": None, "year": None}) is None


def test_nothing_is_found_where_no_document_matters(catalog: Catalog) -> None:
    with catalog:
        assert ask(catalog, "execution_rates", city="武汉") == []


def test_a_statement_may_use_the_helpers_and_no_other_function(catalog: Catalog) -> None:
    own = factories.document("a")["document_id"]
    with catalog:
        found = catalog.select(f"SELECT document_id FROM execution_of(['{own}'])").to_pylist()
        assert found == [{"document_id": own}]
        for name in ("read_csv", "read_parquet"):
            with pytest.raises(UsageError, match=f"table function {name}"):
                catalog.select(f"WITH {name} AS (SELECT 1) SELECT * FROM {name}('/etc/passwd')")
