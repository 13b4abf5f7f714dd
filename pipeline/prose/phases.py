"""Phase and flow of money in sentences, where the words of its own clause do not say them."""

from __future__ import annotations

import re

from normalizers.text import match_key
from pipeline.prose.inheriting import grew_since_last_year
from pipeline.prose.paragraph import Paragraph
from pipeline.prose.settled_number import Said
from pipeline.prose.words import pattern

_PLAN = re.compile(r"预算数?$|[“”\"]")
_LOOK_BACK = 40  # numbers of a paragraph


def phase_of_headings(paragraph: Paragraph) -> str | None:
    """The phase that the nearest heading says which says one: 预算执行情况, 2025年预算草案."""
    for heading in reversed(paragraph.headings):
        key = match_key(heading)
        if pattern("headings.initial").search(key) and not pattern("headings.executed").search(key):
            return "initial"
        if pattern("headings.executed").search(key):
            return "executed"
    return None


def phase_around(paragraph: Paragraph, said: Said) -> str | None:
    """The phase of the lines before it in its paragraph: …收入完成31万元，加上转移性收入11万元."""
    at = paragraph.said.index(said)
    for other in reversed(paragraph.said[max(0, at - _LOOK_BACK) : at]):
        if other.facets.flow in ("income", "expenditure") and other.why_not is None:
            if other.facets.choices:
                return "executed" if other.facets.choices[0] == "executed" else None
            if other.facets.measure == "actual":
                return "executed"
    return None


def phase_of_growth(paragraph: Paragraph, said: Said) -> str | None:
    """What is compared with the same months of the year before was carried out."""
    numbers = [one.stated for one in paragraph.said]
    return "executed" if grew_since_last_year(numbers, paragraph.said.index(said)) else None


def phase_of_parts(said: Said) -> str | None:
    """The phase of a sum: that of its parts; what was planned and what was added make the adjusted budget."""
    phases = [part.phase for part in said.parts if part.phase is not None]
    if {"initial", "adjustment"} <= set(phases):
        return "adjusted"
    return phases[0] if phases else None


def is_spent_by_parts(said: Said) -> bool:
    """Is a sum of amounts that were all spent: 一季度支出3万元，二季度支出4万元，合计7万元?"""
    return bool(said.parts) and all(flow_of(part) == "expenditure" for part in said.parts)


def flow_of(said: Said) -> str | None:
    """The flow by the ending of the item, or of that which it is a part of."""
    one: Said | None = said
    while one is not None:
        if one.facets.flow is not None:
            return one.facets.flow
        name = _PLAN.sub("", match_key(one.item or one.phrase.name))
        for flow in ("balance", "expenditure", "income"):
            if pattern(f"flow.{flow}").search(name):
                return flow
        one = one.parent
    return None
