"""Render PDFs of text into rough scans: pictures only, spoilt in the ways of copiers, fax machines and telephones.

    python -m scripts.rough_scans FOLDER --output DIR [--kinds fax,photo] [--only d1004,d1018] [--seed 1]

Writes DIR/KIND/NAME.pdf beside a copy of NAME.json, the truth, so that a scorer that judges FOLDER judges each
DIR/KIND. The same seed gives the same pictures. Needs the extra `ocr`, for OpenCV.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from scripts.rough_seals import seal
from scripts.scan_sheets import (
    PAPER,
    Picture,
    Random,
    Sheet,
    askew,
    clouds_over,
    drawn_at,
    in_grey,
    with_noise,
)


def coarse(page: pdfium.PdfPage, _: int, random: Random) -> Sheet:
    """120 dpi, grey, a little soft, a little crooked, compressed a good deal."""
    picture = askew(in_grey(drawn_at(page, 120)), random.uniform(-0.6, 0.6))
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.5), dtype=np.uint8)
    return Sheet(with_noise(picture.astype(np.float64), random, 3), 120, 60)


def copy(page: pdfium.PdfPage, _: int, random: Random) -> Sheet:
    """A copy of a copy: grey paper, pale and uneven print, specks, a dark edge."""
    picture = askew(in_grey(drawn_at(page, 200)), random.uniform(-0.8, 0.8)).astype(np.float64)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.9), dtype=np.float64)
    paper = 205 + 14 * clouds_over(picture.shape, random, 4)
    pale = 0.52 + 0.10 * clouds_over(picture.shape, random, 5)
    picture = paper - (255 - picture) * pale
    height, width = picture.shape[:2]
    for _speck in range(int(random.integers(80, 160))):
        place = int(random.integers(0, width)), int(random.integers(0, height))
        cv2.circle(picture, place, int(random.integers(1, 3)), (float(random.uniform(90, 150)),) * 3, -1)
    picture[:, : int(random.integers(8, 40))] *= 0.4
    return Sheet(with_noise(picture, random, 6), 200, 70)


def fax(page: pdfium.PdfPage, _: int, random: Random) -> Sheet:
    """Black and white at 200 dpi: ragged strokes, specks, holes in the print, lines lost on the way."""
    picture = askew(in_grey(drawn_at(page, 200)), random.uniform(-0.6, 0.6))
    one = picture[:, :, 0].astype(np.float64)
    # Noise before the threshold makes edges ragged; what is hit after it are specks and holes.
    one = np.asarray(cv2.GaussianBlur(one + random.normal(0, 38, one.shape), (0, 0), 0.6), dtype=np.float64)
    black = one < 150
    hit = random.random(black.shape)
    black = (black & (hit > 0.012)) | (hit > 0.9985)
    for row in random.integers(0, len(black), 3).tolist():
        start = int(random.integers(0, black.shape[1] // 2))
        black[row, start : start + int(random.integers(200, 900))] = random.random() < 0.5
    plain = np.where(black, 0, 255).astype(np.uint8)
    return Sheet(np.repeat(plain[:, :, None], 3, axis=2), 200, 0)


def skew(page: pdfium.PdfPage, _: int, random: Random) -> Sheet:
    """Laid askew by two to five degrees."""
    degrees = random.uniform(2, 5) * random.choice([-1, 1])
    picture = askew(in_grey(drawn_at(page, 200)), degrees)
    soft = cv2.GaussianBlur(picture, (0, 0), 0.5).astype(np.float64)
    return Sheet(with_noise(soft * 0.97, random, 4), 200, 75)


def turned(page: pdfium.PdfPage, number: int, random: Random) -> Sheet:
    """On its side or upside down, another way on each page."""
    picture = askew(in_grey(drawn_at(page, 200)), random.uniform(-0.8, 0.8))
    picture = np.ascontiguousarray(np.rot90(picture, 1 + number % 3))
    return Sheet(with_noise(picture * 0.97, random, 4), 200, 75)


def photo(page: pdfium.PdfPage, _: int, random: Random) -> Sheet:
    """Taken with a telephone: seen from one side, on a dark table, a shadow over it."""
    picture = drawn_at(page, 190).astype(np.float64)
    height, width = picture.shape[:2]
    margin = round(0.06 * width)
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = source + random.uniform(-0.035, 0.035, (4, 2)) * width + margin
    matrix = cv2.getPerspectiveTransform(source, moved.astype(np.float32))
    size = width + 2 * margin, height + 2 * margin
    seen = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_AREA, borderValue=(62, 70, 84))
    light = 0.80 + 0.12 * clouds_over(seen.shape, random, 3)
    light *= 1 - 0.38 * _shadow(seen.shape, random)
    seen = cv2.GaussianBlur(seen * light * np.array([0.93, 0.98, 1.0]), (0, 0), 0.7)
    return Sheet(with_noise(seen, random, 5), 190, 70)


def _shadow(shape: tuple[int, ...], random: Random) -> npt.NDArray[np.float64]:
    """A soft-edged shadow over one side of the picture: 0 lit, 1 in shadow; (rows, columns, 1)."""
    angle, edge = random.uniform(0, 2 * np.pi), random.uniform(0.0, 0.25)
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]]
    across = np.cos(angle) * (columns / shape[1] - 0.5) + np.sin(angle) * (rows / shape[0] - 0.5)
    return np.asarray(1 / (1 + np.exp(-(across - edge) / 0.03)))[:, :, None]


def _spread(pages: list[Picture], random: Random) -> Sheet:
    """Two pages side by side under one lid, dark in the fold; a last page alone leaves its side white."""
    left, right = pages[0], pages[1] if len(pages) > 1 else np.full_like(pages[0], 255)
    height = max(len(left), len(right))

    def padded(picture: Picture) -> Picture:
        low = height - len(picture)
        return np.asarray(
            cv2.copyMakeBorder(picture, 0, low, 0, 0, cv2.BORDER_CONSTANT, value=PAPER), dtype=np.uint8
        )

    sheet = np.concatenate([padded(left), padded(right)], axis=1).astype(np.float64)
    away = np.abs(np.arange(sheet.shape[1]) - left.shape[1])
    sheet *= (1 - 0.45 * np.exp(-((away / 28) ** 2)))[None, :, None]
    return Sheet(with_noise(sheet * 0.97, random, 4), 200, 75)


def _spreads(document: pdfium.PdfDocument, randoms: Iterator[Random]) -> Iterator[Sheet]:
    for first in range(0, len(document), 2):
        random = next(randoms)
        pages = [
            askew(in_grey(drawn_at(document[k], 200)), random.uniform(-0.5, 0.5))
            for k in range(first, min(first + 2, len(document)))
        ]
        yield _spread(pages, random)


SINGLE: dict[str, Callable[[pdfium.PdfPage, int, Random], Sheet]] = {
    kind.__name__: kind for kind in (coarse, copy, fax, seal, skew, turned, photo)
}
KINDS = (*SINGLE, "spread")


def rough(source: Path, kind: str, seed: int) -> bytes:
    """One PDF of text as a PDF of pictures of this kind."""
    base = zlib.crc32(f"{source.stem}/{kind}".encode())
    randoms = (np.random.default_rng([seed, base, k]) for k in range(100_000))
    document = pdfium.PdfDocument(source)
    result = pdfium.PdfDocument.new()
    try:
        if kind == "spread":
            sheets = _spreads(document, randoms)
        else:
            sheets = (SINGLE[kind](page, k, next(randoms)) for k, page in enumerate(document))
        for sheet in sheets:
            _add(result, sheet)
        target = io.BytesIO()
        result.save(target)
        return target.getvalue()
    finally:
        result.close()
        document.close()


def _add(document: pdfium.PdfDocument, sheet: Sheet) -> None:
    """A page that shows nothing but a picture."""
    height, width = sheet.picture.shape[:2]
    size = width * 72 / sheet.dpi, height * 72 / sheet.dpi
    image = pdfium.PdfImage.new(document)
    if sheet.quality:
        is_grey = bool((sheet.picture[:, :, 0] == sheet.picture[:, :, 2]).all())
        pixels = sheet.picture[:, :, 0] if is_grey else sheet.picture
        _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, sheet.quality])
        image.load_jpeg(io.BytesIO(data.tobytes()), inline=True)
    else:
        pixels = np.ascontiguousarray(sheet.picture[:, :, 0])
        buffer = pixels.ctypes.data_as(ctypes.POINTER(ctypes.c_ubyte * pixels.size)).contents
        bitmap = pdfium.PdfBitmap.new_native(
            width, height, pdfium.raw.FPDFBitmap_Gray, buffer=buffer, stride=width
        )
        image.set_bitmap(bitmap)
        bitmap.close()
    image.set_matrix(pdfium.PdfMatrix().scale(*size))
    page = document.new_page(*size)
    page.insert_obj(image)
    page.gen_content()


def main() -> None:
    """Read the options and write the files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--only", default="", help="names of files without .pdf; all files without it")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    only = set(filter(None, options.only.split(",")))
    for kind in options.kinds.split(","):
        target = options.output / kind
        target.mkdir(parents=True, exist_ok=True)
        for source in sorted(options.folder.glob("*.pdf")):
            if only and source.stem not in only:
                continue
            (target / source.name).write_bytes(rough(source, kind, options.seed))
            truth = source.with_suffix(".json")
            if truth.exists():
                shutil.copyfile(truth, target / truth.name)
            print(target / source.name, flush=True)


if __name__ == "__main__":
    main()
