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
from extractors.pictures.ocr_models import Batch, Columns, Pixels, Reader, load_finder, load_reader
from extractors.pictures.scan_image import Picture
from extractors.recognition import ocr_available

__all__ = ["Boxes", "Engine", "OcrMissing", "Reading", "engine", "is_available"]

_FINDER_DPI = 144  # lines are found on a smaller picture than they are read from
_BEFORE = 0.5  # points of paper kept before a line: the finder is tight where its first character is faint
_HEIGHT = 48  # pixels at which lines are read
_NARROWEST = 128  # pixels of a short line and of the room beside it
_ROOM = 320  # pixels: what is faint is read badly with less
_PLAIN = 0.95  # of the least sure character: so sure a short line reads the same with more room
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
        self._finder, self._reader = load_finder(threads), load_reader(threads)
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
        boxes = boxes_of(self._finder(_as_input([part], *part.shape))[0, 0])
        boxes += np.array([left, top, left, top], dtype=np.float64)
        boxes[:, 0] -= _BEFORE * scale * shrink
        limits = np.array([small.shape[1], small.shape[0]] * 2, dtype=np.float64)
        return np.asarray(np.clip(boxes, 0, limits) / shrink)

    @cached_property
    def _exact_reader(self) -> Reader:
        return load_reader(self._threads, exact=True)

    def read(self, crops: list[Picture]) -> list[Reading]:
        """What each picture of a single line says."""
        readings = self._read(crops, self._reader, _NARROWEST)
        short = [k for k, crop in enumerate(crops) if _width(crop) <= _ROOM - _STEP]
        self._read_again([k for k in short if _least(readings[k]) < _PLAIN], crops, readings, self._reader)
        if not self._reader.is_exact:
            doubtful = [k for k, one in enumerate(readings) if one.text and _least(one) < _DOUBT]
            if doubtful:
                self._read_again(doubtful, crops, readings, self._exact_reader)
        return readings

    def _read_again(
        self, which: list[int], crops: list[Picture], readings: list[Reading], reader: Reader
    ) -> None:
        again = self._read([crops[k] for k in which], reader, _ROOM)
        for k, reading in zip(which, again, strict=True):
            readings[k] = reading

    def _read(self, crops: list[Picture], reader: Reader, narrowest: int) -> list[Reading]:
        readings = [Reading.nothing()] * len(crops)
        widths = [_width(crop) for crop in crops]
        batches = list(_batches(widths, narrowest))
        # One batch is made when the one before it has been read.
        said = reader.ask(
            Batch(
                _as_input([_shrunk(crops[k], widths[k]) for k in chosen], _HEIGHT, room),
                [widths[k] / room for k in chosen],
            )
            for room, chosen in batches
        )
        for k, columns in zip((k for _, chosen in batches for k in chosen), said, strict=True):
            readings[k] = self._reading(columns)
        return readings

    def _reading(self, columns: Columns) -> Reading:
        """Characters out of the classes of a line's columns."""
        classes = columns.classes
        starts = np.nonzero((classes != 0) & (np.diff(classes, prepend=-1) != 0))[0]
        text = "".join(self._alphabet[k] for k in classes[starts])
        at = starts[[not char.isspace() for char in text]]
        if not len(at):
            return Reading.nothing()
        centres = np.clip((at + 0.5) / columns.width, 0.0, 1.0)
        return Reading("".join(text.split()), centres, columns.sure[at].astype(np.float64), _breaks(text))


def _least(reading: Reading) -> float:
    """How sure the least sure character is; 0 where none was read."""
    return float(reading.confidences.min()) if reading.text else 0.0


def _width(crop: Picture) -> int:
    """Pixels of a line's width at the height at which lines are read."""
    width: int = ceil(_HEIGHT * crop.shape[1] / crop.shape[0])
    return width


def _shrunk(crop: Picture, width: int) -> Picture:
    return np.asarray(cv2.resize(crop, (width, _HEIGHT)), dtype=np.uint8)


def _as_input(pictures: list[Picture], height: int, width: int) -> Pixels:
    """Pictures of one height as the networks take them, right of each the middle grey."""
    batch = np.zeros((len(pictures), 3, height, width), dtype=np.float32)
    for room, picture in zip(batch, pictures, strict=True):
        room[:, :, : picture.shape[1]] = picture / np.float32(127.5) - 1
    return batch


def _batches(widths: list[int], narrowest: int) -> Iterator[tuple[int, list[int]]]:
    """The width of each batch and which lines are in it: lines of about one width together."""
    rooms = [max(narrowest, ceil(width / _STEP) * _STEP) for width in widths]
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
