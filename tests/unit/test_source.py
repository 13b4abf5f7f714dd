"""Where a page's words come from: its text, its picture, or nowhere; and what the document says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.choice.read import read_pages
from extractors.model import PageContent, PageNote, TextLine
from extractors.pages import Document, Page
from extractors.pages.damage import Health
from extractors.pictures import source
from extractors.pictures.source import Ocr, sourced
from pipeline.context.context import Context
from pipeline.document.page_status import note_pages, refuse_unread, status_of, text_source_of
from pipeline.errors import Damaged, NeedsOcr
from pipeline.ingest import extract_document

PLAIN, PICTURE, LYING = "plain", "picture", "lying"
TEXT = "Report on the special fund and on what was paid of it in the year"


def write(path: Path, *kinds: str) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    for kind in kinds:
        if kind != PLAIN:
            canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, *A4)
        if kind != PICTURE:
            text = canvas.beginText(60, 700)
            text.setTextRenderMode(3 if kind == LYING else 0)
            text.textLine(TEXT)
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Recognition that finds one word; no models are loaded."""

    def recognise(page: Page, handle: pdfium.PdfPage, threads: int) -> list[Page]:
        boxes = np.array([[60.0, 60.0, 70.0, 70.0]])
        return [Page(page.number, page.width, page.height, ["X"], boxes, boxes[:, 3])]

    monkeypatch.setattr(source, "_from_picture", recognise)
    monkeypatch.setattr(source, "ocr_available", lambda: True)
    yield monkeypatch


def contents(path: Path, mode: source.OcrMode = "auto") -> list[PageContent]:
    with Document(path) as document:
        return read_pages(document, Ocr(mode))


@pytest.mark.parametrize(
    ("mode", "sources"),
    [
        ("auto", ["text", "ocr", "ocr"]),
        ("always", ["ocr", "ocr", "ocr"]),
        ("never", ["text", "unread", "text"]),
    ],
)
def test_what_is_recognised_follows_the_mode(
    tmp_path: Path, read: pytest.MonkeyPatch, mode: source.OcrMode, sources: list[str]
) -> None:
    pages = contents(write(tmp_path / "a.pdf", PLAIN, PICTURE, LYING), mode)
    assert [page.source for page in pages] == sources
    assert all(page.source_reason for page in pages if page.source != "text")


def test_text_that_lies_is_not_read_when_there_is_no_ocr(tmp_path: Path, read: pytest.MonkeyPatch) -> None:
    read.setattr(source, "ocr_available", lambda: False)
    [page] = contents(write(tmp_path / "a.pdf", LYING))
    assert (page.source, page.lines) == ("unread", [])
    assert "invisible text" in page.source_reason and "[ocr]" in page.source_reason


def test_a_document_of_pictures_fails_without_ocr(tmp_path: Path, read: pytest.MonkeyPatch) -> None:
    read.setattr(source, "ocr_available", lambda: False)
    with pytest.raises(NeedsOcr, match=r"a\.pdf.*\[ocr\]"):
        extract_document(write(tmp_path / "a.pdf", PICTURE, LYING))


def test_a_document_with_some_pictures_is_degraded_without_ocr(
    tmp_path: Path, read: pytest.MonkeyPatch
) -> None:
    read.setattr(source, "ocr_available", lambda: False)
    row = extract_document(write(tmp_path / "a.pdf", PLAIN, PICTURE)).document
    assert (row["status"], row["text_source"]) == ("degraded", "text")
    assert row["status_reason"].startswith("pages_without_text: 1 of 2 pages (2)")


def test_a_document_says_where_its_text_comes_from(tmp_path: Path, read: pytest.MonkeyPatch) -> None:
    row = extract_document(write(tmp_path / "a.pdf", PLAIN, PICTURE)).document
    assert (row["status"], row["text_source"]) == ("ok", "mixed")
    assert extract_document(write(tmp_path / "a.pdf", PICTURE)).document["text_source"] == "ocr"


def page(number: int, **changes: object) -> PageContent:
    content = PageContent(number, 100, 100, [], [])
    for name, value in changes.items():
        setattr(content, name, value)
    return content


def test_what_could_not_be_recognised_is_a_finding() -> None:
    context = Context("0" * 16)
    note_pages([page(1), page(2, source="ocr", dropped=3)], context)
    [finding] = context.findings
    assert (finding["check"], finding["page_number"], finding["printed"]) == ("unread_lines", 2, "3")


def test_a_note_in_chinese_quotes_its_reason_in_chinese() -> None:
    context, reason = Context("0" * 16), "4 spaces at digits are drawn with ink"
    note = PageNote("untrusted_text", "info", f"第1页的文本层不可信（{reason}），已改按图像识别")
    note_pages([page(1, source="ocr", source_reason=reason, notes=[note])], context)
    assert (
        context.findings[0]["message"] == "第1页的文本层不可信（数字旁有 4 个空格画出了笔画），已改按图像识别"
    )


def test_broken_pages_come_before_unread_ones() -> None:
    pages = [page(1), page(2, is_broken=True), page(3, source="unread", source_reason="a picture")]
    status, reason = status_of(pages, Health(3))
    assert status == "degraded" and reason is not None
    assert reason.split("; ") == [
        "unreadable_pages: 1 of 3 pages (2) could not be opened",
        "pages_without_text: 1 of 3 pages (3) were not read (a picture)",
    ]
    assert text_source_of(pages) == "text"
    with pytest.raises(Damaged, match="none of its 1 pages"):
        refuse_unread(Path("a.pdf"), pages[1:2])


def test_a_picture_that_cannot_be_shown_is_no_empty_page() -> None:
    line = TextLine("甲", 10, 10, 20, 20)
    pages = [
        page(1),
        page(2, source="ocr", lost_pictures=1),
        page(3, source="ocr", lost_pictures=2, lines=[line]),
    ]
    assert status_of(pages, Health(3)) == (
        "degraded",
        "unreadable_pictures: on 2 of 3 pages (2, 3) a picture could not be shown",
    )
    refuse_unread(Path("a.pdf"), pages[2:])
    with pytest.raises(Damaged, match="no picture of its 1 pages can be shown"):
        refuse_unread(Path("a.pdf"), pages[1:2])


@pytest.mark.parametrize(
    ("health", "reason"),
    [
        (Health(2), "page_count_differs: one engine finds 1 pages, another 2"),
        (
            Health(1, ("no end", "no start")),
            "damaged_parts: what could be read is published (no end; no start)",
        ),
        (Health(None, ("locked",)), "damaged_parts: what could be read is published (locked)"),
    ],
)
def test_only_a_whole_file_is_ok(health: Health, reason: str) -> None:
    assert status_of([page(1)], Health(1)) == ("ok", None)
    assert status_of([page(1)], health) == ("degraded", reason)


def test_a_page_that_cannot_be_opened_is_not_recognised() -> None:
    nothing = np.zeros((0, 4))
    broken = Page(1, 0.0, 0.0, [], nothing, nothing[:, 0], is_broken=True)
    assert sourced(broken, None, Ocr("always")).source == "text"
