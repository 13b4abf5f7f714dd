"""The OCR models behind one small door: where lines of text stand, and what each of them says.

The packages are an extra. They are loaded when the first page asks for them, once in a process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from math import ceil

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.ocr_boxes import Boxes, boxes_of, printed_part
from extractors.pictures.ocr_models import Model, Pixels, load
from extractors.pictures.scan_image import Picture
from extractors.recognition import ocr_available

__all__ = ["Boxes", "Engine", "OcrMissing", "Reading", "engine", "is_available"]

_FINDER_DPI = 144  # lines are found on a smaller picture than they are read from
_BEFORE = 0.5  # points of paper kept before a line: the finder is tight where its first character is faint
_HEIGHT = 48  # pixels at which lines are read
_NARROWEST = 320  # pixels: what is short or faint is read badly without room beside it
_STEP = 32  # pixels between the widths of batches: the engine prepares itself for every width
_BATCH = 1280  # pixels: so many narrow lines are read at once as are this wide together
_DOUBT = 0.6  # of a character: two can be as likely as each other, and the last bits of the numbers decide
_SPACE = re.compile(r"(?<=[!-~])\s+(?=[!-~])")
Array = npt.NDArray[np.float64]


class OcrMissing(Exception):
    """A page needs OCR and the extra is not installed."""

    def __init__(self) -> None:
        super().__init__("OCR is not installed: .venv/bin/pip install -e '.[ocr]'")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one line says: characters without spaces, their centres as shares of its width, how sure each is (0..1)."""

    text: str
    centres: Array
    confidences: Array
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
    return ocr_available()


class Engine:
    """Finding and reading lines with the models of the extra. Use `engine()` to share one."""

    def __init__(self, threads: int) -> None:
        if not is_available():
            raise OcrMissing
        cv2.setNumThreads(threads)
        self._threads = threads
        self._finder, self._reader = load("finder", threads), load("reader", threads)
        # The network's answers: no character, those of its alphabet, a space.
        self._alphabet = ["", *self._reader.alphabet, " "]

    def find_lines(self, grey: Picture, scale: float) -> Boxes:
        """Boxes of lines of text, (n, 4): left, top, right, bottom in pixels of the picture."""
        shrink = min(1.0, _FINDER_DPI / 72 / scale)
        small = grey
        if shrink < 1:
            small = np.asarray(
                cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), dtype=np.uint8
            )
        part, left, top = printed_part(small)
        if not part.size:
            return np.zeros((0, 4))
        boxes = boxes_of(self._finder.ask(_as_input([part], *part.shape))[0, 0])
        boxes += np.array([left, top, left, top], dtype=np.float64)
        boxes[:, 0] -= _BEFORE * scale * shrink
        limits = np.array([small.shape[1], small.shape[0]] * 2, dtype=np.float64)
        return np.asarray(np.clip(boxes, 0, limits) / shrink)

    @cached_property
    def _exact_reader(self) -> Model:
        return load("reader", self._threads, exact=True)

    def read(self, crops: list[Picture]) -> list[Reading]:
        """What each picture of a single line says."""
        readings = self._read(crops, self._reader)
        if not self._reader.is_exact:
            doubtful = [k for k, one in enumerate(readings) if one.text and one.confidences.min() < _DOUBT]
            again = self._read([crops[k] for k in doubtful], self._exact_reader) if doubtful else []
            for k, reading in zip(doubtful, again, strict=True):
                readings[k] = reading
        return readings

    def _read(self, crops: list[Picture], reader: Model) -> list[Reading]:
        readings = [Reading.nothing()] * len(crops)
        widths = [ceil(_HEIGHT * crop.shape[1] / crop.shape[0]) for crop in crops]
        for room, chosen in _batches(widths):
            lines = [np.asarray(cv2.resize(crops[k], (widths[k], _HEIGHT)), dtype=np.uint8) for k in chosen]
            said = reader.ask(_as_input(lines, _HEIGHT, room))
            best = said.argmax(axis=2)
            sure = np.take_along_axis(said, best[:, :, None], axis=2)[:, :, 0]
            for k, classes, sureness in zip(chosen, best, sure, strict=True):
                readings[k] = self._reading(classes, sureness, widths[k] / room)
        return readings

    def _reading(
        self, classes: npt.NDArray[np.int64], sure: npt.NDArray[np.float32], share: float
    ) -> Reading:
        """Characters out of the classes of a line's columns, of which its picture takes a share."""
        starts = np.nonzero((classes != 0) & (np.diff(classes, prepend=-1) != 0))[0]
        text = "".join(self._alphabet[k] for k in classes[starts])
        at = starts[[not char.isspace() for char in text]]
        if not len(at):
            return Reading.nothing()
        centres = (at + 0.5) / (share * len(classes))
        return Reading(
            "".join(text.split()), np.clip(centres, 0.0, 1.0), sure[at].astype(np.float64), _breaks(text)
        )


def _as_input(pictures: list[Picture], height: int, width: int) -> Pixels:
    """Pictures of one height as the networks take them, right of each the middle grey."""
    batch = np.zeros((len(pictures), 3, height, width), dtype=np.float32)
    for room, picture in zip(batch, pictures, strict=True):
        room[:, :, : picture.shape[1]] = picture / np.float32(127.5) - 1
    return batch


def _batches(widths: list[int]) -> Iterator[tuple[int, list[int]]]:
    """The width of each batch and which lines are in it: lines of about one width together."""
    rooms = [max(_NARROWEST, ceil(width / _STEP) * _STEP) for width in widths]
    for room in sorted(set(rooms)):
        alike = [k for k, own in enumerate(rooms) if own == room]
        most = max(1, _BATCH // room)
        for start in range(0, len(alike), most):
            yield room, alike[start : start + most]


def _breaks(text: str) -> frozenset[int]:
    """Places, in the text without spaces, of a space between two words of which one is of Latin letters."""
    found = [m for m in _SPACE.finditer(text) if text[m.start() - 1].isalpha() or text[m.end()].isalpha()]
    return frozenset(len("".join(text[: m.start()].split())) for m in found)


@cache
def engine(threads: int = 2) -> Engine:
    """The engine of this process. Raises OcrMissing when the extra is not installed."""
    return Engine(threads)
