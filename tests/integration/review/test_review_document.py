"""The page of one document: its views, cards, boxes and picture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.review.facts import words_id
from pipeline.review.site import Site
from tests import factories, reviewing
from tests.reviewing import CHINESE, body


@pytest.mark.parametrize("view", ["facts", "tables", "findings", "unread", "about", "nonsense"])
def test_every_view_of_a_document(client: TestClient, ids: dict[str, str], view: str) -> None:
    whole = body(client, f"/documents/{ids['good']}?view={view}")
    part = client.get(f"/documents/{ids['good']}?view={view}", headers={"x-part": "pane"} | CHINESE).text
    assert (
        "<html" in whole
        and "<html" not in part
        and part.strip()[:200] in client.get(f"/documents/{ids['good']}?view={view}", headers=CHINESE).text
    )


@pytest.mark.parametrize(
    ("address", "page"),
    [("", 2), ("?view=tables", 1), ("?view=findings", 1), ("?page=1", 1), ("?view=about", 1)],
)
def test_a_document_opens_where_what_is_listed_first_stands(tmp_path: Path, address: str, page: int) -> None:
    with open_publication(tmp_path / "data") as publication:
        document = factories.document("long", page_count=3)
        rows = {
            "budget": [factories.budget("long", page_number=2), factories.budget("long", page_number=3)],
            "tables": [factories.table("long")],
            "findings": [factories.finding("long", page_number=None)],
        }
        publication.put(document, tables_from_rows(rows))
        publication.commit([factories.region()])
    site = Site(tmp_path / "data", tmp_path / "overrides.csv")
    shown = reviewing.client_of(site).get(f"/documents/{document['document_id']}{address}").text
    site.close()
    assert f'data-page="{page}"' in shown.partition('id="viewer"')[2].partition(">")[0]


def test_facts_carry_their_place(client: TestClient, ids: dict[str, str]) -> None:
    page = body(client, f"/documents/{ids['good']}?kind=budget")
    assert re.search(
        r'data-fact="budget.1" data-page="1" data-table="t0" data-at-row="1" data-column="1"', page
    )
    assert "12,345,000" in page
    prose = body(client, f"/documents/{ids['good']}?kind=metrics")
    assert f'data-sentence="{words_id(reviewing.SENTENCE)}"' in prose


def test_a_cell_tells_which_facts_were_made_of_it(client: TestClient, ids: dict[str, str]) -> None:
    card = body(client, f"/documents/{ids['good']}/card?table=t0&row=1&column=2")
    assert "1,200.00" in card and 'data-card="fact=budget.2"' in card
    assert card.index("budget.2") < card.index("同一行的其他数据") < card.index("budget.1")
    header = body(client, f"/documents/{ids['good']}/card?table=t0&row=0&column=0")
    assert "没有由此读出数据" in header


def test_a_sentence_tells_which_facts_were_made_of_it(client: TestClient, ids: dict[str, str]) -> None:
    card = body(client, f"/documents/{ids['good']}/card?page=1&sentence={words_id(reviewing.SENTENCE)}")
    assert reviewing.SENTENCE in card and "fact=metrics.1" in card


def test_a_link_to_words_opens_their_fact(client: TestClient, ids: dict[str, str]) -> None:
    page = body(client, f"/documents/{ids['good']}?page=1&words={words_id(reviewing.SENTENCE)}")
    assert 'data-fact="metrics.1"' in page and "文中数字" in page


def test_boxes_of_a_page(client: TestClient, ids: dict[str, str]) -> None:
    page: Any = client.get(f"/documents/{ids['good']}/pages/1").json()
    assert (page["state"], page["width"], page["height"], page["note"]) == ("ok", *reviewing.SIZE, "")
    assert len(page["cells"]) == 6 and page["cells"][4]["x0"] == reviewing.XS[1]
    [sentence] = page["sentences"]
    assert sentence["id"] == words_id(reviewing.SENTENCE) and len(sentence["boxes"]) == 1
    picture = client.get(page["picture"])
    assert picture.headers["content-type"] == "image/png" and picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(("name", "says"), [("lost", "找不到原文件"), ("changed", "改动过")])
def test_a_file_that_is_gone_or_another_one_is_said_and_not_shown(
    client: TestClient, ids: dict[str, str], name: str, says: str
) -> None:
    page = client.get(f"/documents/{ids[name]}/pages/1", headers=CHINESE).json()
    assert page["state"] == {"lost": "missing"}.get(name, name) and says in page["note"]
    assert client.get(f"/documents/{ids[name]}/pages/1/picture").status_code == 404
    assert "保费补助" in body(client, f"/documents/{ids[name]}?kind=budget")


def test_a_file_that_goes_or_changes_after_it_was_drawn_is_not_shown_from_memory(
    site: Site, client: TestClient, place: Path, ids: dict[str, str]
) -> None:
    address = f"/documents/{ids['good']}/pages/2"
    assert client.get(address).json()["state"] == "ok"
    aside = (place / "good.pdf").rename(place / "aside.pdf")
    try:
        assert client.get(address).json()["state"] == "missing"
        (place / "good.pdf").write_bytes(b"another file by now")
        assert client.get(address).json()["state"] == "changed"
    finally:
        aside.replace(place / "good.pdf")
    assert client.get(address).json()["state"] == "ok"


@pytest.mark.parametrize(
    "address",
    [
        "/documents/0000000000000000",
        "/documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/documents/../../etc/passwd",
        "/documents/0000000000000000/pages/1",
        "/documents/0000000000000000/card?fact=budget.1",
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/texts.toml",
        "/data/parquet",
    ],
)
def test_what_the_catalog_does_not_know_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_cards_and_pages_that_are_not_there(client: TestClient, ids: dict[str, str]) -> None:
    for question in (
        "fact=budget.99",
        "fact=cells.1",
        "fact=budget",
        "table=t9&row=0&column=0",
        "page=1&sentence=no",
        "",
    ):
        assert client.get(f"/documents/{ids['good']}/card?{question}").status_code == 404, question
    assert client.get(f"/documents/{ids['good']}/pages/99").json()["state"] == "no_page"


def test_a_document_says_what_became_of_its_numbers(client: TestClient, ids: dict[str, str]) -> None:
    said = "表格中的数字 1,250 个：80.0% 归入数据，99.9% 已理解"
    assert said in body(client, f"/documents/{ids['good']}")
    assert "表格中的数字" not in body(client, f"/documents/{ids['lost']}"), "it was not counted"
    english = client.get(f"/documents/{ids['good']}?lang=en").text
    assert "1,250 numbers in tables: 80.0 % taken by facts, 99.9 % understood" in english
    client.cookies.clear()
