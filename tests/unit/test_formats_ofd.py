"""OFD files printed as PDFs, read back as any PDF is."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image, ImageChops

from extractors.formats import FormatError
from extractors.formats.printed.ofd import print_pdf
from extractors.pages import Document, Page
from tests.ofd_files import page, path, resources, text, write_ofd

POINTS = 72 / 25.4
Printer = Callable[..., list[Page]]


@pytest.fixture
def printed(tmp_path: Path) -> Printer:
    """The pages of an OFD file as they are read from the PDF; `damages` takes what is said to be lost."""

    def pages_of(
        *pages: str,
        damages: list[str] | None = None,
        common: str = "",
        inner: str = "",
        fonts: str = '<ofd:Font ID="3" FontName="宋体"/>',
        others: Mapping[str, str | bytes] | None = None,
    ) -> list[Page]:
        file = write_ofd(tmp_path / "a.ofd", *pages, common=common, inner=inner, fonts=fonts, others=others)
        said = print_pdf(file, tmp_path / "a.pdf")
        if damages is None:
            assert said == []
        else:
            damages += said
        with Document(tmp_path / "a.pdf") as document:
            return list(document.pages())

    return pages_of


def words(page: Page) -> str:
    return "".join(page.text)


def places(page: Page) -> list[tuple[float, float]]:
    """Where signs begin on their baselines, in millimetres."""
    return [
        (round(x / POINTS, 1), round(y / POINTS, 1))
        for x, y in zip(page.boxes[:, 0].tolist(), page.baselines.tolist(), strict=True)
    ]


def test_signs_stand_where_their_steps_lead(printed: Printer) -> None:
    lines = (
        '<ofd:TextObject Boundary="20 30 90 20" Font="3" Size="5">'
        '<ofd:TextCode X="1" Y="4" DeltaX="g 2 5 9 2.5">甲乙丙12</ofd:TextCode>'
        '<ofd:TextCode Y="12" DeltaX="7">丁戊</ofd:TextCode></ofd:TextObject>'
    )
    (one,) = printed(page(lines))
    assert words(one) == "甲乙丙12丁戊"
    assert places(one) == [(21, 34), (26, 34), (31, 34), (40, 34), (42.5, 34), (21, 42), (28, 42)]
    widths = (one.boxes[:, 2] - one.boxes[:, 0]) / POINTS
    # A step over a gap makes no sign wider.
    assert [round(width, 1) for width in widths.tolist()] == [5, 5, 5, 2.5, 2.5, 5, 5]


def test_a_matrix_leads_to_the_box_of_its_object(printed: Printer) -> None:
    scaled = (
        '<ofd:TextObject Boundary="10 20 50 9" CTM="0.5 0 0 0.5 3 4" Font="3" Size="10">'
        '<ofd:TextCode X="2" Y="8" DeltaX="10">合计</ofd:TextCode></ofd:TextObject>'
    )
    # Heights that grow upwards turn no glyph over.
    upwards = (
        '<ofd:TextObject Boundary="0 0 210 297" CTM="1 0 0 -1 0 297" Font="3" Size="5">'
        '<ofd:TextCode X="30" Y="97" DeltaX="5">支出</ofd:TextCode></ofd:TextObject>'
    )
    (one,) = printed(page(scaled + upwards))
    assert words(one) == "合计支出"
    assert places(one) == [(14, 28), (19, 28), (30, 200), (35, 200)]
    assert one.is_plain and one.quarters is None
    assert [round(height / POINTS) for height in one.heights] == [5, 5, 5, 5]


def test_single_signs_are_text_whatever_fonts_are_there(printed: Printer) -> None:
    # A sign in a script for which hardly any machine has a font, alone in its object.
    (one,) = printed(page(text("𖼀", 20, 30) + text("优", 40, 30)))
    assert words(one) == "𖼀优"


def test_turned_signs_and_columns_of_signs(printed: Printer) -> None:
    turned = (
        '<ofd:TextObject Boundary="100 50 9 90" Font="3" Size="5" CharDirection="90">'
        '<ofd:TextCode X="0" Y="0" DeltaY="g 8 5">项目支出绩效目标表</ofd:TextCode></ofd:TextObject>'
    )
    (one,) = printed(page(turned))
    assert words(one) == "项目支出绩效目标表"
    assert one.shown_turn == 90
    column = (
        '<ofd:TextObject Boundary="50 50 9 90" Font="3" Size="5">'
        '<ofd:TextCode X="0" Y="0" DeltaY="g 2 6">产出数</ofd:TextCode></ofd:TextObject>'
    )
    (two,) = printed(page(column))
    assert places(two) == [(50, 50), (50, 56), (50, 62)]


def test_text_without_steps_has_its_usual_widths(printed: Printer) -> None:
    bare = (
        '<ofd:TextObject Boundary="20 30 90 20" Font="3" Size="5">\n'
        '  <ofd:TextCode X="0" Y="0">\n      甲12乙\n  </ofd:TextCode>\n</ofd:TextObject>'
    )
    (one,) = printed(page(bare))
    assert words(one) == "甲12乙"
    assert places(one)[1] == (25, 30) and places(one)[3][0] > 29


@pytest.mark.parametrize(
    "hidden",
    [
        text("9,999", 20, 60, attributes='Visible="false"'),
        f'<ofd:PageBlock Visible="false">{text("9,999", 20, 60)}</ofd:PageBlock>',
        text("9,999", 20, 60, attributes='Alpha="0"'),
        text("9,999", 20, 60, attributes='Fill="false"'),
    ],
)
def test_what_nobody_sees_is_not_printed(printed: Printer, hidden: str) -> None:
    (one,) = printed(page(text("已见", 20, 30) + hidden))
    assert words(one) == "已见"


def test_annotations_and_attachments_are_not_printed(printed: Printer) -> None:
    note = f'<ofd:PageAnnot xmlns:ofd="o"><ofd:Annot><ofd:Appearance>{text("512", 0, 0)}</ofd:Appearance></ofd:Annot>'
    (one,) = printed(
        page(text("正文", 20, 30)),
        others={"Doc_0/Annots/0.xml": f"{note}</ofd:PageAnnot>", "Doc_0/Att/a.xml": "<a>7</a>"},
    )
    assert words(one) == "正文"


def test_templates_lie_under_or_over_the_page(printed: Printer) -> None:
    named = (
        '<ofd:TemplatePage ID="7" BaseLoc="/Doc_0/T.xml"/>'
        '<ofd:TemplatePage ID="8" BaseLoc="U.xml" ZOrder="Foreground"/>'
    )
    used = '<ofd:Template TemplateID="7"/><ofd:Template TemplateID="8"/>'
    others = {
        # A template that names itself is drawn once.
        "Doc_0/T.xml": page(text("项目名称", 20, 30), before='<ofd:Template TemplateID="7"/>'),
        "Doc_0/U.xml": page(text("附注", 20, 60)),
    }
    (one,) = printed(page(text("乡村道路", 60, 30), before=used), common=named, others=others)
    assert words(one) == "项目名称乡村道路附注"


def test_paths_are_rules_and_fillings(printed: Printer) -> None:
    pens = '<ofd:DrawParam ID="5" LineWidth="0.4"/><ofd:DrawParam ID="6" Relative="5"/>'
    shade = '<ofd:FillColor Value="#dd #dd #ff"/>'
    (one,) = printed(
        page(
            path("M 20 50 L 120 50", 'DrawParam="6"')
            + path("M 20 40 L 120 40 L 120 48 L 20 48 C", 'Fill="true" Stroke="false"', shade)
            + path("M 20 90 L 120 90", 'Stroke="false"')
            + text("甲", 20, 30)
        ),
        inner=pens,
    )
    (rule,) = [rule for rule in one.rules if rule.x1 - rule.x0 > 100]
    assert [round(value / POINTS, 1) for value in (rule.x0, rule.top, rule.x1)] == [20, 50, 120]
    assert [round(value / POINTS) for value in one.fills[0][:4]] == [20, 40, 120, 48]


def test_a_unit_is_drawn_by_its_matrix_and_never_without_end(printed: Printer) -> None:
    unit = '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="50"/>'
    inner = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50"><ofd:Content>'
        f"{text('单位', 10, 20, 8)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    drawn = '<ofd:CompositeObject Boundary="30 40 90 90" CTM="0.5 0 0 0.5 0 0" ResourceID="50"/>'
    (one,) = printed(page(drawn), inner=inner)
    assert (words(one), places(one)[0]) == ("单位", (35, 50))
    damages: list[str] = []
    printed(
        page(text("好", 20, 30)),
        page(drawn),
        inner=inner.replace(text("单位", 10, 20, 8), unit),
        damages=damages,
    )
    assert damages == ["1 of 2 pages (2) could not be read (a page has more objects than can be drawn)"]


def test_several_documents_follow_each_other(printed: Printer) -> None:
    root = (
        '<ofd:OFD xmlns:ofd="o"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>'
        "<ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    second = (
        '<ofd:Document xmlns:ofd="o"><ofd:Pages><ofd:Page ID="1" BaseLoc="p.xml"/></ofd:Pages></ofd:Document>'
    )
    pages = printed(
        page(text("其一", 20, 30)),
        others={
            "OFD.xml": root,
            "Doc_1/Document.xml": second,
            "Doc_1/p.xml": page(text("其二", 20, 30), box="0 0 297 210"),
        },
    )
    assert [words(one) for one in pages] == ["其一", "其二"]
    assert round(pages[1].width / POINTS) == 297


def small_font() -> bytes:
    """Two glyphs: A is a box as high as broad, B a narrow one; the file does not say which is which."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A", "B"])
    glyphs = {}
    for name, width in ((".notdef", 0), ("A", 1000), ("B", 400)):
        pen = TTGlyphPen(None)
        if width:
            pen.moveTo((0, 0))
            for point in ((0, 800), (width, 800), (width, 0)):
                pen.lineTo(point)
            pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({".notdef": (0, 0), "A": (1000, 0), "B": (400, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupMaxp()
    stream = io.BytesIO()
    builder.font.save(stream)
    return stream.getvalue()


def changed(start: int, count: int, glyphs: str) -> str:
    """What says which glyphs some characters have."""
    many = len(glyphs.split())
    return (
        f'<ofd:CGTransform CodePosition="{start}" CodeCount="{count}" GlyphCount="{many}">'
        f"<ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>"
    )


def test_glyphs_of_an_embedded_font_keep_their_characters_and_widths(printed: Printer) -> None:
    glyphs = changed(0, 2, "1 2")
    joined = changed(1, 2, "2")
    fonts = '<ofd:Font ID="3" FontName="x"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font>'
    others = {"Doc_0/Res/f.ttf": small_font()}
    (one,) = printed(page(text("圆方", 20, 30, inner=glyphs)), fonts=fonts, others=others)
    assert words(one) == "圆方"
    assert [round(w / POINTS, 1) for w in (one.boxes[:, 2] - one.boxes[:, 0]).tolist()] == [4, 1.6]
    # One glyph for two characters takes one step; signs that the font lacks are set in another.
    (two,) = printed(page(text("角fi分", 20, 30, inner=joined)), fonts=fonts, others=others)
    assert words(two) == "角fi分"
    assert places(two)[-1] == (28, 30)
    # A font that is cut off is as good as none.
    (three,) = printed(page(text("圆方", 20, 30)), fonts=fonts, others={"Doc_0/Res/f.ttf": small_font()[:90]})
    assert words(three) == "圆方"


def test_pictures_stand_upright_in_their_boxes(printed: Printer) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (60, 30), (10, 80, 10)).save(stream, "JPEG")
    media = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="40" Type="Image"><ofd:MediaFile>i.jpg</ofd:MediaFile></ofd:MultiMedia>'
        '<ofd:MultiMedia ID="41" Type="Image"><ofd:MediaFile>i.jb2</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    )
    shown = '<ofd:ImageObject Boundary="20 40 60 30" CTM="60 0 0 30 0 0" ResourceID="40"/>'
    damages: list[str] = []
    others = {"Doc_0/Res/i.jpg": stream.getvalue(), "Doc_0/Res/i.jb2": b"\x97JB2\r\n\x1a\n"}
    lost = shown.replace('40"/>', '41"/>')
    (one,) = printed(page(shown + lost), inner=media, others=others, damages=damages)
    assert [round(value / POINTS) for value in one.images[0].tolist()] == [20, 40, 80, 70]
    assert damages == ["a picture cannot be shown (the picture cannot be opened)"]


def test_what_lies_under_a_seal_that_shines_through_is_seen(printed: Printer, tmp_path: Path) -> None:
    stream = io.BytesIO()
    seal = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    seal.paste((220, 20, 20, 255), (0, 0, 60, 4))
    seal.save(stream, "PNG")
    media = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="40" Type="Image"><ofd:MediaFile>s.png</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:MultiMedias>"
    )
    shown = '<ofd:ImageObject Boundary="20 40 40 40" CTM="40 0 0 40 0 0" ResourceID="40"/>'
    (one,) = printed(
        page(path("M 25 50 L 55 50 L 55 60 L 25 60 C", 'Fill="true"') + shown),
        inner=media,
        others={"Doc_0/Res/s.png": stream.getvalue()},
    )
    assert len(one.images) == 1
    document = pdfium.PdfDocument(tmp_path / "a.pdf")
    seen = document[0].render(scale=1).to_pil().convert("L")
    assert seen.getpixel((round(40 * POINTS), round(55 * POINTS))) < 40
    document.close()


def jbig2(picture: Image.Image) -> bytes:
    """A bilevel picture as JBIG2: one region in the code of fax machines, which TIFF has as well."""
    stream = io.BytesIO()
    # In this code ink is 1, in Pillow's pictures 0.
    ImageChops.invert(picture).save(stream, "TIFF", compression="group4", strip_size=10**9)
    with Image.open(stream) as packed:
        start, size = packed.tag_v2[273][0], packed.tag_v2[279][0]  # type: ignore[attr-defined]
    rows = stream.getvalue()[start : start + size]
    width, height = picture.size

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    page_data = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + rows
    parts = [segment(0, 48, page_data), segment(1, 38, region), segment(2, 49, b""), segment(3, 51, b"")]
    return b"\x97JB2\r\n\x1a\n\x01\x00\x00\x00\x01" + b"".join(parts)


def test_pages_of_scanners_in_jbig2_are_shown(tmp_path: Path) -> None:
    # Print at the left, of which every other point is black.
    points = np.ones((200, 400), dtype=bool)
    points[:, :200] = np.random.default_rng(7).random((200, 200)) > 0.5
    picture = Image.fromarray(points)
    media = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="40" Type="Image"><ofd:MediaFile>i.jb2</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:MultiMedias>"
    )
    shown = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="40"/>'
    file = write_ofd(tmp_path / "a.ofd", page(shown), inner=media, others={"Doc_0/Res/i.jb2": jbig2(picture)})
    assert print_pdf(file, tmp_path / "a.pdf") == []
    document = pdfium.PdfDocument(tmp_path / "a.pdf")
    seen = np.asarray(document[0].render(scale=1).to_pil().convert("L"))
    assert 90 < seen[:, :290].mean() < 165 and seen[:, 310:].mean() > 250
    document.close()


_TYPE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "哈哈">]>'


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ("", "its part is missing"),
        (page(text("甲", 20, 30), head=_TYPE), "its XML has a document type, which none of these files has"),
        ("<ofd:Page", "its XML is damaged"),
    ],
)
def test_a_page_that_is_lost_leaves_the_others(printed: Printer, first: str, why: str) -> None:
    damages: list[str] = []
    pages = printed(first, page(text("第二页", 20, 30)), damages=damages)
    assert [words(one) for one in pages] == ["", "第二页"]
    assert len(damages) == 1 and damages[0].startswith(f"1 of 2 pages (1) could not be read ({why}")


def test_places_that_mean_nothing_cost_their_object(printed: Printer) -> None:
    senseless = text("甲", 20, 30).replace('"20 30 100 10"', '"NaN 1e308 -1e308 inf"')
    endless = text("乙丙", 20, 30).replace("g 1 4", "g 2000000000 4")
    damages: list[str] = []
    (one,) = printed(page(senseless + endless), damages=damages)
    assert (words(one), damages) == ("乙丙", ["1 objects have a place or shape that means nothing"])


def test_addresses_never_lead_out_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(page(text("机密", 20, 30)), "utf-8")
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="../../../secret.xml"/></ofd:Pages>'
    listed = f'<ofd:Document xmlns:ofd="o">{pages}</ofd:Document>'
    file = write_ofd(tmp_path / "a.ofd", page(""), others={"Doc_0/Document.xml": listed})
    with pytest.raises(FormatError, match="its part is missing"):
        print_pdf(file, tmp_path / "a.pdf")


def test_a_file_that_is_none_says_why(tmp_path: Path) -> None:
    file = write_ofd(
        tmp_path / "a.ofd", page(""), others={"Doc_0/Encryptions.xml": "<a/>", "Doc_0/Document.xml": "\x01"}
    )
    with pytest.raises(FormatError) as caught:
        print_pdf(file, tmp_path / "a.pdf")
    assert caught.value.code == "password"
    file.write_bytes(file.read_bytes()[:400])
    with pytest.raises(FormatError) as caught:
        print_pdf(file, tmp_path / "a.pdf")
    assert caught.value.code == "damaged"


def test_resources_of_a_page_are_its_own(printed: Printer) -> None:
    part = resources(
        '<ofd:DrawParams><ofd:DrawParam ID="9"><ofd:FillColor Value="200 0 0"/></ofd:DrawParam></ofd:DrawParams>'
    )
    (one,) = printed(
        page(text("红字", 20, 30, attributes='DrawParam="9"'), before="<ofd:PageRes>R.xml</ofd:PageRes>"),
        others={"Doc_0/Pages/R.xml": part},
    )
    assert len(one.red) == 2
