"""Saved web pages, and what is a web page whatever its name: tables that systems export as .xls, pages made by Word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from extractors.formats.blocks import Block, FormatError, Paragraph, Reading, Sheet
from extractors.formats.detect import decoded
from extractors.formats.web import Styles, blocks_of, cut_to_article, drop_hidden, parse
from extractors.formats.web.notes import Parts, another_page, unread_in, unread_parts
from extractors.formats.web.tree import Page
from extractors.formats.web.words import words

_MOST_BYTES = 100 * 2**20
_TITLE = {"text-align": "center", "font-size": "18pt"}
_NEXT_TO_NOTHING = 120  # letters of a page that says no more than why it is not there


def read(path: Path) -> Reading:
    """Raises FormatError, OSError."""
    if path.stat().st_size > _MOST_BYTES:
        raise FormatError("too_large", "a web page of this size is not read")
    text = decoded(path.read_bytes())
    if text is None:
        raise FormatError("damaged", "the letters of the page are of no known encoding")
    return read_page(text)


def read_page(text: str) -> Reading:
    """What the article of a page shows, and what of it was not read. Raises FormatError."""
    found = _read(text, with_scripts=False)
    if found.says_next_to_nothing:
        # Some pages hide all their text until their scripts have run.
        at_last = _read(text, with_scripts=True)
        found = found if at_last.says_next_to_nothing else at_last
    if found.says_next_to_nothing:
        _refuse_what_is_no_document(found)
    return Reading([Sheet(1, found.blocks)], found.damages, unread=found.unread)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of a page, and what was not. `links`: those of the whole page; `parts`: frames and pictures."""

    blocks: list[Block]
    damages: list[str]
    unread: list[str]
    title: str
    links: int
    parts: Parts

    @property
    def said(self) -> str:
        return " ".join(block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def says_next_to_nothing(self) -> bool:
        return len(self.said) < _NEXT_TO_NOTHING and all(
            isinstance(block, Paragraph) for block in self.blocks
        )


def _read(text: str, with_scripts: bool) -> _Found:
    page = parse(text)
    if page is None:
        raise FormatError("empty", "the page shows nothing")
    damages = [] if page.is_whole else ["the page is nested too deeply; what follows was not read"]
    title = _head_title(page)
    parts = unread_parts(page)
    declared = drop_hidden(page.body, Styles.of(page.root), with_scripts)
    article = cut_to_article(page.body, title)
    if article.title is not None:
        # Most sites centre it by a sheet that is not in the page.
        declared[article.title] = _TITLE | declared.get(article.title, {})
    unread = unread_in(page.body)
    found = _Found(blocks_of(page.body, declared), damages, unread, title, article.links, parts)
    if parts.frames and found.says_next_to_nothing:
        unread += [what for what in map(another_page, parts.frames[:1]) if what not in unread]
    return found


def _head_title(page: Page) -> str:
    for meta in page.root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and meta.get("content"):
            return str(meta.get("content"))
    title = page.root.find(".//title")
    return "" if title is None else re.sub(r"\s+", " ", title.text_content()).strip()


def _says(text: str, word: str) -> bool:
    """Does a text hold a word? A number counts when it is no part of a longer one (第1502号)."""
    return re.search(rf"(?<!\d){word}(?!\d)" if word.isdigit() else re.escape(word), text) is not None


def _refuse_what_is_no_document(found: _Found) -> None:
    text = f"{found.title} {found.said}".strip()
    if any(_says(text, word) for word in words("error_words")):
        raise FormatError("unknown", f"a web page that says: {text[:80]}")
    if found.said:
        return
    if found.parts.frames:
        raise FormatError(
            "empty", f"the page only frames another; open that one and save it: {found.parts.frames[0]}"
        )
    if found.parts.has_pictures and not found.links:
        raise FormatError("empty", "the page shows pictures alone; save those and read them")
    if found.links:
        raise FormatError("empty", "the page only links to others; open those and save them")
    raise FormatError("empty", "the page shows nothing without its scripts; open it and print it to a PDF")
