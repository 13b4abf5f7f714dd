"""From the words of a label, in their order, to its facets: what wins where words disagree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from normalizers.facets.vocabulary import Word

_HEADS = frozenset({"measure", "names", "no_fact", "phase"})
# What a heading over texts may say besides: 2023年支出项目（合计）.
_OF_TEXTS = frozenset(
    {
        *("names", "level", "fiscal_year", "year_offset", "as_of", "quarter", "month", "period", "points", "unit"),
        *("is_total", "is_whole_region", "region"),
    }
)
_EITHER = frozenset({"/", "、", "或"})
_JOINING = frozenset({"、", "与", "及", "和", "及其"})
_CLOSING = frozenset({"名称", "全称", "内容", "说明", ".", "*"})
_LEVELS = ("central", "province", "city", "county")
_PURSES = frozenset({"general_public", "gov_fund", "social_insurance", "state_capital"})
_WITH_PHASE = frozenset({None, "amount", "target", "actual"})
_PHASES_OF_RESULTS = frozenset({"initial", "adjusted", "executed"})
_NO_FACTS = ("debt", "comparison", "forecast", "statistics")
# A measure on the left does not displace one on the right of it.
_WEAKER = {
    "amount": frozenset({"cap", "standard", "tier", "unit_price"}),
    "cap": frozenset({"ratio"}),
    "ratio": frozenset({"rate"}),
}
_BY_UNIT = {
    "money": ("amount", frozenset({None})),
    "money_fx": ("amount", frozenset({None})),
    "money_rate": ("standard", frozenset({None, "amount"})),
    "percent": ("rate", frozenset({None, "amount"})),
    "permille": ("rate", frozenset({None, "amount"})),
    "count": ("count", frozenset({None, "amount"})),
}
_NO_MEASURE = frozenset({"score", "scale", "time_calendar"})


def collect(words: Sequence[Word]) -> dict[str, Any]:
    """Facets by name. `phase` of the vocabulary becomes `choices`; what does not go together is left out."""
    head = _head(words)
    heads_texts = head is not None and {facet for facet, _ in head.say} & _HEADS == {"names"}
    found: dict[str, Any] = {}
    sources: list[str] = []
    classes: list[str] = []
    for word in words:
        for facet, value in word.say:
            if heads_texts and word is not head and facet not in _OF_TEXTS:
                continue
            if facet == "funding_source":
                sources.append(value)
            elif facet == "recipient_class":
                classes.append(value)
            elif facet not in ("measure", "phase", "rate_of", "names", "level", "fiscal_year", "no_fact"):
                found[facet] = value
            elif facet == "fiscal_year":
                found.setdefault(facet, value)
    flows = {value for word in words for facet, value in word.say if facet == "flow"}
    if {"income", "expenditure"} <= flows:  # 收入支出决算总表
        found.pop("flow", None)
    numbers = [] if heads_texts and head is not None and not _says(head, "measure") else words
    found |= _names(words if heads_texts else [w for w in words if w is head])
    found |= _measure(numbers) | _phase(numbers)
    found |= _source(sources) | _class(classes)
    facts = {value for word in numbers for facet, value in word.say if facet == "no_fact"}
    if facts:
        found["no_fact"] = next(reason for reason in _NO_FACTS if reason in facts)
    return _consistent(found)


def _head(words: Sequence[Word]) -> Word | None:
    """The last word that says what stands below. Where others follow, a word for texts is none: 企业数, 绩效指标自评表."""
    is_last = True
    for word in reversed(words):
        facets = {facet for facet, _ in word.say} & _HEADS
        if facets - {"names"} or (facets and is_last):
            return word
        is_last = is_last and (not word.text or word.text in _CLOSING)
    return None


def _says(word: Word, facet: str) -> bool:
    return any(name == facet for name, _ in word.say)


def _names(words: Sequence[Word]) -> dict[str, Any]:
    """The last word names the texts, unless another gives their level: 绩效指标（二级）. 科目/企业名称 name either."""
    naming: list[dict[str, Any]] = []
    joined = False
    for word in words:
        say = dict(word.say)
        if "names" in say:
            earlier = naming[-1]["names"] if joined and naming else ()
            naming.append({**say, "names": tuple(dict.fromkeys((*earlier, *say["names"])))})
        joined = word.text in _EITHER
    levelled = [say for say in naming if "level" in say]
    say = (levelled or naming or [{}])[-1]
    return {facet: say[facet] for facet in ("names", "level") if facet in say}


def _measure(words: Sequence[Word]) -> dict[str, Any]:
    measure: str | None = None
    rate_of: str | None = None
    force = 0
    for word in words:
        say = dict(word.say)
        own = say.get("measure")
        if own is not None:
            weaker = measure in _WEAKER.get(own, ())
            if word.force < force or (word.force == force and weaker):
                continue
            measure, force = own, word.force
        rate_of = say.get("rate_of", rate_of)
    return {"measure": measure, "rate_of": rate_of} if measure is not None or rate_of is not None else {}


def _phase(words: Sequence[Word]) -> dict[str, Any]:
    """Words that agree narrow each other; of others the later wins. 安排及使用 speaks of two phases: none."""
    choices: tuple[str, ...] = ()
    force = 0
    joined = False
    for word in words:
        if word.text in _JOINING:
            joined = True
        own = next((value for facet, value in word.say if facet == "phase"), None)
        if own is None:
            continue
        both = tuple(phase for phase in choices if phase in own)
        if joined and choices and not both:
            return {"measure": "amount"}
        if both or word.force >= force:
            choices, force = both or own, max(force, word.force) if both else word.force
        joined = False
    return {"choices": choices} if choices else {}


def _source(sources: list[str]) -> dict[str, Any]:
    """One level of government is the payer; several are `other`; words without a level yield to it."""
    levels = {source for source in sources if source in _LEVELS}
    if "carryover" in sources:
        return {"funding_source": "carryover"}
    if len(levels) == 1 and "several" not in sources:
        level = levels.pop()
        return {"funding_source": level, "payer_level": level}
    if levels or {"other", "several"} & set(sources):
        return {"funding_source": "other"}
    return {"funding_source": "all"} if sources else {}


def _class(classes: list[str]) -> dict[str, Any]:
    """Small and general together are all; where `other` stands beside a size, the size wins."""
    sizes = {name for name in classes if name != "other"}
    if len(sizes) > 1:
        return {"recipient_class": "all"}
    return {"recipient_class": (sizes or set(classes)).pop()} if classes else {}


def _consistent(found: dict[str, Any]) -> dict[str, Any]:
    """What the facets say of each other."""
    if found.get("no_fact") == "comparison":
        for facet in ("choices", "year_offset", "names", "extent", "expenditure_type", "fund_type"):
            found.pop(facet, None)
        if found.get("flow") != "balance":
            found.pop("flow", None)
    if found.get("no_fact") == "debt":
        _of_debt(found)
    if found.get("choices") and found.get("measure") is None:
        found["measure"] = "amount"
    _by_unit(found)
    measure = found.get("measure")
    if measure not in _WITH_PHASE or (
        measure in ("target", "actual") and not set(found.get("choices", ())) <= _PHASES_OF_RESULTS
    ):
        found.pop("choices", None)
    if measure not in ("rate", "ratio"):
        found.pop("rate_of", None)
    if found.get("fund_type") in _PURSES and (found.get("region") or found.get("flow")):
        if found.get("funding_source") in (*_LEVELS, "other"):  # 市本级一般公共预算: whose purse, not who pays
            found.pop("funding_source"), found.pop("payer_level", None)
    if "fiscal_year" in found:
        found.pop("year_offset", None)
    if found.get("is_total"):
        found.pop("names", None)
    if "points" in found and "level1_code" not in found and _is_execution(found):
        found["level1_code"] = "execution"
    return found


def _of_debt(found: dict[str, Any]) -> None:
    """债务还本支出 is a line of the budget; limits and balances of debt have no phase."""
    if found.get("flow") in ("income", "expenditure"):
        del found["no_fact"]
        return
    for facet in ("choices", "flow"):
        found.pop(facet, None)
    if found.get("measure") != "rate":
        found["measure"] = "amount"


def _is_execution(found: dict[str, Any]) -> bool:
    """预算执行（10分）: the money row of a form is one of its indicators."""
    return found.get("rate_of") == "execution" or found.get("choices") == ("executed",)


def _by_unit(found: dict[str, Any]) -> None:
    """A unit says what is measured where words do not, and that a standard or cap in per cent is a ratio."""
    unit = found.get("unit")
    if unit is None:
        return
    if found.get("names") and found.get("measure") is None:
        found.pop("names" if unit.kind in _BY_UNIT else "unit")  # 惠及企业（家）; 发行时间（年/月）
    measure = found.get("measure")
    if unit.kind in ("percent", "permille") and measure in ("cap", "standard"):
        found |= {"measure": "ratio", "rate_of": "ratio"}
    elif unit.kind in _BY_UNIT:
        wanted, displaced = _BY_UNIT[unit.kind]
        if measure in displaced:
            found["measure"] = wanted
    elif measure in (None, "amount") and unit.kind not in _NO_MEASURE and "unit" in found:
        found["measure"] = "other"
