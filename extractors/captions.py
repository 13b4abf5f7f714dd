"""The words around a table: its title, its unit line and the prose before it."""

from __future__ import annotations

import re
from collections import Counter

from extractors.model import PageContent, TextLine
from normalizers import units
from normalizers.text import clean, match_key

_NUMBERED = re.compile(r"^(附件|附表|续表|表|图表|附|Table|TABLE)\s*[\d一二三四五六七八九十]+")
_FILLER = "填报|编制|预算|实施|项目|主管|填表|申报|公开|用款|责任"
# Applied to match keys. What a unit line states ends where the next 单位: on the same line begins, or at a bracket
# that is none of a unit's own: 户、台(套)、万元.
_UNIT = re.compile(
    r"[(\[]?(?:计量|金额|货币)?单位(?:名称)?:"
    rf"((?:(?!(?:{_FILLER}|计量|金额|货币)?单位(?:名称)?:)(?:[^()\[\]]|\([^()]{{1,3}}\)(?=[、,/])))+)[)\]]?"
)
_ORGANISATION = re.compile(r"(填报|编制|预算|实施|项目|主管|填表|申报|公开)?单位(名称)?[:：(]")
# Lines over a table that say who filled it in, and the number of the form: no titles.
_FILLED_IN = re.compile(
    r"^(填报|编制|编报|填表|公开|部门|单位|主管|预算|实施|项目实施|申报|制表)?(单位|部门|机构|日期|时间|人|名称)"
    r"(名称|\([^()]*\))*:|^(预算)?公开表?\d{1,2}(-\d+)?表?(?=$|部门|单位|编制|金额)|^(财|预|决)[^，。]{0,4}\d{1,2}表$"
)
_SENTENCE_END = tuple("。；，,;.")
_CONTINUED = re.compile(r"^\(?(续表?|接上表|续上表)\)?")
_PAGE_NUMBER = re.compile(r"^[-—–·\s]*(第)?\s*\d{1,4}\s*(页)?(\s*[/共]\s*\d{1,4}\s*(页)?)?[-—–·\s]*$")
_PERIOD_LINE = re.compile(r"^[(]?\s*\d{4}\s*年(度)?\s*[)]?$")
# Applied to the printed text: a match key has lost its note marks.
_FOOTNOTE = re.compile(
    r"([\[［〔]?\d{1,2}[\]］〕]|[①-⑳]|注\s*[:：\d]|备注\s*[:：]|说明\s*[:：]|数据来源|资料来源|[*＊])"
)
# In front of a section's heading.
_SECTION = re.compile(r"^(\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十\d]+[、.])")
_WHOLE = ("表", "表格")
_SAME_SIZE = 0.1  # share by which the letters of a title's two lines may differ
MAX_TITLE = 90
LINE_GAP = 45.0  # points between a table and the title that belongs to it


def is_furniture(line: TextLine, page: PageContent, running: frozenset[str]) -> bool:
    """Page numbers and running heads: no part of the text."""
    edge = line.bottom < 0.1 * page.height or line.top > 0.9 * page.height
    if edge and _running_key(line) in running:
        return True
    # On a landscape page the number stands further in, measured by the page's height.
    foot = line.top > 0.83 * page.height and all(other.top < line.bottom for other in page.lines)
    return (edge or foot) and bool(_PAGE_NUMBER.match(match_key(line.text)))


def running_heads(pages: list[PageContent]) -> frozenset[str]:
    """Texts that stand at one height in the margin of several pages: of three, in a short document of two."""
    seen: Counter[str] = Counter()
    for page in pages:
        keys = {
            _running_key(line)
            for line in page.lines
            if line.bottom < 0.1 * page.height or line.top > 0.9 * page.height
        }
        seen.update(keys)
    enough = 3 if len(pages) > 3 else 2
    return frozenset(key for key, count in seen.items() if count >= enough)


def _running_key(line: TextLine) -> str:
    return re.sub(r"\d+", "#", match_key(line.text)) + f"@{round(line.top / 6)}"


def is_footnote(line: TextLine) -> bool:
    """A note under a table does not end it."""
    return bool(_FOOTNOTE.match(line.text.strip()))


def is_continuation_mark(text: str) -> bool:
    """续表 and the like, or a unit line that is printed again on the next page."""
    key = match_key(text)
    return bool(_CONTINUED.match(key)) or bool(_UNIT.fullmatch(key))


def unit_of(text: str) -> str:
    """The unit a line states (``单位：万元`` gives 万元); empty when it states none."""
    key = match_key(text)
    stated = [
        found[1] for found in _UNIT.finditer(key) if not re.search(rf"({_FILLER})$", key[: found.start()])
    ]
    # 单位名称：某某局　单位：万元 names an organisation and then the unit.
    return next((text for text in stated if units.lookup(text)), stated[0] if stated else "")


def title_above(lines: list[TextLine], top: float, x0: float, x1: float) -> tuple[str, str, list[str]]:
    """Caption, unit text and context from the lines above `top`, nearest last.

    `lines` are the page's lines without furniture that end above the table, from top to bottom.
    """
    caption: list[str] = []
    lower: TextLine | None = None  # the first line of the caption as far as it is known
    unit = ""
    period = ""
    reach = top
    rest = list(lines)
    while rest:
        line = rest[-1]
        if reach - line.bottom > LINE_GAP:
            break
        key = match_key(line.text)
        stated = unit_of(line.text)
        if caption and _UNIT.fullmatch(key):
            break
        if not caption and stated and (not unit):
            unit = stated
            before = key[: key.find("单位")].rstrip("(金额货币计量[")
            if len(before) < 4 or _ORGANISATION.search(key[: key.rfind("单位")]):
                rest.pop()
                reach = line.top
                continue
        if not caption and _FILLED_IN.match(key):
            pass
        elif not caption and _PERIOD_LINE.match(key):
            period = line.text
        elif (lower and not _wraps(line, lower, caption, x1 - x0)) or not _is_title(key, bool(caption)):
            break
        else:
            caption.insert(0, line.text)
            lower = line
            if _NUMBERED.match(key):
                rest.pop()
                reach = line.top
                break
        rest.pop()
        reach = line.top
    above = rest[-1] if caption and rest and reach - rest[-1].bottom <= LINE_GAP else None
    if above is not None and not unit and _UNIT.fullmatch(match_key(above.text)):
        unit = unit_of(above.text)  # the unit above the title: nothing else stands between it and the table
    text = clean("\n".join(caption))
    if not text and period:
        text = clean(period)
    return _without_unit(text), unit, [line.text for line in rest[-3:]]


def _wraps(line: TextLine, lower: TextLine, caption: list[str], width: float) -> bool:
    """May this line be the beginning of the caption whose lower part is known?

    Not when its letters are of another size, nor when it is whole by itself: the title of a set of tables, or a
    section's heading that the caption repeats.
    """
    key, known = match_key(line.text), match_key("".join(caption))
    if _NUMBERED.match(match_key(lower.text)):
        return False
    if _NUMBERED.match(key):
        return True
    height, lower_height = line.bottom - line.top, lower.bottom - lower.top
    if abs(height - lower_height) > _SAME_SIZE * max(height, lower_height):
        return False
    if key.endswith(_WHOLE) or known.startswith(_SECTION.sub("", key)):
        return False
    return line.x1 - line.x0 > 0.6 * width


def _is_title(key: str, lower_part_known: bool) -> bool:
    if _NUMBERED.match(key) and len(key) <= MAX_TITLE:
        return True
    limit = MAX_TITLE if lower_part_known else 60
    return len(key) <= limit and not key.endswith(_SENTENCE_END) and not key.endswith(":")


def _without_unit(text: str) -> str:
    """Cut a unit statement printed on the caption's own line."""
    return clean(re.sub(r"[（(]?\s*(金额)?单位\s*[：:]\s*[^\s（）()]{1,8}\s*[）)]?\s*$", "", text))


def title_before(lines: list[TextLine], width: tuple[float, float]) -> tuple[str, str, list[str]]:
    """Caption, unit text and context from the foot of the page before a table that begins a page.

    Only a numbered caption, a unit line or a line that ends in 表 is known to belong to it: another may be the end
    of the prose. A year alone below them says nothing.
    """
    while lines and is_footnote(lines[-1]):
        lines = lines[:-1]
    named = lines[:-1] if lines and is_period(lines[-1].text) else lines
    if not named or not (is_caption(named[-1].text) or _is_unit_line(named[-1].text) or _is_form(named[-1])):
        return "", "", [line.text for line in lines[-3:]]
    return title_above(lines, lines[-1].bottom, *width)


def is_period(text: str) -> bool:
    """A line that holds nothing but a year: (2023年度)."""
    return bool(_PERIOD_LINE.match(match_key(text)))


def _is_form(line: TextLine) -> bool:
    key = match_key(line.text)
    return key.endswith("表") and len(key) <= MAX_TITLE and not re.search("[，。；：,;:]|[如见]下?表$", key)


def _is_unit_line(text: str) -> bool:
    return units.lookup(unit_of(text)) is not None and len(match_key(text)) <= MAX_TITLE


def title_below(lines: list[TextLine], bottom: float) -> str:
    """A numbered caption printed right under a table, or an empty text."""
    for line in lines:
        if line.top < bottom - 2:
            continue
        if line.top - bottom > LINE_GAP / 2:
            return ""
        if unit_of(line.text) and not _NUMBERED.match(match_key(line.text)):
            continue
        return clean(line.text) if _NUMBERED.match(match_key(line.text)) else ""
    return ""


def is_caption(text: str) -> bool:
    """A numbered caption or a unit line: text that belongs to a table even where no table was found."""
    key = match_key(text)
    if _UNIT.fullmatch(key):
        return True
    return (
        bool(_NUMBERED.match(key))
        and len(key) <= MAX_TITLE
        and not key.endswith(_SENTENCE_END)
        and ":" not in key
    )
