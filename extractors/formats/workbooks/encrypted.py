"""Office files under a password. Excel locks workbooks that are only protected with one that it knows itself."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

import msoffcrypto

from extractors.formats.blocks import FormatError, Reading

_OWN = "VelvetSweatshop"
_LOCKED = "it asks for a password"


def read(path: Path) -> Reading:
    """A workbook that Excel opens without asking. Raises FormatError, OSError."""
    from extractors.formats.workbooks.xlsx import read_stream

    with path.open("rb") as stream:
        content = unlocked(stream)
    return read_stream(io.BytesIO(content))


def unlocked(stream: BinaryIO) -> bytes:
    """The file without its lock. Raises FormatError."""
    opened = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(stream)
        file.load_key(password=_OWN)
        file.decrypt(opened)
    except Exception as error:  # the library raises whatever comes, of a wrong password as of a broken file
        raise FormatError("password", _LOCKED) from error
    return opened.getvalue()
