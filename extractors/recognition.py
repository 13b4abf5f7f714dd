"""When pictures of pages are read, and whether they can be here. Loads nothing: commands ask before they read."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

OcrMode = Literal["auto", "always", "never"]
HOW_TO_INSTALL = "OCR is not installed: .venv/bin/pip install -e '.[ocr]'"
OCR_EXTRA = ("rapidocr", "onnxruntime", "cv2")


@dataclass(frozen=True, slots=True)
class Ocr:
    """When pictures are read, and with how many threads in this process."""

    mode: OcrMode = "auto"
    threads: int = 2


def ocr_available() -> bool:
    """Is the extra installed?"""
    return all(find_spec(name) is not None for name in OCR_EXTRA)
