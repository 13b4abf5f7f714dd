"""Documents of text processors: .doc and .wps as they are stored, .rtf and .odt by LibreOffice.

LibreOffice turns them into documents of Word; it takes what the reader of .doc does not know, too, where it is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from extractors.formats.blocks import FormatError, Reading
from extractors.formats.container import Container
from extractors.formats.detect import Kind, kind_of
from extractors.formats.documents import doc_binary, docx
from extractors.formats.documents.doc_file import UnexpectedError
from extractors.formats.documents.libreoffice import as_docx, find_office
from extractors.formats.xml import local_name, parse

_ENDINGS: dict[Kind, str] = {"doc": ".doc", "odt": ".odt", "rtf": ".rtf"}
_TAIL = 4096  # bytes at the end of an .rtf that hold its last brace
_LEFT = b"\0 \t\r\n\x1a"  # what may stand behind it
_CUT = "the end of the file is missing"
_UNKNOWN = "it is not built as documents of Word are"


def read(path: Path) -> Reading:
    """What a document shows. Raises FormatError, OSError."""
    kind = kind_of(path)
    if kind == "doc":
        return _read_doc(path)
    damages = _CHECKS[kind](path) if kind in _CHECKS else []
    reading = _converted(path, kind)
    reading.damages += damages
    return reading


def _read_doc(path: Path) -> Reading:
    try:
        return doc_binary.read(path)
    except UnexpectedError as error:
        if find_office() is None:
            raise FormatError("damaged", f"{_UNKNOWN} ({error})") from error
        reading = _converted(path, "doc")
        reading.damages.append(_UNKNOWN)
        reading.in_doubt.add(1)
        return reading
    except FormatError as error:
        if error.code != "needs_program":
            raise
        return _converted(path, "doc")


def _converted(path: Path, kind: Kind) -> Reading:
    with as_docx(path, _ENDINGS.get(kind, ".doc")) as converted:
        return docx.read(converted)


def _check_rtf(path: Path) -> list[str]:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL, 0))
        end = file.read().rstrip(_LEFT)
    return [] if end.endswith(b"}") else [_CUT]


def _check_odt(path: Path) -> list[str]:
    """Raises FormatError where it is locked, or not whole."""
    with Container(path) as parts:
        for name in parts.names:
            if re.fullmatch(r"(?i)(content|styles)\.xml", name):
                for _ in parts.chunks(name):
                    pass
        manifest = parse(parts.read("META-INF/manifest.xml")) if "META-INF/manifest.xml" in parts else None
        if manifest is not None and any(local_name(one) == "encryption-data" for one in manifest.iter()):
            raise FormatError("password", "it asks for a password")
    return []


_CHECKS: dict[Kind, Callable[[Path], list[str]]] = {"rtf": _check_rtf, "odt": _check_odt}
