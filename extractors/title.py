"""The title of a document: what is set largest, centred, at the head of its first pages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from extractors.captions import is_form_number, is_number, is_period, is_unit_line
from extractors.furniture import heads_of_page, is_furniture
from extractors.model import PageContent, TextLine
from extractors.title_lines import SAME_SIZE, difference, letter_size
from normalizers.text import clean, match_key

_LONGEST = 90
_PAGES = 3
_LARGER = 1.12  # times the size of the text by which a title exceeds it
_NEARLY = 0.97  # share of the largest size that the first of several titles has
_MUCH_LARGER = 1.3  # where it does not stand in the middle
_APART = 1.6  # heights of a line between two lines of one title
_COMPANION = 0.78  # share of the title's size that the rest of it has at least …
_ON_COVER = 0.66  # … and on a cover, a page of few letters
_FEW = 160
_OFF_CENTRE = 0.08  # share of the page's width between the middles of the page and of a centred line
_INDENT = 2.5  # letters by which a title in the size of the text stands in from both its sides
_MARGIN = 0.12  # share of the page's width that its margins take at most
_SHORT = 5  # letters of what may stand before it: 附件1
_HEAD = 0.45  # share of the page's height within which the number of a document stands
_CAPTION = re.compile(r"(?:附?表|图表?)[\d一二三四五六七八九十]")
_NO_TITLE = re.compile(
    r"\.{3,}|…{2,}|·{3,}|-\d+-$|^第[一二三四五六七八九十]+[部章]|^[(]?[一二三四五六七八九十]+[)、.]|^目录?$|^录$"
    r"|^\d+[.、]\D|^[—–-]{1,2}|^[^:]{2,14}:|[。,;:]$|^附件[\d一二三四五六七八九十]*:?$|^摘要$|^前言$"
)
_SENTENCE = re.compile("[，。；,;]")
_DATE = re.compile(
    r"[二〇○O零一三四五六七八九十\d]{2,4}年(?:[一二三四五六七八九十\d]{1,3}月)?(?:[一二三四五六七八九十\d]{1,3}日)?"
)
_DOCUMENT_NUMBER = re.compile(r"^\(?[\u4e00-\u9fff]{2,12}[(\[](?:19|20)\d\d[)\]]第?\d+号\)?$")
_LISTED = re.compile(
    r"^\d{1,3}\s+(?=[\u4e00-\u9fff])"
)  # the number under which a collection prints the paper
_YEAR_ALONE = re.compile(r"^(?:19|20)\d\d年度?$")


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one size set closely one under the other; `index` is the place of the first on the page."""

    index: int
    lines: list[TextLine]
    size: float

    @property
    def text(self) -> str:
        return clean("\n".join(line.text for line in self.lines))


@cache
def document_words() -> dict[str, Any]:
    """The words of documents.toml."""
    source = resources.files("extractors").joinpath("kinds/documents.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def find_title(pages: list[PageContent]) -> str:
    """The title as printed, its lines joined; empty when no line near the head stands out like one."""
    usual = _text_size(pages)
    running = [_LISTED.sub("", clean(line.text)) for line in heads_of_page(pages)]
    running = [text for text in running if _names_paper(match_key(text))]
    for page in pages[:_PAGES]:
        found = _title_of(page, usual, running)
        if found:
            return found
    return ""


def _title_of(page: PageContent, usual: float, running: list[str]) -> str:
    lines = [line for line in page.lines if not is_furniture(line, page, frozenset())]
    blocks = _blocks(lines, page)
    large = [b for b in blocks if b.size >= _LARGER * usual and _may_be_title(b, page)]
    large = _below_letterhead(large, lines, page)
    if not large:
        if page.number > 1:
            return ""
        return _first_on_left(blocks, usual) or next(iter(running), "") or _first_centred(lines, page)
    best = next(b for b in large if b.size >= _NEARLY * max(other.size for other in large))
    if running and _is_title_of_table(lines[: best.index]):
        return running[0]
    share = _ON_COVER if _is_cover(page) else _COMPANION
    parts = _with_companions(best, large, share * best.size)
    text = _LISTED.sub("", clean("\n".join(part.text for part in parts)))
    return text if len(match_key(text)) <= _LONGEST and not _YEAR_ALONE.match(match_key(text)) else ""


def _below_letterhead(large: list[_Block], lines: list[TextLine], page: PageContent) -> list[_Block]:
    """What stands below the number of the document, where it stands over the title: above it is the letterhead."""
    number = next(
        (
            k
            for k, line in enumerate(lines)
            if line.top < _HEAD * page.height and _DOCUMENT_NUMBER.match(match_key(line.text))
        ),
        -1,
    )
    return [b for b in large if b.index > number] or large


def _names_paper(key: str) -> bool:
    is_other = _stands_alone(key) or _SENTENCE.search(key) or _CAPTION.match(key)
    return _SHORT < len(key) <= _LONGEST and not is_other


def _is_title_of_table(above: list[TextLine]) -> bool:
    """Does the number of a table or of a form stand above a title?"""
    keys = [match_key(line.text) for line in above]
    return any(is_number(key) or is_form_number(key) for key in keys)


def _first_on_left(blocks: list[_Block], usual: float) -> str:
    """The first text of a page where it is set large and begins at the left, as on a page of the web."""
    first = next((b for b in blocks if len(match_key(b.text)) > _SHORT), None)
    is_large = first is not None and first.size >= _MUCH_LARGER * usual
    return first.text if first is not None and is_large and _names_paper(match_key(first.text)) else ""


def _first_centred(lines: list[TextLine], page: PageContent) -> str:
    """The first lines of a page whose title is set in the letters of its text: they stand alone in the middle."""
    left = min([_MARGIN * page.width, *(o.x0 for o in lines), *(t.xs[0] for t in page.tables)])
    right = max([(1 - _MARGIN) * page.width, *(o.x1 for o in lines), *(t.xs[-1] for t in page.tables)])
    found: list[TextLine] = []
    for line in lines:
        key, size = match_key(line.text), letter_size(line)
        is_inside = line.x0 - left > _INDENT * size and right - line.x1 > _INDENT * size
        if not is_inside or not _is_centred(line, page) or _stands_alone(key) or _CAPTION.match(key):
            if found or len(key) > _SHORT:
                break
            continue
        if found and line.top - found[-1].bottom > _APART * size:
            break
        found.append(line)
    text = clean("\n".join(line.text for line in found))
    return text if _names_paper(match_key(text)) else ""


def _text_size(pages: list[PageContent]) -> float:
    """The size below which a quarter of the letters on the first pages stay: that of the text, or of what is printed
    around the tables where there is none."""
    sizes: list[float] = []
    for page in pages[: _PAGES + 2]:
        for line in page.lines:
            sizes += [letter_size(line)] * len(match_key(line.text))
    return sorted(sizes)[len(sizes) // 4] if sizes else 0.0


def _blocks(lines: list[TextLine], page: PageContent) -> list[_Block]:
    found: list[_Block] = []
    for k, line in enumerate(lines):
        size = letter_size(line)
        last = found[-1] if found else None
        if (
            last is not None
            and difference(last.size, size) <= SAME_SIZE
            and line.top - last.lines[-1].bottom <= _APART * size
            and (_is_centred(last.lines[-1], page) or not _is_centred(line, page))
            and not _stands_alone(match_key(line.text))
            and not _stands_alone(match_key(last.lines[-1].text))
        ):
            last.lines.append(line)
        else:
            found.append(_Block(k, [line], size))
    return found


def _stands_alone(key: str) -> bool:
    """A line that is no part of a title, whatever its letters: a date, a number, a label with its value."""
    return bool(
        _NO_TITLE.search(key)
        or (_DATE.fullmatch(key) and not _YEAR_ALONE.match(key))
        or (is_period(key) and key.startswith("("))
        or is_number(key)
        or is_form_number(key)
        or is_unit_line(key)
        or _DOCUMENT_NUMBER.match(key)
    )


def _may_be_title(block: _Block, page: PageContent) -> bool:
    key = match_key(block.text)
    return (
        2 <= len(key) <= _LONGEST
        and not _CAPTION.match(key)
        and not _SENTENCE.search(key)
        and not _stands_alone(key)
        and not any(_NO_TITLE.search(match_key(line.text)) for line in block.lines)
        and any(_is_centred(line, page) for line in block.lines)
    )


def _is_centred(line: TextLine, page: PageContent) -> bool:
    return abs((line.x0 + line.x1) / 2 - page.width / 2) <= _OFF_CENTRE * page.width


def _is_cover(page: PageContent) -> bool:
    return not page.tables and sum(len(match_key(line.text)) for line in page.lines) < _FEW


def _with_companions(best: _Block, large: list[_Block], smallest: float) -> list[_Block]:
    """The block with those above and below it that are nearly as large and near: 2023年度 over 某局部门决算."""
    k = next(i for i, block in enumerate(large) if block is best)
    first = last = k
    while first and _belongs(large[first - 1], large[first], smallest):
        first -= 1
    while last + 1 < len(large) and _belongs(large[last], large[last + 1], smallest):
        last += 1
    return large[first : last + 1]


def _belongs(upper: _Block, lower: _Block, smallest: float) -> bool:
    is_next = lower.index == upper.index + len(upper.lines)
    gap = lower.lines[0].top - upper.lines[-1].bottom
    sizes = (upper.size, lower.size)
    return is_next and min(sizes) >= smallest and gap <= 2 * _APART * max(sizes)
