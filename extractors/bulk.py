"""pdfium asked for a whole page at once, where `bulk.c` was compiled: the same answers, several times as fast.

Without a compiled library `library()` is None and callers ask from Python. The library's name holds a checksum of
the source and the machine it was compiled for, so one that belongs to other code is never loaded.

    python -m extractors.bulk        compiles it beside the source; `make setup` does so
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from enum import IntFlag
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

_SOURCE = Path(__file__).with_suffix(".c")
_FLAGS = ("-O2", "-ffp-contract=off", "-shared", "-fPIC")
_HAS_BOX, _IS_GENERATED = 1, 2
TEXT = np.dtype([("object", np.uint64), ("box", np.float64, 4), ("doubt", np.int64)])

_CHARACTER_CALLS = (
    raw.FPDFText_GetUnicode,
    raw.FPDFText_IsGenerated,
    raw.FPDFText_GetCharAngle,
    raw.FPDFText_GetCharOrigin,
    raw.FPDFText_GetLooseCharBox,
    raw.FPDFText_GetFillColor,
    raw.FPDFText_GetCharBox,
    raw.FPDFText_GetTextObject,
)
_PATH_CALLS = (
    raw.FPDFPage_CountObjects,
    raw.FPDFPage_GetObject,
    raw.FPDFFormObj_CountObjects,
    raw.FPDFFormObj_GetObject,
    raw.FPDFPageObj_GetType,
    raw.FPDFPageObj_GetMatrix,
    raw.FPDFPageObj_GetBounds,
    raw.FPDFPageObj_GetFillColor,
    raw.FPDFPageObj_GetStrokeColor,
    raw.FPDFPath_GetDrawMode,
    raw.FPDFPath_CountSegments,
    raw.FPDFPath_GetPathSegment,
    raw.FPDFPathSegment_GetType,
    raw.FPDFPathSegment_GetPoint,
    raw.FPDFPathSegment_GetClose,
    raw.FPDFPageObj_GetStrokeWidth,
    raw.FPDFPageObj_HasTransparency,
    raw.FPDFTextObj_GetTextRenderMode,
    raw.FPDFPageObj_GetClipPath,
    raw.FPDFClipPath_CountPaths,
    raw.FPDFClipPath_CountPathSegments,
    raw.FPDFClipPath_GetPathSegment,
    raw.FPDFPageObj_CountMarks,
    raw.FPDFPageObj_GetMark,
    raw.FPDFPageObjMark_GetName,
    raw.FPDFPageObjMark_GetParamStringValue,
)


class _Found(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("subpaths", "points", "images", "texts")] + [
        (name, ctypes.c_size_t) for name in ("subpath_count", "point_count", "image_count", "text_count")
    ]


class RawCharacters(NamedTuple):
    """Every character of a page, those that pdfium adds included.

    `codes` (n,), whether pdfium knows a box `has_box` (n,) and added the character itself `is_generated` (n,),
    `boxes` (n, 4) left, top, right, bottom, `points` (n, 2) on the baseline, `angles` (n,) in radians, `colours` (n,)
    in which they are filled, 0xRRGGBB, `glyphs` (n, 4) left, right, bottom, top of what is drawn, `owners` (n,) the
    handle of the text object that it is part of, 0 for none.
    """

    codes: npt.NDArray[np.uint32]
    has_box: npt.NDArray[np.bool_]
    is_generated: npt.NDArray[np.bool_]
    boxes: npt.NDArray[np.float32]
    points: npt.NDArray[np.float64]
    angles: npt.NDArray[np.float32]
    colours: npt.NDArray[np.uint32]
    glyphs: npt.NDArray[np.float64]
    owners: npt.NDArray[np.uint64]


class Doubt(IntFlag):
    """What could keep a text from being seen as it stands in the file."""

    UNPAINTED = 1  # drawn without ink, or as a clip
    PALE = 2  # of nearly the colour of the paper or of what it stands on; over a picture
    THROUGH = 4  # with opacity, a mask or a blend mode, its own or of a form around it
    CLIPPED = 8  # not whole inside a clip
    OPTIONAL = 16  # in a layer
    COVERED = 32  # with something drawn over it later
    INNER = 64  # inside a form, which may be in a layer as a whole
    BLANK = 256  # of a font whose characters have no outline
    SMALL = 512  # too small to be read
    REWORDED = 128  # the file gives words for it (ActualText), with a figure among them


class Drawn(NamedTuple):
    """What the paths of a page are made of, in drawing order and user space.

    `subpaths`: for each stretch between two moves its fill (0xRRGGBB, -1 for none), whether it is stroked, closed and
    curved, and the number of its first point and how many it has; `points` (n, 2): x and y; `images` (n, 4, 2): the
    four corners of each; `texts` (n,) of `TEXT`: the handle of each text object, its box left, bottom, right, top, and
    the `Doubt` about it.
    """

    subpaths: Sequence[Sequence[int]]
    points: npt.NDArray[np.float64]
    images: npt.NDArray[np.float64]
    texts: npt.NDArray[np.void]


class Library:
    """The compiled functions. Not for several threads at once, as pdfium is not."""

    def __init__(self, path: Path) -> None:
        # PyDLL keeps the interpreter lock: no other thread of a reader has work of its own.
        self._library = ctypes.PyDLL(str(path))
        self._characters, self._paths = _addresses(_CHARACTER_CALLS), _addresses(_PATH_CALLS)

    def characters(self, textpage: ctypes.c_void_p, count: int) -> RawCharacters:
        """The `count` characters of an open text page."""
        codes, flags = np.empty(count, np.uint32), np.empty(count, np.uint8)
        boxes, points = np.zeros((count, 4), np.float32), np.zeros((count, 2))
        angles, colours = np.empty(count, np.float32), np.empty(count, np.uint32)
        glyphs, owners = np.zeros((count, 4)), np.empty(count, np.uint64)
        arrays = (codes, flags, boxes, points, angles, colours, glyphs, owners)
        places = [ctypes.c_void_p(array.ctypes.data) for array in arrays]
        self._library.read_characters(self._characters, textpage, count, *places)
        has_box, is_generated = (flags & _HAS_BOX) != 0, (flags & _IS_GENERATED) != 0
        return RawCharacters(codes, has_box, is_generated, boxes, points, angles, colours, glyphs, owners)

    def graphics(self, page: ctypes.c_void_p) -> Drawn:
        """What is drawn on an open page. Raises MemoryError."""
        found = _Found()
        if not self._library.read_graphics(self._paths, page, ctypes.byref(found)):
            raise MemoryError("the paths of a page do not fit into memory")
        return Drawn(
            _copied(found.subpaths, found.subpath_count, 6, np.int32).tolist(),
            _copied(found.points, found.point_count, 2, np.float64),
            _copied(found.images, found.image_count, 8, np.float64).reshape(-1, 4, 2),
            _copied(found.texts, found.text_count, 1, TEXT).reshape(-1),
        )


def _addresses(functions: Sequence[Any]) -> Any:
    values = [ctypes.cast(function, ctypes.c_void_p).value for function in functions]
    return (ctypes.c_void_p * len(values))(*values)


def _copied(address: int | None, count: int, width: int, kind: npt.DTypeLike) -> npt.NDArray[Any]:
    size = count * width * np.dtype(kind).itemsize
    data = ctypes.string_at(address or 0, size) if size else b""
    return np.frombuffer(data, kind).reshape(count, width)


def compiled_path() -> Path:
    """Where the library of this source, for this machine, stands once it is compiled."""
    source = _SOURCE.read_bytes() + " ".join(_FLAGS).encode()
    return _SOURCE.with_name(f"{_machine()}-{hashlib.sha256(source).hexdigest()[:12]}.so")


def _machine() -> str:
    return f"_bulk-{sysconfig.get_platform()}-{8 * ctypes.sizeof(ctypes.c_void_p)}".replace(".", "_")


@lru_cache(maxsize=1)
def library() -> Library | None:
    """The compiled library; None where there is none that fits."""
    try:
        return Library(compiled_path())
    except OSError:
        return None


def compile_library() -> Path:
    """Compile the library where it is not there yet. Raises OSError or CalledProcessError when that fails."""
    target = compiled_path()
    if not target.exists():
        # Under another name first: a reader that starts meanwhile must not load half a file.
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        compiler = shlex.split(os.environ.get("CC", "cc"))
        try:
            subprocess.run([*compiler, *_FLAGS, "-o", str(unfinished), str(_SOURCE)], check=True)
            unfinished.replace(target)
            for outdated in set(target.parent.glob(f"{_machine()}-*.so")) - {target}:
                outdated.unlink(missing_ok=True)
        finally:
            unfinished.unlink(missing_ok=True)
    return target


def main() -> int:
    """Compile, and say what it means where that fails."""
    try:
        compile_library()
    except (OSError, subprocess.CalledProcessError) as error:
        print(
            f"extractors/bulk.c was not compiled ({error}): reading takes a little longer.", file=sys.stderr
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
