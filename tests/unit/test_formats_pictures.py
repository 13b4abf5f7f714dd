"""Pictures printed as PDFs: one on a page, as large as the sheet and as upright as it was taken."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from extractors.formats import FormatError, kind_of
from extractors.formats.printed import pdf_images
from extractors.formats.printed.image import print_pdf

RED, BLUE = (200, 0, 0), (0, 0, 200)


def scan(size: tuple[int, int] = (200, 280), mode: str = "RGB") -> Image.Image:
    """White, with a red field at the top left and a blue one at the top right."""
    picture = Image.new("RGB", size, "white")
    picture.paste(RED, (0, 0, size[0] // 2, size[1] // 4))
    picture.paste(BLUE, (size[0] // 2, 0, size[0], size[1] // 4))
    return picture.convert(mode)


def printed(path: Path, damages: list[str] | None = None) -> list[Image.Image]:
    """Its pages, a pixel a point."""
    assert kind_of(path) == "image"
    target = path.parent / "pages.pdf"
    said = print_pdf(path, target)
    if damages is None:
        assert said == []
    else:
        damages += said
    document = pdfium.PdfDocument(target)
    try:
        return [page.render(scale=1).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def corners(picture: Image.Image) -> str:
    """What stands in the corners, from the top left: r for red, b for blue, . for paper."""
    width, height = picture.size
    found = ""
    for x, y in ((0.2, 0.1), (0.8, 0.1), (0.2, 0.9), (0.8, 0.9)):
        red, green, blue = picture.getpixel((int(x * width), int(y * height)))  # type: ignore[misc]
        found += "r" if red > blue + 90 else "b" if blue > red + 90 else "." if green > 200 else "?"
    return found


@pytest.mark.parametrize(
    ("orientation", "seen"),
    [(1, "rb.."), (2, "br.."), (3, "..br"), (4, "..rb"), (5, "r.b."), (6, ".r.b"), (7, ".b.r"), (8, "b.r.")],
)
def test_a_photograph_stands_as_it_was_taken(tmp_path: Path, orientation: int, seen: str) -> None:
    path = tmp_path / "a.jpg"
    marks = Image.Exif()
    marks[0x0112] = orientation
    scan().save(path, quality=95, exif=marks)
    (page,) = printed(path)
    assert corners(page) == seen
    assert (page.width > page.height) == (orientation > 4)


def test_a_page_is_as_large_as_its_resolution_says_where_that_can_be(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    for dpi, size in (
        ((100, 100), (144, 202)),
        ((60, 60), (240, 336)),
        ((2400, 2400), (595, 833)),
        (None, (595, 833)),
    ):
        scan().save(path, **({} if dpi is None else {"dpi": dpi}))
        (page,) = printed(path)
        expected = (595, 833) if max(size) < 200 else size
        assert all(abs(a - b) <= 1 for a, b in zip(page.size, expected, strict=True)), dpi
    # What programs write that know of none.
    scan((3000, 2000)).save(path, dpi=(72, 72))
    assert printed(path)[0].size[0] in (842, 843)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK"])
def test_every_kind_of_colour(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.tif"
    scan(mode=mode).save(path)
    assert corners(printed(path)[0])[2:] == ".."


def test_inks_of_a_photograph_are_colours(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    scan(mode="CMYK").save(path, quality=95)
    seen = corners(printed(path)[0])
    assert (seen[0], seen[2:]) == ("r", "..")


def test_what_shines_through_stands_on_paper(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    clear.paste((0, 0, 200, 255), (50, 0, 100, 50))
    clear.save(path)
    assert corners(printed(path)[0]) == ".b.."


def test_every_page_of_a_tiff_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    scan(mode="1").save(path, save_all=True, append_images=[scan((280, 200)), scan(mode="L")])
    pages = printed(path)
    assert [page.width > page.height for page in pages] == [False, True, False]
    assert corners(pages[1]) == "rb.."


def test_a_picture_that_is_cut_off_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    scan((600, 800)).save(path, quality=95)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    damages: list[str] = []
    printed(path, damages)
    assert damages == ["a picture lacks part of its data"]
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(FormatError) as caught:
        print_pdf(path, tmp_path / "pages.pdf")
    assert caught.value.code == "damaged"


def test_size_is_looked_at_before_anything_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    head = struct.pack(">IIBBBBB", 12_000, 12_000, 8, 0, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")))
    with pytest.raises(FormatError) as caught:
        print_pdf(path, tmp_path / "pages.pdf")
    assert (caught.value.code, str(caught.value)) == ("too_large", "the picture has 12000 × 12000 points")


def test_a_very_fine_picture_is_made_coarser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_images, "_ENOUGH_POINTS", 20_000)
    for name in ("a.png", "a.jpg"):
        scan((400, 560)).save(tmp_path / name, dpi=(72.5, 72.5))
        (page,) = printed(tmp_path / name)
        assert corners(page) == "rb.."
    assert len(io.BytesIO((tmp_path / "pages.pdf").read_bytes()).getvalue()) < 20_000
