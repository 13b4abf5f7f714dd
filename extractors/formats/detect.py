"""The format of a file, told by its content. Its name says nothing: reporting systems save web pages as .xls."""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Literal

from extractors.containers import PARTS

Kind = Literal[
    "pdf",
    "xlsx",
    "xls",
    "ods",
    "spreadsheet_xml",
    "delimited",
    "docx",
    "doc",
    "odt",
    "rtf",
    "html",
    "mht",
    "ofd",
    "image",
    "zip",
    "encrypted",
    "unknown",
]
"""`encrypted`: an Office file under a password; `spreadsheet_xml`: the XML of Excel 2003; `delimited`: CSV and TSV."""

_LOOK = 64 * 1024
_FOREWORD = 2000  # letters within which a page begins
_PDF_WITHIN = 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM", b"GIF87a", b"GIF89a")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = "[Content_Types].xml"
_STATED: dict[str, Kind] = {
    "wordprocessingml.document.main": "docx",
    "ms-word.document.macroEnabled.main": "docx",
    "wordprocessingml.template.main": "docx",
}
_OPEN_DOCUMENT: dict[str, Kind] = {"spreadsheet": "ods", "text": "odt"}
# In OLE files names of streams stand in UTF-16.
_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|(?:html|head|body|table|script|meta|title|style|link|div|p|center|font|h[1-6])\b)",
    re.I | re.S,
)
_MHT = re.compile(
    r"(?=.*^MIME-Version:)(?=.*^Content-Type:\s*(multipart/related|text/html))", re.I | re.S | re.M
)
_MARKED = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\f\r\x1b")
_BROKEN = (
    0.02  # share of the letters that may be broken in a text, and of its bytes that may be control characters
)
_TABLE_NAMES = (".csv", ".tsv", ".tab", ".xls", ".txt")


def kind_of(path: Path) -> Kind:
    """Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(_LOOK)
    if head.startswith(_ZIP):
        return _in_container(path, head)
    if head.startswith(_OLE):
        return _in_compound(path)
    if head.startswith(_PICTURES):
        return "image"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    return _as_text(head, path.name.lower())


def _in_container(path: Path, head: bytes) -> Kind:
    types = ""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.replace("\\", "/") for name in archive.namelist()]
            with suppress(KeyError, RuntimeError, EOFError, zlib.error), archive.open(_TYPES) as stream:
                types = stream.read(_LOOK).decode("utf-8", "replace")
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        # Its list of parts stands at the end, which is lost: what its beginning names has to do.
        names = [
            one.decode("ascii", "replace") for one in re.findall(rb"PK\x03\x04.{26}([!-~]{4,60})", head, re.S)
        ]
    if "mimetype" in names:
        kind = re.search(rb"opendocument\.(spreadsheet|text)", head)
        if kind:
            return _OPEN_DOCUMENT[kind.group(1).decode()]
    # Where its parts lie is for their maker to choose; what they are is stated.
    for word, kind_stated in _STATED.items():
        if word in types:
            return kind_stated
    for pattern, found in PARTS:
        if any(re.search(pattern, name) for name in names):
            return found
    return "zip"


def _in_compound(path: Path) -> Kind:
    """The directory of an OLE file may stand anywhere in it."""
    content = path.read_bytes()
    return next((kind for name, kind in _STREAMS if f"{name}\0".encode("utf-16-le") in content), "unknown")


def _as_text(head: bytes, name: str) -> Kind:
    text = decoded(head, whole=len(head) < _LOOK)
    if text is None:
        return "unknown"
    start = text.lstrip("\ufeff \t\r\n")
    if "urn:schemas-microsoft-com:office:spreadsheet" in start[:2000] and start.startswith("<?xml"):
        return "spreadsheet_xml"
    if _HTML.match(start):
        return "html"
    if _MHT.match(start):
        return "mht"
    # What a server or a script said before the page stands before it in the file.
    if not start.startswith(("{", "[", "<")) and re.search(r"<(html|body)[\s>]", start[:_FOREWORD], re.I):
        return "html"
    if name.endswith(_TABLE_NAMES) and not start.startswith(("{", "[", "<")) and _is_separated(start):
        return "delimited"
    return "unknown"


def _is_separated(text: str) -> bool:
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return len(lines) > 1 and any(all(sign in line for line in lines[-2:]) for sign in "\t,;")


def decoded(content: bytes, whole: bool = True) -> str | None:
    """A text by its byte order mark, as UTF-8 or as GB18030, in this order; None where it is no text.

    A few broken characters do not make it another encoding. `whole`: the last character is not cut.
    """
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if len(content) - len(content.translate(None, _CONTROLS)) > _BROKEN * len(content):
        return None
    for encoding in ("utf-8", "gb18030"):
        text = content.decode(encoding, "replace")
        letters = sum(not one.isascii() for one in text)
        if text.count("\ufffd") - (not whole) <= _BROKEN * letters:
            return text
    return None
