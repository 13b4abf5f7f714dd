"""The title of a document: what is set largest, centred, at the head of its first pages."""

from __future__ import annotations

import re
from dataclasses import replace
from os.path import commonprefix

from extractors.model import PageContent, TextLine
from extractors.vocabulary import is_form_number, is_number
from extractors.whole.furniture import heads_of_page, is_furniture
from extractors.whole.plain_titles import first_centred, first_on_left, over_caption, run_into_text
from extractors.whole.title_blocks import (
    APART,
    DOCUMENT_NUMBER,
    LARGER,
    LONGEST,
    YEAR_ALONE,
    Block,
    blocks_of,
    is_text,
    may_be_title,
    names_paper,
)
from extractors.whole.title_lines import letter_size
from normalizers.text import clean, match_key

_PAGES = 3
_NEARLY = 0.97  # share of the largest size that the first of several titles has
_COMPANION = 0.78  # share of the title's size that the rest of it has at least …
_ON_COVER = 0.66  # … and on a cover, a page of few letters
_FEW = 160
_GUTTER = 0.03  # share of the page's width by which a column may pass its middle
_FEWEST = 5  # lines of a column
_ACROSS = 3  # lines that may stand across both columns
_HEAD = 0.45  # share of the page's height within which the number of a document stands
_SAME_BEGINNING = 10  # letters, and half of the longer, that two titles of one thing share
_ABOUT = re.compile(r"关于.{2,}")
_LISTED = re.compile(
    r"^\d{1,3}\s+(?=[\u4e00-\u9fff])"
)  # the number under which a collection prints the paper


def find_title(pages: list[PageContent]) -> str:
    """The title as printed, its lines joined; empty when no line near the head stands out like one."""
    usual = _text_size(pages)
    running = [_LISTED.sub("", clean(line.text)) for line in heads_of_page(pages)]
    running = [text for text in running if names_paper(match_key(text))]
    for page in pages[:_PAGES]:
        found = _large_title(page, usual, running)
        if not found and page.number == 1:
            found = _large_title(_first_column(page), usual, []) or _plain_title(page, usual, running)
        if found:
            return found
    return ""


def _lines(page: PageContent) -> list[TextLine]:
    return [
        line
        for line in page.lines
        if not is_furniture(line, page, frozenset()) and not _is_in_table(line, page)
    ]


def _plain_title(page: PageContent, usual: float, running: list[str]) -> str:
    """A title that is not set large in the middle."""
    lines = _lines(page)
    at_left = first_on_left(blocks_of(lines, page), usual)
    printed = at_left or next(iter(running), "") or first_centred(lines, page) or over_caption(lines)
    return printed or run_into_text(lines)


def _first_column(page: PageContent) -> PageContent:
    """The first of two columns of text as a page of its own; an empty page where there are none."""
    left = [line for line in page.lines if line.x1 <= (0.5 + _GUTTER) * page.width]
    right = [line for line in page.lines if line.x0 >= (0.5 - _GUTTER) * page.width]
    if min(len(left), len(right)) < _FEWEST or len(left) + len(right) < len(page.lines) - _ACROSS:
        return replace(page, lines=[], tables=[])
    sides = min(line.x0 for line in left) + max(line.x1 for line in left)
    return replace(page, lines=left, width=sides)


def _large_title(page: PageContent, usual: float, running: list[str]) -> str:
    lines = _lines(page)
    blocks = blocks_of(lines, page)
    end = next((k for k, line in enumerate(lines) if is_text(line, usual)), len(lines))
    large = [b for b in blocks if b.index < end and b.size >= LARGER * usual and may_be_title(b, page)]
    number = _number_of_document(lines, page)
    below = [b for b in large if b.index > number]
    if number >= 0 and not below and (plain := _plain_below(lines[number + 1 :], page)):
        return plain
    large = below or large
    if not large:
        return ""
    best = next(b for b in large if b.size >= _NEARLY * max(other.size for other in large))
    if running and _is_title_of_table(lines[: best.index]):
        return running[0]
    share = _ON_COVER if _is_cover(page) else _COMPANION
    parts = _with_companions(best, large, share * best.size)
    text = _LISTED.sub("", clean("\n".join(_told_once(parts))))
    return text if len(match_key(text)) <= LONGEST and not YEAR_ALONE.match(match_key(text)) else ""


def _number_of_document(lines: list[TextLine], page: PageContent) -> int:
    """The line with the number of the document at the head of a page, above which is the letterhead; -1 without."""
    heads = (
        k
        for k, line in enumerate(lines)
        if line.top < _HEAD * page.height and DOCUMENT_NUMBER.match(match_key(line.text))
    )
    return next(heads, -1)


def _plain_below(lines: list[TextLine], page: PageContent) -> str:
    """A title in the letters of the text below the number of the document: 甲市财政局关于…的通知."""
    found = first_centred(lines, page)
    return found if _ABOUT.search(match_key(found)) else ""


def _is_title_of_table(above: list[TextLine]) -> bool:
    """Does the number of a table or of a form stand above a title?"""
    keys = [match_key(line.text) for line in above]
    return any(is_number(key) or is_form_number(key) for key in keys)


def _is_in_table(line: TextLine, page: PageContent) -> bool:
    """Is a line printed across a table, as a watermark is?"""
    return any(table.top < line.top and line.bottom < table.bottom for table in page.tables)


def _text_size(pages: list[PageContent]) -> float:
    """The size below which a quarter of the letters on the first pages stay: that of the text, or of what is printed
    around the tables where there is none."""
    sizes: list[float] = []
    for page in pages[: _PAGES + 2]:
        for line in page.lines:
            sizes += [letter_size(line)] * len(match_key(line.text))
    return sorted(sizes)[len(sizes) // 4] if sizes else 0.0


def _is_cover(page: PageContent) -> bool:
    return not page.tables and sum(len(match_key(line.text)) for line in page.lines) < _FEW


def _with_companions(best: Block, large: list[Block], smallest: float) -> list[Block]:
    """The block with those above and below it that are nearly as large and near: 2023年度 over 某局部门决算."""
    k = next(i for i, block in enumerate(large) if block is best)
    first = last = k
    while first and _belongs(large[first - 1], large[first], smallest):
        first -= 1
    while last + 1 < len(large) and _belongs(large[last], large[last + 1], smallest):
        last += 1
    return large[first : last + 1]


def _told_once(parts: list[Block]) -> list[str]:
    """The lines without those that later ones tell anew: a web page prints its title once more over the article, or
    its heading over the title of the form, and no title begins twice in the same way."""
    found: list[list[str]] = []
    for part in parts:
        for n, line in enumerate(part.lines):
            if n == 0 or _begin_alike(match_key(found[-1][0]), match_key(line.text)):
                found.append([])
            found[-1].append(line.text)
    keys = [match_key("".join(lines)) for lines in found]
    later = [keys[n + 1 :] for n in range(len(keys))]
    return [
        line
        for n, lines in enumerate(found)
        if not any(_begin_alike(keys[n], other) for other in later[n])
        for line in lines
    ]


def _begin_alike(key: str, other: str) -> bool:
    alike = len(commonprefix((key, other)))  # noqa: RUF071 - characters are meant
    return key == other or (alike >= _SAME_BEGINNING and 2 * alike > max(len(key), len(other)))


def _belongs(upper: Block, lower: Block, smallest: float) -> bool:
    is_next = lower.index == upper.index + len(upper.lines)
    gap = lower.lines[0].top - upper.lines[-1].bottom
    sizes = (upper.size, lower.size)
    return is_next and min(sizes) >= smallest and gap <= 2 * APART * max(sizes)
