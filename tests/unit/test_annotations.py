"""Fields of forms, typed notes, stamps and struck-out text are what a reader sees of a page; comments are not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2.raw as raw
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from extractors.choice import read as choice
from extractors.choice import read_pages
from extractors.pages import Document, Page
from extractors.pages.annotations import Typed
from extractors.pages.typed import set_down
from extractors.pictures.source import Sourced

LINE = "Repairs 2024 731.40"
BOX = (72, 600, 192, 618)
ON_LINE = (70, 700, 178, 712)  # round the text of the content


def drawn(text: str) -> str:
    return f"BT /Helv 10 Tf 0 g 2 5 Td ({text}) Tj ET"


def annotation(kind: str, box: tuple[float, ...] = BOX, drawing: Any = None, **keys: Any) -> dict[str, Any]:
    return {"Subtype": Name("/" + kind), "Rect": Array(list(box)), "F": 4, "drawing": drawing} | keys


def text_field(value: str, drawing: Any = None, **keys: Any) -> dict[str, Any]:
    keys = {"FT": Name.Tx, "T": String("a"), "DA": String("/Helv 10 Tf 0 g")} | keys
    return annotation("Widget", keys.pop("box", BOX), drawing, V=String(value), **keys)


def round_text(box: tuple[float, ...] = ON_LINE) -> Array:
    x0, y0, x1, y1 = box
    return Array([x0, y1, x1, y1, x0, y0, x1, y0])


def written(tmp_path: Path, *annotations: Mapping[str, Any], form: Mapping[str, Any] | None = None) -> Path:
    """A page with one line of text, a ruling line and annotations."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    dingbats = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats))
    fonts = Dictionary(Font=Dictionary(Helv=font, ZaDb=dingbats))
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = fonts
    page.Contents = Stream(pdf, f"BT /Helv 10 Tf 72 702 Td ({LINE}) Tj ET 72 650 m 300 650 l S".encode())

    def form_of(box: Array, content: str) -> pikepdf.Object:
        x0, y0, x1, y1 = (float(edge) for edge in box)
        stream = Stream(pdf, content.encode())
        stream.Type, stream.Subtype = Name.XObject, Name.Form
        stream.BBox, stream.Resources = Array([0, 0, x1 - x0, y1 - y0]), fonts
        return pdf.make_indirect(stream)

    made = []
    for given in annotations:
        keys = {f"/{name}": value for name, value in given.items() if name != "drawing"}
        one = pdf.make_indirect(Dictionary(keys | {"/Type": Name.Annot}))
        match given["drawing"]:
            case str(content):
                one.AP = Dictionary(N=form_of(one.Rect, content))
            case dict(states):
                looks = {f"/{name}": form_of(one.Rect, content) for name, content in states.items()}
                one.AP = Dictionary(N=Dictionary(looks))
        made.append(one)
    page.Annots = Array(made)
    fields = [one for one in made if one.Subtype == Name.Widget]
    if fields:
        settings = {f"/{name}": value for name, value in (form or {}).items()}
        pdf.Root.AcroForm = Dictionary({"/Fields": Array(fields), "/DR": fonts} | settings)
    file = tmp_path / "page.pdf"
    pdf.save(file)
    return file


def read(file: Path) -> Page:
    with Document(file) as document:
        [page] = document.pages()
    return page


def words(page: Page) -> str:
    return "".join("".join(page.text).split())


def added(tmp_path: Path, *annotations: Mapping[str, Any], form: Mapping[str, Any] | None = None) -> str:
    """What the annotations add to the text of the page."""
    text = words(read(written(tmp_path, *annotations, form=form)))
    own = LINE.replace(" ", "")
    assert text.startswith(own)
    return text.removeprefix(own)


def test_fields_are_text_of_the_page(tmp_path: Path) -> None:
    page = read(written(tmp_path, text_field("418.25", drawn("418.25"))))
    assert words(page).endswith("418.25")
    assert page.boxes[-1, 2] < 150 and page.boxes[-1, 1] == pytest.approx(842 - 615, abs=6)
    [note] = page.typed_notes
    assert (note.check, note.severity) == ("typed_on_page", "info") and "1处表单域" in note.message


def test_fields_of_every_page_are_read(tmp_path: Path) -> None:
    file = written(tmp_path, text_field("418.25"))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages.append(pdf.pages[0])
        again = pdf.make_indirect(Dictionary(pdf.pages[0].Annots[0]))
        again.T, again.V = String("b"), String("77.10")
        pdf.pages[1].Annots = Array([again])
        pdf.Root.AcroForm.Fields.append(again)
        pdf.save(file)
    with Document(file) as document:
        assert [words(page)[-5:] for page in document.pages()] == ["18.25", "77.10"]


@pytest.mark.parametrize("form", [{}, {"NeedAppearances": True}])
def test_fields_without_a_drawing_show_their_value(tmp_path: Path, form: dict[str, Any]) -> None:
    assert added(tmp_path, text_field("路灯 418.25"), form=form) == "路灯418.25"


def test_a_choice_shows_the_words_for_its_value(tmp_path: Path) -> None:
    options = Array([Array([String("p"), String("Paid 5")]), Array([String("d"), String("Due 6")])])
    assert added(tmp_path, text_field("d", FT=Name.Ch, Ff=1 << 17, Opt=options)) == "Due6"


def test_a_tick_is_seen_where_it_is_set(tmp_path: Path) -> None:
    looks = {"On": "BT /ZaDb 10 Tf 2 5 Td (4) Tj ET", "Off": ""}
    boxes = [
        annotation("Widget", (72, y, 86, y + 14), looks, FT=Name.Btn, T=String(state), V=Name("/" + state),
                   AS=Name("/" + state))
        for y, state in ((600, "On"), (560, "Off"))
    ]  # fmt: skip
    assert added(tmp_path, *boxes) == "✔"


def test_the_page_is_believed_and_another_value_told(tmp_path: Path) -> None:
    page = read(written(tmp_path, text_field("900.00", drawn("418.25"))))
    assert words(page).endswith("418.25")
    [_, told] = page.typed_notes
    assert (told.check, told.severity, told.printed) == ("field_not_as_shown", "warning", "418.25")
    assert "900.00" in told.message
    [_, told] = read(written(tmp_path, text_field("900.00", "0 g"))).typed_notes
    assert told.printed == "" and "不显示" in told.message


@pytest.mark.parametrize(
    ("value", "shown"), [("1418.254", "1,418.25"), ("0.1234", "12.34"), ("5 March", "5/3")]
)
def test_values_that_a_form_writes_otherwise_are_not_told(tmp_path: Path, value: str, shown: str) -> None:
    assert len(read(written(tmp_path, text_field(value, drawn(shown)))).typed_notes) == 1


def test_a_drawing_that_the_form_calls_out_of_date_is_made_again(tmp_path: Path) -> None:
    field = text_field("900.00", drawn("418.25"))
    assert added(tmp_path, field, form={"NeedAppearances": True}) == "900.00"


def test_what_is_not_shown_on_the_screen_is_not_read(tmp_path: Path) -> None:
    hidden, for_print = raw.FPDF_ANNOT_FLAG_HIDDEN, raw.FPDF_ANNOT_FLAG_NOVIEW | raw.FPDF_ANNOT_FLAG_PRINT
    fields = [text_field("1", drawn("1"), F=hidden), text_field("2", drawn("2"), F=for_print)]
    fields += [text_field("3", F=hidden), text_field("4", F=for_print), text_field("5", drawn("5"), F=0)]
    assert added(tmp_path, *fields) == "5"


def test_buttons_and_seals_are_no_text(tmp_path: Path) -> None:
    button = annotation("Widget", BOX, drawn("Send 7"), FT=Name.Btn, Ff=1 << 16, T=String("b"))
    seal = annotation("Widget", BOX, drawn("Signed 8"), FT=Name.Sig, T=String("s"))
    assert added(tmp_path, button, seal) == ""


def test_typed_notes_and_stamps_are_text_of_the_page(tmp_path: Path) -> None:
    note = annotation("FreeText", BOX, drawn("418.25"), Contents=String("418.25"))
    stamp = annotation("Stamp", (72, 500, 192, 518), drawn("Checked"))
    assert added(tmp_path, note, stamp) == "418.25Checked"


def test_borders_of_fields_and_notes_are_no_ruling_lines(tmp_path: Path) -> None:
    boxed = "0.5 0.5 119 17 re S " + drawn("418.25")
    page = read(written(tmp_path, text_field("418.25", boxed), annotation("FreeText", BOX, boxed)))
    assert len(page.rules) == 1


def test_a_note_without_a_drawing_is_set_down_where_it_stands(tmp_path: Path) -> None:
    looks = {"Contents": String("路灯 418.25"), "DA": String("0 g /Helv 9 Tf"), "Q": 2}
    file = written(tmp_path, annotation("FreeText", BOX, **looks))
    page = read(file).with_typed()
    assert words(page).endswith("路灯418.25")
    (x0, top), (x1, bottom) = page.boxes[-8:, :2].min(axis=0), page.boxes[-8:, 2:].max(axis=0)
    assert x0 > 72 and 185 < x1 < 192 and top >= 842 - 618 and bottom <= 842 - 600
    with Document(file) as document:
        [content] = read_pages(document)
    assert content.lines[-1].text.replace(" ", "") == "路灯418.25"
    assert [note.check for note in content.notes] == ["typed_on_page"]


def test_a_page_with_hidden_text_can_be_cut_where_a_note_was_set_down(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        annotation("FreeText", BOX, Contents=String("25")),
        annotation("Square", ON_LINE, "0.9 g 0 0 9 9 re f"),
    )
    page = read(file)
    assert page.hideable is not None  # the square may hide the line
    whole = page.with_typed()
    assert whole.with_characters(np.ones(len(whole.text), dtype=bool)).text == whole.text


def test_notes_are_set_down_on_recognised_pages_too() -> None:
    from extractors.pictures.scan import ScannedPage  # needs the extra

    boxes = np.array([[10.0, 10.0, 20.0, 20.0]])
    scanned = ScannedPage(1, 100, 100, ["8"], boxes, boxes[:, 3], confidences=np.array([0.4]))
    scanned.typed = [Typed("25", (50, 50, 90, 70))]
    page = scanned.with_typed()
    assert page.text == ["8", "2", "5"]
    assert (page.confidence_in(0, 0, 30, 30), page.confidence_in(50, 50, 90, 70)) == (0.4, None)


def test_what_was_typed_is_told_of_recognised_pages_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognised = Page(1, 595, 842, ["8"], np.array([[10.0, 10.0, 20.0, 20.0]]), np.array([18.0]))
    monkeypatch.setattr(choice, "sourced", lambda *_: Sourced(recognised, "ocr"))
    with Document(written(tmp_path, text_field("418.25"))) as document:
        [content] = read_pages(document)
    assert [note.check for note in content.notes] == ["typed_on_page"]


def test_what_cannot_be_drawn_is_set_down_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "FPDFPage_Flatten", lambda *_: raw.FLATTEN_FAIL)
    note = annotation("FreeText", (72, 500, 200, 520), drawn("Lamps"), Contents=String("路灯"))
    page = read(written(tmp_path, text_field("418.25", drawn("418.25")), note)).with_typed()
    assert "418.25" in words(page) and "路灯" in words(page)
    assert [note.check for note in page.typed_notes] == ["annotations_not_drawn"]


def test_a_long_note_goes_on_in_the_next_line() -> None:
    text, boxes, baselines = set_down(Typed("123456\r\n7", (0, 0, 24, 60), 10.0))
    assert "".join(text) == "1234567"
    assert len(set(baselines.tolist())) == 3 and boxes[:, 2].max() <= 24


@pytest.mark.parametrize("kind", ["Highlight", "Underline", "Squiggly", "Text", "Popup", "Link", "Caret"])
def test_comments_add_nothing(tmp_path: Path, kind: str) -> None:
    comment = annotation(kind, ON_LINE, drawn("55"), QuadPoints=round_text(), Contents=String("why 55?"))
    page = read(written(tmp_path, comment))
    assert words(page) == LINE.replace(" ", "") and len(page.rules) == 1 and not page.typed_notes


@pytest.mark.parametrize("drawing", [None, "1 0 0 RG 0 6 m 100 6 l S"])
def test_text_that_is_struck_out_does_not_count(tmp_path: Path, drawing: str | None) -> None:
    x0, y0, x1, y1 = ON_LINE
    corners = [round_text(), Array([x0, y0, x1, y0, x1, y1, x0, y1])]
    for quad in corners:
        strike = annotation("StrikeOut", ON_LINE, drawing, QuadPoints=quad)
        page = read(written(tmp_path, strike))
        assert not words(page) and len(page.rules) == 1
        assert [note.check for note in page.notes] == ["struck_out"]


@pytest.mark.parametrize("kind", ["Square", "Redact", "FreeText"])
def test_what_covers_text_covers_it_in_the_picture_of_the_page(tmp_path: Path, kind: str) -> None:
    file = written(tmp_path, annotation(kind, ON_LINE, "1 g 0 0 100 12 re f", Contents=String("")))
    with Document(file) as document:
        for _, handle in document.open_pages():
            assert handle is not None
            picture = handle.render(scale=1, may_draw_forms=False).to_numpy()
    assert (picture[842 - 711 : 842 - 701, 73:171] == 255).all()


def test_a_line_drawn_beside_text_strikes_nothing_out(tmp_path: Path) -> None:
    through = annotation("Line", ON_LINE, L=Array([70, 706, 178, 706]))
    under = annotation("Line", ON_LINE, L=Array([70, 699, 178, 699]))
    assert [bool(words(read(written(tmp_path, line)))) for line in (through, under)] == [False, True]


def test_a_page_without_annotations_is_not_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw, "FPDFPage_Flatten", pytest.fail)
    read(written(tmp_path, annotation("Link", ON_LINE)))
