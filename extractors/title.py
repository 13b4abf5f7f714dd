"""The title of a document: what is printed large at the head of its first pages."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from extractors.model import PageContent, TextLine
from normalizers.text import clean, match_key

_LONGEST = 90
_PAGES = 3
_CAPTION = re.compile(r"(?:附?表|图表?)[\d一二三四五六七八九十]")
_LIST_LINE = re.compile(
    r"(\.{3,}|…{2,}|·{3,})|-\d+-$|^第[一二三四五六七八九十]+部分|^[一二三四五六七八九十]+、|^目录$|^\("
)


@cache
def document_words() -> dict[str, Any]:
    """The words of documents.toml."""
    source = resources.files("extractors").joinpath("kinds/documents.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def find_title(pages: list[PageContent]) -> str:
    """The title as printed, its lines joined; empty when no line near the head reads like one."""
    best: tuple[float, str] | None = None
    for page in pages[:_PAGES]:
        lines = page.lines
        index = 0
        while index < len(lines):
            last = _run_end(lines, index)
            text = clean("\n".join(line.text for line in lines[index : last + 1]))
            weight = _weight(text, lines[index], page)
            if weight is not None and (best is None or weight > best[0] + 0.5):
                best = (weight, text)
            index = last + 1
        if best is not None:
            break
    return best[1] if best else ""


def _run_end(lines: list[TextLine], index: int) -> int:
    """Last line of the run of equally large, closely set lines that begins at index."""
    last = index
    height = lines[index].bottom - lines[index].top
    while last + 1 < len(lines):
        below = lines[last + 1]
        size = below.bottom - below.top
        if abs(size - height) > 0.06 * height or below.top - lines[last].bottom > 1.6 * height:
            break
        if _ends_title(match_key(lines[last].text)) and len(match_key(below.text)) > 4:
            break
        last += 1
    return last


def _ends_title(key: str) -> bool:
    return key.rstrip(")").endswith(tuple(document_words()["title_endings"]))


def _weight(text: str, line: TextLine, page: PageContent) -> float | None:
    """The height of the letters, for a text that reads like a title."""
    key = match_key(text)
    bare = re.sub(r"\([^()]*\)$", "", key)
    if (
        _CAPTION.match(key)
        or not 4 <= len(key) <= _LONGEST
        or _LIST_LINE.search(key)
        or key.endswith(("。", "，", "；", ":"))
    ):
        return None
    if not (_ends_title(bare) or _ends_title(key)):
        return None
    return line.bottom - line.top
