"""Web pages saved as one file: a message of several parts, of which the root is the page (RFC 2557)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

from extractors.formats.blocks import FormatError, Reading, Sheet
from extractors.formats.detect import decoded
from extractors.formats.html import read_page
from extractors.formats.web.tree import Page, parse

_MOST_BYTES = 100 * 2**20
_MOST_PARTS = 2000
_TABS = re.compile(r"tabstrip", re.I)


def read(path: Path) -> Reading:
    """The root, or the pages of the file that its frames show. Raises FormatError, OSError."""
    if path.stat().st_size > _MOST_BYTES:
        raise FormatError("too_large", "a web page of this size is not read")
    message = message_from_bytes(path.read_bytes(), policy=policy.compat32)
    pages = _pages(message)
    if not pages:
        raise FormatError("damaged", "there is no web page in the file")
    root = pages[0]
    framed = _framed(root[1], pages[1:])
    damages: list[str] = []
    sheets = []
    for number, text in enumerate(framed or [root[1]], start=1):
        try:
            blocks, damaged = read_page(text)
        except FormatError:
            if len(framed) < 2:
                raise
            continue  # an empty sheet among others
        sheets.append(Sheet(number, blocks))
        damages += [one for one in damaged if one not in damages]
    return Reading(sheets, damages)


def _pages(message: Message) -> list[tuple[str, str]]:
    """Names and texts of the web pages in the file, the root first."""
    found: list[tuple[str, str]] = []
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
            found.insert(0 if is_root else len(found), (_name(str(part.get("Content-Location") or "")), text))
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


def _name(address: str) -> str:
    return re.split(r"[/\\]", address.strip())[-1].lower()


def _framed(root: str, others: list[tuple[str, str]]) -> list[str]:
    """The sheets of a workbook saved as a page: its root only frames them."""
    page: Page | None = parse(root)
    if page is None or not others or page.root.find(".//frameset") is None:
        return []
    return [text for name, text in others if not _TABS.search(name) and "<table" in text.lower()]
