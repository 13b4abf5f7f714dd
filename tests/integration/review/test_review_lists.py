"""The lists of the review page: what narrows them, what they say, and what is taken away."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from pipeline.errors import UsageError
from pipeline.nightly.override_file import Override, append_override, value_text
from pipeline.review import documents, downloads
from pipeline.review.facts import PLACE
from pipeline.review.site import Site
from pipeline.review.texts import Texts
from tests import factories, reviewing
from tests.reviewing import FAILED, body, table_of


@pytest.fixture(scope="module")
def ids(place: Path) -> dict[str, str]:
    return reviewing.publish_cities(place)


def listed(page: str, ids: dict[str, str]) -> set[str]:
    """Names of the documents that a page links to from its table."""
    table = page.partition("<tbody>")[2].partition("</table>")[0]
    return {name for name, document in ids.items() if f"/documents/{document}" in table}


def choices(page: str) -> list[tuple[str, int]]:
    """Addresses of the facets' choices with the number that each says."""
    side = page.partition('<aside class="facets"')[2].partition("</aside>")[0]
    found = re.findall(r'<a href="([^"]+)"[^>]*><span>[^<]*</span> <b>([\d,]+)</b>', side)
    return [(address, int(count.replace(",", ""))) for address, count in found]


# --- what narrows a list ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "said"), [("/", "份文件"), ("/findings", "处疑点"), ("/search?q=市", "处<")]
)
def test_every_choice_leads_to_as_many_as_it_says(client: TestClient, address: str, said: str) -> None:
    page = body(client, address)
    asked = choices(page)
    assert len(asked) > 6
    for question, count in asked:
        found = re.search(
            rf'role="status">([\d,]+) {said}', body(client, address.partition("?")[0] + question)
        )
        assert found and int(found[1].replace(",", "")) == count, question


def test_choices_count_what_is_left_under_the_others(client: TestClient) -> None:
    def by_year(page: str) -> dict[str, int]:
        found = {re.search(r"year=(\d+)", address): count for address, count in choices(page)}
        return {match[1]: count for match, count in found.items() if match}

    assert by_year(body(client, "/")) == {"2022": 1, "2023": 2, "2024": 1}
    assert by_year(body(client, "/?province=浙江省")) == {"2022": 1, "2023": 2}
    # The choices of a facet stay, so that another one of them can be taken.
    assert by_year(body(client, "/?year=2022"))["2023"] == 2


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("doubts=contradicted", {"宁波市"}),
        ("doubts=doubtful", {"温州市"}),
        ("doubts=clear", {"赣州市", "bare"}),
        ("status=failed", {"torn"}),
        ("city=-", {"torn"}),
        ("city=温州市&year=2023", {"温州市"}),
        ("province=浙江省&q=温州", {"温州市"}),
        ("year=-", {"torn"}),
        ("doubts=nonsense&status=nonsense&year=soon", {"宁波市", "温州市", "赣州市", "torn", "bare"}),
        ("city='; DROP TABLE documents --", set()),
    ],
)
def test_documents_are_narrowed(
    client: TestClient, ids: dict[str, str], question: str, found: set[str]
) -> None:
    assert listed(body(client, f"/?{question}"), ids) == found


def test_what_was_chosen_can_be_taken_back_one_by_one(client: TestClient) -> None:
    page = body(client, "/?city=温州市&year=2023&q=温州")
    given = page.partition('<p class="given">')[2].partition("</p>")[0]
    back = [sorted(unquote(one)[1:].split("&")) for one in re.findall(r'class="one" href="([^"]+)"', given)]
    everything = ["city=温州市", "q=温州", "year=2023"]
    assert sorted(back) == sorted(sorted(set(everything) - {one}) for one in everything)


@pytest.mark.parametrize(
    ("order", "first"), [("doubts", "宁波市"), ("year", "赣州市"), ("status", "torn"), ("region", "宁波市")]
)
def test_orders(client: TestClient, ids: dict[str, str], order: str, first: str) -> None:
    page = body(client, f"/?order={order}").partition("<tbody>")[2]
    assert re.findall(r"/documents/([0-9a-f]{16})", page)[0] == ids[first]


# --- what a list says ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "says"), [("zh", "文件损坏"), ("en", "is damaged")])
def test_a_failed_document_says_why_and_what_to_do(
    client: TestClient, ids: dict[str, str], language: str, says: str
) -> None:
    row = body(client, "/?status=failed", language=language).partition("<tbody>")[2]
    [(code, remedy)] = documents.why(FAILED, language)
    assert code == "damaged" and says in row and remedy in row and remedy
    assert "no end of file" not in row


def test_reasons_of_a_degraded_document_are_all_said() -> None:
    said = documents.why("unreadable_pages: 1 of 3; pages_without_text: 2 of 3 were not read (off)", "en")
    assert [code for code, _ in said] == ["unreadable_pages", "pages_without_text"]
    assert not said[0][1] and "ocr" in said[1][1]
    assert documents.why(None, "en") == [] and documents.why("What? No.", "en") == [("failed", "")]


def test_samples_are_marked(client: TestClient, site: Site, ids: dict[str, str]) -> None:
    assert "示例" not in body(client, "/")
    site.samples = frozenset({ids["温州市"], "0" * 16})
    try:
        page = body(client, "/")
        assert page.count('class="chip sample"') == 1 and "其中 1 份是随软件附带的示例" in page
    finally:
        del site.samples


def test_findings_stand_below_their_document_or_check(client: TestClient) -> None:
    page = body(client, "/findings")
    places = [
        page.index(words)
        for words in ("宁波市.pdf</small></h2>", ">合计不符</a>", "温州市.pdf</small></h2>", ">比率不符</a>")
    ]
    assert places == sorted(places)
    by_check = body(client, "/findings?order=check")
    assert re.search(r'<h2 class="group">纵向合计不符</h2>', by_check)


def test_numbers_that_nothing_understands_lead_to_their_cell(client: TestClient, ids: dict[str, str]) -> None:
    page = body(client, "/unread")
    assert (
        "竣结额" in page and f"/documents/{ids['赣州市']}?view=tables&page=1&table=t0&row=1&column=" in page
    )
    assert f"/documents/{ids['赣州市']}?view=unread&page=1&teach={quote('竣结额')}" in page
    assert "没有这样的数字" in body(client, "/unread?q=别的") and "竣结额" in body(client, "/unread?q=竣结")


def test_corrections_name_their_document(tmp_path: Path, place: Path, ids: dict[str, str]) -> None:
    site = Site(place / "data", tmp_path / "overrides.csv")
    term = factories.term("温州市")
    line = Override(
        document_id=ids["温州市"], table="subsidy_terms", column="ratio_pct",
        old_value=value_text(61.0), new_value="62.5", who="王工",
        **{name: value_text(term[name]) for name in PLACE if name != "document_id"},
        at="2026-11-30T08:00:00Z", why="看错一位",
    )  # fmt: skip
    append_override(site.corrections.path, line)
    client = reviewing.client_of(site)
    page = body(client, "/corrections")
    for words in (
        "温州市市专项资金绩效评价报告",
        "温州市.pdf",
        "王工",
        "2026-11-30 08:00",
        "看错一位",
        "待生效",
        "62.5",
    ):
        assert words in page
    [row] = table_of(client, "/corrections?format=csv")
    assert (row["文件名"], row["更正人"], row["更正为"]) == ("温州市.pdf", "王工", "62.5")
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    answer = client.post("/corrections/withdraw", data=form)
    assert answer.status_code == 303 and not site.corrections.lines()
    assert "更正已撤回" in body(client, answer.headers["location"])
    site.close()


# --- what is taken away ----------------------------------------------------------------------------------------------


def test_a_list_is_taken_away_as_it_is_narrowed(client: TestClient) -> None:
    [row] = table_of(client, "/?doubts=contradicted&format=csv")
    assert (row["地区"], row["矛盾"], row["文件类型"]) == ("宁波市", "1", "绩效评价报告")
    [row] = table_of(client, "/?status=failed&format=csv")
    assert row["状态"] == "未读出" and row["原因"].startswith("文件") and row["处理办法"]
    [row] = table_of(client, "/?doubts=contradicted&format=csv", "en")
    assert (row["Region"], row["Errors"], row["Kind"]) == ("宁波市", "1", "Evaluation report")
    assert {row["检查名称"] for row in table_of(client, "/findings?severity=warning&format=csv")} == {
        "比率不符"
    }
    assert [row["示例"] for row in table_of(client, "/unread?format=csv")] == ["4.5"]
    assert table_of(client, "/search?q=专项资金&kind=title&format=csv")[0]["文字类型"] == "标题"
    assert table_of(client, "/search?format=csv") == []


def test_more_rows_than_a_file_holds_are_refused() -> None:
    rows = [{"title": "甲"}] * (downloads.MOST + 1)
    with pytest.raises(UsageError, match="超过 100,000 行"):
        downloads.download(downloads.Answer("甲", ("title",), rows), "csv", Texts("zh"), 1)


def test_a_workbook_holds_numbers_and_no_formulas(client: TestClient) -> None:
    answer = client.get("/compare?measure=subsidy_ratio&format=xlsx&lang=zh")
    assert "spreadsheetml" in answer.headers["content-type"]
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    rows = next(list(sheet.values) for sheet in book if sheet["A1"].value == "条款状态")
    shown = dict(zip(rows[0], rows[1], strict=True))
    assert shown["条款状态"] == "现行" and isinstance(shown["年度"], int)
    english = load_workbook(io.BytesIO(client.get("/compare?format=xlsx&lang=en").content))
    assert any(sheet["A1"].value == "Status" for sheet in english)
