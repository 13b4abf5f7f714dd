"""Seconds a page and peak memory of a scanned document: the whole reader beside recognition alone.

    python -m benchmarks.scan_speed SCAN.pdf

Each runs in a process of its own with two threads: jixiao from file to typed rows, and rapidocr with its default
pipeline (finding, turning, reading) on the same pages drawn at 200 dpi.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

THREADS = 2
DPI = 200


def read_with_jixiao(path: Path) -> int:
    from extractors.recognition import Ocr
    from pipeline.ingest import extract_document

    return int(extract_document(path, ocr=Ocr("always", THREADS)).document["page_count"])


def read_with_rapidocr(path: Path) -> int:
    import pypdfium2 as pdfium
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": THREADS}
    )
    pages = pdfium.PdfDocument(path)
    for page in pages:
        engine(page.render(scale=DPI / 72).to_numpy())
    return len(pages)


def _measure(read: Callable[[Path], int], path: Path, answer: Connection) -> None:
    began = time.monotonic()
    pages = read(path)
    seconds = time.monotonic() - began
    usage = resource.getrusage(resource.RUSAGE_SELF)
    answer.send((pages, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))


def measure(read: Callable[[Path], int], path: Path) -> tuple[int, float, float, float]:
    """Pages, seconds, CPU seconds and peak megabytes of one reader in a fresh process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(read, path, theirs))
    process.start()
    found: tuple[int, float, float, float] = ours.recv()
    process.join()
    return found


def main() -> int:
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        print(__doc__, file=sys.stderr)
        return 1
    path = Path(sys.argv[1])
    print(f"{path.name}\n{'':12}{'pages':>6}{'s/page':>9}{'CPU s/page':>12}{'peak MB':>9}")
    results = {}
    for name, read in (("jixiao", read_with_jixiao), ("rapidocr", read_with_rapidocr)):
        pages, seconds, cpu, peak = results[name] = measure(read, path)
        print(f"{name:12}{pages:6}{seconds / pages:9.2f}{cpu / pages:12.2f}{peak:9.0f}")
    ratio = [results["jixiao"][k] / results["rapidocr"][k] for k in (1, 2)]
    print(f"ratio       {'':6}{ratio[0]:9.2f}{ratio[1]:12.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
