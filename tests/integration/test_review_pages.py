"""Every address of the review page, asked without a browser."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline import cli
from pipeline.errors import UsageError
from pipeline.language import ENGLISH, in_use
from pipeline.nightly.override_file import COLUMNS, read_overrides
from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.review.checking import Checked
from pipeline.review.correcting import Corrections
from pipeline.review.facts import words_id
from pipeline.review.site import Site
from pipeline.review.teaching import Teaching
from tests import factories, reviewing

CHINESE = {"accept-language": "zh-CN"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("review")


@pytest.fixture(scope="module")
def ids(place: Path) -> dict[str, str]:
    return reviewing.publish(place)


@pytest.fixture(scope="module")
def opened(place: Path, ids: dict[str, str]) -> Iterator[Site]:
    site = Site(place / "data", place / "overrides.csv")
    yield site
    site.close()


@pytest.fixture
def site(opened: Site, tmp_path: Path) -> Site:
    """The one page of all tests, with a file of corrections for each."""
    opened.corrections = Corrections(tmp_path / "overrides.csv")
    opened.checked = Checked(tmp_path / "overrides.csv")
    opened.teaching = Teaching(tmp_path / "overrides.csv")
    return opened


@pytest.fixture
def client(site: Site) -> TestClient:
    return reviewing.client_of(site)


def body(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=CHINESE)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def form_of(client: TestClient, document: str, fact: str, **changes: str) -> dict[str, str]:
    """The correction form of a fact, filled in."""
    card = client.get(f"/documents/{document}/card?fact={fact}").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', card))
    assert {"token", "fact", "place"} < set(hidden)
    return {**{name: unescape(value) for name, value in hidden.items()}, **changes}


# --- lists -----------------------------------------------------------------------------------------------------------


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


def test_a_document_says_what_became_of_its_numbers(client: TestClient, ids: dict[str, str]) -> None:
    said = "表格中的数字 1,250 个：80.0% 归入数据，99.9% 已理解"
    assert said in body(client, f"/documents/{ids['good']}")
    assert "表格中的数字" not in body(client, f"/documents/{ids['lost']}"), "it was not counted"
    english = client.get(f"/documents/{ids['good']}?lang=en").text
    assert "1,250 numbers in tables: 80.0 % taken by facts, 99.9 % understood" in english
    client.cookies.clear()


def test_findings_lead_to_their_row(client: TestClient, ids: dict[str, str]) -> None:
    page = body(client, "/findings?severity=warning&check=sum_of_parts")
    assert f"/documents/{ids['good']}?view=findings&page=1&table=t0&row=1" in page and "警告" in page
    assert "没有符合条件" in body(client, "/findings?severity=error")


# --- one document ----------------------------------------------------------------------------------------------------


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


# --- safety ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search?q=img",
        "/search?q=<img src=x onerror=alert(1)>",
        "/search?q=hyperlink",
        "/search?q=img&kind=sentence",
        "/findings",
        "/findings?q=%22%3E%3Cimg",
        "/compare",
        "/compare?city=<img src=x>",
        "/documents/{evil}",
        "/documents/{evil}?kind=budget&fact=budget.1",
        "/documents/{evil}?view=tables&row=1&table=t0&column=2",
        "/documents/{evil}?view=findings",
        "/documents/{evil}?view=about",
        "/documents/{evil}?view=%22%3E%3Cimg%20src=x%3E&page=%3Cimg%3E",
        "/documents/{evil}/card?fact=metrics.1",
    ],
)
def test_nothing_of_a_document_or_request_becomes_markup(
    client: TestClient, ids: dict[str, str], address: str
) -> None:
    answer = client.get(address.format(**ids))
    assert answer.status_code == 200
    tags = re.findall(r"<(img|script|iframe|a) [^>]*", answer.text)
    assert tags or "/card" in address
    assert "<img src=x" not in answer.text and 'onerror="' not in answer.text
    assert not re.search(r'(?:href|src)="(?!/|\?|#)', answer.text)
    assert not re.search(r"\son\w+\s*=\s*[\"']", re.sub(r'="[^"]*"', '=""', answer.text))


def test_formulas_are_shown_as_text(client: TestClient, ids: dict[str, str]) -> None:
    assert reviewing.FORMULA in body(client, f"/documents/{ids['evil']}?view=tables")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil", "", "localhost:8765x", "[::1]"]
)
def test_other_names_of_this_machine_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:9000", "localhost"])
def test_own_names_are_answered_at_any_port(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/", "/static/review.js", "/nowhere", "/documents/{good}/pages/1", "/documents/{good}/pages/1/picture"],
)
def test_every_answer_forbids_to_load_from_elsewhere(
    client: TestClient, ids: dict[str, str], address: str
) -> None:
    headers = client.get(address.format(**ids)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"


def test_pages_need_no_inline_code_or_style(client: TestClient, ids: dict[str, str]) -> None:
    for address in ("/", f"/documents/{ids['good']}", "/compare", "/compare?query=execution_rates"):
        text = client.get(address).text
        assert re.findall(r"<script(?! src=\"/static/)|<style| style=", text) == []


def test_only_get_is_answered_elsewhere(client: TestClient) -> None:
    assert client.post("/").status_code == 405
    assert client.put("/documents/0000000000000000").status_code == 405


# --- corrections -----------------------------------------------------------------------------------------------------


def test_a_correction_is_written_and_shown_as_pending(
    site: Site, client: TestClient, ids: dict[str, str]
) -> None:
    form = form_of(
        client,
        ids["good"],
        "budget.1",
        column="amount_yuan",
        new_value="12,345,600",
        who="李 '=1",
        why="=看错",
    )
    answer = client.post(f"/documents/{ids['good']}/corrections", data=form)
    assert answer.status_code == 303
    with site.corrections.path.open(encoding="utf-8-sig", newline="") as stream:
        assert tuple(next(csv.reader(stream))) == COLUMNS
    [line] = read_overrides(site.corrections.path)
    assert (line.document_id, line.table, line.table_id, line.page_number) == (
        ids["good"],
        "budget",
        "t0",
        "1",
    )
    assert (line.row_index, line.column_index, line.source_text) == ("1", "1", "1,234.50")
    assert (line.column, line.old_value, line.new_value) == ("amount_yuan", "12345000.00", "12345600.00")
    assert (line.who, line.why) == ("李 '=1", "=看错")
    page = body(client, answer.headers["location"])
    assert "更正已记录" in page and "已提交更正：金额（元） = 12,345,600" in page and "12,345,000" in page
    listed = body(client, "/corrections")
    assert "待生效" in listed and "=看错" in listed


def test_a_correction_of_prose_has_no_table(site: Site, client: TestClient, ids: dict[str, str]) -> None:
    form = form_of(client, ids["good"], "metrics.1", column="value", new_value="36", who="李", why="看错")
    assert client.post(f"/documents/{ids['good']}/corrections", data=form).status_code == 303
    [line] = read_overrides(site.corrections.path)
    assert (line.table_id, line.row_index, line.column_index, line.page_number) == ("", "", "", "1")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"token": "guess"}, 403),
        ({"token": ""}, 403),
        ({"token": "\ud7ff猜"}, 403),
        ({"place": "0"}, 409),
        ({"fact": "budget.77"}, 409),
        ({"fact": "cells.1"}, 409),
        ({"column": "page_number"}, 422),
        ({"column": ""}, 422),
        ({"new_value": "twelve"}, 422),
        ({"new_value": "12345000"}, 422),
        ({"old.amount_yuan": "1"}, 422),
        ({"who": " "}, 422),
        ({"why": ""}, 422),
    ],
)
def test_wrong_forms_write_nothing(
    site: Site, client: TestClient, ids: dict[str, str], changes: dict[str, str], status: int
) -> None:
    form = form_of(client, ids["good"], "budget.1", column="amount_yuan", new_value="1", who="李", why="看错")
    answer = client.post(f"/documents/{ids['good']}/corrections", data=form | changes)
    assert answer.status_code == status
    assert not site.corrections.path.exists()


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:3000", "https://127.0.0.1:8765"]
)
def test_a_form_of_another_site_is_refused(
    site: Site, client: TestClient, ids: dict[str, str], origin: str
) -> None:
    form = form_of(client, ids["good"], "budget.1", column="amount_yuan", new_value="1", who="李", why="看错")
    address = f"/documents/{ids['good']}/corrections"
    assert client.post(address, data=form, headers={"origin": origin}).status_code == 403
    assert not site.corrections.path.exists()
    assert client.post(address, data=form, headers={"origin": reviewing.HOST}).status_code == 303


def test_a_form_that_is_far_too_long_is_refused(client: TestClient, ids: dict[str, str]) -> None:
    answer = client.post(f"/documents/{ids['good']}/corrections", data={"why": "x" * 100_000})
    assert answer.status_code == 413


def test_a_broken_file_of_corrections_hides_no_data(
    site: Site, client: TestClient, ids: dict[str, str]
) -> None:
    site.corrections.path.write_text("what,is,this\n", "utf-8")
    assert "12,345,000" in body(client, f"/documents/{ids['good']}?kind=budget")
    assert "columns of corrections" in body(client, "/corrections", 503)


def test_a_refused_correction_keeps_what_was_typed_and_says_why_in_the_language_of_the_page(
    site: Site, client: TestClient, ids: dict[str, str]
) -> None:
    form = form_of(
        client, ids["good"], "budget.1", column="amount_yuan", new_value="十二", who="李工", why="看错了一位"
    )
    answer = client.post(f"/documents/{ids['good']}/corrections", data=form, headers=CHINESE)
    page = unescape(answer.text)
    assert answer.status_code == 422 and 'role="alert"' in page
    assert "“十二”不能作为“金额（元）”的值" in page
    card = page.partition('id="correct"')[2]
    assert all(f'value="{typed}"' in card for typed in ("十二", "李工", "看错了一位"))
    assert re.search(r'<option value="amount_yuan"[^>]* selected>', card)
    assert "宁波" in page and "1,234.50" in card, "it names the document and the printed text"
    assert not site.corrections.path.exists()


def test_a_correction_is_withdrawn(site: Site, client: TestClient, ids: dict[str, str]) -> None:
    address = f"/documents/{ids['good']}/corrections"
    for name, value in (("amount_yuan", "1"), ("line_item", "乙")):
        form = form_of(client, ids["good"], "budget.1", column=name, new_value=value, who="李", why="看错")
        assert client.post(address, data=form).status_code == 303
    card = client.get(f"/documents/{ids['good']}/card?fact=budget.1").text
    lines = re.findall(r'name="line" value="(\w+)"', card)
    assert len(lines) == 2 and {line.column for line in read_overrides(site.corrections.path)} == {
        "amount_yuan",
        "line_item",
    }
    asked = {"line": lines[0], "back": "document"}
    assert client.post("/corrections/withdraw", data=asked).status_code == 403
    asked["token"] = site.token.text
    answer = client.post("/corrections/withdraw", data=asked)
    assert answer.status_code == 303 and "更正已撤回" in body(client, answer.headers["location"])
    [left] = read_overrides(site.corrections.path)
    assert f'value="{lines[1]}"' in client.get(f"/documents/{ids['good']}/card?fact=budget.1").text
    assert client.post("/corrections/withdraw", data=asked).status_code == 409, "it is gone"
    assert read_overrides(site.corrections.path) == [left]
    listed = client.post("/corrections/withdraw", data=asked | {"line": lines[1], "back": "//evil.example"})
    assert listed.headers["location"] == "/corrections?withdrawn=1"
    assert read_overrides(site.corrections.path) == []


def test_corrections_are_listed_in_words_and_an_applied_one_stays_until_the_next_refresh(
    site: Site, client: TestClient, ids: dict[str, str]
) -> None:
    form = form_of(client, ids["good"], "budget.1", column="phase", new_value="arrived", who="李", why="看错")
    assert client.post(f"/documents/{ids['good']}/corrections", data=form).status_code == 303
    listed = body(client, "/corrections")
    assert "<b>到位数</b>" in listed and "<b>arrived</b>" not in listed and "UTC" in listed
    [line] = read_overrides(site.corrections.path)
    # As after a refresh: the data say what the correction asks for.
    site.corrections.path.unlink()
    site.corrections.add(replace(line, old_value="issued", new_value=line.old_value))
    [name] = re.findall(r'name="line" value="(\w+)"', body(client, "/corrections"))
    answer = client.post("/corrections/withdraw", data={"line": name, "token": site.token.text})
    assert "仍留在数据里" in body(client, answer.headers["location"])


# --- checked facts ---------------------------------------------------------------------------------------------------


def mark_of(client: TestClient, document: str, fact: str) -> str:
    """What the button of a fact sends."""
    page = client.get(f"/documents/{document}?kind={fact.partition('.')[0]}").text
    [value] = re.findall(rf'name="mark" value="({re.escape(fact)}\.\w+)"', page)
    return value


def test_a_fact_is_marked_as_checked_and_counted(
    site: Site, client: TestClient, ids: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    document = f"/documents/{ids['good']}"
    form = {
        "token": site.token.text,
        "mark": mark_of(client, ids["good"], "budget.1"),
        "who": "王=1",
        "note": "对照原件",
    }
    answer = client.post(f"{document}/checked", data=form)
    assert answer.status_code == 303
    page = body(client, answer.headers["location"])
    assert "已核对 1 / 5 条" in page and page.count('aria-pressed="true" title="王=1 已核对') == 1
    assert "对照原件" in body(client, f"{document}/card?fact=budget.1")
    assert "已核对 0 / 5 条" in body(client, f"/documents/{ids['evil']}")
    with site.reading() as reader:
        share = site.checked.shares(reader, [ids["good"], ids["evil"]])
    assert [(share[ids[name]].checked, share[ids[name]].facts) for name in ("good", "evil")] == [
        (1, 5),
        (0, 5),
    ]
    # `jixiao status` says so, too.
    asked = [
        "status",
        "--data",
        str(site.data_dir),
        "--overrides",
        str(site.corrections.path),
        "--lang",
        "zh",
    ]
    with in_use(ENGLISH):
        assert cli.main(asked) == 0
    assert "已核对：20 条数据中的 1 条（5.0%）" in capsys.readouterr().out
    # Another press takes the mark away.
    assert client.post(f"{document}/checked", data=form).status_code == 303
    assert "已核对 0 / 5 条" in body(client, document)


def test_a_script_marks_without_loading_the_page(site: Site, client: TestClient, ids: dict[str, str]) -> None:
    address = f"/documents/{ids['good']}/checked"
    headers = CHINESE | {"x-part": "json"}
    form = {"token": site.token.text, "mark": mark_of(client, ids["good"], "budget.2"), "who": "王"}
    said = client.post(address, data=form | {"who": " "}, headers=headers)
    assert said.status_code == 422 and said.json()["problem"] == "没有填写核对人 请填写核对人。"
    assert not site.checked.path.exists()
    said = client.post(address, data=form, headers=headers).json()
    assert (said["checked"], said["share"]) == (True, "已核对 1 / 5 条")
    assert client.post(address, data=form, headers=headers).json()["checked"] is False
    assert client.post(address, data=form | {"mark": "budget.2.0"}, headers=headers).status_code == 409
    assert client.post(address, data=form | {"mark": "cells.1.0"}).status_code == 409
    assert client.post(address, data=form | {"token": "guess"}).status_code == 403


def test_a_mark_says_when_its_fact_has_changed(tmp_path: Path) -> None:
    document = put(tmp_path / "data", title="甲")
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    client = reviewing.client_of(site)
    form = {"token": site.token.text, "mark": mark_of(client, document, "budget.1"), "who": "王"}
    assert client.post(f"/documents/{document}/checked", data=form).status_code == 303
    put(tmp_path / "data", title="乙")
    page = body(client, f"/documents/{document}")
    assert "已核对 0 / 1 条" in page and "1 条核对后有变动" in page and "核对后有变动（王" in page
    # A page that was loaded before marks nothing: one has not seen what the fact says now.
    assert client.post(f"/documents/{document}/checked", data=form).status_code == 409
    form["mark"] = mark_of(client, document, "budget.1")
    assert client.post(f"/documents/{document}/checked", data=form).status_code == 303
    page = body(client, f"/documents/{document}")
    assert "已核对 1 / 1 条" in page and "核对后有变动" not in page
    site.close()


def test_a_broken_file_of_checked_facts_hides_no_data(
    site: Site, client: TestClient, ids: dict[str, str]
) -> None:
    site.checked.path.write_text("what,is,this\n", "utf-8")
    assert "12,345,000" in body(client, f"/documents/{ids['good']}?kind=budget")
    form = {"token": site.token.text, "mark": mark_of(client, ids["good"], "budget.1"), "who": "王"}
    answer = client.post(f"/documents/{ids['good']}/checked", data=form, headers=CHINESE)
    assert answer.status_code == 422 and "首行不是核对记录应有的列名" in answer.text


# --- versions --------------------------------------------------------------------------------------------------------


def put(data: Path, **changes: object) -> str:
    with open_publication(data) as publication:
        document = factories.document("a", **changes)
        publication.put(
            document, tables_from_rows({"budget": [factories.budget("a", **changes_of(changes))]})
        )
        publication.commit([factories.region()])
    return str(document["document_id"])


def changes_of(changes: dict[str, object]) -> dict[str, object]:
    return {"line_item": changes["title"]} if "title" in changes else {}


def test_the_next_request_sees_a_new_version(tmp_path: Path) -> None:
    document = put(tmp_path / "data", title="旧的标题")
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    client = reviewing.client_of(site)
    assert "旧的标题" in body(client, "/") and "第 1 版" in body(client, "/")
    put(tmp_path / "data", title="新的标题")
    assert "新的标题" in body(client, "/") and "旧的标题" not in body(client, f"/documents/{document}")
    assert "第 2 版" in body(client, "/")
    site.close()


def test_a_correction_is_applied_or_stale_once_the_data_say_so(tmp_path: Path) -> None:
    document = put(tmp_path / "data", title="甲")
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    client = reviewing.client_of(site)
    form = form_of(client, document, "budget.1", column="line_item", new_value="乙", who="李", why="看错")
    assert client.post(f"/documents/{document}/corrections", data=form).status_code == 303
    states = []
    for title in ("甲", "乙", "丙"):
        put(tmp_path / "data", title=title)
        page = body(client, "/corrections")
        states += [state for state in ("待生效", "已生效", "已不对应") if state in page]
    assert states == ["待生效", "已生效", "已不对应"]
    site.close()


def test_nothing_published_is_said(tmp_path: Path) -> None:
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    with pytest.raises(UsageError, match="nothing is published"), site.reading():
        pass
    page = reviewing.client_of(site).get("/")
    assert page.status_code == 503 and "jixiao ingest" in page.text
    site.close()


# --- languages -------------------------------------------------------------------------------------------------------


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
