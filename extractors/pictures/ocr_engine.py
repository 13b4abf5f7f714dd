"""The OCR library behind one small door: where lines of text stand, and what each of them says.

The library is an extra. It is loaded when the first page asks for it, once in a process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.scan_image import Picture

_FINDER_DPI = 144  # lines are found on a smaller picture than they are read from
_LEAST_BOX_SCORE = 0.4
_SPACE = re.compile(r"(?<=[!-~])\s+(?=[!-~])")
Boxes = npt.NDArray[np.float64]


class OcrMissing(Exception):
    """A page needs OCR and the extra is not installed."""

    def __init__(self) -> None:
        super().__init__("OCR is not installed: .venv/bin/pip install -e '.[ocr]'")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one line says: characters without spaces, their centres as shares of its width, how sure each is (0..1)."""

    text: str
    centres: npt.NDArray[np.float64]
    confidences: npt.NDArray[np.float64]
    breaks: frozenset[int] = frozenset()  # characters between words of letters with a space before them

    @property
    def confidence(self) -> float:
        return float(self.confidences.mean()) if len(self.confidences) else 0.0

    @staticmethod
    def nothing() -> Reading:
        """The reading of a place without text."""
        return Reading("", np.zeros(0), np.zeros(0))


def is_available() -> bool:
    """Is the extra installed?"""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


class Engine:
    """Detection and recognition with the models that come with the library. Use `engine()` to share one."""

    def __init__(self, threads: int) -> None:
        if not is_available():
            raise OcrMissing
        from rapidocr import RapidOCR

        self._ocr: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": 4000,
                "Global.return_word_box": True,
                "Det.box_thresh": _LEAST_BOX_SCORE,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def find_lines(self, grey: Picture, scale: float) -> Boxes:
        """Boxes of lines of text, (n, 4): left, top, right, bottom in pixels of the picture."""
        shrink = min(1.0, _FINDER_DPI / 72 / scale)
        small = (
            cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else grey
        )
        found = self._ocr(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None or not len(found.boxes):
            return np.zeros((0, 4))
        quads = np.asarray(found.boxes, dtype=np.float64) / shrink  # corners clockwise from the top left
        return np.stack(
            [
                quads[:, :, 0].min(axis=1),
                quads[:, :2, 1].mean(axis=1),
                quads[:, :, 0].max(axis=1),
                quads[:, 2:, 1].mean(axis=1),
            ],
            axis=1,
        )

    def read(self, crops: list[Picture]) -> list[Reading]:
        """What each picture of a single line says."""
        if not crops:
            return []
        result = self._ocr.recognize_txt([cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) for crop in crops])
        return [_reading(text, words) for text, words in zip(result.txts, result.word_results, strict=True)]


def _reading(text: str, words: Any) -> Reading:
    """Characters, centres and confidences out of the library's words; spaces are left out."""
    columns = [column for word in words.word_cols for column in word]
    sure = [conf for char, conf in zip(text, words.confs, strict=False) if not char.isspace()]
    bare = "".join(char for char in text if not char.isspace())
    if not bare or not len(columns) == len(sure) == len(bare):
        return Reading.nothing()
    centres = (np.array(columns, dtype=np.float64) + 0.5) / max(float(words.line_txt_len), 1.0)
    return Reading(bare, np.clip(centres, 0.0, 1.0), np.array(sure, dtype=np.float64), _breaks(text))


def _breaks(text: str) -> frozenset[int]:
    """Places, in the text without spaces, of a space between two words of which one is of Latin letters."""
    found = [m for m in _SPACE.finditer(text) if text[m.start() - 1].isalpha() or text[m.end()].isalpha()]
    return frozenset(len("".join(text[: m.start()].split())) for m in found)


@cache
def engine(threads: int = 2) -> Engine:
    """The engine of this process. Raises OcrMissing when the extra is not installed."""
    return Engine(threads)
