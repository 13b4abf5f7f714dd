"""Workbooks in the XML of Excel 2003 (SpreadsheetML), which reporting systems write and name .xls."""

from __future__ import annotations

from pathlib import Path

from extractors.formats.blocks import FormatError, Reading
from extractors.formats.detect import decoded
from extractors.formats.workbooks.sheets import to_sheet
from extractors.formats.workbooks.spreadsheet_xml_walk import SpreadsheetWalk
from extractors.formats.xml import walk

_MOST_BYTES = 256 * 2**20
_CHUNK = 64 * 1024


def read(path: Path) -> Reading:
    """Raises FormatError, OSError."""
    if path.stat().st_size > _MOST_BYTES:
        raise FormatError("too_large", f"it is larger than {_MOST_BYTES // 2**20} MB")
    text = decoded(path.read_bytes())
    if text is None:
        raise FormatError("damaged", "it is no text")
    # Its letters are known better from themselves than from its declaration.
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<?xml"):
        text = text[text.find("?>") + 2 :]
    walked = SpreadsheetWalk()
    chunks = (text[at : at + _CHUNK].encode() for at in range(0, len(text), _CHUNK))
    try:
        walk(chunks, walked.start, walked.end, walked.text)
    except ValueError as error:
        raise FormatError("damaged", f"it holds what is none of its values: {error}") from error
    return Reading([to_sheet(builder.finish()) for builder in walked.builders], has_pages=True)
