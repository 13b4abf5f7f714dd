"""The programme that a title names: what is left of it without place, year, office and the words for a paper."""

from __future__ import annotations

import itertools
import re
import unicodedata

from extractors.whole import document_words
from normalizers import regions
from normalizers.offices import find_office
from normalizers.regions import name_keys
from normalizers.text import clean, match_key

_FEWEST, _LONGEST = 4, 60
_FRONT = 24  # characters of a title in which it names its place
_BEFORE_PLACE = 3
_OF_CAPTIONS = 8  # characters that several captions begin with alike, at least
_YEAR = re.compile(
    r"[（(]?(?:(?:19|20)\d\d年?[-—–~至]{1,2})?(?:19|20)\d\d年?度?(?:\d{1,2}[-—–至]{1,2}\d{1,2}月|第?[一二三四]季度|[上下]半年)?[）)]?"
)
_DIVISION = re.compile(r"^第[一二三四五六七八九十]{1,3}师")
_NAMED = re.compile(r"《([^《》]{4,60})》")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]*)[）)]$")
_NOTE = re.compile(r"试行|暂行|草案|书面|简本|摘要|修订.{0,2}|征求意见稿|公示稿|.{0,4}年.{0,4}")
_BRACKETS = re.compile(r"[()]")
_UNCLOSED = re.compile(r"[（(][^（()）]*$")
_SPENDING = re.compile(r"(?<=项目|资金|政策|专项)支出$")
_PROJECT_OF_MONEY = re.compile(r"(?<=资金|补贴|补助|经费)项目$")
_CAPTION_NUMBER = re.compile(r"^(附表|附件|表)[\d一二三四五六七八九十]*([-－—.][\d]+)?[:：]?")
_SHORT_COUNTY = re.compile(r"[\u4e00-\u9fff]县")


def programme(kind: str, title: str, captions: list[str], place: str) -> str:
    """The programme that the titles name, or an empty text; `place` is the region as the title may print it.

    A paper of some other kind has to speak of money or a project.
    """
    named = programme_of(title, place) or _of_captions(captions)
    money = document_words()["programme"]["money"]
    return named if kind != "other" or any(word in named for word in money) else ""


def subject_of(title: str) -> str:
    """What a paper is about: the work that it publishes (关于印发《…办法》的通知), else its own title."""
    named = _NAMED.search(title)
    return named[1] if named else title


def programme_of(title: str, place: str = "") -> str:
    """The programme in one title; empty where nothing of its own is left."""
    words = document_words()["programme"]
    # Canonical composition makes plain ideographs of compatibility ones (年 of some fonts) and changes nothing else.
    text = _YEAR.sub("", unicodedata.normalize("NFC", clean(subject_of(title))).replace(" ", ""))
    text = _without_places(_without_front(text, words["before"]), place)
    text = _without_places(_without_front(_without_offices(text), words["before"]), "")
    text = _UNCLOSED.sub("", _without_paper(text, words["paper"]))
    text = _PROJECT_OF_MONEY.sub("", _SPENDING.sub("", text))
    text = _without_loose_brackets(text.strip("-—《》“”的 "))
    is_own = _FEWEST <= len(text) <= _LONGEST and not is_made_of(text, (*words["general"], *words["paper"]))
    return text if is_own else ""


def _without_offices(text: str) -> str:
    """A title without the offices that it begins with: 财政厅 农业农村厅关于…"""
    office = find_office(text)
    is_first = office and text.startswith(office) and len(office) < len(text) - 8
    return _without_offices(text[len(office) :]) if office and is_first else text


def _without_front(text: str, words: list[str]) -> str:
    """A title without what a notice does with its subject: 关于提前下达…"""
    word = next((w for w in sorted(words, key=len, reverse=True) if text.startswith(w)), "")
    is_more = word and len(text) > len(word) + 4
    return _without_front(text[len(word) :], words) if is_more else text


def _without_places(text: str, place: str) -> str:
    at = text.find(place) if place else -1
    if 0 <= at <= _BEFORE_PLACE:  # 武汉 of 武汉东湖新技术开发区
        text = text[at + len(place) :]
    for offset, region in reversed(regions.find_in_text(text[:_FRONT])):
        name = max((n for n, _ in name_keys(region) if text.startswith(n, offset)), key=len, default="")
        text = text[:offset] + text[offset + len(name) :]
    short = _SHORT_COUNTY.match(text)
    if short and regions.resolve(short[0]):
        text = text[2:]
    return _DIVISION.sub("", text)


def _without_paper(text: str, words: list[str]) -> str:
    """A title without the words for a paper at its end, notes in brackets among them."""
    note = _IN_BRACKETS.search(text)
    if note and (_NOTE.fullmatch(note[1]) or not note[1] or is_made_of(note[1], words)):
        return _without_paper(text[: note.start()], words)
    word = next((w for w in sorted(words, key=len, reverse=True) if text.endswith(w)), "")
    return _without_paper(text[: -len(word)], words) if word else text


def is_made_of(text: str, words: tuple[str, ...] | list[str]) -> bool:
    """Do the words cover the whole text, laid end to end?"""
    bare = _BRACKETS.sub("", match_key(text))  # 部门（单位）
    return re.fullmatch(f"(?:{'|'.join(map(re.escape, words))})*", bare) is not None


def _without_loose_brackets(text: str) -> str:
    """The text without brackets at its ends that have no partner, or that hold all of it."""
    inner = text.strip("（）() ")
    opened, closed = (sum(inner.count(mark) for mark in marks) for marks in ("（(", "）)"))
    return inner + "）" if opened == closed + 1 and text.endswith(("）", ")")) else inner


def _of_captions(captions: list[str]) -> str:
    """What the titles of several tables begin with, when the report itself has no title."""
    heads = sorted({_CAPTION_NUMBER.sub("", _YEAR.sub("", clean(c).replace(" ", ""))) for c in captions})
    common = [_common_start(a, b) for a, b in itertools.pairwise(heads)]
    best = max(common, key=len, default="")
    for _, region in regions.find_in_text(best[:12]):
        best = best.replace(region.region_name, "", 1)
    best = best[: -len("项目")] if best.endswith("项目项目") else best
    return best if len(best) >= _OF_CAPTIONS else ""


def _common_start(a: str, b: str) -> str:
    size = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[:size]
