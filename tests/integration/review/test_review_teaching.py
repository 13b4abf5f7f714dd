"""In the page: a heading that nobody knows is taught, gives its facts in all documents, and is taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from pipeline.answers.catalog import open_catalog
from pipeline.cli import run_options
from pipeline.nightly.vocabulary_file import read_vocabulary
from pipeline.review.site import Site
from tests import reviewing
from tests.teaching import UNKNOWN, executed, refresh, write_reports

CHINESE = {"accept-language": "zh-CN"}


class Page:
    """The page of the first report, as a browser without script sees it."""

    def __init__(self, folder: Path) -> None:
        self.site = Site(folder / "out", folder / "overrides.csv")
        self.client: TestClient = reviewing.client_of(self.site)
        with open_catalog(folder / "out") as catalog:
            rows = catalog.select("SELECT document_id FROM documents ORDER BY file_name").to_pylist()
        self.address = f"/documents/{rows[0]['document_id']}"

    def get(self, question: str = "view=unread") -> str:
        return unescape(self.client.get(f"{self.address}?{question}", headers=CHINESE).text)

    def post(self, what: str, expected: int, **fields: str) -> str:
        form = {"token": self.site.token.text, "page": "1", **fields}
        answer = self.client.post(f"{self.address}/{what}", data=form, headers=CHINESE)
        assert answer.status_code == expected, unescape(answer.text)
        return unescape(answer.text) if expected != 303 else unescape(
            self.client.get(answer.headers["location"], headers=CHINESE).text
        )  # fmt: skip


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run_options, "OVERRIDES", tmp_path / "overrides.csv")
    monkeypatch.setattr(run_options, "PUBLISHED", tmp_path / "out")
    return write_reports(tmp_path)


@pytest.fixture
def page(reports: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Page]:
    refresh(reports, capsys)
    shown = Page(reports.parent)
    yield shown
    shown.site.close()


def test_a_heading_is_taught_in_the_page_counts_everywhere_and_is_taken_back(
    reports: Path, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    vocabulary = reports.parent / "vocabulary.toml"
    unread = page.get()
    assert UNKNOWN in unread and "403.60" in unread and "还没有教过" in unread
    assert 'data-printed="403.60" data-page="1"' in unread, "each number has its place"

    link = re.search(r'href="(/documents/[^"]*teach=[^"]*)"', unread)
    assert link is not None and quote(UNKNOWN) in link[1]
    form = page.get(f"view=unread&teach={quote(UNKNOWN)}（万元）")
    assert 'value="phase=executed"' in form and "执行数" in form

    asked = {"label": f"{UNKNOWN}（万元）", "means": "phase=executed", "who": "周工", "why": "表注"}
    tried = page.post("teach", 200, do="try", **asked)
    assert "2 份文件中的 4 个数字会有不同的理解，其中 0 个目前已是数据" in tried
    assert f"只需教“{UNKNOWN}”" in tried and "绍兴市.pdf" in tried
    assert 'value="表注"' in tried and 'value="周工"' in tried, "what was typed is kept"
    assert not vocabulary.exists() and executed(reports) == []

    saved = page.post("teach", 303, do="save", **asked)
    assert "已保存" in saved and "下次刷新时生效" in saved
    [entry] = read_vocabulary(vocabulary)
    assert (entry.label, dict(entry.means), entry.who) == (UNKNOWN, {"phase": "executed"}, "周工")
    assert executed(reports) == [], "nothing changes before the next run"

    refresh(reports, capsys)
    assert [yuan for _, yuan in executed(reports)] == [918000.0, 4036000.0, 918000.0, 2872500.0]
    used = page.get()
    assert "用于 2 份文件" in used and "资金阶段：执行数" in used and "403.60" not in used

    forgotten = page.post("forget", 303, label=UNKNOWN)
    assert "已撤回" in forgotten and "下次刷新前仍用于 2 份文件" in forgotten
    assert read_vocabulary(vocabulary) == []
    refresh(reports, capsys)
    assert executed(reports) == [] and "403.60" in page.get()


def test_what_is_of_no_use_or_contradicts_the_program_is_said(
    reports: Path, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    page.post("teach", 303, do="save", label="渡槽款", means="phase=executed", who="周", why="试")
    page.post("teach", 303, do="save", label="预算数", means="phase=executed", who="周", why="试")
    assert "下次刷新时生效" in page.get()
    refresh(reports, capsys)
    lessons = page.get().partition('id="taught-title"')[2]
    of_all = unescape(page.client.get("/unread", headers=CHINESE).text).partition('id="taught-title"')[2]
    assert "没有文件用到" in of_all and "渡槽款" in of_all
    assert "没有文件用到" in lessons and "取代了原有含义 度量：金额" in lessons and "measure=" not in lessons


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"label": "", "means": "phase=executed"}, 'value="看表注"'),
        ({"label": UNKNOWN, "means": ""}, f'value="{UNKNOWN}"'),
        ({"label": UNKNOWN, "means": "phase=nowhere"}, f'value="{UNKNOWN}"'),
        ({"label": UNKNOWN, "like": "无人知道的说法"}, 'value="无人知道的说法"'),
        ({"label": UNKNOWN, "means": "phase=executed", "means_too": "measure=score"}, f'value="{UNKNOWN}"'),
        ({"label": UNKNOWN, "means": "phase=executed", "who": ""}, 'value="看表注"'),
    ],
)
def test_a_lesson_that_cannot_be_is_said_and_what_was_typed_stays(
    reports: Path, page: Page, fields: dict[str, str], kept: str
) -> None:
    answer = page.post("teach", 422, do="save", **({"who": "周", "why": "看表注"} | fields))
    assert 'role="alert"' in answer and kept in answer
    assert not (reports.parent / "vocabulary.toml").exists()


def test_lessons_need_the_token_and_one_that_is_gone_is_said(page: Page) -> None:
    fields = {"do": "save", "label": UNKNOWN, "means": "phase=executed", "who": "周", "why": "试"}
    assert page.client.post(f"{page.address}/teach", data=fields).status_code == 403
    assert page.client.post(f"{page.address}/forget", data={"label": UNKNOWN}).status_code == 403
    assert UNKNOWN in page.post("forget", 409, label=UNKNOWN)
    # A reload of what a form answered with leads back to the page.
    back = page.client.get(f"{page.address}/teach?lang=en")
    assert (back.status_code, back.headers["location"]) == (303, f"{page.address}?lang=en")


def test_a_label_is_taken_back_in_the_list_of_all(page: Page) -> None:
    page.post("teach", 303, do="save", label=UNKNOWN, means="phase=executed", who="周", why="试")
    fields = {"token": page.site.token.text, "label": UNKNOWN}
    answer = page.client.post("/unread/forget", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/unread?forgotten={quote(UNKNOWN)}")
    listed = unescape(page.client.get(answer.headers["location"], headers=CHINESE).text)
    assert f"已撤回“{UNKNOWN}”" in listed and "还没有教过" in listed
    assert page.client.post("/unread/forget", data=fields).status_code == 409
