"""The comparison of cities."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.review.measures import measures
from pipeline.review.site import Site
from tests import factories, reviewing
from tests.reviewing import body, table_of


@pytest.fixture(scope="module")
def ids(place: Path) -> dict[str, str]:
    return reviewing.publish_cities(place)


def cities(page: str) -> list[str]:
    return re.findall(r'<th scope="rowgroup"[^>]*>([^<]*)</th>', page)


def test_every_city_with_a_figure_is_drawn_and_every_bar_says_what_it_is(client: TestClient) -> None:
    page = body(client, "/compare?order=name")
    assert cities(page) == ["宁波市", "温州市", "赣州市"]
    rows = page.partition("<tbody>")[2].split("<tr data-row>")[1:]
    assert len(rows) == 6
    for row in rows:
        assert re.search(r'class="figure">[≤=]\d+%<', row) and '<svg class="bar-chart' in row
        assert re.search(r">202[234]<", row) and re.search(r"(小微|一般)企业", row)
        assert re.search(r'class="source"><a href="/documents/[0-9a-f]{16}\?page=1&words=', row)


def test_ceilings_shares_and_floors_are_drawn_differently(client: TestClient) -> None:
    page = body(client, "/compare?status=&city=宁波市")
    drawn = dict(
        re.findall(r'class="figure">([≤=≥])[^<]*</td>\s*<td class="drawn"><svg class="bar-chart (\w+)"', page)
    )
    assert drawn == {"≤": "ceiling", "=": "fixed", "≥": "floor"}
    assert "至多这么多" in page and "至少这么多" in page


def test_a_region_without_a_figure_is_named(client: TestClient) -> None:
    said = body(client, "/compare").partition("有文件而没有符合条件数值的地区")[2].partition("</p>")[0]
    assert "嘉兴市" in said and "宁波市" not in said
    said = (
        body(client, "/compare?city=宁波市")
        .partition("有文件而没有符合条件数值的地区")[2]
        .partition("</p>")[0]
    )
    assert "赣州市" in said


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("class=small&order=most", ["赣州市", "温州市", "宁波市"]),
        ("class=small&order=least", ["宁波市", "温州市", "赣州市"]),
        ("year=2023", ["温州市"]),
        ("measure=subsidy_cap&city=赣州市", ["赣州市"]),
        ("status=historic&city=宁波市", ["宁波市"]),
        ("status=recommended", []),
        ("measure=total_score&order=least", ["宁波市", "温州市", "赣州市"]),
        ("query=execution_rates", []),
        ("measure=../../etc/passwd&year=x&order=x", ["宁波市", "温州市", "赣州市"]),
    ],
)
def test_what_is_asked_is_compared(client: TestClient, question: str, found: list[str]) -> None:
    assert cities(body(client, f"/compare?{question}")) == found


@pytest.mark.parametrize("name", measures())
def test_every_measure_has_a_page_in_both_languages(client: TestClient, name: str) -> None:
    for language in ("zh", "en"):
        page = body(client, f"/compare?measure={name}", language=language)
        assert f'value="{name}" selected' in page
        assert not re.search(r">\s*(column|code|measure|compare)\.\w+", page)


def test_choices_of_a_comparison_are_those_of_its_rows(client: TestClient) -> None:
    page = body(client, "/compare")
    years = page.partition('<select name="year">')[2].partition("</select>")[0]
    assert re.findall(r'value="(\d+)"', years) == ["2024", "2023", "2022"]
    assert "现行 (6)" in page and "往期 (3)" in page and '<option value="温州市">' in page


def test_a_topic_that_is_none_is_said(client: TestClient) -> None:
    page = body(client, "/compare?topic=nonsense")
    assert 'role="alert"' in page and cities(page) == []


def test_many_cities_come_in_pages(tmp_path: Path) -> None:
    with open_publication(tmp_path / "data") as publication:
        for number in range(60):
            own = {"region_code": f"33{number:04}", "region_name": f"第{number:02}市"}
            document = factories.document(str(number), **own)
            term = factories.term(str(number), **own, ratio_pct=float(number))
            publication.put(document, tables_from_rows({"subsidy_terms": [term]}))
        publication.commit([factories.region()])
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    client = reviewing.client_of(site)
    seen = [city for start in (0, 25, 50) for city in cities(body(client, f"/compare?offset={start}"))]
    assert seen == [f"第{number:02}市" for number in range(59, -1, -1)]
    site.close()


def test_a_city_with_very_many_figures_leaves_room_for_the_others(tmp_path: Path) -> None:
    with open_publication(tmp_path / "data") as publication:
        for name, count in (("甲市", 50), ("乙市", 1)):
            own = {"region_code": None, "region_name": name}
            terms = [
                factories.term(name, **own, ratio_pct=float(one), row_index=one)
                for one in range(1, count + 1)
            ]
            publication.put(factories.document(name, **own), tables_from_rows({"subsidy_terms": terms}))
        publication.commit([factories.region()])
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    client = reviewing.client_of(site)
    page = body(client, "/compare")
    assert "51 项" in page and "另有 30 项" in page and page.count('class="figure"') == 21
    assert body(client, "/compare?city=甲市").count('class="figure"') == 50
    assert len(table_of(client, "/compare?format=csv")) == 51
    site.close()
