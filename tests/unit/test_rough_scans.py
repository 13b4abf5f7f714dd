"""The script that spoils reports: the same seed gives the same pictures, and nothing but pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from scripts.rough_scans import KINDS, rough


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rough") / "report.pdf"
    canvas = Canvas(str(path), pagesize=A5)
    for text in ("1,704.00", "2,310.00", "815.00"):
        canvas.drawString(100, 400, text)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_pictures_without_text(report: Path, kind: str) -> None:
    content = rough(report, kind, 1)
    document = pdfium.PdfDocument(content)
    assert len(document) == (2 if kind == "spread" else 3)
    pages = [page.render(scale=0.5).to_numpy() for page in document]
    assert all(not page.get_textpage().get_text_range() for page in document)
    assert all(pixels.min() < 150 for pixels in pages)
    again = pdfium.PdfDocument(rough(report, kind, 1))
    assert all(np.array_equal(a, b.render(scale=0.5).to_numpy()) for a, b in zip(pages, again, strict=True))
