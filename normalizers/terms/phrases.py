"""Phrases of policy texts: what is a name, who is meant, what is a cost, and what names nothing but support itself.

The words are data: ``data/terms.toml``, section supported. Spans are of folded text.
"""

from __future__ import annotations

import re
from functools import cache

from normalizers.terms.payers import purses
from normalizers.terms.vocabulary import lexicon, patterns, raw, words

Span = tuple[int, int]

_DIGITS_IN_NAME = re.compile(r"\d[^\d]{3,}$")
_CJK = re.compile(r"[\u4e00-\u9fffA-Z]")
# Grades in front of their amounts: 二级540元、三级390元; 省、市、县三级 are none.
_GRADE = re.compile(r"(?<!县)(?<!区)[一二三四五六七八九][级档类等]\d")
_LONGEST = 24
_SIZED = re.compile(r"\d[\d.]*[万亿千百]?[^\d,。;的]{1,5}?(?:〈?含〉?)?及?以[上下内]的?(?=[^的\d]{3,}$)")
_OWN_NAME = re.compile(r"(?![类数的及和与、户在按给为已未])[^\d]{4,}")


@cache
def phrase_words(name: str) -> re.Pattern[str]:
    """The words or patterns of a list."""
    items = raw()["supported"][name]
    return patterns(items) if name.endswith("_patterns") else words(items)


@cache
def ending_in(name: str) -> re.Pattern[str]:
    """Matches the end of a phrase that words of a list make up."""
    return re.compile(f"(?:{phrase_words(name).pattern})+$")


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(f"(?:{phrase_words('generic').pattern})*")


def is_generic(text: str) -> bool:
    """Does a heading or a phrase name nothing but support itself (补贴标准, 分担比例)?"""
    return bool(_generic().fullmatch(text))


def named_by(heading: str) -> str | None:
    """What a heading names besides standards and the like: 运营补贴标准 is 运营补贴. None when nothing."""
    name = phrase_words("ordinal_patterns").sub("", heading).strip("。;:,. ")
    name = re.sub(f"(?:{phrase_words('tail').pattern})+$", "", name)
    if not 2 <= len(name) <= _LONGEST or re.search(r"[,，:：]|如下|以下", name) or is_generic(name):
        return None
    if phrase_words("about_patterns").search(name):
        return None
    return name


def is_who(text: str) -> bool:
    """Is a phrase about those who may have a support?"""
    return bool(ending_in("who").search(text)) or bool(phrase_words("who_first_patterns").match(text))


def is_cost(text: str) -> bool:
    """Is a phrase a cost that a share can be taken of?"""
    return bool(ending_in("cost").search(text))


def named_span(text: str, start: int, end: int) -> Span | None:
    """A phrase without payers and words of support around it; None where nothing is left, or no name."""
    for payer in purses(text[start:end]):
        if payer.start <= 1:
            return None  # 省级优势特色险种, 市级奖补资金: whose, not what
        end = start + payer.start
        break
    lead = phrase_words("lead_patterns")
    while (m := lead.match(text[start:end])) and m.end():
        start += m.end()
    start = max(start, text.rfind("将", start, end) + 1, text.rfind("把", start, end) + 1)
    tail = ending_in("tail")
    while (m := tail.search(text[start:end])) and m.start() < end - start:
        end = start + m.start()
    phrase = text[start:end]
    if phrase.endswith("的"):
        end, phrase = end - 1, phrase[:-1]
    if phrase.count("(") > phrase.count(")"):
        end, phrase = start + phrase.index("("), phrase[: phrase.index("(")]
    if classes := lexicon().classes.find(phrase):
        behind = max(mention.end for mention in classes)
        if min(mention.start for mention in classes) or not _OWN_NAME.match(phrase, behind):
            return None  # a class of enterprises has a column of its own
        start, phrase = start + behind, phrase[behind:]  # 小微企业出口信用保险
    if sized := _SIZED.search(phrase):
        start, phrase = start + sized.end(), phrase[sized.end() :]  # 连片50亩以上标准化茶园
    of = phrase.rfind("的") + 1
    if 0 < of < len(phrase) - 1 and "分别" not in phrase and phrase_words("no_name_patterns").search(phrase):
        start, phrase = start + of, phrase[of:]  # 通过验收的改造项目
    if (
        len(_CJK.findall(phrase)) < 2
        or (is_generic(phrase) and not _GRADE.match(text, start))
        or phrase_words("no_name_patterns").search(phrase)
        or phrase_words("about_patterns").search(phrase)
    ):
        return None
    if re.search(r"\d", phrase) and not _DIGITS_IN_NAME.search(phrase):
        return None
    return start, end
