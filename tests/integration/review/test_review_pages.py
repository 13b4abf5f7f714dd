"""What the review page shows of all documents, of each version, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.errors import UsageError
from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.review.facts import words_id
from pipeline.review.site import Site
from tests import factories, reviewing
from tests.reviewing import CHINESE, body, put


@pytest.mark.parametrize("address", ["/", "/documents"])
def test_the_list_names_every_document(client: TestClient, ids: dict[str, str], address: str) -> None:
    page = body(client, address)
    assert all(f"/documents/{document}" in page for document in ids.values())
    assert "共 4 项" in page and "已读出" in page


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("q=lost", {"lost"}),
        ("q=LOST.pdf", {"lost"}),
        ("year=2022", set()),
        ("year=2023&status=ok", {"good", "evil", "lost", "changed"}),
        ("status=failed", set()),
        ("kind=target_form", set()),
        ("year=twenty&status=none&order=drop", {"good", "evil", "lost", "changed"}),
        ("q=%25", set()),
        ("q=' OR 1=1 --", set()),
    ],
)
def test_filters(client: TestClient, ids: dict[str, str], question: str, found: set[str]) -> None:
    page = body(client, f"/?{question}")
    assert {name for name, document in ids.items() if f"/documents/{document}" in page} == found


def test_long_lists_come_in_pages(tmp_path: Path) -> None:
    with open_publication(tmp_path / "data") as publication:
        for number in range(130):
            publication.put(
                factories.document(f"d{number:03}"),
                tables_from_rows({"budget": [factories.budget(f"d{number:03}")]}),
            )
        publication.commit([factories.region()])
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    client = reviewing.client_of(site)
    seen: list[str] = []
    address = "/?order=name"
    for _ in range(5):
        page = body(client, address)
        seen += re.findall(r'<a href="/documents/([0-9a-f]{16})">', page)
        following = re.search(r'rel="next" data-part href="([^"]+)"', page)
        if following is None:
            break
        address = "/" + following[1]
    assert len(seen) == len(set(seen)) == 130
    places = [body(client, f"/search?q=绩效评价报告&kind=title&offset={offset}") for offset in (0, 60, 120)]
    found = [re.findall(r"/documents/([0-9a-f]{16})", page) for page in places]
    assert [len(one) for one in found] == [60, 60, 10] and len(set().union(*map(set, found))) == 130
    site.close()


def test_search_marks_what_it_finds_and_leads_to_the_cell(client: TestClient, ids: dict[str, str]) -> None:
    page = body(client, "/search?q=1,234")
    assert f"/documents/{ids['good']}?page=1&table=t0&row=1&column=1" in page
    assert "<mark>1,234</mark>.50" in page
    prose = body(client, "/search?q=COVERAGE　reached&kind=sentence")
    assert (
        f"words={words_id(reviewing.SENTENCE)}" in prose
        and "<mark>Coverage</mark> <mark>reached</mark>" in prose
    )
    assert "没有符合条件" in body(client, "/search?q=nowhere")


def test_findings_lead_to_their_row(client: TestClient, ids: dict[str, str]) -> None:
    page = body(client, "/findings?severity=warning&check=sum_of_parts")
    assert f"/documents/{ids['good']}?view=findings&page=1&table=t0&row=1" in page and "警告" in page
    assert "没有符合条件" in body(client, "/findings?severity=error")


def test_the_next_request_sees_a_new_version(tmp_path: Path) -> None:
    document = put(tmp_path / "data", "旧的标题")
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    client = reviewing.client_of(site)
    assert "旧的标题" in body(client, "/") and "第 1 版" in body(client, "/")
    put(tmp_path / "data", "新的标题")
    assert "新的标题" in body(client, "/") and "旧的标题" not in body(client, f"/documents/{document}")
    assert "第 2 版" in body(client, "/")
    site.close()


def test_nothing_published_is_said(tmp_path: Path) -> None:
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    with pytest.raises(UsageError, match="nothing is published"), site.reading():
        pass
    page = reviewing.client_of(site).get("/")
    assert page.status_code == 503 and "jixiao ingest" in page.text
    site.close()


def test_the_language_stays_once_it_is_chosen(client: TestClient) -> None:
    assert "城市比较" in body(client, "/")
    assert "Compare cities" in client.get("/?lang=en", headers=CHINESE).text
    assert "Compare cities" in client.get("/findings", headers=CHINESE).text
    assert "城市比较" in client.get("/?lang=zh").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_made_in_both_languages(client: TestClient, ids: dict[str, str], language: str) -> None:
    views = [
        f"/documents/{ids['good']}?view={view}&"
        for view in ("facts", "tables", "findings", "unread", "about")
    ]
    cards = [
        f"/documents/{ids['good']}/card?{place}&" for place in ("fact=budget.1", "table=t0&row=1&column=1")
    ]
    for address in ("/?", "/search?q=1&", "/findings?", "/compare?", "/corrections?", *views, *cards):
        text = client.get(f"{address}lang={language}").text
        assert not re.search(r">\s*(column|code|table|view|card|list|site)\.\w+", text), address
