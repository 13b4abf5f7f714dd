"""Which reader reads which format. A reader is loaded when its first file is read: none costs the others anything."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from extractors.formats.blocks import FormatError, Reading
from extractors.formats.detect import Kind

_READERS: dict[Kind, str] = {
    "delimited": "workbooks.delimited:read",
    "doc": "documents.doc:read",
    "docx": "documents.docx:read",
    "encrypted": "workbooks.encrypted:read",
    "html": "web.html:read",
    "mht": "web.mht:read",
    "ods": "workbooks.ods:read",
    "odt": "documents.doc:read",
    "rtf": "documents.doc:read",
    "spreadsheet_xml": "workbooks.spreadsheet_xml:read",
    "xls": "workbooks.xls:read",
    "xlsx": "workbooks.xlsx:read",
}
"""Each takes the path and gives what the file shows."""
_PRINTERS: dict[Kind, str] = {"image": "printed.image:print_pdf", "ofd": "printed.ofd:print_pdf"}
"""Each takes the path of the file and the path at which to write the PDF, and says what of it is damaged."""
PRINTED = frozenset(_PRINTERS)
SOURCE_FORMATS: dict[Kind, str] = {
    "delimited": "csv",
    "encrypted": "xlsx",
    "mht": "html",
    "odt": "doc",
    "rtf": "doc",
    "spreadsheet_xml": "xls",
}
"""`source_format` where it is not the kind itself."""


def read_sheets(path: Path, kind: Kind) -> Reading:
    """What a file shows that knows its own grids. Raises FormatError, OSError."""
    reader = cast("Callable[[Path], Reading]", _loaded(_READERS, kind))
    return reader(path)


def print_pdf(path: Path, kind: Kind, target: Path) -> list[str]:
    """Write a file that has only pages as a PDF; what of it is damaged, in English. Raises FormatError, OSError."""
    printer = cast("Callable[[Path, Path], list[str]]", _loaded(_PRINTERS, kind))
    return printer(path, target)


def _loaded(known: dict[Kind, str], kind: Kind) -> Callable[..., object]:
    where = known.get(kind)
    if where is None:
        raise FormatError("unknown", f"a file of the kind {kind} is not read")
    module, _, name = where.partition(":")
    found: Callable[..., object] = getattr(import_module(f"extractors.formats.{module}"), name)
    return found
