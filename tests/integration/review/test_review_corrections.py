"""Corrections made, refused, listed and withdrawn in the page."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.nightly.override_file import COLUMNS, read_overrides
from pipeline.review.site import Site
from tests import reviewing
from tests.reviewing import CHINESE, body, form_of, put


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
    assert "表头不是该文件应有的列名" in body(client, "/corrections", 503)


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


def test_a_correction_is_applied_or_stale_once_the_data_say_so(tmp_path: Path) -> None:
    document = put(tmp_path / "data", "甲")
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    client = reviewing.client_of(site)
    form = form_of(client, document, "budget.1", column="line_item", new_value="乙", who="李", why="看错")
    assert client.post(f"/documents/{document}/corrections", data=form).status_code == 303
    states = []
    for title in ("甲", "乙", "丙"):
        put(tmp_path / "data", title)
        page = body(client, "/corrections")
        states += [state for state in ("待生效", "已生效", "已不对应") if state in page]
    assert states == ["待生效", "已生效", "已不对应"]
    site.close()
