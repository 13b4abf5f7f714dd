"""Pictures of pages stand as the reader saw them, and only of the very file that was read."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractors.pages import Document
from pipeline.review import drawing
from pipeline.review.drawing import Drawn, Order, draw, find_sentence, quarter_turns, unpack
from tests import ofd_files
from tests.reviewing import SENTENCE, SIZE, WORDS, XS, YS, write_pdf


def drawn(path: Path, digest: str, **changes: object) -> tuple[Drawn, npt.NDArray[np.uint8]]:
    about, picture = unpack(
        draw(Order(**({"path": path, "sha256": digest, "page": 1, "scanned": False} | changes)))
    )  # type: ignore[arg-type]
    pixels = (
        np.asarray(Image.open(io.BytesIO(picture)).convert("L")) if picture else np.zeros((0, 0), np.uint8)
    )
    return about, pixels


def ink(pixels: npt.NDArray[np.uint8], about: Drawn, box: tuple[float, float, float, float]) -> int:
    """Dark pixels within a box of points, away from its ruling lines."""
    scale = pixels.shape[1] / about.width
    x0, top, x1, bottom = (round(value * scale) for value in box)
    return int((pixels[top + 4 : bottom - 4, x0 + 4 : x1 - 4] < 128).sum())


def turned_pdf(path: Path, degrees: int) -> str:
    """The table with its whole content turned clockwise, without a /Rotate entry."""
    width, height = SIZE
    canvas = Canvas(str(path), pagesize=SIZE if degrees == 180 else (height, width), invariant=True)
    if degrees == 90:
        canvas.translate(0, width)
    elif degrees == 180:
        canvas.translate(width, height)
    else:
        canvas.translate(height, 0)
    canvas.rotate(-degrees)
    canvas.setFont("Helvetica", 10)
    for row, texts in enumerate(WORDS):
        for column, text in enumerate(texts):
            canvas.drawString(XS[column] + 5, height - YS[row] - 20, text)
    canvas.save()
    return sha256(path.read_bytes()).hexdigest()


def test_a_plain_page_has_its_words_in_its_boxes(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    about, pixels = drawn(path, write_pdf(path))
    assert (about.state, about.width, about.height, about.turned) == ("ok", *SIZE, 0)
    assert ink(pixels, about, (XS[1], YS[1], XS[2], YS[2])) > 50
    assert ink(pixels, about, (XS[0], 300, XS[3], 500)) == 0


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_shown_turned_is_drawn_upright(tmp_path: Path, degrees: int) -> None:
    path = tmp_path / "a.pdf"
    about, pixels = drawn(path, write_pdf(path, rotate=degrees))
    assert (about.width, about.height) == SIZE
    assert about.turned == -degrees % 360
    assert ink(pixels, about, (XS[1], YS[1], XS[2], YS[2])) > 50
    assert ink(pixels, about, (XS[0], 300, XS[3], 500)) == 0


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_text_set_at_an_angle_is_drawn_upright_and_fits_the_boxes_that_are_read(
    tmp_path: Path, degrees: int
) -> None:
    path = tmp_path / "a.pdf"
    about, pixels = drawn(path, turned_pdf(path, degrees))
    with Document(path) as document:
        [page] = document.pages()
    assert (about.width, about.height) == (page.width, page.height) == SIZE
    for letter, (x0, top, x1, bottom) in zip(page.text, page.boxes.tolist(), strict=True):
        if letter.isspace():
            continue
        scale = pixels.shape[1] / about.width
        box = pixels[int(top * scale) : int(bottom * scale) + 1, int(x0 * scale) : int(x1 * scale) + 1]
        assert box.size and box.min() < 160


def test_another_file_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_pdf(path)
    assert drawn(path, "0" * 64)[0].state == "changed"


def test_no_file_and_no_pdf_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    assert drawn(path, "0" * 64)[0].state == "missing"
    path.write_bytes(b"no PDF")
    assert drawn(path, sha256(b"no PDF").hexdigest())[0].state == "unreadable"


def test_a_page_that_the_file_does_not_have(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    assert drawn(path, write_pdf(path), page=3)[0].state == "no_page"


def test_sentences_are_found_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    about, _ = drawn(path, write_pdf(path), sentences=(SENTENCE, "This stands nowhere on the page."))
    [[x0, top, x1, bottom]], nothing = about.places
    assert nothing == []
    assert 45 < x0 < 55 < 150 < x1 and 205 < top < 220 < bottom < 230


def test_the_part_of_a_sentence_that_stands_on_the_page_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_pdf(path)
    with Document(path) as document:
        page = next(iter(document.pages()))
    assert len(find_sentence(page, SENTENCE + " It was lower before")) == 1
    assert find_sentence(page, "") == []


@pytest.mark.parametrize("turns", range(4))
def test_a_picture_is_turned_until_its_ink_fits_the_cells(turns: int) -> None:
    upright = np.zeros((600, 400), dtype=bool)
    cells = []
    for row in range(8):
        for column in range(3):
            x0, top = 20 + column * 120, 40 + row * 30
            length = (row * 5 + column * 3) % 11
            upright[top + 10 : top + 20, x0 + 6 : x0 + 6 + 8 * length] = True
            cells.append((x0, top, x0 + 120, top + 30, length))
    assert quarter_turns(np.rot90(upright, turns), 1.0, cells) == turns


def test_a_picture_without_cells_stays_as_it_is() -> None:
    assert quarter_turns(np.ones((10, 10), dtype=bool), 1.0, []) == 0


def test_a_scan_is_straightened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cv2", reason="the extra `ocr` is not installed")
    monkeypatch.setattr(drawing, "ocr_available", lambda: True)
    flat = np.full((1500, 1000, 3), 255, dtype=np.uint8)
    for top in range(200, 1300, 50):
        flat[top : top + 4, 100:900] = 0
    crooked = Image.fromarray(flat).rotate(2.0, fillcolor=(255, 255, 255))
    path = tmp_path / "scan.pdf"
    crooked.save(path, "PDF", resolution=150)
    about, pixels = drawn(path, sha256(path.read_bytes()).hexdigest(), scanned=True)
    assert abs(abs(about.skew) - 2.0) < 0.2 and about.kind == "image/jpeg"
    # Level again: a line is dark in few rows of the picture.
    dark = (pixels < 128)[:, pixels.shape[1] // 4 : pixels.shape[1] * 3 // 4].mean(axis=1)
    assert (dark > 0.9).sum() >= 20


def test_pages_of_ofd_files_and_pictures_are_drawn(tmp_path: Path) -> None:
    path = ofd_files.write_ofd(
        tmp_path / "a.ofd",
        ofd_files.page(ofd_files.text("甲", 20, 30)),
        ofd_files.page(ofd_files.path("M 20 40 L 60 40 L 60 60 L 20 60 C", 'Fill="true"'), box="0 0 297 210"),
    )
    about, pixels = drawn(path, sha256(path.read_bytes()).hexdigest(), page=2)
    assert (about.state, round(about.width), round(about.height)) == ("ok", 842, 595)
    point = 72 / 25.4
    box = (20 * point, 40 * point, 60 * point, 60 * point)
    assert ink(pixels, about, box) > 0.9 * (pixels.shape[1] / 297) ** 2 * 40 * 20 * 0.85
    picture = tmp_path / "a.png"
    Image.new("L", (500, 700), 255).save(picture)
    about, _ = drawn(picture, sha256(picture.read_bytes()).hexdigest())
    assert (about.state, round(about.width)) == ("ok", 595)
    path.write_bytes(path.read_bytes()[:600])
    about, _ = drawn(path, sha256(path.read_bytes()).hexdigest())
    assert about.state == "unreadable"
