"""Workbooks of other makers than Open XML, and those under a password."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from extractors.formats import FormatError, Reading, kind_of, read_sheets
from extractors.formats.blocks import Sheet
from extractors.formats.workbooks.workbook import SheetCells
from extractors.formats.workbooks.xls import _not_struck

XLS = Path(__file__).parents[1] / "data" / "shown.xls"
MODULES = ("delimited", "ods", "spreadsheet_xml", "xls", "xlsx")
Writer = Callable[[str, bytes], Path]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[SheetCells]:
    """The sheets that a reader gives, as they are before they are cut into tables."""
    found: list[SheetCells] = []
    for name in MODULES:
        module = import_module(f"extractors.formats.workbooks.{name}")
        monkeypatch.setattr(module, "to_sheet", lambda cells: (found.append(cells), Sheet(cells.number))[1])
    return found


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def written(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


def read(path: Path) -> Reading:
    return read_sheets(path, kind_of(path))


def rows(cells: SheetCells) -> list[list[str]]:
    grid = [[""] * cells.column_count for _ in range(cells.row_count)]
    for cell in cells.cells:
        grid[cell.row][cell.column] = cell.text
    return grid


def test_a_workbook_of_excel_97(shown: list[SheetCells]) -> None:
    assert read(XLS).damages == []
    assert [(s.number, s.name) for s in shown] == [(1, "绩效表"), (3, "末页")]
    assert rows(shown[0]) == [
        ["补助资金表", "", "", "", ""],
        ["项目", "预算", "支付率", "日期", ""],
        ["甲", "1,234.50", "87.65%", "2023年7月1日", "TRUE"],
        ["乙", "(8.00)", "50.00%", "2023年7月2日", "#DIV/0!"],
        ["丙", "9万元", "25.00%", "2023年7月3日", ""],
    ]
    cells = {cell.place: cell for cell in shown[0].cells}
    title = cells["绩效表!A1"]
    assert (title.column_span, title.look.align, title.look.size, title.look.is_bold) == (
        4,
        "center",
        16,
        True,
    )
    assert cells["绩效表!A4"].look.indent == 2 and cells["绩效表!B4"].look.has_border
    assert cells["绩效表!F3"].column == 4


@pytest.mark.parametrize("cut", [600, 3000, 5000])
def test_a_workbook_of_excel_97_that_is_cut(write: Writer, cut: int) -> None:
    path = write("a.xls", XLS.read_bytes()[:cut])
    with pytest.raises(FormatError) as caught:
        read_sheets(path, "xls")
    assert caught.value.code == "damaged"


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
ODS = f"""<office:document-content {NAMESPACES} xmlns:fo="urn:fo">
<office:automatic-styles>
 <style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>
 <style:style style:name="in" style:family="table-cell" style:parent-style-name="ruled">
  <style:paragraph-properties fo:margin-left="21pt" fo:text-align="start"/></style:style>
 <style:style style:name="ruled" style:family="table-cell">
  <style:table-cell-properties fo:border="0.74pt solid #000000" fo:border-left="none"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>
<table:table table:name="底稿" table:style-name="hidden"><table:table-row><table:table-cell><text:p>否</text:p>
</table:table-cell></table:table-row></table:table>
<table:table table:name="表1">
 <table:table-column table:number-columns-repeated="2" table:default-cell-style-name="ruled"/>
 <table:table-column table:visibility="collapse"/><table:table-column table:number-columns-repeated="16381"/>
 <table:table-row><table:table-cell table:number-columns-spanned="2" table:style-name="in"><text:p>合<text:s
 text:c="2"/>计</text:p><text:p>二</text:p><office:annotation><text:p>批注</text:p></office:annotation>
 </table:table-cell><table:covered-table-cell><text:p>盖住</text:p></table:covered-table-cell><table:table-cell>
 <text:p>藏</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="-5"><text:p>
 5.0</text:p></table:table-cell></table:table-row>
 <table:table-row table:visibility="filter"><table:table-cell><text:p>藏</text:p></table:table-cell></table:table-row>
 <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"
 office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell></table:table-row>
 <table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/>
 </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(content: str, manifest: str = "<manifest/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", f"<office:document-styles {NAMESPACES}/>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def test_an_open_document_spreadsheet(shown: list[SheetCells], write: Writer) -> None:
    assert read(write("a.ods", ods(ODS))).damages == []
    assert [(s.number, s.name) for s in shown] == [(2, "表1")]
    assert rows(shown[0]) == [["合  计\n二", "", "-5.0"], ["50%", "50%", ""], ["50%", "50%", ""]]
    total, five = shown[0].cells[0], shown[0].cells[1]
    assert (total.column_span, total.look.indent, total.look.has_top, total.look.has_left) == (
        2,
        2,
        True,
        False,
    )
    assert (five.place, five.is_number) == ("表1!D1", True)


def test_what_is_struck_out_does_not_count(shown: list[SheetCells], write: Writer) -> None:
    look = '<style:text-properties style:text-line-through-style="solid"/>'
    read(write("a.ods", ods(ODS.replace('fo:border-left="none"/>', f'fo:border-left="none"/>{look}'))))
    assert rows(shown[0]) == [
        ["", "", "-5.0"]
    ]  # what else there is has this style, by itself or by its column
    font = SPREADSHEET.replace(
        '<Style ss:ID="p" ss:Name="Percent">', '<Style ss:ID="p"><Font ss:StrikeThrough="1"/>'
    )
    read(write("a.xls", font.format(encoding="UTF-8").encode()))
    assert "87.5%" not in str(rows(shown[1])) and "甲乙" in str(rows(shown[1]))


def test_pieces_of_a_text_that_are_struck_out_do_not_count(shown: list[SheetCells], write: Writer) -> None:
    struck = '<style:style style:name="gone" style:family="text"><style:text-properties '
    struck += 'style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
    piece = '<text:p>二<text:span text:style-name="gone">88<text:span>7</text:span></text:span>'
    piece += '<text:span text:style-name="other">99</text:span></text:p>'
    page = ODS.replace("</office:automatic-styles>", struck).replace("<text:p>二</text:p>", piece)
    read(write("a.ods", ods(page)))
    assert rows(shown[0])[0] == ["合  计\n二99", "", "-5.0"]
    marked = SPREADSHEET.replace("甲<B>乙</B>", "甲<S>88<B>7</B></S>9<B>乙</B>")
    read(write("a.xls", marked.format(encoding="UTF-8").encode()))
    assert shown[1].cells[0].text == "甲9乙\n丙"


def test_letters_of_excel_97_that_are_struck_out_do_not_count() -> None:
    fonts = [SimpleNamespace(struck_out=one) for one in (0, 1)]
    page: Any = SimpleNamespace(
        rich_text_runlist_map={(0, 0): [(0, 1), (3, 0)], (0, 1): [(2, 1)]},
        book=SimpleNamespace(font_list=fonts),
    )
    assert [_not_struck(page, 0, column, "999130") for column in (0, 1, 2)] == ["130", "99", "999130"]


def test_an_open_document_under_a_password_is_told(write: Writer) -> None:
    path = write("a.ods", ods("rubbish", "<manifest><encryption-data/></manifest>"))
    with pytest.raises(FormatError) as caught:
        read(path)
    assert caught.value.code == "password"


SPREADSHEET = """<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles><Style ss:ID="Default"><Font ss:Size="12"/></Style>
<Style ss:ID="p" ss:Name="Percent"><NumberFormat ss:Format="0.0%"/><Borders><Border ss:Position="Top"
 ss:LineStyle="Continuous"/></Borders></Style><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>
<Worksheet ss:Name="底稿"><Table><Row><Cell><Data ss:Type="String">否</Data></Cell></Row></Table><x:WorksheetOptions>
<x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet><Worksheet ss:Name="表1"><Table>
<Column ss:Index="2" ss:Hidden="1"/><Row ss:Index="3"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data
 ss:Type="String">甲<B>乙</B>&#10;丙</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell><Cell ss:StyleID="p"><Data
 ss:Type="Number">0.875</Data></Cell></Row><Row ss:Hidden="1" ss:Span="1"><Cell ss:Index="3"><Data
 ss:Type="String">藏</Data></Cell></Row><Row><Cell ss:Index="3" ss:StyleID="d"><Data
 ss:Type="DateTime">2023-07-01T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"""


@pytest.mark.parametrize(("says", "encoding"), [("UTF-8", "utf-8"), ("GB2312", "gbk"), ("UTF-8", "gbk")])
def test_the_xml_of_excel_2003(shown: list[SheetCells], write: Writer, says: str, encoding: str) -> None:
    read(write("a.xls", SPREADSHEET.format(encoding=says).encode(encoding)))
    assert [(s.number, s.name) for s in shown] == [(2, "表1")]
    assert rows(shown[0])[2:] == [["甲乙\n丙", "87.5%"], ["", "2023/7/1"]]
    first, percent = shown[0].cells[0], shown[0].cells[1]
    assert (first.row_span, first.column_span, first.look.size, first.place) == (1, 1, 12, "表1!A3")
    assert percent.look.has_top and percent.is_number


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ('单位,金额\n"甲局, 本级","1,234.5"\n乙局,="007"\n', "gb18030"),
        ('\ufeff单位\t金额\r\n"甲局, 本级"\t1,234.5\r\n乙局\t007', "utf-16-le"),
        ('单位;金额\n甲局, 本级;1,234.5\n"乙局";007\n', "utf-8"),
        ("sep=;\n单位;金额\n甲局, 本级;1,234.5\n乙局;007\n", "utf-8"),
    ],
)
def test_text_with_signs_between_its_columns(
    shown: list[SheetCells], write: Writer, content: str, encoding: str
) -> None:
    reading = read(write("a.csv", content.encode(encoding)))
    assert not reading.has_pages
    assert rows(shown[0]) == [["单位", "金额"], ["甲局, 本级", "1,234.5"], ["乙局", "007"]]
    assert shown[0].cells[-1].place == "B3"


def locked(password: str) -> bytes:
    plain, out = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "甲"
    book.save(plain)
    OOXMLFile(plain).encrypt(password, out)
    return out.getvalue()


def test_a_password_that_excel_knows_itself_is_none(shown: list[SheetCells], write: Writer) -> None:
    read(write("a.xlsx", locked("VelvetSweatshop")))
    assert rows(shown[0]) == [["甲"]]


def test_other_passwords_are_asked_for(write: Writer) -> None:
    with pytest.raises(FormatError) as caught:
        read(write("a.xlsx", locked("保密")))
    assert caught.value.code == "password"
