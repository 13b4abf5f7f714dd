"""When pictures of pages are read, and whether they can be here. Loads nothing: commands ask before they read."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

OcrMode = Literal["auto", "always", "never"]
HOW_TO_INSTALL = "OCR is not installed: .venv/bin/pip install -e '.[ocr]'"
VerifyMode = Literal["auto", "all", "never"]
OCR_EXTRA = ("rapidocr", "cv2")
OCR_ENGINES = ("openvino", "onnxruntime")
"""What can run the models, the faster one first."""


@dataclass(frozen=True, slots=True)
class Ocr:
    """When pictures are read, and with how many threads in this process.

    `verify` says which numbers of a text are compared with the picture: those in doubt, all, none; for at most
    `verify_seconds` a document.
    """

    mode: OcrMode = "auto"
    threads: int = 2
    verify: VerifyMode = "auto"
    verify_seconds: float = 60.0

    @property
    def asks_pictures(self) -> bool:
        """May numbers be compared with the picture? Who wants no recognition at all has to ask for it."""
        return self.verify == "all" or (self.verify == "auto" and self.mode != "never")


def ocr_available() -> bool:
    """Is the extra installed?"""
    return bool(ocr_engine()) and all(find_spec(name) is not None for name in OCR_EXTRA)


def ocr_engine() -> str:
    """The engine that runs the models here; empty without any."""
    return next((name for name in OCR_ENGINES if find_spec(name) is not None), "")
