"""Documents of text processors that LibreOffice turns into documents of Word: .doc, .wps, .rtf, .odt."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path

import olefile

from extractors.formats.blocks import FormatError, Reading
from extractors.formats.container import Container
from extractors.formats.detect import Kind, kind_of
from extractors.formats.documents import docx
from extractors.formats.documents.libreoffice import as_docx
from extractors.formats.xml import local_name, parse

_ENDINGS: dict[Kind, str] = {"doc": ".doc", "odt": ".odt", "rtf": ".rtf"}
_STREAMS = ("WordDocument", "0Table", "1Table")
_LOCKED = 0x0100  # of the flags at the beginning of a .doc
_FLAGS_AT = 10
_TAIL = 4096  # bytes at the end of an .rtf that hold its last brace
_LEFT = b"\0 \t\r\n\x1a"  # what may stand behind it
_CUT = "the end of the file is missing"


def read(path: Path) -> Reading:
    """What a document shows. Raises FormatError, OSError."""
    kind = kind_of(path)
    damages = _CHECKS[kind](path) if kind in _CHECKS else []
    with as_docx(path, _ENDINGS.get(kind, ".doc")) as converted:
        reading = docx.read(converted)
    reading.damages += damages
    return reading


def _check_doc(path: Path) -> list[str]:
    """What is missing of a .doc, for LibreOffice shows the rest as if it were whole. Raises FormatError."""
    try:
        with olefile.OleFileIO(path) as file:
            names = [name for name in _STREAMS if file.exists(name)]
            streams = {name: file.openstream(name).read() for name in names}
            is_cut = any(len(content) < file.get_size(name) for name, content in streams.items())
    except (OSError, ValueError, IndexError, KeyError, struct.error, RecursionError) as error:
        raise FormatError("damaged", f"its container is damaged ({error})") from error
    text = streams.get(_STREAMS[0], b"")
    if len(text) < _FLAGS_AT + 2:
        raise FormatError("damaged", "it has no text")
    if int.from_bytes(text[_FLAGS_AT : _FLAGS_AT + 2], "little") & _LOCKED:
        raise FormatError("password", "it asks for a password")
    return [_CUT] if is_cut else []


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


_CHECKS: dict[Kind, Callable[[Path], list[str]]] = {"doc": _check_doc, "rtf": _check_rtf, "odt": _check_odt}
