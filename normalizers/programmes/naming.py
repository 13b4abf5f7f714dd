"""What a programme is called when year, place, office, batch and the words for a paper are taken off its name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from normalizers.programmes.home import Home, front_office
from normalizers.programmes.vocabulary import any_of
from normalizers.text import clean

_MARK = "\x1f"  # where a year stood: an office in front of it issued the paper
_NUMERAL = "[一二三四五六七八九十百0-9]{1,3}"
_FIGURES = r"(?<!\d)(?:19|20)\d\d(?!\d)|[一二][〇零○O0九][〇零○O0一二三四五六七八九]{2}"
_SPAN = "[-—–~～至到、和及]{1,2}"
_YEARS = rf"(?:{_FIGURES})(?:年?度?{_SPAN}(?:{_FIGURES}))*"
_PART_OF_YEAR = (
    rf"第?[一二三四1-4]季度|[上下]半年|(?<!\d)\d{{1,2}}月?{_SPAN}\d{{1,2}}月份?|(?<!\d)\d{{1,2}}月份?(?!\d)"
)
# A number of four figures is a year where 年 says so, in front of the name, and in brackets: 制造2025 is a name.
_YEAR = re.compile(
    rf"[（(]{_YEARS}(?:财政|预算)?(?:年度|学年度?|年|度)?[)）]"
    rf"|{_YEARS}(?:财政|预算)?(?:年度|学年度?|年|度)(?:{_PART_OF_YEAR})?(?:底|末|初)?"
    rf"|^{_YEARS}(?![年\d.])|(?<=[-—–_]){_YEARS}$"
)
_PART_ALONE = re.compile(
    r"第?[一二三四]季度|[上下]半年|本年度|上年度|当年度?|(?<=[（(])\d{1,2}-\d{1,2}月份?(?=[)）])"
)
_BATCH = re.compile(rf"[（(]?(?:第{_NUMERAL}|首|提前)批次?[)）]?|[（(]{_NUMERAL}批次?[)）]")
_NUMBER_IN_FRONT = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,3}[.、．](?!\d)|[①-⑳]"
    r"|[0-9A-Z]{8,}[-—_:：]?|\d{2,7}[-—_])"
)
_CODE_AND_SPACE = re.compile(r"^\s*\d{2,7}(?:\s+(?=[\u4e00-\u9fff“\"])(?!年)|(?=[“\"]))")
_PAPER_NUMBER = re.compile(r"[\u4e00-\u9fff]{0,6}[〔\[（(](?:19|20)\d\d[)）\]〕]\d{1,4}号")
_QUOTED_TITLE = re.compile(r"^([^《》]*)《([^《》]{4,60})》([^《》]*)$")
_EMPTY_BRACKETS = re.compile(r"[（(【〔\[]\s*[)）】〕\]]")
_NARROW_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_ENDS = " 　-—–_、,，.。:：;；·的"
_PAIRS = {"（": "）", "(": "）", "【": "】", "〔": "〕", "[": "]", "“": "”", "《": "》", "‘": "’"}


@lru_cache(maxsize=16384)
def programme_name(text: str, home: Home) -> str:
    """The name of a programme as people would say it at its home; '' where nothing is left.

    2023年度烟台市商务局“外贸稳增长”专项资金（第二批）绩效自评表 gives “外贸稳增长”专项资金 in 烟台.
    """
    name = unicodedata.normalize("NFC", clean(text)).translate(_NARROW_DIGITS)
    name = _CODE_AND_SPACE.sub("", name).replace(" ", "").replace("　", "")
    name = _subject(name)
    name = _YEAR.sub(_MARK, _BATCH.sub("", _PAPER_NUMBER.sub("", name)))
    name = _PART_ALONE.sub("", name)
    before = None
    while name != before:
        before = name
        name = _once(name, home)
    return name


def _once(name: str, home: Home) -> str:
    """One layer less around a name."""
    name = _without_issuer(name)
    name = _EMPTY_BRACKETS.sub("", name.replace(_MARK, ""))
    name = _balanced(name.strip(_ENDS))
    name = _NUMBER_IN_FRONT.sub("", name)
    name = _kept(_front().sub("", name), name)
    name = home.without_office(home.without_place(name))
    name = _note().sub("", name)
    return _paper().sub("", name)


def _without_issuer(name: str) -> str:
    """A name without the office in front of a year or of 关于: 某市商务局2023年, 某市商务局关于."""
    office = front_office(name.split(_MARK)[0].split("关于")[0])
    behind = name[len(office) :]
    return behind.lstrip(_MARK) if office and behind.startswith((_MARK, "关于")) else name


def _kept(shorter: str, name: str) -> str:
    return shorter if len(shorter) >= 2 else name


@cache
def _front() -> re.Pattern[str]:
    """关于提前下达, 全市. 申报 alone may be a part of the name."""
    return re.compile(rf"^(?:{any_of('before', 'here')}(?=[\u4e00-\u9fff“（(]{{4}}))+")


@cache
def _paper() -> re.Pattern[str]:
    """The words for a paper at the end of a name, the leftmost place from which there is nothing else."""
    return re.compile(
        rf"[（(]?{any_of('ahead')}*{any_of('paper')}(?:{any_of('paper', 'ahead', 'behind')}|[)）])*$"
    )


@cache
def _note() -> re.Pattern[str]:
    """Notes in brackets at the end of a name that say something of the paper."""
    return re.compile(rf"[（(](?:{any_of('notes', 'before')}|修订.{{0,2}})[)）]$")


def _subject(name: str) -> str:
    """The title that a notice publishes: 关于印发《…办法》的通知."""
    found = _QUOTED_TITLE.match(name)
    return found[2] if found and "关于" in found[1] else name


def _balanced(name: str) -> str:
    """A name without brackets and quotation marks that hold all of it or have no partner at an end."""
    while name and (close := _PAIRS.get(name[0])):
        inner = name[1:-1]
        if name[-1] in (close, ")") and not any(mark in inner for mark in (*_PAIRS, *_PAIRS.values(), ")")):
            name = inner
        elif not any(mark in name for mark in (close, ")" if close == "）" else close)):
            name = name[1:]
        else:
            break
    opened, closed = (sum(name.count(mark) for mark in marks) for marks in ("（(", "）)"))
    if opened > closed and (cut := max(name.rfind("（"), name.rfind("("))) > 0:
        return name[:cut] if len(name) - cut <= 2 else name
    return name[:-1] if closed > opened and name.endswith(("）", ")")) else name
