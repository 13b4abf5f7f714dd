"""Titles that are not set large in the middle: at the left, in the letters of the text, over the title of a table, or
run into the first sentence."""

from __future__ import annotations

import re

from extractors.model import PageContent, TextLine
from extractors.whole.title_blocks import APART, CAPTION, SHORT, Block, is_centred, names_paper, stands_alone
from extractors.whole.title_lines import letter_size
from normalizers.text import clean, match_key

_MUCH_LARGER = 1.3  # where it does not stand in the middle
_INDENT = 2.5  # letters by which a title in the size of the text stands in from both its sides
_MARGIN = 0.12  # share of the page's width that its margins take at most

_RUN_IN_LINES = 4
# 某市2031年渠道清淤项目绩效评价报告 为检验该项目的绩效，…: no sentence goes on so behind the name of its paper.
_RUN_IN = re.compile(
    r"(?P<title>[^，。；：,;:、]{8,80}?(?:报告|方案|决算|自评表))\s*"
    r"(?:为(?:了|进一步|全面|检验|加强|规范|提高|贯彻|落实|做好|切实)|根据|按照|依据|受[^，。]{2,30}委托)"
)


def first_on_left(blocks: list[Block], usual: float) -> str:
    """The first text of a page where it is set large and begins at the left, as on a page of the web."""
    first = next((b for b in blocks if len(match_key(b.text)) > SHORT), None)
    is_large = first is not None and first.size >= _MUCH_LARGER * usual
    return first.text if first is not None and is_large and names_paper(match_key(first.text)) else ""


def first_centred(lines: list[TextLine], page: PageContent) -> str:
    """The first lines of a page whose title is set in the letters of its text: they stand alone in the middle."""
    left = min([_MARGIN * page.width, *(o.x0 for o in lines), *(t.xs[0] for t in page.tables)])
    right = max([(1 - _MARGIN) * page.width, *(o.x1 for o in lines), *(t.xs[-1] for t in page.tables)])
    found: list[TextLine] = []
    for line in lines:
        key, size = match_key(line.text), letter_size(line)
        is_inside = line.x0 - left > _INDENT * size and right - line.x1 > _INDENT * size
        if not is_inside or not is_centred(line, page) or stands_alone(key) or CAPTION.match(key):
            if found or len(key) > SHORT:
                break
            continue
        if found and line.top - found[-1].bottom > APART * size:
            break
        found.append(line)
    text = clean("\n".join(line.text for line in found))
    return text if names_paper(match_key(text)) else ""


def over_caption(lines: list[TextLine]) -> str:
    """The first line of a page that prints all alike, where the title of a table follows."""
    keys = [match_key(line.text) for line in lines[:2]]
    is_over = len(keys) > 1 and bool(CAPTION.match(keys[1])) and names_paper(keys[0])
    return clean(lines[0].text) if is_over else ""


def run_into_text(lines: list[TextLine]) -> str:
    """The name of the paper, where the first sentence of a page begins with it and goes on like a first sentence."""
    rest = [line for line in lines if not stands_alone(match_key(line.text))][:_RUN_IN_LINES]
    found = _RUN_IN.match(clean("\n".join(line.text for line in rest)))
    return found["title"].strip() if found and names_paper(match_key(found["title"])) else ""
