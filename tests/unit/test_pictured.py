"""Text that a page shows and its characters do not hold: where it is looked for, where it is not, and how it joins."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.bulk import RawCharacters
from extractors.choice.read import read_pages
from extractors.model import PageContent
from extractors.pages import Document, Page
from extractors.pages.characters import straight
from extractors.pages.damage import Health
from extractors.pages.hideable import Hideable
from extractors.pages.paths import Fill, Rule
from extractors.pages.rotation import turned_back, unturned
from extractors.pictures import pictured, source
from extractors.pictures.joined import with_lines, with_read
from extractors.pictures.ocr_engine import is_available
from extractors.pictures.pictured import Unread, unread_places
from extractors.pictures.places import suspects
from extractors.pictures.text_shapes import text_shapes
from extractors.recognition import Ocr
from pipeline.document.page_status import status_of, text_source_of
from pipeline.errors import PicturesUnread, failure_class
from pipeline.ingest import extract_document

needs_ocr = pytest.mark.skipif(not is_available(), reason="the extra .[ocr] is not installed")

WIDTH, HEIGHT = A4
ROWS = [
    ["Item", "Budget", "Revised", "Paid"],
    ["Dredging", "1,320.00", "1,410.50", "1,398.20"],
    ["Pumps", "715.40", "715.40", "702.00"],
    ["Total", "2,035.40", "2,125.90", "2,100.20"],
]
TITLE = "Report on the repair of the waterworks in the year 2022"


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def table(rows: list[list[str]] = ROWS, *, is_ruled: bool = True) -> Image.Image:
    picture = Image.new("RGB", (200 * len(rows[0]) + 4, 60 * len(rows) + 4), "white")
    draw = ImageDraw.Draw(picture)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            draw.text((200 * c + 20, 60 * r + 14), text, font=font(30), fill="black")
    if is_ruled:
        for r in range(len(rows) + 1):
            draw.line((2, 60 * r + 2, picture.width - 2, 60 * r + 2), fill="black", width=2)
        for c in range(len(rows[0]) + 1):
            draw.line((200 * c + 2, 2, 200 * c + 2, picture.height - 2), fill="black", width=2)
    return picture


def bars() -> Image.Image:
    picture = Image.new("RGB", (800, 400), "white")
    draw = ImageDraw.Draw(picture)
    for k, value in enumerate((120, 240, 180, 330, 290)):
        x = 90 + 140 * k
        draw.rectangle((x, 340 - value * 0.8, x + 60, 340), fill=(60, 120, 200))
        draw.text((x, 310 - value * 0.8), str(value), font=font(24), fill="black")
        draw.text((x, 350), str(2018 + k), font=font(24), fill="black")
    return picture


def noise() -> Image.Image:
    values = np.random.default_rng(2).normal(120, 50, (200, 300, 3))
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)).resize((600, 400))


def mark() -> Image.Image:
    picture = Image.new("RGB", (300, 100), "white")
    ImageDraw.Draw(picture).ellipse((5, 5, 95, 95), fill=(200, 30, 30))
    ImageDraw.Draw(picture).text((110, 30), "Waterworks", font=font(34), fill="black")
    return picture


def figure(text: str = "702.00") -> Image.Image:
    picture = Image.new("RGB", (130, 44), "white")
    ImageDraw.Draw(picture).text((4, 4), text, font=font(30), fill="black")
    return picture


def write(path: Path, *pictures: tuple[Image.Image, float, float, float]) -> Path:
    """A page with a title and pictures at (x, y of the foot, width)."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(60, 780, TITLE)
    for picture, x, y, width in pictures:
        canvas.drawImage(ImageReader(picture), x, y, width, width * picture.height / picture.width)
    canvas.save()
    return path


def places(path: Path) -> Unread:
    with Document(path) as document:
        for page, handle in document.open_pages():
            assert handle is not None
            return unread_places(page, handle)
    raise AssertionError("no page")


@pytest.mark.parametrize("is_ruled", [True, False])
def test_a_picture_of_a_table_holds_text(tmp_path: Path, is_ruled: bool) -> None:
    found = places(write(tmp_path / "a.pdf", (table(is_ruled=is_ruled), 60, 500, 400)))
    [area] = found.areas.tolist()
    assert area == pytest.approx([60, HEIGHT - 622, 460, HEIGHT - 500], abs=1)
    assert 4 < found.sizes[0] < 16


def test_a_picture_of_a_single_column_holds_text(tmp_path: Path) -> None:
    column = Image.new("RGB", (200, 300), "white")
    for k, value in enumerate(("1,729.24", "2,466.34", "511.90", "9,628.13")):
        ImageDraw.Draw(column).text((190, 30 + 70 * k), value, font=font(30), fill="black", anchor="ra")
    assert places(write(tmp_path / "a.pdf", (column, 200, 500, 90)))


@pytest.mark.parametrize("picture", [bars(), noise(), mark()], ids=["chart", "photograph", "logo"])
def test_charts_photographs_and_logos_hold_none(tmp_path: Path, picture: Image.Image) -> None:
    assert not places(write(tmp_path / "a.pdf", (picture, 60, 400, 400)))


def test_a_picture_in_pieces_is_one(tmp_path: Path) -> None:
    whole = table()
    upper, lower = whole.crop((0, 0, 804, 122)), whole.crop((0, 122, 804, 244))
    found = places(write(tmp_path / "a.pdf", (lower, 60, 500, 402), (upper, 60, 561, 402)))
    assert len(found.areas) == 1


def test_a_picture_under_its_own_text_says_nothing_new(tmp_path: Path) -> None:
    rows = [["one and two", "three"], ["four and more", "five"], ["six and seven", "eight"]]
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    picture = table(rows)
    canvas.drawImage(ImageReader(picture), 60, 500, 404, picture.height)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            canvas.setFont("Helvetica", 30)
            canvas.drawString(60 + 200 * c + 20, 500 + picture.height - 60 * r - 42, text)
    canvas.save()
    assert not places(tmp_path / "a.pdf")


@pytest.mark.parametrize("has_cell", [True, False])
def test_a_single_figure_counts_within_a_cell_only(tmp_path: Path, has_cell: bool) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(60, 780, TITLE)
    canvas.drawImage(ImageReader(figure()), 110, 604, 39, 13)
    if has_cell:
        canvas.grid([60, 100, 200], [580, 600, 620])
    canvas.save()
    assert bool(places(tmp_path / "a.pdf")) == has_cell


def outlines(canvas: Canvas, x: float, y: float, count: int) -> None:
    """So many figures like an A."""
    for k in range(count):
        path = canvas.beginPath()
        for place in ((0, 0), (2.5, 8), (3.5, 8), (6, 0), (4.5, 0), (3, 5), (1.5, 0)):
            (path.lineTo if place != (0, 0) else path.moveTo)(x + 7 * k + place[0], y + place[1])
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


def test_small_figures_in_a_line_may_be_text(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    outlines(canvas, 100, 600, 6)
    for k in range(4):
        outlines(canvas, 60, 500 - 20 * k, 1)  # marks before lines of text
    canvas.save()
    with Document(tmp_path / "a.pdf") as document:
        [page] = document.pages()
    assert len(page.outlines) == 10 and not page.rules
    [area] = suspects(page).areas.tolist()
    assert area == pytest.approx([95, HEIGHT - 613, 146, HEIGHT - 595], abs=1)


def test_figures_under_characters_and_in_drawings_are_no_text() -> None:
    boxes = np.array([[100.0 + 7 * k, 100, 106 + 7 * k, 108] for k in range(6)])
    page = Page(1, 600, 800, [], boxes[:0], boxes[:0, 0], outlines=boxes)
    assert len(suspects(page).areas) == 1
    page.shapes.append((90, 90, 300, 300))
    assert not len(suspects(page).areas)
    known = Page(1, 600, 800, list("abcdef"), boxes, boxes[:, 3], outlines=boxes)
    assert not len(suspects(known).areas)


def test_nameless_glyphs_are_looked_at_where_some_make_a_word() -> None:
    word = [[100.0 + 6 * k, 100, 106 + 6 * k, 110] for k in range(3)]
    bullets = [[100.0, 200, 106, 210], [100, 230, 106, 240]]
    boxes = np.array(word + bullets)
    page = Page(1, 600, 800, [], boxes[:0], boxes[:0, 0], nameless=boxes)
    assert suspects(page).lines.tolist() == [[100, 100, 118, 110], *bullets]
    private = Page(1, 600, 800, list("\ue001\ue002\ue003\uf0b7\uf0b7"), boxes, boxes[:, 3])
    assert suspects(private).lines.tolist() == [[100, 100, 118, 110], *bullets]
    listed = Page(1, 600, 800, ["\uf0b7", "\uf0b7"], boxes[3:], boxes[3:, 3])
    assert not len(suspects(listed).lines)


def test_the_words_of_a_picture_have_boxes_in_points() -> None:
    picture = Image.new("RGB", (300, 150), "white")
    ImageDraw.Draw(picture).text((30, 45), "1398.20", font=font(18), fill="black")
    [word] = text_shapes(np.asarray(picture)).words.tolist()
    assert 20 <= word[0] <= 22 and 30 <= word[1] < word[3] <= 45


def test_what_is_read_joins_the_characters_and_lines_of_the_page() -> None:
    own = np.array([[100.0, 100, 110, 110]])
    page = Page(1, 600, 800, ["甲"], own, own[:, 3], rules=[Rule(100, 120, 200, 120)])
    boxes = np.array([[50.0, 50, 55, 55], [60, 50, 65, 55]])
    found = Page(
        1,
        200,
        200,
        ["甲", "7"],
        boxes,
        boxes[:, 3],
        rules=[Rule(50, 60, 90, 60), Rule(50, 80, 90, 80)],
        fills=[Fill(50, 50, 60, 60, (9, 9, 9))],
        confidences=np.array([0.9, 0.8]),
    )
    joined = with_read(page, found, (2.0, 2.0), 0.0, 0.0)
    assert joined.text == ["甲", "7"]  # the first stands on the page already
    assert joined.boxes[1].tolist() == [120, 100, 130, 110]
    assert joined.rules[1:] == [Rule(100, 160, 180, 160)]
    assert joined.confidence_in(90, 90, 115, 115) is None
    assert joined.confidence_in(90, 90, 135, 115) == 0.8


def test_a_page_whose_text_may_be_hidden_can_be_cut_once_its_pictures_are_read() -> None:
    own = np.array([[100.0, 100, 110, 110], [120, 100, 130, 110]])
    nothing = np.zeros(0, dtype=np.uint64)
    places = np.zeros((0, 4))
    hideable = Hideable(
        nothing,
        places,
        nothing.astype(np.int64),
        nothing.astype(bool),
        np.array([7, 7], np.uint64),
        own,
        places,
        is_annotated=False,
    )
    page = Page(1, 600, 800, ["甲", "乙"], own, own[:, 3], hideable=hideable)
    box = np.array([[100.0, 300, 110, 310], [110, 300, 120, 310]])
    read = with_lines(
        page, ["4", "2"], box, box[:, 3], np.array([0.9, 0.9]), instead_of=np.array([False, True])
    )
    assert read.text == ["甲", "4", "2"]
    assert read.with_characters(np.array([False, True, True])).text == ["4", "2"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_go_back_to_the_shown_page(turn: int) -> None:
    box = np.array([[10.0, 20, 40, 60]])
    assert turned_back(unturned(box, turn, 300, 200), turn, 300, 200).tolist() == box.tolist()


def test_pictures_that_are_not_read_degrade_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.pdf", (table(), 60, 500, 400))
    row = extract_document(path, ocr=Ocr("never")).document
    assert (row["status"], row["text_source"]) == ("degraded", "text")
    assert row["status_reason"].startswith("pictured_text_unread: text in pictures on 1 of 1 pages (1)")
    assert failure_class(row["status_reason"]) is PicturesUnread
    monkeypatch.setattr(pictured, "ocr_available", lambda: False)
    assert "[ocr]" in extract_document(path).document["status_reason"]
    plain = write(tmp_path / "b.pdf", (bars(), 60, 500, 400))
    assert extract_document(plain, ocr=Ocr("never")).document["status"] == "ok"


def test_a_mixed_page_makes_a_mixed_document() -> None:
    page = PageContent(1, 100, 100, [], [], source="mixed")
    assert text_source_of([page]) == "mixed"
    assert status_of([page], Health(1)) == ("ok", None)


def contents(path: Path) -> PageContent:
    with Document(path) as document:
        [content] = read_pages(document, Ocr("auto", 1))
    return content


@needs_ocr
def test_a_pasted_table_is_read_and_its_cells_say_how_surely(tmp_path: Path) -> None:
    content = contents(write(tmp_path / "a.pdf", (table(), 60, 500, 400)))
    [found] = content.tables
    grid = {(cell.row, cell.column): cell for cell in found.cells}
    assert [[grid[r, c].text for c in range(4)] for r in range(4)] == ROWS
    assert all(0.5 < (cell.ocr_confidence or 0) <= 1 for cell in found.cells)
    assert [line.text for line in content.lines] == [TITLE]
    assert content.source == "ocr"  # most of its characters
    [note] = content.notes
    assert (note.check, note.severity) == ("pictured_text", "info")
    assert int(note.printed) == sum(len(text) for row in ROWS for text in row)


@needs_ocr
def test_one_pasted_figure_leaves_the_other_cells_as_they_are(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(60, 780, TITLE)
    canvas.grid([60, 160, 260, 360], [540, 560, 580, 600])
    for r, row in enumerate(ROWS[:3]):
        for c, text in enumerate(row[:3]):
            if (r, c) == (2, 1):
                canvas.drawImage(ImageReader(figure("702.00")), 66 + 100 * c, 604 - 20 * (r + 1), 39, 13)
            else:
                canvas.drawString(66 + 100 * c, 606 - 20 * (r + 1), text)
    canvas.save()
    content = contents(tmp_path / "a.pdf")
    [found] = content.tables
    sure = {cell.text: cell.ocr_confidence for cell in found.cells}
    assert sure["702.00"] is not None
    assert [text for text, value in sure.items() if value is not None] == ["702.00"]
    assert content.source == "mixed"


@needs_ocr
def test_figures_that_say_nothing_are_said(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(60, 780, TITLE)
    rng = np.random.default_rng(4)
    canvas.grid([60, 160, 260], [560, 580, 600])
    for x in (66, 166):
        for y in (566, 586):
            for k in range(9):
                path = canvas.beginPath()
                points = rng.uniform(0, 8, (5, 2)) + np.array([x + 9 * k, y])
                path.moveTo(*points[0])
                for point in points[1:]:
                    path.lineTo(*point)
                canvas.drawPath(path, stroke=1, fill=0)
    canvas.save()
    content = contents(tmp_path / "a.pdf")
    assert [note.check for note in content.notes] == ["pictured_text_unread"]
    assert content.source == "text"


def test_the_door_takes_what_the_pictures_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(page: Page, handle: object, unread: Unread, threads: int) -> tuple[Page, Unread]:
        boxes = np.array([[60.0, 60.0, 70.0, 70.0]])
        found = Page(1, 100, 100, ["7"], boxes, boxes[:, 3], confidences=np.array([0.7]))
        return with_read(page, found, (1.0, 1.0), 0.0, 0.0), unread

    monkeypatch.setattr(pictured, "_read", read)
    monkeypatch.setattr(pictured, "ocr_available", lambda: True)
    with Document(write(tmp_path / "a.pdf", (table(), 60, 500, 400))) as document:
        [found] = [source.sourced(page, handle, Ocr("auto")) for page, handle in document.open_pages()]
    assert found.source == "mixed" and found.page.text[-1] == "7"
    assert [note.check for note in found.notes] == ["pictured_text", "pictured_text_unread"]


def test_glyphs_that_their_font_does_not_name_keep_their_boxes() -> None:
    codes = np.array([65, 0, 0xFFFE, 2, 10], np.uint32)
    boxes = np.array([[10.0 * k, 30, 10 * k + 8, 20] for k in range(5)], np.float32)
    yes, no = np.ones(5, np.bool_), np.zeros(5, np.bool_)
    points, none = boxes[:, :2].astype(float), np.zeros(5, np.uint32)
    angles, glyphs, owners = np.zeros(5, np.float32), np.zeros((5, 4)), np.zeros(5, np.uint64)
    found = straight(RawCharacters(codes, yes, no, boxes, points, angles, none, glyphs, owners))
    assert found.text == ["A"]
    assert found.nameless.tolist() == [
        [10, 20, 18, 30],
        [20, 20, 28, 30],
    ]  # a hyphen's mark and a line end have no ink


def test_nameless_glyphs_beside_the_page_are_not_looked_for() -> None:
    line = np.array([[10.0 + 8 * k, 50, 17 + 8 * k, 62] for k in range(4)])
    off = line + np.array([900.0, 0, 900, 0])
    page = Page(1, 600, 800, [], np.zeros((0, 4)), np.zeros(0), nameless=np.concatenate([line, off]))
    assert suspects(page).lines.tolist() == [[10, 50, 41, 62]]
