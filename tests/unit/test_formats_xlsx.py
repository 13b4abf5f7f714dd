"""Open XML workbooks: what is shown, what is hidden, what is lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from extractors.formats import FormatError, Paragraph, Reading
from extractors.formats.blocks import Sheet
from extractors.formats.workbooks import xlsx
from extractors.formats.workbooks.workbook import SheetCell, SheetCells

Cells = dict[str, SheetCell]
THIN = Side(style="thin")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[SheetCells]:
    """The sheets that the reader gives, as they are before they are cut into tables."""
    found: list[SheetCells] = []
    monkeypatch.setattr(xlsx, "to_sheet", lambda cells: (found.append(cells), Sheet(cells.number))[1])
    return found


def read(book: openpyxl.Workbook | bytes) -> Reading:
    stream = io.BytesIO(book if isinstance(book, bytes) else saved(book))
    return xlsx.read_stream(stream)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(content: bytes, change: Callable[[str, str], str | None]) -> bytes:
    """The workbook with its parts changed; None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (part := change(name, old.read(name).decode())) is not None:
                new.writestr(name, part)
    return out.getvalue()


def sheet(**values: object) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "表1"
    for address, value in values.items():
        page[address] = value
    return book, page


def by_place(cells: SheetCells) -> Cells:
    return {cell.place.rpartition("!")[2]: cell for cell in cells.cells}


def texts(cells: SheetCells) -> dict[str, str]:
    return {place: cell.text for place, cell in by_place(cells).items() if cell.text}


def test_values_are_printed_by_their_formats(shown: list[SheetCells]) -> None:
    book, page = sheet(A1="支付率", B1=0.87654, C1=1234.5, D1=date(2023, 7, 1), E1=True, F1=-8, G1=9)
    for address, code in {
        "B1": "0.0%",
        "C1": '#,##0.00"元"',
        "D1": 'yyyy"年"m"月"',
        "F1": "0;[Red]0",
        "G1": ";;;",
    }.items():
        page[address].number_format = code
    read(book)
    assert texts(shown[0]) == {
        "A1": "支付率", "B1": "87.7%", "C1": "1,234.50元", "D1": "2023年7月", "E1": "TRUE", "F1": "-8",
    }  # fmt: skip
    cells = by_place(shown[0])
    assert [cells[a].is_number for a in ("A1", "B1", "D1", "E1")] == [False, True, True, False]
    assert [cells[a].look.align for a in ("A1", "B1", "E1")] == ["left", "right", "center"]
    assert cells["A1"].place == "表1!A1"


def test_what_is_hidden_is_gone_and_the_rest_counted_anew(shown: list[SheetCells]) -> None:
    book, page = sheet(A1="甲", B1="乙", C1="丙", A2="丁", A3="戊", A4="己")
    page.row_dimensions[2].hidden = True
    page.row_dimensions[3].height = 7
    page.column_dimensions["B"].hidden = True
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state)["A1"] = "不公开"
        book[state].sheet_state = state
    book.create_sheet("末页")["A1"] = "公开"
    read(changed(saved(book), lambda name, part: part.replace('ht="7"', 'ht="0"')))
    assert [(s.number, s.name) for s in shown] == [(1, "表1"), (4, "末页")]
    assert [(c.row, c.column, c.text) for c in shown[0].cells] == [(0, 0, "甲"), (0, 1, "丙"), (1, 0, "己")]
    assert (shown[0].row_count, shown[0].column_count) == (2, 2)


def test_a_merged_cell_is_one_cell_as_large_as_what_is_visible_of_it(shown: list[SheetCells]) -> None:
    book, page = sheet(A1="甲", D3="乙", A4="丙")
    page.merge_cells("A1:C3")
    page.row_dimensions[1].hidden = True
    page.column_dimensions["B"].hidden = True
    content = changed(
        saved(book),
        lambda name, part: (
            part.replace('<c r="B2"', '<c r="B2" t="str"><v>旧</v></c><c r="Z9"')
            if name.endswith("sheet1.xml")
            else part
        ),
    )
    read(content)
    cell = by_place(shown[0])["A1"]
    assert (cell.row, cell.column, cell.row_span, cell.column_span) == (0, 0, 2, 2)
    assert texts(shown[0]) == {"A1": "甲", "D3": "乙", "A4": "丙"}


def test_merged_cells_that_overlap_do_not_do_so_in_what_is_shown(shown: list[SheetCells]) -> None:
    book, _ = sheet(B1="甲", A2="乙", C3="丙")
    part = '<mergeCells count="2"><mergeCell ref="B1:B3"/><mergeCell ref="A2:B2"/></mergeCells><pageMargins'
    read(
        changed(saved(book), lambda name, old: old.replace("<pageMargins", part) if "sheet1" in name else old)
    )
    spans = {c.text: (c.row_span, c.column_span) for c in shown[0].cells}
    assert spans == {"甲": (3, 1), "乙": (1, 1), "丙": (1, 1)}


def test_a_title_centred_across_columns_spans_them(shown: list[SheetCells]) -> None:
    book, page = sheet(A1="补助资金分配表", A2="县", B2="数", C2="注")
    for address in ("A1", "B1", "C1"):
        page[address].alignment = Alignment(horizontal="centerContinuous")
    read(book)
    assert next((c.text, c.column_span, c.look.align) for c in shown[0].cells) == (
        "补助资金分配表",
        3,
        "center",
    )


def test_lines_and_letters_of_a_cell(shown: list[SheetCells]) -> None:
    book, page = sheet(A1="合计", A2="其中", B2="末")
    page["A1"].border = Border(top=THIN, left=THIN)
    page["C1"].border = Border(top=THIN, right=THIN, bottom=THIN)
    page["A9"].border = Border(top=THIN)
    page.merge_cells("A1:B1")
    page["A1"].font = Font(bold=True, size=16)
    page["A2"].alignment = Alignment(indent=2)
    read(book)
    cells = by_place(shown[0])
    look = cells["A1"].look
    assert (look.is_bold, look.size, look.has_top, look.has_left, look.has_bottom) == (
        True,
        16,
        True,
        True,
        False,
    )
    assert cells["A2"].look.indent == 2
    assert cells["C1"].text == "" and cells["C1"].look.has_right
    assert "A9" not in cells, "below the last text nothing is shown"


def test_far_rows_do_not_make_the_sheet_long(shown: list[SheetCells]) -> None:
    read(sheet(A1="甲", XFD1048576="乙")[0])
    assert shown[0].row_count < 50 and shown[0].column_count < 50


def test_formulas_count_as_computed_last(shown: list[SheetCells]) -> None:
    book, page = sheet(A1="=SUM(B1:B9)", B1=3, C1='=IF(B1>5,"超","")')
    page["A1"].number_format = "0.00"
    assert read(book).damages == ["the sheet 表1 has 2 formulas without a stored value"]
    assert texts(shown[0]) == {"B1": "3"}

    def computed(name: str, part: str) -> str:
        part = re.sub(r"</f><v ?/>|</f><v></v>", "</f><v>12.345</v>", part, count=1)
        return part.replace('<c r="C1">', '<c r="C1" t="str">')

    assert read(changed(saved(book), computed)).damages == []
    assert texts(shown[1]) == {"A1": "12.35", "B1": "3"}


def test_zeros_that_the_sheet_does_not_show(shown: list[SheetCells]) -> None:
    book, page = sheet(A1=0, B1=1)
    page.sheet_view.showZeros = False
    read(book)
    assert texts(shown[0]) == {"B1": "1"}


STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def test_a_strict_workbook_is_read_like_others(shown: list[SheetCells]) -> None:
    book, _ = sheet(A1="甲", B1=2)

    def strict(name: str, part: str) -> str:
        for old, new in STRICT.items():
            part = part.replace(old, new)
        return part.replace('<c r="B1" t="n"><v>2</v>', '<c r="B1" t="d"><v>2023-07-01</v>')

    read(changed(saved(book), strict))
    assert texts(shown[0]) == {"A1": "甲", "B1": "45108"}


def test_texts_in_place_wrong_dimensions_and_prefixes(shown: list[SheetCells]) -> None:
    book, _ = sheet(A1="甲")
    data = (
        '<x:dimension ref="A1:B2"/><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>全_x000D_&#10;</x:t></x:r>'
        "<x:r><x:t>省</x:t></x:r><x:rPh><x:t>quan</x:t></x:rPh></x:is></x:c><x:c><x:v>7</x:v></x:c></x:row>"
        '<x:row r="9"><x:c r="D9"><x:v>8</x:v></x:c></x:row></x:sheetData>'
    )
    part = f'<x:worksheet xmlns:x="{next(iter(STRICT))}">{data}</x:worksheet>'
    read(changed(saved(book), lambda name, old: part if "sheet1" in name else old))
    assert texts(shown[0]) == {"A1": "全\n省", "B1": "7", "D9": "8"}


@pytest.mark.parametrize(
    ("lost", "damages", "is_in_doubt"),
    [
        ("xl/styles.xml", 1, True),
        ("xl/worksheets/sheet1.xml", 1, False),
        ("docProps/core.xml", 0, False),
    ],
)
def test_what_is_lost_is_said(shown: list[SheetCells], lost: str, damages: int, is_in_doubt: bool) -> None:
    book, page = sheet(A1=0.5)
    page["A1"].number_format = "0%"
    book.create_sheet("表2")["A1"] = "甲"
    reading = read(changed(saved(book), lambda name, part: None if name == lost else part))
    assert (len(reading.damages), 1 in reading.in_doubt) == (damages, is_in_doubt)


def test_a_workbook_without_styles_of_its_own_is_whole(shown: list[SheetCells]) -> None:
    book, _ = sheet(A1=0.5)
    bare = changed(
        saved(book),
        lambda name, part: (
            None if name == "xl/styles.xml" else part.replace("relationships/styles", "relationships/other")
        ),
    )
    assert (read(bare).damages, texts(shown[0])) == ([], {"A1": "0.5"})


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c>", "damaged"),
        (
            "<worksheet><sheetData><row r='1'><c r='A1'><v>eins</v></c></row></sheetData></worksheet>",
            "damaged",
        ),
        (
            "<worksheet><sheetData><row r='1'><c r='AAAA1'><v>1</v></c></row></sheetData></worksheet>",
            "damaged",
        ),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>", "damaged"),
        ("<worksheet>" + " " * 9 * 2**20 + "</worksheet>", "too_large"),
    ],
)
def test_sheets_that_cannot_be_read(part: str, code: str) -> None:
    book, _ = sheet(A1="甲")
    content = changed(saved(book), lambda name, old: part if "sheet1" in name else old)
    with pytest.raises(FormatError) as caught:
        read(content)
    assert caught.value.code == code


def test_a_binary_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "_rels/.rels", '<R><Relationship Type="x/officeDocument" Target="xl/workbook.bin"/></R>'
        )
    with pytest.raises(FormatError, match="xlsb"):
        xlsx.read(path)


def test_white_letters_on_no_ground_are_not_shown(shown: list[SheetCells]) -> None:
    book, page = sheet(A1="题", B1=5, C1="表头", D1="淡")
    for address, colour in {"A1": "FFFFFFFF", "B1": "FFFFFFFF", "C1": "FFFFFFFF", "D1": "FFEEEEEE"}.items():
        page[address].font = Font(color=colour)
    page["B1"].fill = PatternFill("solid", fgColor="FFFFFFFF")
    page["C1"].fill = PatternFill("solid", fgColor="FF1F4E78")
    read(book)
    assert texts(shown[0]) == {"C1": "表头", "D1": "淡"}


def test_sizes_that_make_no_sense(shown: list[SheetCells]) -> None:
    book, page = sheet(A1="甲", B2="乙")
    page.column_dimensions["A"].width = 12
    page.column_dimensions["B"].width = 13

    def change(_: str, part: str) -> str:
        return part.replace('width="12"', 'width="1e999"').replace('width="13"', 'width="nan"')

    read(changed(saved(book), lambda name, part: change(name, part).replace('sz val="11"', 'sz val="1e999"')))
    assert all(0 < width <= 2000 for width in shown[0].widths)
    assert texts(shown[0]) == {"A1": "甲", "B2": "乙"}


DRAWING = """<wsDr xmlns:a="urn:a"><twoCellAnchor><from><col>1</col><row>4</row></from>{second}</twoCellAnchor>
<twoCellAnchor><from><col>0</col><row>1</row></from><grpSp>{first}</grpSp></twoCellAnchor>
<twoCellAnchor><from><col>0</col><row>8</row></from>{folded}</twoCellAnchor>
<twoCellAnchor><AlternateContent><Choice>{hidden}</Choice><Fallback>{first}</Fallback></AlternateContent>
</twoCellAnchor></wsDr>"""


def shape(*lines: str, hidden: str = "") -> str:
    body = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f'<sp><nvSpPr><cNvPr id="1" {hidden}/></nvSpPr><txBody>{body}</txBody></sp>'


def drawn_on(book: openpyxl.Workbook, drawing: str) -> bytes:
    """The workbook with a drawing on its first sheet."""
    out = io.BytesIO(saved(book))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", drawing)
        archive.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<R><Relationship Id="a" Type="x/drawing" Target="../drawings/drawing1.xml"/></R>',
        )
    return out.getvalue()


def test_texts_of_shapes_stand_behind_the_cells(shown: list[SheetCells]) -> None:
    book, page = sheet(A1="甲", A9="藏")
    page.row_dimensions[9].hidden = True
    part = DRAWING.format(
        first=shape("注：", "单位万元"),
        second=shape("续"),
        folded=shape("藏"),
        hidden=shape("藏", hidden='hidden="1"'),
    )
    blocks = read(drawn_on(book, part)).sheets[0].blocks
    assert [(b.text, b.place) for b in blocks if isinstance(b, Paragraph)] == [
        ("注：", "表1!A2"),
        ("单位万元", "表1!A2"),
        ("续", "表1!B5"),
    ]


@pytest.mark.parametrize(
    ("anchor", "properties", "hidden", "is_named"),
    [
        ('<ext cx="4572000" cy="2286000"/>', "", "", True),
        ("", '<a:xfrm><a:ext cx="4572000" cy="2286000"/></a:xfrm>', "", True),
        ('<ext cx="4572000" cy="228600"/>', "", "", False),  # a line of a letterhead
        ('<ext cx="4572000" cy="2286000"/>', "", 'hidden="1"', False),
    ],
)
def test_a_large_picture_on_a_sheet_is_named_as_a_damage(
    anchor: str, properties: str, hidden: str, is_named: bool
) -> None:
    book, _ = sheet(A1="甲")
    picture = f'<pic><nvPicPr><cNvPr id="1" {hidden}/></nvPicPr><spPr>{properties}</spPr></pic>'
    part = f'<wsDr xmlns:a="urn:a"><oneCellAnchor>{anchor}{picture}</oneCellAnchor></wsDr>'
    assert read(drawn_on(book, part)).unread == ["a picture on the sheet 表1 is not read"] * is_named
