"""Facts marked as checked in the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline import cli
from pipeline.language import ENGLISH, in_use
from pipeline.review.site import Site
from tests import reviewing
from tests.reviewing import CHINESE, body, mark_of, put


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
    document = put(tmp_path / "data", "甲")
    site = Site(tmp_path / "data", tmp_path / "o.csv")
    client = reviewing.client_of(site)
    form = {"token": site.token.text, "mark": mark_of(client, document, "budget.1"), "who": "王"}
    assert client.post(f"/documents/{document}/checked", data=form).status_code == 303
    put(tmp_path / "data", "乙")
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
    assert answer.status_code == 422 and "表头不是该文件应有的列名" in answer.text
