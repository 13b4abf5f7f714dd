"""What a line or sentence of prose looks like: numbering, headings, notes, entries of a table of contents, stops."""

from __future__ import annotations

import re
from dataclasses import dataclass

from normalizers.text import match_key

# A paragraph that ends otherwise goes on on the next page.
ENDS = ("。", "！", "？", "；", "：", "!", "?", ";", ":", "。”", "）。")
# What may follow a number that counts something: 3 个县, 2.5 万元; 1 项目概况 and 5 分析 are headings.
_COUNTED = r"(?![万亿元年月日个家名户亩件次台条人吨位倍公千]|项(?!目)|分(?!析))"
_LEVELS = (
    r"第[一二三四五六七八九十]+(?:部分|章|节)|[一二三四五六七八九十]{1,3}[、.．]|附件\s*\d+\s*[:：]",
    r"[(（][一二三四五六七八九十]{1,3}[)）]",
    r"\d{1,2}(?:[.．](?=(?:19|20)\d\d\s*年|\D)|、)"
    rf"|[1-9]\s+{_COUNTED}(?=[\u4e00-\u9fff、“”]{{2,16}}\s*$)",  # 1 项目概况
    rf"[(（]\d{{1,2}}[)）]|\d{{1,2}}[.．]\d{{1,2}}\s+{_COUNTED}(?=[\u4e00-\u9fff“《])",  # 1.1 政策沿革
    rf"[①-⑳]|\d{{1,2}}(?:[.．]\d{{1,2}}){{2,3}}\s+{_COUNTED}(?=[\u4e00-\u9fff“《])",
)
_MARKS = tuple(re.compile(rf"\s*(?:{pattern})\s*") for pattern in _LEVELS)
_NOTE = re.compile(r"\s*(?:[\[［〔]\s*\d{1,2}\s*[\]］〕]|[¹²³⁴-⁹]|注\s*[:：\d])")
_CONTENTS = re.compile(r"(?:\.{3,}|…{2,}|·{3,})\s*[-—]?\s*\d*\s*[-—]?$|[-—–]\s*\d{1,3}\s*[-—–]$|^目\s*录$")
_FIGURE = re.compile(r"\d\s*(?:分|%|％|万元|亿元|家|户)")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_LONGEST_HEADING = 60
_LONGEST_RUN_IN = 30
_LONGEST_QUOTE = 400  # letters after which an open bracket is taken for lost
_STOPS = "。！？"
_OPEN, _CLOSE = "（(《〈“「『【[", "）)》〉”」』】]"


@dataclass(frozen=True, slots=True)
class Mark:
    """The number in front of a heading or list item: 一、 is level 1, （一） 2, 1. 3, （1） 4, ① 5; decimal numbers
    (1, 1.1, 1.1.1) are of levels 3 to 5."""

    level: int
    end: int


def mark_of(text: str) -> Mark | None:
    """The numbering that a text begins with."""
    for level, pattern in enumerate(_MARKS, start=1):
        found = pattern.match(text)
        if found:
            return Mark(level, found.end())
    return None


def is_heading(text: str) -> bool:
    """A numbered line without stop and figures; what stands in brackets at its end does not count."""
    mark = mark_of(text)
    bare = _IN_BRACKETS.sub("", text.strip())
    if mark is None or not 2 <= len(bare) - mark.end <= _LONGEST_HEADING:
        return False
    body = bare[mark.end :]
    return not (
        body.endswith((*ENDS, "，", "、", ",")) or _FIGURE.search(body) or any(s in body for s in _STOPS)
    )


def heading_name(text: str, mark: Mark) -> str:
    """The words of a heading without number and closing brackets; also of one that its text follows on the same
    line (①资金支出率。根据…). Empty when the paragraph has no heading."""
    body = text[mark.end :].strip()
    if is_heading(text):
        return _with_figures_cut(body)
    name = body[: max(body.find("。"), 0)].strip()
    # 教育支出（类）普通教育（款）小学教育（项） is as long as its longest part
    longest = max(map(len, _BRACKETS.split(name)))
    if not 2 <= longest <= _LONGEST_RUN_IN or "，" in name or _FIGURE.search(name):
        return ""
    return _with_figures_cut(name)


def _with_figures_cut(name: str) -> str:
    """过程（该指标20分，得分17.94分） is 过程; 展会面积（平方米） stays whole."""
    note = _IN_BRACKETS.search(name)
    return name[: note.start()].strip() if note and _FIGURE.search(note[0]) else name


def is_note(text: str) -> bool:
    """The first line of a footnote or of a note under a table."""
    found = _NOTE.match(text)
    return found is not None and len(text) > found.end()


def is_contents_line(text: str) -> bool:
    """An entry of a table of contents, or its title."""
    return bool(_CONTENTS.search(text.strip()))


def split_sentences(text: str) -> list[str]:
    """Sentences with their stops; a stop inside brackets or quotation marks ends none."""
    found: list[str] = []
    depth = start = 0
    for i, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif character in _STOPS and (depth == 0 or _is_lost(text, i)):
            found.append(text[start : i + 1].strip())
            start, depth = i + 1, 0
    found.append(text[start:].strip())
    return [sentence for sentence in found if match_key(sentence)]


def _is_lost(text: str, position: int) -> bool:
    """A bracket that nothing closes was misread or misprinted: the stop counts."""
    return not any(c in text[position : position + _LONGEST_QUOTE] for c in _CLOSE)
