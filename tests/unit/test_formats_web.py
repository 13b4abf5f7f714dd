"""Web pages as files: their kind and encoding, pages saved as one file, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.formats import FormatError, Grid, Paragraph, decoded, kind_of
from extractors.formats.web.html import read, read_page
from extractors.formats.web.mht import read as read_mht
from tests.web_pages import TABLE, TEXT, texts


@pytest.mark.parametrize(
    ("page", "code", "said"),
    [
        (
            "<title>404</title><h1>您访问的页面不存在</h1>",
            "unknown",
            "a web page that says: 404 您访问的页面不存在",
        ),
        ("<iframe src='b.pdf' height=900></iframe>", "empty", "the page only frames another"),
        (
            "<ul><li><a href=1>某某镇2024年预算</a><li><a href=2>某某镇2023年预算</a></ul>",
            "empty",
            "only links",
        ),
        ("<img src=a.png><p></p>", "empty", "pictures alone"),
        ("<embed src='b.pdf' width=900 height=800>", "empty", "the page only frames another"),
        ("<div id=app></div><script>x()</script>", "empty", "without its scripts"),
    ],
)
def test_what_is_no_document_is_refused(page: str, code: str, said: str) -> None:
    with pytest.raises(FormatError, match=said) as error:
        read_page(f"<html><body>{page}</body></html>")
    assert error.value.code == code


def test_the_number_of_an_error_within_a_longer_one_says_nothing() -> None:
    assert texts("<html><body><p>第1502号 补助2404元</p>") == ["第1502号 补助2404元"]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            "<details><summary>收回资金</summary><p>收回88元</p></details>",
            "what is folded away under 收回资金",
        ),
        ("<details open><summary>收回资金</summary><p>收回</p></details>", ""),
        ("<details hidden><summary>收回资金</summary><p>收回88元</p></details>", ""),
        ("<details><summary>收回资金</summary></details>", ""),
        ("<svg width=400><g><text>支出88元</text></g></svg>", "a drawing with text on the page"),
        ("<svg><path d='M0 0L8 8'/></svg>", ""),
        ("<div style='display:none'><svg><text>支出88元</text></svg></div>", ""),
        ("<iframe srcdoc='&lt;p&gt;支出88元'></iframe>", "a page within the page"),
        ("<iframe src='b.html' height=600></iframe>", "the page frames another"),
        ("<iframe src='b.html' style='width:100%; height: 80vh'></iframe>", "the page frames another"),
        ("<iframe src='count.html' style='width:100%'></iframe>", ""),
        ("<iframe src='b.html' height=600 style='display:none'></iframe>", ""),
        ("<embed src='b.pdf' width=900 height=800>", "the page frames another"),
    ],
)
def test_what_is_displayed_and_not_read_is_said(part: str, said: str) -> None:
    found = read_page(f"<html><body><p>{TEXT * 4}</p>{part}<p>此后另拨6元。</p></body></html>")
    assert [one[: len(said)] for one in found.unread] == [said] * bool(said)
    assert "88" not in str(found.sheets) and "另拨6元" in str(found.sheets) and not found.damages


def test_what_the_frame_of_the_site_folds_away_is_not_asked_for() -> None:
    menu = "<nav><details><summary>栏目</summary><a href=a>2031年预算</a></details></nav>"
    assert not read_page(f"<html><body>{menu}<p>{TEXT * 4}</p></body></html>").unread


@pytest.mark.parametrize("opened", ["<font size=2>", "<div>", "<span style='color:red'>"])
def test_thousands_of_elements_that_are_never_closed_cost_nothing(opened: str) -> None:
    found = read_page("<html><body>" + opened * 5000 + TEXT)
    assert TEXT in str(found.sheets) and not found.damages


def test_tables_nested_without_end_are_damage() -> None:
    found = read_page("<html><body>" + "<table><tr><td>养护" * 3000)
    assert found.sheets[0].blocks and found.damages == [
        "the page is nested too deeply; what follows was not read"
    ]


def test_a_table_of_too_many_places_is_refused() -> None:
    row = "<tr>" + "<td colspan=1000>1" * 50
    with pytest.raises(FormatError, match="too many cells"):
        read_page("<html><body><table border=1>" + row * 100)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_page_is_known_and_decoded_by_its_bytes(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "表.xls"
    page = f"<html><head><meta charset=gb2312></head><body><p>{TEXT}镕堃</p>{TABLE}</body></html>"
    path.write_bytes(page.encode(encoding))
    assert kind_of(path) == "html"
    first = read(path).sheets[0].blocks[0]
    assert isinstance(first, Paragraph) and first.text == f"{TEXT}镕堃"


def test_a_page_behind_a_warning_of_the_server_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "页.html"
    path.write_text(f"Warning: mysql_connect() in index.php\n<html><body><p>{TEXT}</p></body></html>")
    assert kind_of(path) == "html"
    path.write_text('{"page": "<html><body>"}')
    assert kind_of(path) == "unknown"


def test_a_broken_letter_does_not_make_another_encoding() -> None:
    content = (TEXT * 2).encode()
    assert (decoded(content[:40] + content[41:]) or "").endswith(TEXT)
    assert decoded(bytes(range(256)) * 4) is None


def test_a_workbook_saved_as_one_file_shows_its_sheets_but_hidden_ones(tmp_path: Path) -> None:
    def part(name: str, page: str) -> str:
        return f"--=_b\nContent-Type: text/html\nContent-Location: file:///C:/{name}\n\n{page}\n\n"

    listed = "".join(
        f'<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef="b/{name}.htm"/>{rest}</x:ExcelWorksheet>'
        for name, rest in (("s1", ""), ("s2", "<x:Visible>SheetHidden</x:Visible>"), ("s3", ""))
    )
    root = f"<html><!--[if gte mso 9]>{listed}<![endif]--><frameset><frame src=b/s1.htm></frameset></html>"
    path = tmp_path / "b.mht"
    path.write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_b"\n\n'
        + part("b.htm", root)
        + "".join(part(f"b/{name}.htm", f"<html><body>{TABLE}</body></html>") for name in ("s3", "s1", "s2"))
        + "--=_b--\n"
    )
    sheets = read_mht(path).sheets
    assert [(sheet.number, sheet.name) for sheet in sheets] == [(1, "s1"), (3, "s3")]
    grid = sheets[1].blocks[0]
    assert isinstance(grid, Grid) and grid.cells[-1].place == "s3 第1个表 第3行第2列"


def test_a_page_saved_as_one_file_is_its_root(tmp_path: Path) -> None:
    page = f"<html><body><p>{TEXT}</p>{TABLE}</body></html>".encode("gb18030")
    quoted = "".join(f"={byte:02X}" for byte in page)
    lines = "=\n".join(quoted[at : at + 72] for at in range(0, len(quoted), 72))
    path = tmp_path / "页.mht"
    path.write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_b"\n\n--=_b\n'
        'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: quoted-printable\n\n'
        f"{lines}\n\n--=_b\nContent-Type: image/png\n\nx\n--=_b--\n"
    )
    assert kind_of(path) == "mht"
    assert [type(block) for block in read_mht(path).sheets[0].blocks] == [Paragraph, Grid]
