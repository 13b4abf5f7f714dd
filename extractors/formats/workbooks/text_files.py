"""Workbooks that are text: the whole of it, decoded."""

from __future__ import annotations

from pathlib import Path

from extractors.formats.blocks import FormatError
from extractors.formats.detect import decoded

_MOST_BYTES = 256 * 2**20


def whole_text(path: Path) -> str:
    """The text of a file. Raises FormatError where it is too large or none, OSError."""
    if path.stat().st_size > _MOST_BYTES:
        raise FormatError("too_large", f"it is larger than {_MOST_BYTES // 2**20} MB")
    text = decoded(path.read_bytes())
    if text is None:
        raise FormatError("damaged", "it is no text")
    return text
