"""What a page is: text, a scan, or a text layer that is not what one sees."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.pages import Document, Page
from extractors.pictures import triage as module
from extractors.pictures.printed import printed
from extractors.pictures.triage import Triage, lost_pictures, triage

SIZE = (400.0, 600.0)
LINES = [f"Budget line {n} of the report, executed 95.88%" for n in range(12)]
REPORT = (
    "根据市财政局关于下达专项资金的通知本项目预算安排资金用于企业投保短期出口信用保险保费补助"
    "评价组对项目绩效进行了评价"
)
Drawing = Callable[[Canvas], None]


def picture(canvas: Canvas, share: float = 1.0, *, clear: bool = False) -> None:
    image = Image.new("RGBA", (50, 75), (250, 250, 250, 128 if clear else 255))
    file = BytesIO()
    (image if clear else image.convert("RGB")).save(file, "PNG")
    canvas.drawImage(ImageReader(file), 0, 0, SIZE[0], SIZE[1] * share, mask="auto" if clear else None)


def words(canvas: Canvas, mode: int = 0, lines: list[str] = LINES) -> None:
    text = canvas.beginText(50, 550)
    text.setFont("Helvetica", 10)
    text.setTextRenderMode(mode)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def judged(tmp_path: Path, *drawings: Drawing) -> Triage:
    file = tmp_path / "page.pdf"
    canvas = Canvas(str(file), pagesize=SIZE)
    for drawing in drawings:
        drawing(canvas)
    canvas.showPage()
    canvas.save()
    with Document(file) as document:
        for page, handle in document.open_pages():
            assert handle is not None
            return triage(handle, page, printed(page, handle))
    raise AssertionError("the file has no page")


@pytest.mark.parametrize(
    ("drawings", "kind", "reason"),
    [
        ((words,), "text", ""),
        ((), "text", ""),
        ((picture,), "scan", "an image and no text"),
        ((picture, lambda c: words(c, lines=["- 3 -"])), "scan", "its text is 3 characters"),
        ((picture, lambda c: words(c, mode=3)), "untrusted", "invisible text"),
        ((words, picture), "untrusted", "behind an image"),
        ((picture, words), "text", ""),  # print on a coloured ground
        ((words, lambda c: picture(c, clear=True)), "text", ""),  # a watermark over print
        ((words, lambda c: picture(c, share=0.3)), "text", ""),
        (
            (lambda c: words(c, mode=3),),
            "text",
            "",
        ),  # nothing covers the page: there is no picture to read instead
    ],
)
def test_what_is_drawn_decides(tmp_path: Path, drawings: tuple[Drawing, ...], kind: str, reason: str) -> None:
    result = judged(tmp_path, *drawings)
    assert result.kind == kind
    assert reason in result.reason
    assert bool(result.reason) == (kind != "text")


def test_text_whose_font_names_no_characters_is_not_an_empty_page(tmp_path: Path) -> None:
    """Glyphs are drawn, but every code maps to U+FFFE: pdfium gives no characters for them."""
    file = tmp_path / "source.pdf"
    canvas = Canvas(str(file), pagesize=SIZE)
    words(canvas)
    canvas.save()
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        cmap = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange " + b"".join(
            b"1 beginbfchar <%02x> <0001> endbfchar " % code for code in range(256)
        )
        for font in pdf.pages[0].Resources.Font.values():
            font.ToUnicode = pdf.make_stream(cmap + b"endcmap")
        pdf.save(file)
    with Document(file) as document:
        page = next(document.pages())
    handle = pdfium.PdfDocument(file)
    result = triage(handle[0], page)
    handle.close()
    assert not page.text
    assert result.kind == "untrusted"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (REPORT, ""),
        ("序号1项目名称2预算数3执行数4执行率5" * 5, ""),
        ("Total 0000000000 1.2 ……………………………………………… ---------------- " * 3 + REPORT, ""),
        (
            "縣級財政專項資金績效評價報告經費預算執行情況產業發展" * 2,
            "",
        ),  # traditional characters are no fault
        ("r0c0r0c1" * 30, ""),
        ("(cid:12)(cid:345)" * 20, "glyph numbers"),
        (REPORT[:20] + "�" * 30, "no meaning"),
        (REPORT + "\uf0b7\uf0b7", ""),  # two bullets of a symbol font
        ("\ue001\ue002\ue003\ue004" * 15, "no meaning"),
        ("àâäã åçéè êëîï 2031 ÄÅÇÉ 45.60 ‹†⁄æ ñòôö" * 4, "letters with accents"),
        ("Le président a été élu à Genève, où siège la société générale." * 3, ""),
        ("甲" * 60, "the same character|one and the same"),
        ("???? ????? ?????? ??????" * 4, "one and the same"),
        ("".join(chr(0x4E00 + (n * 7919) % 0x5000) for n in range(80)), "common"),
    ],
)
def test_characters_that_cannot_be_print(text: str, reason: str) -> None:
    found = module._odd_reason(text)
    if reason:
        assert any(part in found for part in reason.split("|"))
    else:
        assert found == ""


def test_objects_are_not_read_on_a_page_of_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AssertionError("a page of ordinary text must be judged by its characters alone")

    monkeypatch.setattr(module, "objects", refuse)
    page = Page(1, *SIZE, list(REPORT), boxes=None, baselines=None)  # type: ignore[arg-type]
    assert triage(None, page) == Triage("text")  # type: ignore[arg-type]


@pytest.mark.parametrize(("share", "lost"), [(1.0, 0), (0.5, 1), (0.02, 1)])
def test_a_picture_that_is_cut_is_lost(tmp_path: Path, share: float, lost: int) -> None:
    """pdfium shows half a JPEG 2000 as nothing at all, and qpdf does not unpack it."""
    packed = BytesIO()
    Image.effect_noise((60, 80), 60).save(packed, "JPEG2000")
    whole = packed.getvalue()
    with pikepdf.new() as pdf:
        shown = pdf.add_blank_page(page_size=(600, 800))
        stream = pikepdf.Stream(pdf, whole[: int(len(whole) * share)])
        stream.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=60,
            Height=80,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray,
            Filter=pikepdf.Name.JPXDecode,
        )
        shown.add_resource(stream, pikepdf.Name.XObject, pikepdf.Name.I)
        shown.Contents = pdf.make_stream(b"q 600 0 0 800 0 0 cm /I Do Q")
        pdf.save(tmp_path / "a.pdf")
    with pdfium.PdfDocument(tmp_path / "a.pdf") as document:
        assert lost_pictures(document[0]) == lost


def test_names_mean_nothing_where_many_glyphs_have_none() -> None:
    boxes = np.zeros((40, 4))
    page = Page(1, 100, 100, ["劽"] * 40, boxes, boxes[:, 3], nameless=np.zeros((30, 4)))
    assert module.names_few(page).kind == "untrusted"
    page.nameless = np.zeros((5, 4))
    assert module.names_few(page).kind == "text"
