"""Regions that changed, and zones that a district runs, in questions."""

from __future__ import annotations

from typing import Any

import pytest

from normalizers.region_table import all_regions
from pipeline.answers.catalog import Catalog, open_catalog
from pipeline.publishing.publish import open_publication, tables_from_rows
from tests import factories


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    data = tmp_path_factory.mktemp("regions") / "data"
    with open_publication(data) as publication:
        publication.put(factories.document("a"), tables_from_rows({"budget": [factories.budget("a")]}))
        publication.commit(all_regions())
    return open_catalog(data)


def rows(catalog: Catalog, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in catalog.select(sql, values).to_pylist()]


@pytest.mark.parametrize(
    ("code", "today", "parts"),
    [
        ("370282", "370215", ["370215"]),
        ("110105", "110105", ["110105"]),
        ("500105", "500157", ["500157"]),
        ("371200", None, ["370116", "370117"]),
        ("429001", None, ["421303", "421321"]),  # became 421302, which was split
        ("130106", None, None),
    ],
)
def test_what_a_code_is_today(
    catalog: Catalog, code: str, today: str | None, parts: list[str] | None
) -> None:
    sql = "SELECT today_code, today_codes FROM regions_today WHERE region_code = $code"
    assert rows(catalog, sql, code=code) == [(today, parts)]


def test_every_code_has_one_row_so_that_a_join_counts_nothing_twice(catalog: Catalog) -> None:
    [(codes, listed, names)] = rows(
        catalog,
        "SELECT (SELECT count(DISTINCT region_code) FROM regions), count(*), count(today_name) FROM regions_today",
    )
    assert codes == listed and names > 0.99 * codes


@pytest.mark.parametrize("wanted", ["黄岛区", "青岛市", "西海岸新区", "370211"])
def test_a_zone_is_found_under_the_district_that_runs_it(catalog: Catalog, wanted: str) -> None:
    sql = """
        SELECT name FROM (VALUES ('青岛西海岸新区'), ('西海岸新区'), ('舟山群岛新区'), ('高新区')) AS zones(name)
        WHERE region_is(NULL::VARCHAR, name, $wanted)"""
    assert rows(catalog, sql, wanted=wanted) == [("青岛西海岸新区",), ("西海岸新区",)]
