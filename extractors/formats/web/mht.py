"""Web pages saved as one file: a message of several parts, of which the root is the page (RFC 2557)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

from extractors.formats.blocks import FormatError, Grid, Reading, Sheet
from extractors.formats.detect import decoded
from extractors.formats.web.html import read_page
from extractors.formats.web.tree import Page, parse

_MOST_BYTES = 100 * 2**20
_MOST_PARTS = 2000
_TABS = re.compile(r"tabstrip", re.I)
_SHEET = re.compile(r"<x:ExcelWorksheet>(.*?)</x:ExcelWorksheet>", re.I | re.S)
_SOURCE = re.compile(r"""<x:WorksheetSource\s[^>]*HRef=["']?([^"'>]+)""", re.I)
_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>", re.I)
_HIDDEN = re.compile(r"<x:Visible>\s*Sheet(Very)?Hidden\s*</x:Visible>", re.I)


def read(path: Path) -> Reading:
    """The root, or the pages of the file that its frames show. Raises FormatError, OSError."""
    if path.stat().st_size > _MOST_BYTES:
        raise FormatError("too_large", "a web page of this size is not read")
    message = message_from_bytes(path.read_bytes(), policy=policy.compat32)
    pages = _pages(message)
    if not pages:
        raise FormatError("damaged", "there is no web page in the file")
    return _sheets(pages)


def _sheets(pages: list[_Part]) -> Reading:
    """The root as one sheet, or the sheets of the workbook that it frames, hidden ones counted and left out."""
    framed = _framed(pages[0].text, pages[1:])
    if not framed:
        return read_page(pages[0].text)
    found = Reading([])
    for number, part in enumerate(framed, start=1):
        if part.is_hidden:
            continue
        try:
            page = read_page(part.text)
        except FormatError as error:
            if error.code != "empty":
                raise
            page = Reading([Sheet(1)])
        [own] = page.sheets
        blocks = own.blocks
        for cell in (cell for block in blocks if isinstance(block, Grid) for cell in block.cells):
            cell.place = f"{part.name} {cell.place}"
        found.sheets.append(Sheet(number, blocks, part.name))
        found.damages += [one for one in page.damages if one not in found.damages]
        found.unread += [one for one in page.unread if one not in found.unread]
    found.has_pages = len(found.sheets) > 1
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """A web page in the file: `name` of the part, or of the sheet that it is."""

    name: str
    text: str
    is_hidden: bool = False


def _pages(message: Message) -> list[_Part]:
    """The web pages in the file, the root first."""
    found: list[_Part] = []
    start = str(message.get_param("start") or "")
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            break
        if part.get_content_type() != "text/html":
            continue
        content = part.get_payload(decode=True)
        text = _text(part, content) if isinstance(content, bytes) else None
        if text is not None:
            is_root = bool(start) and part.get("Content-ID", "") == start
            name = _last(str(part.get("Content-Location") or ""))
            found.insert(0 if is_root else len(found), _Part(name, text))
    return found


def _text(part: Message, content: bytes) -> str | None:
    """By its bytes; what neither UTF-8 nor GB18030 makes a text of, by what the part says."""
    text = decoded(content)
    if text is None:
        try:
            text = content.decode(part.get_content_charset() or "gb18030", "replace")
        except LookupError:
            return None
    return text


def _last(address: str) -> str:
    return re.split(r"[/\\]", address.strip())[-1].lower()


def _framed(root: str, others: list[_Part]) -> list[_Part]:
    """The sheets that a workbook saved as a page lists, in their order; else the pages that its frames may show."""
    page: Page | None = parse(root)
    if page is None or not others or page.root.find(".//frameset") is None:
        return []
    by_name = {part.name: part for part in others}
    listed = []
    for sheet in _SHEET.findall(root):
        source, name = _SOURCE.search(sheet), _NAME.search(sheet)
        part = by_name.get(_last(source.group(1))) if source else None
        if part is not None:
            said = html.unescape(name.group(1)).strip() if name else part.name
            listed.append(_Part(said, part.text, bool(_HIDDEN.search(sheet))))
    return listed or [
        part for part in others if not _TABS.search(part.name) and "<table" in part.text.lower()
    ]
