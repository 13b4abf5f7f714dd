"""From the words of a label, in their order, to its facets: what wins where words disagree."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from normalizers.facets.consistency import LEVELS, make_consistent
from normalizers.facets.vocabulary import Word, load

_HEADS = frozenset({"measure", "names", "no_fact", "phase"})
_NAMES = frozenset({"names"})
# Facets of which the last word does not simply win.
_WEIGHED = frozenset({*_HEADS, "funding_source", "level", "rate_of", "recipient_class"})
# What a heading over texts may say besides: 2023年支出项目（合计）.
_OF_TEXTS = frozenset(
    {
        *("fiscal_year", "year_offset", "as_of", "quarter", "month", "period", "points", "unit"),
        *("is_part", "is_total", "is_whole_region", "ordinal", "region"),
        *("code", "economic_code", "function_code"),
    }
)
_CLOSING = frozenset({"", "名称", "全称", "内容", "说明", ".", "*"})
_EITHER = frozenset({"/", "、", "或"})
_JOINING = frozenset({"、", "与", "及", "和", "及其"})
_NO_FACTS = ("debt", "comparison", "forecast", "statistics")
# A measure on the left does not displace one on the right of it.
_WEAKER = {
    "amount": frozenset({"cap", "standard", "tier", "unit_price"}),
    "cap": frozenset({"ratio"}),
    "ratio": frozenset({"rate"}),
}


@cache
def _gifts() -> frozenset[str]:
    return frozenset(load("sets")["give"])


def collect(words: Sequence[Word]) -> dict[str, Any]:
    """Facets by name. `phase` of the vocabulary becomes `choices`; what does not go together is left out."""
    head = _head(words)
    if head is not None and _HEADS.intersection(head.say) == _NAMES:
        found = {facet: value for word in words for facet, value in word.say.items() if facet in _OF_TEXTS}
        found |= {facet: value for facet, value in head.say.items() if facet not in _WEIGHED}
        found |= _names(words) | _source([head])
    else:
        found = {facet: value for word in words for facet, value in word.say.items() if facet not in _WEIGHED}
        found |= _names([head]) if head is not None else _count(words)
        found |= _measure(words) | _phase(words) | _source(words) | _class(words) | _no_fact(words)
        flows = {word.say.get("flow") for word in words}
        if {"income", "expenditure"} <= flows:  # 收入支出决算总表
            del found["flow"]
    years = [word.say["fiscal_year"] for word in words if "fiscal_year" in word.say]
    if years:
        found["fiscal_year"] = years[0]
    return make_consistent(found)


def _head(words: Sequence[Word]) -> Word | None:
    """The last word that says what stands below; a word for texts only where none follows: not in 企业数."""
    is_last = True
    word: Word
    for word in reversed(words):
        facets = _HEADS.intersection(word.say)
        if facets - _NAMES or (facets and is_last):
            return word
        is_last = is_last and word.text in _CLOSING
    return None


def _names(words: Sequence[Word]) -> dict[str, Any]:
    """The last word names the texts, unless another gives their level: 绩效指标（二级）. 科目/企业名称 name either."""
    naming: list[dict[str, Any]] = []
    joined = False
    for word in words:
        if "names" in word.say:
            earlier = naming[-1]["names"] if joined and naming else ()
            naming.append({**word.say, "names": tuple(dict.fromkeys((*earlier, *word.say["names"])))})
        joined = word.text in _EITHER
    levelled = [say for say in naming if "level" in say]
    say = (levelled or naming or [{}])[-1]
    return {facet: say[facet] for facet in ("names", "level") if facet in say}


def _count(words: Sequence[Word]) -> dict[str, Any]:
    """养殖户 | 数: so many of what a word names."""
    texts = [word for word in words if word.text]
    is_number = bool(texts) and texts[-1].text == "数" and any("names" in word.say for word in texts)
    return {"measure": "count"} if is_number else {}


def _measure(words: Sequence[Word]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    force = 0
    for word in words:
        own = word.say.get("measure")
        if own is not None:
            weaker = found.get("measure") in _WEAKER.get(own, ())
            if word.force < force or (word.force == force and weaker):
                continue
            found["measure"], force = own, word.force
        if "rate_of" in word.say:
            found["rate_of"] = word.say["rate_of"]
    return found


def _phase(words: Sequence[Word]) -> dict[str, Any]:
    """Words that agree narrow each other; of others the later wins. 安排及使用 speaks of two phases: none."""
    choices: tuple[str, ...] = ()
    force = 0
    joined = False
    for word in words:
        joined = joined or word.text in _JOINING
        own = word.say.get("phase")
        if own is None:
            continue
        both = tuple(phase for phase in choices if phase in own)
        if joined and choices and not both:
            return {"measure": "amount"}
        if both or word.force >= force:
            choices, force = both or own, max(force, word.force) if both else word.force
        joined = False
    return {"choices": choices} if choices else {}


def _source(words: Sequence[Word]) -> dict[str, Any]:
    """One level of government is the payer; several are `other`; words without a level yield to it."""
    sources = {word.say["funding_source"] for word in words if "funding_source" in word.say}
    levels = sources & LEVELS
    if not sources:
        return {}
    if "carryover" in sources:
        return {"funding_source": "carryover"}
    if len(levels) == 1 and "several" not in sources:
        return dict.fromkeys(("funding_source", "payer_level"), next(iter(levels)))
    return {"funding_source": "all" if sources == {"all"} else "other"}


def _class(words: Sequence[Word]) -> dict[str, Any]:
    """Small and general together are all; where `other` stands beside a size, the size wins."""
    classes = {word.say["recipient_class"] for word in words if "recipient_class" in word.say}
    sizes = classes - {"other"}
    if len(sizes) > 1:
        return {"recipient_class": "all"}
    return {"recipient_class": (sizes or classes).pop()} if classes else {}


def _no_fact(words: Sequence[Word]) -> dict[str, Any]:
    reasons = {word.say.get("no_fact") for word in words}
    named = [word.text for word in words if word.text]
    if named and named[-1] in _gifts():
        reasons.discard("debt")  # 债券发行奖励 is given for a bond, and owed by nobody
    return next(({"no_fact": reason} for reason in _NO_FACTS if reason in reasons), {})
