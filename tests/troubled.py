"""The real reader, with pages that trouble it: what they do stands in the name of the file.

`slow-0.5.pdf` takes so many seconds for each page, `hang-3.pdf` does not come back from page 3, `crash-2.pdf` ends its
process at page 2, `hoard-2.pdf` takes memory without end there.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from extractors.choice import read
from pipeline.ingest import Extraction, extract_document


def write(path: Path, pages: int) -> Path:
    """A report with a table on each of so many pages."""
    canvas = Canvas(str(path))
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"Table {number} Roads repaired in quarter {number}")
        canvas.grid([72, 200, 330], [640, 660, 680])
        for row, (name, value) in enumerate((("Road", "Metres"), (f"Road {number}", f"{number}25"))):
            canvas.drawString(80, 666 - 20 * row, name)
            canvas.drawString(210, 666 - 20 * row, value)
        canvas.showPage()
    canvas.save()
    return path


def extract(path: Path, sha256: str, left_out: Mapping[int, str] | None = None) -> Extraction:
    """Raises DocumentFailed."""
    trouble, _, how = path.stem.partition("-")
    own = read.sourced

    def sourced(page: Any, handle: Any, ocr: Any) -> Any:
        if trouble == "slow":
            time.sleep(float(how))
        elif page.number == int(how):
            _be(trouble)
        return own(page, handle, ocr)

    read.sourced = sourced
    try:
        return extract_document(path, sha256, left_out=left_out or {})
    finally:
        read.sourced = own


def _be(trouble: str) -> None:
    if trouble == "hang":
        time.sleep(60)
    if trouble == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    hoard = []
    while trouble == "hoard":
        hoard.append(bytearray(b"x" * 10_000_000))
        time.sleep(0.01)
