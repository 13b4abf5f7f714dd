r"""File names as text that any reader can hold and any terminal can show, and back again.

A name on disk is any bytes without `/` and zero. In `file_name` and `source_path`, and in every message:

    \xNN     one byte of what cannot stand there: bytes that are no UTF-8, control characters, line breaks,
             marks that turn the direction of writing; and of a backslash before an x
    all else stands for itself

So `\xd6\xd0.pdf` is a name in GBK, and `a\x0ab.pdf` has a line break in it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

# Control characters of both sets, line and paragraph separators, marks of direction, and what Python puts in
# place of a byte that is no UTF-8.
_UNSHOWABLE = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_HARMFUL = re.compile(f"[{_UNSHOWABLE}]")
_IN_NAMES = re.compile(rf"[{_UNSHOWABLE}]|\\(?=x)")
_PATTERN = re.compile(r"[\[*?]")
_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


def shown_name(path: Path | str) -> str:
    """The name or path as text; `path_of` gives the same file again."""
    return _IN_NAMES.sub(_bytes_of, str(path))


def path_of(shown: str) -> Path:
    """The path that `shown_name` showed."""
    plain = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), os.fsencode(shown))
    return Path(os.fsdecode(plain))


def harmless(text: str) -> str:
    """One line of text from anywhere that a terminal shows and does not obey. Nothing is left out."""
    return _HARMFUL.sub(_bytes_of, text)


def literal(path: str) -> str:
    """A path for functions that take patterns, DuckDB's `read_parquet` among them: it stands for itself alone."""
    return _PATTERN.sub(r"[\g<0>]", path)


def _bytes_of(match: re.Match[str]) -> str:
    code = ord(match[0])
    # Python holds the byte 0xNN of a name that is no UTF-8 as the character 0xDCNN.
    escaped = 0xDC80 <= code <= 0xDCFF
    raw = bytes([code - 0xDC00]) if escaped else match[0].encode("utf-8", "surrogatepass")
    return "".join(f"\\x{byte:02x}" for byte in raw)
