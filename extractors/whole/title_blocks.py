"""Lines at the head of a page as blocks of one size, and which of them may be the title of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.model import PageContent, TextLine
from extractors.vocabulary import is_form_number, is_number, is_period, is_unit_line
from extractors.whole.title_lines import SAME_SIZE, difference, letter_size
from normalizers.text import clean, match_key

LONGEST = 90
LARGER = 1.12  # times the size of the text by which a title exceeds it
APART = 1.6  # heights of a line between two lines of one title
SHORT = 5  # letters of what may stand before it: 附件1
_OFF_CENTRE = 0.08  # share of the page's width between the middles of the page and of a centred line
_FULL = 0.6  # share of the page's width that a full line has
_REST = 2  # letters that a line lacks room for
_OF_TEXT = 20  # letters of a line of text
CAPTION = re.compile(r"(?:附?表|图表?)[\d一二三四五六七八九十]")
_NO_TITLE = re.compile(
    r"\.{3,}|…{2,}|·{3,}|-\d+-$|^第[一二三四五六七八九十]+[部章]|^[(]?[一二三四五六七八九十]+[)、.]|^目录?$|^录$"
    r"|^\d+[.、]\D|^[—–-]{1,2}|^[^:]{2,14}:|[。,;:]$|^附件[\d一二三四五六七八九十]*:?$|^摘要$|^前言$"
)
_SENTENCE = re.compile("[，。；,;]")
_DATE = re.compile(
    r"[二〇○O零一三四五六七八九十\d]{2,4}年(?:[一二三四五六七八九十\d]{1,3}月)?(?:[一二三四五六七八九十\d]{1,3}日)?"
)
DOCUMENT_NUMBER = re.compile(r"^\(?[\u4e00-\u9fff]{2,12}[(\[](?:19|20)\d\d[)\]]第?\d+号\)?$")
YEAR_ALONE = re.compile(r"^(?:19|20)\d\d年度?$")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size set closely one under the other; `index` is the place of the first on the page."""

    index: int
    lines: list[TextLine]
    size: float

    @property
    def text(self) -> str:
        return clean("\n".join(line.text for line in self.lines))


def blocks_of(lines: list[TextLine], page: PageContent) -> list[Block]:
    """The lines of a page, from top to bottom, as blocks."""
    found: list[Block] = []
    for k, line in enumerate(lines):
        size = letter_size(line)
        last = found[-1] if found else None
        if (
            last is not None
            and difference(last.size, size) <= SAME_SIZE
            and line.top - last.lines[-1].bottom <= APART * size
            and (is_centred(last.lines[-1], page) or not is_centred(line, page))
            and not _stands_alone([*last.lines, line], page)
            and not _stands_alone(last.lines, page)
        ):
            last.lines.append(line)
        else:
            found.append(Block(k, [line], size))
    return found


def may_be_title(block: Block, page: PageContent) -> bool:
    """Does a block stand in the middle and read like no sentence, number, date or label?"""
    key = match_key(block.text)
    return (
        2 <= len(key) <= LONGEST
        and not CAPTION.match(key)
        and not _SENTENCE.search(key)
        and not stands_alone(key)
        and not any(
            _NO_TITLE.search(match_key(line.text)) and not _is_rest(block.lines[: k + 1], page)
            for k, line in enumerate(block.lines)
        )
        and any(is_centred(line, page) for line in block.lines)
    )


def names_paper(key: str) -> bool:
    """May a line (a match key) be a title, wherever it stands?"""
    is_other = stands_alone(key) or _SENTENCE.search(key) or CAPTION.match(key)
    return SHORT < len(key) <= LONGEST and not is_other


def stands_alone(key: str) -> bool:
    """A line that is no part of a title, whatever its letters: a date, a number, a label with its value."""
    return bool(
        _NO_TITLE.search(key)
        or (_DATE.fullmatch(key) and not YEAR_ALONE.match(key))
        or (is_period(key) and key.startswith("("))
        or is_number(key)
        or is_form_number(key)
        or is_unit_line(key)
        or DOCUMENT_NUMBER.match(key)
    )


def _stands_alone(lines: list[TextLine], page: PageContent) -> bool:
    """Is the last of these lines no part of a title?"""
    return stands_alone(match_key(lines[-1].text)) and not _is_rest(lines, page)


def _is_rest(lines: list[TextLine], page: PageContent) -> bool:
    """Is the last of these lines a letter or two that found no room on the full line above: 目 under …服务项?"""
    if len(lines) < 2 or len(match_key(lines[-1].text)) > _REST:
        return False
    return lines[-2].x1 - lines[-2].x0 >= _FULL * page.width


def is_text(line: TextLine, usual: float) -> bool:
    """A line of a sentence: behind it no title follows."""
    key = match_key(line.text)
    return letter_size(line) < LARGER * usual and len(key) > _OF_TEXT and bool(_SENTENCE.search(key))


def is_centred(line: TextLine, page: PageContent) -> bool:
    """Does a line stand in the middle of its page?"""
    return abs((line.x0 + line.x1) / 2 - page.width / 2) <= _OFF_CENTRE * page.width
