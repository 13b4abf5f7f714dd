"""What is printed on every page and is no part of the text: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter

from extractors.model import PageContent, TextLine
from normalizers.text import match_key

LINE_GAP = 45.0  # points between a table and the title that belongs to it
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_MARGIN = 0.1  # share of the page's height
_PAGE_NUMBER = re.compile(r"^[-—–·\s]*(第)?\s*\d{1,4}\s*(页)?(\s*[/共]\s*\d{1,4}\s*(页)?)?[-—–·\s]*$")


def is_furniture(line: TextLine, page: PageContent, running: frozenset[str]) -> bool:
    """Page numbers and running heads: no part of the text."""
    edge = _in_margin(line, page)
    if edge and _running_key(line) in running:
        return True
    # On a landscape page the number stands further in, measured by the page's height.
    foot = line.top > 0.83 * page.height and all(other.top < line.bottom for other in page.lines)
    return (edge or foot) and bool(_PAGE_NUMBER.match(match_key(line.text)))


def running_heads(pages: list[PageContent]) -> frozenset[str]:
    """Texts that stand at one height in the margin of several pages: of three, in a short document of two.

    A text that stands over a table wherever it is printed is the title of a table that takes several pages, or its
    unit; a running head stands over prose as well.
    """
    seen: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.lines if _in_margin(line, page)]
        over = _over_first_table(page)
        seen.update({_running_key(line) for line in lines})
        titles.update({_running_key(line) for line in lines if line in over})
    enough = 3 if len(pages) > 3 else 2
    return frozenset(key for key, count in seen.items() if count >= enough and titles[key] < count)


def heads_of_page(pages: list[PageContent]) -> list[TextLine]:
    """The lines in the upper margin of the first page that stand there on others, too, or that name a year."""
    if not pages:
        return []
    seen = Counter(_running_key(line) for page in pages for line in page.lines if _in_margin(line, page))
    over = [line for line in pages[0].lines if line.bottom < _MARGIN * pages[0].height]
    return [
        line
        for line in over
        if (seen[_running_key(line)] > 1 or _YEAR.search(match_key(line.text)))
        and not _PAGE_NUMBER.match(match_key(line.text))
    ]


def middle(line: TextLine) -> float:
    """The height of a line. Fonts whose boxes are too tall let it overlap what stands above and below."""
    return (line.top + line.bottom) / 2


def _over_first_table(page: PageContent) -> list[TextLine]:
    """The lines over the page's first table from which no gap parts it."""
    if not page.tables:
        return []
    reach = page.tables[0].top
    found: list[TextLine] = []
    for line in sorted((one for one in page.lines if middle(one) < reach), key=middle, reverse=True):
        if reach - line.bottom > LINE_GAP:
            break
        found.append(line)
        reach = min(reach, line.top)
    return found


def _in_margin(line: TextLine, page: PageContent) -> bool:
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


def _running_key(line: TextLine) -> str:
    return re.sub(r"\d+", "#", match_key(line.text)) + f"@{round(line.top / 6)}"
