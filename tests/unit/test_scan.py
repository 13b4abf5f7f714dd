"""A scanned table through the OCR models: a page of type is drawn, spoilt and read again."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from extractors.choice.read import read_page
from extractors.pages.page import Page
from extractors.pictures import ocr_engine
from extractors.pictures.ocr_engine import OcrMissing, engine, is_available
from extractors.pictures.scan import ScannedPage, read_scan

SCALE = 200 / 72
ROWS = [
    ["Item", "Budget", "Paid", "Rate"],
    ["Fairs", "1,234.50", "1,200.00", "97.21%"],
    ["Total", "8,715.00", "-", "/"],
]
XS, YS = [60, 160, 250, 340, 420], [80, 110, 140, 170]  # points

needs_ocr = pytest.mark.skipif(not is_available(), reason="the extra .[ocr] is not installed")


def scan(tmp_path: Path, turn: int = 0) -> Path:
    """A noisy, skewed scan of ROWS in a grid, turned clockwise by `turn` quarters."""
    picture = np.full((round(300 * SCALE), round(480 * SCALE)), 248, np.uint8)

    def px(*points: float) -> tuple[int, int]:
        return round(points[0] * SCALE), round(points[1] * SCALE)

    for y in YS:
        cv2.line(picture, px(XS[0], y), px(XS[-1], y), 40, 2)
    for x in XS:
        cv2.line(picture, px(x, YS[0]), px(x, YS[-1]), 40, 2)
    for y, row in zip(YS, ROWS, strict=False):
        for x, text in zip(XS, row, strict=False):
            cv2.putText(picture, text, px(x + 8, y + 20), cv2.FONT_HERSHEY_DUPLEX, 1.0, 30, 2)
    for k, line in enumerate(
        ("Report on the special fund of the year 2023,", "its budget and what was paid")
    ):
        cv2.putText(picture, line, px(60, 220 + 20 * k), cv2.FONT_HERSHEY_DUPLEX, 1.0, 30, 2)
    matrix = cv2.getRotationMatrix2D((picture.shape[1] / 2, picture.shape[0] / 2), 0.8, 1)
    leaning = cv2.warpAffine(picture, matrix, picture.shape[::-1], borderValue=(248,) * 3)
    noise = np.random.default_rng(0).normal(0, 4, leaning.shape)
    pixels = np.rot90(np.clip(leaning + noise, 0, 255).astype(np.uint8), -turn)
    file = tmp_path / "scan.pdf"
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, resolution=200)
    return file


@needs_ocr
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_scanned_table_is_read_whichever_way_it_lies(tmp_path: Path, turn: int) -> None:
    file = scan(tmp_path, turn)
    pdf = pdfium.PdfDocument(file)
    [page] = read_scan(pdf[0], 1, engine(1))
    pdf.close()
    content = read_page(page, file)
    assert len(content.tables) == 1
    grid = [["" for _ in XS[1:]] for _ in YS[1:]]
    for cell in content.tables[0].cells:
        grid[cell.row][cell.column] = cell.text.replace(" ", "")
        sure = page.confidence_in(cell.x0, cell.top, cell.x1, cell.bottom)
        assert sure is not None
        assert 0.3 < sure <= 1
    assert grid == ROWS
    assert "special fund" in " ".join(line.text for line in content.lines)
    assert page.turned == (360 - 90 * turn) % 360
    assert len(page.confidences) == len(page.text) == len(page.boxes) == len(page.baselines)


@needs_ocr
def test_an_empty_scan_has_no_text(tmp_path: Path) -> None:
    file = tmp_path / "empty.pdf"
    Image.new("L", (800, 1100), 250).save(file, resolution=100)
    pdf = pdfium.PdfDocument(file)
    [page] = read_scan(pdf[0], 4, engine(1))
    pdf.close()
    assert (page.number, page.text, page.rules, page.fills) == (4, [], [], [])
    assert (page.width, page.height) == pytest.approx((576, 792), abs=1)


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_engine, "ocr_available", lambda: False)
    with pytest.raises(OcrMissing, match=r"\[ocr\]"):
        ocr_engine.Engine(threads=1)


def test_confidence_is_that_of_the_weakest_character_in_a_box() -> None:
    boxes = np.array([[0.0, 0, 10, 10], [10, 0, 20, 10], [100, 0, 110, 10]])
    scanned = ScannedPage(
        1, 200, 200, list("甲乙丙"), boxes, boxes[:, 3], confidences=np.array([0.9, 0.7, 0.2])
    )
    assert scanned.confidence_in(0, 0, 50, 20) == 0.7
    assert scanned.confidence_in(30, 0, 50, 20) is None
    assert Page(1, 200, 200, list("甲乙丙"), boxes, boxes[:, 3]).confidence_in(0, 0, 50, 20) is None
