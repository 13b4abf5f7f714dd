"""Seconds a page, peak memory and text of a scanned document: the whole reader beside recognition alone.

    python -m benchmarks.scan_speed [SCAN.pdf] [--pages 20] [--threads 2]

Each runs in a process of its own: jixiao from file to typed rows, and rapidocr with its default pipeline (finding,
turning, reading) and onnxruntime on the same pages drawn at 200 dpi. Without a file, pages of the sample reports are
drawn as a scan (grey, noisy, a little crooked), again from the first when they are used up; what they print is then
known, and the share of its characters that each found is told, and of those found the share that is printed.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import resource
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

DPI = 200
ROOT = Path(__file__).parents[1]
Text = Counter[str]


def read_with_jixiao(threads: int, path: Path) -> tuple[int, Text]:
    from extractors.pictures import scan
    from extractors.recognition import Ocr
    from pipeline.ingest import extract_document

    read_scan, text = scan.read_scan, Text()

    def kept(*of: object) -> list[scan.ScannedPage]:
        pages = read_scan(*of)
        for page in pages:
            text.update(_characters("".join(page.text)))
        return pages

    scan.read_scan = kept
    return int(extract_document(path, ocr=Ocr("always", threads)).document["page_count"]), text


def read_with_rapidocr(threads: int, path: Path) -> tuple[int, Text]:
    import pypdfium2 as pdfium
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": threads}
    )
    pages, text = pdfium.PdfDocument(path), Text()
    for page in pages:
        text.update(_characters("".join(engine(page.render(scale=DPI / 72).to_numpy()).txts or ())))
    return len(pages), text


def make_scan(path: Path, pages: int) -> Text:
    """Write a scan of the sample reports; what it prints."""
    import numpy as np
    import pypdfium2 as pdfium
    from PIL import Image

    files = sorted((ROOT / "data/samples").glob("*.pdf")) + sorted((ROOT / "tests/reports").glob("*.pdf"))
    chance, sheets, text = np.random.default_rng(0), [], Text()
    drawn = (page for file in itertools.cycle(files) for page in pdfium.PdfDocument(file))
    for page in itertools.islice(drawn, pages):
        text.update(_characters(page.get_textpage().get_text_bounded()))
        sheet = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        leaning = sheet.rotate(chance.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255)
        noisy = np.asarray(leaning) * 0.95 + chance.normal(0, 4, (leaning.height, leaning.width))
        sheets.append(Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)))
    sheets[0].save(path, save_all=True, append_images=sheets[1:], resolution=DPI, quality=80)
    return text


def _characters(text: str) -> Text:
    """What can be compared: letters and figures, wide or narrow."""
    return Text(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def _measure(read: Callable[[Path], tuple[int, Text]], path: Path, answer: Connection) -> None:
    began = time.monotonic()
    pages, text = read(path)
    seconds = time.monotonic() - began
    usage = resource.getrusage(resource.RUSAGE_SELF)
    answer.send((pages, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text))


def measure(read: Callable[[Path], tuple[int, Text]], path: Path) -> tuple[int, float, float, float, Text]:
    """Pages, seconds, CPU seconds, peak megabytes and characters of one reader in a fresh process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(read, path, theirs))
    process.start()
    found: tuple[int, float, float, float, Text] = ours.recv()
    process.join()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, printed = options.file, None
        if path is None:
            path = Path(folder) / "scan.pdf"
            printed = make_scan(path, options.pages)
        compare(path, printed, options.threads)
    return 0


def compare(path: Path, printed: Text | None, threads: int) -> None:
    from extractors.recognition import ocr_engine

    print(f"{path.name}, {threads} threads; jixiao with {ocr_engine()}")
    print(f"{'':12}{'pages':>6}{'s/page':>9}{'CPU s/page':>12}{'peak MB':>9}{'found':>9}{'right':>9}")
    results = {}
    for name, read in (("jixiao", read_with_jixiao), ("rapidocr", read_with_rapidocr)):
        pages, seconds, cpu, peak, text = results[name] = measure(partial(read, threads), path)
        shares = ""
        if printed is not None:
            both = (text & printed).total()
            shares = f"{both / printed.total():9.4f}{both / max(1, text.total()):9.4f}"
        print(f"{name:12}{pages:6}{seconds / pages:9.2f}{cpu / pages:12.2f}{peak:9.0f}{shares}")
    ratio = [results["jixiao"][k] / results["rapidocr"][k] for k in (1, 2)]
    print(f"ratio       {'':6}{ratio[0]:9.2f}{ratio[1]:12.2f}")


if __name__ == "__main__":
    sys.exit(main())
