"""Documents of Word: what they show to a reader who accepts all changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.formats import FormatError, Grid, Paragraph, kind_of, read_sheets
from extractors.formats.documents.docx import read
from tests.word_files import NAMES, cell, grids, paragraph, row, run, shown, table, texts, write

_DELETED = '<w:del w:id="1"><w:r><w:delText>31</w:delText></w:r></w:del>'
_INSERTED = f'<w:ins w:id="2">{run("47")}</w:ins>'


def _field(result: str) -> str:
    signs = [f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", "end")]
    return f"{signs[0]}<w:r><w:instrText> =SUM(A1) </w:instrText></w:r>{signs[1]}{run(result)}{signs[2]}"


def _box(content: str) -> str:
    return f"<w:txbxContent>{content}</w:txbxContent>"


def _nested(content: str, times: int) -> str:
    for _ in range(times):
        content = table([4000, 500], row(cell(content + paragraph("外")), "旁"))
    return content


def test_changes_are_accepted(tmp_path: Path) -> None:
    moved = f'<w:moveFrom w:id="3">{run("旧处")}</w:moveFrom>'
    path = write(
        tmp_path / "a.docx",
        paragraph(f"{run('全年')}{_DELETED}{_INSERTED}{run('万元')}{moved}"),
        paragraph(run("上半"), '<w:rPr><w:del w:id="4"/></w:rPr>'),
        paragraph(f'<w:moveTo w:id="5">{run("年完成")}</w:moveTo>'),
    )
    assert texts(path) == ["全年47万元", "上半年完成"]


def test_rows_that_are_deleted_or_hidden_are_not_shown(tmp_path: Path) -> None:
    deleted = cell(paragraph(_DELETED))
    path = write(
        tmp_path / "a.docx",
        table(
            [2000, 2000],
            row("县", "资金"),
            row("甲", "1", properties='<w:del w:id="1"/>'),
            row("乙", "2", properties="<w:hidden/>"),
            row(deleted, deleted),
            row("丙", "3", properties='<w:ins w:id="1"/>'),
        ),
    )
    assert grids(path) == [[["县", "资金"], ["丙", "3"]]]


@pytest.mark.parametrize(
    ("paragraph_style", "run_properties", "is_shown"),
    [
        ("", "<w:vanish/>", False),
        ("", '<w:rStyle w:val="below"/>', False),
        ("hidden", "", False),
        ("hidden", '<w:vanish w:val="0"/>', True),
        ("hidden", '<w:rStyle w:val="below"/>', True),
        ("", "<w:strike/>", False),
        ("", "<w:webHidden/>", True),
    ],
)
def test_hidden_letters(tmp_path: Path, paragraph_style: str, run_properties: str, is_shown: bool) -> None:
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="{name}">{base}<w:rPr>{properties}</w:rPr></w:style>'
        for kind, name, base, properties in (
            ("paragraph", "hidden", "", "<w:vanish/>"),
            ("character", "secret", "", "<w:vanish/>"),
            ("character", "below", '<w:basedOn w:val="secret"/>', ""),
        )
    )
    style = f'<w:pStyle w:val="{paragraph_style}"/>' if paragraph_style else ""
    path = write(tmp_path / "a.docx", paragraph(run("文", run_properties), style), styles=styles)
    assert texts(path) == (["文"] if is_shown else [])


_WHITE = '<w:color w:val="FFFFFF"/>'
_BLUE = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'
_PAPER = '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>'
_SHADED_STYLE = (
    '<w:style w:type="table" w:styleId="dark"><w:tblStylePr w:type="firstRow"><w:tcPr>'
    f"{_BLUE}</w:tcPr></w:tblStylePr></w:style>"
    '<w:style w:type="table" w:styleId="darker"><w:basedOn w:val="dark"/></w:style>'
)


@pytest.mark.parametrize(
    ("run_properties", "paragraph_properties", "cell_properties", "table_style", "is_shown"),
    [
        (_WHITE, "", "", "", False),
        (_WHITE, "", _PAPER, "", False),
        (_WHITE, "", _BLUE, "", True),
        (_WHITE, _BLUE, "", "", True),
        (_WHITE + _BLUE, "", "", "", True),
        (_WHITE + '<w:highlight w:val="black"/>', "", "", "", True),
        (_WHITE, "", "", "darker", True),
        ('<w:color w:val="FFFFFE"/>', "", "", "", True),
    ],
)
def test_white_letters_are_seen_on_a_colour_only(
    tmp_path: Path,
    run_properties: str,
    paragraph_properties: str,
    cell_properties: str,
    table_style: str,
    is_shown: bool,
) -> None:
    inner = paragraph(run("612", run_properties) + run("43.50"), paragraph_properties)
    content = table([2000, 2000], row("县", cell(inner, cell_properties)), row("甲", "1"))
    if table_style:
        content = content.replace("<w:tblPr/>", f'<w:tblPr><w:tblStyle w:val="{table_style}"/></w:tblPr>')
    path = write(tmp_path / "a.docx", content, styles=_SHADED_STYLE)
    assert grids(path)[0][0] == ["县", "61243.50" if is_shown else "43.50"]


def test_white_letters_over_a_shape_behind_the_text_are_seen(tmp_path: Path) -> None:
    shape = '<w:r><w:drawing><anchor behindDoc="1"/></w:drawing></w:r>'
    path = write(tmp_path / "a.docx", paragraph(shape + run("年度报告", _WHITE)))
    assert texts(path) == ["年度报告"]


def test_fields_show_their_result_and_those_that_never_end_hide_nothing(tmp_path: Path) -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    path = write(
        tmp_path / "a.docx",
        paragraph(f"{run('得')}{_field('88.5')}{run('分')}"),
        paragraph(begun + run("未完")),
        paragraph("下文"),
    )
    assert texts(path) == ["得88.5分", "未完", "下文"]


def test_text_boxes_are_read_once_behind_their_paragraph(tmp_path: Path) -> None:
    inner = _box(paragraph("框中"))
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{inner}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    hidden = (
        f'<w:r><w:pict><v:shape style="visibility:hidden">{_box(paragraph("藏"))}</v:shape></w:pict></w:r>'
    )
    path = write(tmp_path / "a.docx", paragraph(run("前") + shape + hidden + run("后")), paragraph("末"))
    assert texts(path) == ["前后", "框中", "末"]


def test_lines_that_the_writer_ended_are_paragraphs(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", paragraph(f"{run('一、概况')}<w:r><w:br/></w:r>{run('全年完成')}"))
    assert texts(path) == ["一、概况", "全年完成"]


def test_signs_of_fonts_that_draw_pictures(tmp_path: Path) -> None:
    signs = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    typed = run("\u00fe", '<w:rFonts w:ascii="Wingdings"/>')
    assert texts(write(tmp_path / "a.docx", paragraph(f"{signs}{run('90')}{typed}"))) == ["☑≥90☑"]


def test_equations_are_text(tmp_path: Path) -> None:
    parts = ("<m:num><m:r><m:t>实际</m:t></m:r></m:num>", "<m:den><m:r><m:t>计划</m:t></m:r></m:den>")
    path = write(
        tmp_path / "a.docx", paragraph(f"{run('率=')}<m:oMath><m:f>{''.join(parts)}</m:f></m:oMath>")
    )
    assert texts(path) == ["率=实际/计划"]


def test_notes_stand_behind_the_text_with_their_marks(tmp_path: Path) -> None:
    notes = "".join(f'<w:footnote w:id="{n}">{paragraph(f"注{n}")}</w:footnote>' for n in (4, 2))
    marks = ['<w:r><w:footnoteReference w:id="4"/></w:r>', '<w:r><w:footnoteReference w:id="2"/></w:r>']
    path = write(
        tmp_path / "a.docx", paragraph(f"{run('共12.5')}{marks[0]}{run('亿')}{marks[1]}"), footnotes=notes
    )
    assert texts(path) == ["共12.5¹亿²", "¹注4", "²注2"]


def test_sizes_and_places_come_from_the_styles_below(tmp_path: Path) -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="t"><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:rPr><w:sz w:val="44"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="u"><w:basedOn w:val="t"/></w:style>'
    )
    path = write(
        tmp_path / "a.docx", paragraph("题", '<w:pStyle w:val="u"/>'), paragraph("文"), styles=styles
    )
    found = [(one.align, one.size) for one in shown(path) if isinstance(one, Paragraph)]
    assert found == [("center", 22.0), ("left", 10.5)]


@pytest.mark.parametrize(("blanks", "align"), [(13, "center"), (27, "right"), (2, "left"), (8, "left")])
def test_lines_put_in_their_place_by_blanks(tmp_path: Path, blanks: int, align: str) -> None:
    path = write(
        tmp_path / "a.docx", paragraph(run("　" * blanks + "某县财政局二〇二四年九月", '<w:sz w:val="21"/>'))
    )
    assert [one.align for one in shown(path) if isinstance(one, Paragraph)] == [align]


def test_entries_of_a_table_of_contents_keep_their_leader(tmp_path: Path) -> None:
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs>'
    path = write(tmp_path / "a.docx", paragraph(f"{run('一、概况')}<w:r><w:tab/></w:r>{run('3')}", tabs))
    assert texts(path) == ["一、概况……3"]


def test_a_part_in_another_format_is_named_as_a_damage(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "a.docx", paragraph("文"), "<w:altChunk/>"))
    assert reading.unread == ["a part that is stored in another format is not read"]


def test_a_file_without_its_styles_is_in_doubt(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", paragraph("文"), styles="<w:style></w:nothing>")
    reading = read(path)
    assert reading.in_doubt == {1}
    assert "word/styles.xml" in reading.damages[0]


def test_strict_files_whose_parts_have_other_names(tmp_path: Path) -> None:
    strict = NAMES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    path = write(tmp_path / "a.doc", paragraph("文"), main="parts/main.xml", names=strict)
    assert kind_of(path) == "docx"
    assert read_sheets(path, "docx").sheets[0].blocks == [Paragraph("文", size=10.0)]


def test_tables_nested_as_deep_as_xml_may_be(tmp_path: Path) -> None:
    content = _nested(paragraph("底"), 80)
    assert sum(isinstance(one, Grid) for one in shown(write(tmp_path / "a.docx", content))) == 80
    with pytest.raises(FormatError):
        read(write(tmp_path / "b.docx", _nested(content, 10)))


def test_a_note_that_refers_to_itself_stands_there_once(tmp_path: Path) -> None:
    reference = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    note = f'<w:footnote w:id="3">{paragraph(run("注") + reference)}</w:footnote>'
    path = write(tmp_path / "a.docx", paragraph(run("文") + reference), footnotes=note)
    assert texts(path) == ["文¹", "¹注²"]


def test_a_file_of_pictures_says_so(tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        read(write(tmp_path / "a.docx", paragraph("<w:r><w:drawing/></w:r>")))
    assert caught.value.code == "empty"


def _form(result: str) -> str:
    begin = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput/></w:ffData></w:fldChar></w:r>'
    signs = [f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("separate", "end")]
    return f"{begin}{signs[0]}{run(result)}{signs[1]}"


@pytest.mark.parametrize(
    ("content", "shown_once"),
    [
        (_form("64种") + run("种") + _form("64种") * 2, "64种"),
        (_form("≥64种") + run("64") + _form("≥64种") + run("种") + _form("≥64种") * 2, "≥64种"),
        (_form("5") + _form("5") + _form("5"), "555"),
        (_form("64种") + run("类") + _form("64种") * 2, "64种类64种64种"),
        (_form("64种") + run("种") + _form("64种"), "64种种64种"),
    ],
)
def test_copies_of_a_field_that_libreoffice_makes(tmp_path: Path, content: str, shown_once: str) -> None:
    assert texts(write(tmp_path / "a.docx", paragraph(content))) == [shown_once]


_CHART = '<a:graphicData xmlns:a="urn:a" uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
_PICTURE = '<a:blip xmlns:a="urn:a"/>'


def _extent(width: int, height: int) -> str:
    """In points."""
    return f'<extent cx="{width * 12700}" cy="{height * 12700}"/>'


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        (f"<inline>{_extent(320, 160)}{_PICTURE}</inline>", ["a picture"]),
        (f"<inline>{_extent(320, 20)}{_PICTURE}</inline>", []),  # a seal, a line
        (f'<anchor behindDoc="1">{_extent(320, 160)}{_PICTURE}</anchor>', []),
        (f"<inline>{_extent(320, 160)}{_CHART}</inline>", ["a chart"]),
        (f"<inline>{_extent(320, 160)}</inline>", []),
    ],
)
def test_what_is_drawn_and_not_read_is_named_and_is_no_damage(
    tmp_path: Path, drawing: str, said: list[str]
) -> None:
    drawn = f"<w:r><w:drawing>{drawing}</w:drawing></w:r>"
    path = write(
        tmp_path / "a.docx", paragraph(run("见下图") + drawn), table([900], row(cell(paragraph(drawn))))
    )
    reading = read(path)
    assert [one.partition(" in it is not read")[0] for one in reading.unread] == said
    assert not reading.damages


@pytest.mark.parametrize(("program", "is_missed"), [("Excel.Sheet.12", True), ("Equation.3", False)])
def test_an_embedded_workbook_is_named(tmp_path: Path, program: str, is_missed: bool) -> None:
    thing = f'<w:r><w:object><o:OLEObject xmlns:o="urn:o" ProgID="{program}"/></w:object></w:r>'
    reading = read(write(tmp_path / "a.docx", paragraph(run("见下表") + thing + thing)))
    assert len(reading.unread) == is_missed
