"""Workbooks in the XML of Excel 2003 (SpreadsheetML), which reporting systems write and name .xls."""

from __future__ import annotations

from pathlib import Path

from extractors.formats.blocks import FormatError, Reading
from extractors.formats.workbooks.sheets import to_sheet
from extractors.formats.workbooks.spreadsheet_xml_walk import SpreadsheetWalk
from extractors.formats.workbooks.text_files import whole_text
from extractors.formats.xml import walk

_CHUNK = 64 * 1024


def read(path: Path) -> Reading:
    """Raises FormatError, OSError."""
    # Its letters are known better from themselves than from its declaration.
    text = whole_text(path).lstrip("\ufeff \t\r\n")
    if text.startswith("<?xml"):
        text = text[text.find("?>") + 2 :]
    walked = SpreadsheetWalk()
    chunks = (text[at : at + _CHUNK].encode() for at in range(0, len(text), _CHUNK))
    try:
        walk(chunks, walked.start, walked.end, walked.text)
    except ValueError as error:
        raise FormatError("damaged", f"it holds what is none of its values: {error}") from error
    return Reading([to_sheet(builder.finish()) for builder in walked.builders], has_pages=True)
