"""Lists that say what they divide an amount by, be it one of the paragraph before: 从分配情况看，甲县9万元、…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from normalizers.clauses import Stated, divides
from normalizers.facets import Facets, read_label
from normalizers.text import match_key
from pipeline.prose.inheriting import FLOW_WORDS
from pipeline.prose.phrases import NOTHING
from pipeline.prose.settled_number import Said

_STAGE = re.compile(r"(?:从|按|分)(?P<of>[^,]{2,8}?)(?:情况|方面|进度)?来?看$")
_SPENT = frozenset({"executed", "paid"})


def divided_before(numbers: Sequence[Stated], before: Sequence[Said]) -> dict[int, Said]:
    """By the index of a number: the amount before the paragraph that its list adds up to."""
    found: dict[int, Said] = {}
    starts = [n for n in range(len(numbers)) if _begins(numbers, n)]
    for start, end in pairwise([*starts, len(numbers)]):
        first = numbers[start]
        parts = [
            n
            for n in range(start, end)
            if numbers[n].kind == first.kind and numbers[n].parent is None and not numbers[n].role
        ]
        for whole in reversed(before):
            if whole.stated.kind == first.kind and (own := _adding_up(numbers, parts, whole)):
                whole.is_total = True
                found |= dict.fromkeys(own, whole)
                break
    return found


def _begins(numbers: Sequence[Stated], n: int) -> bool:
    """Is a number the first behind words that say what is divided?"""
    frames = set(filter(divides, numbers[n].outer))
    if n and numbers[n - 1].sentence == numbers[n].sentence:
        frames -= set(numbers[n - 1].outer)
    return bool(frames)


def _adding_up(numbers: Sequence[Stated], parts: Sequence[int], whole: Said) -> Sequence[int]:
    total = Decimal(0)
    for count, n in enumerate(parts, start=1):
        total += numbers[n].base
        if count > 1 and total == whole.stated.base:
            return parts[:count]
    return ()


def stage_divided(outer: Sequence[str]) -> Facets:
    """The stage that a list is told to divide: 从分配情况看."""
    for text in reversed(outer):
        found = _STAGE.search(match_key(text))
        if found is not None and (said := read_label(found["of"])).choices and not said.item:
            return said.only(("choices", "measure"))
    return NOTHING


def of_same_stage(whole: Facets, stage: Facets) -> Facets:
    """What is said of an amount, without its day where its list divides another stage of it: what arrived by the end
    of the year was allotted before."""
    own, other = set(stage.choices), set(whole.choices)
    is_same = not own or not other or bool(own & other) or (own <= _SPENT and other <= _SPENT)
    return whole if is_same else whole.changed(as_of=None, month=None, quarter=None)


def with_divided_flow(facets: Facets, outer: Sequence[str]) -> Facets:
    """The flow of what a list divides: 从支出结构看."""
    if facets.flow is not None or facets.choices:
        return facets
    key = match_key("".join(text for text in outer if divides(text)))
    flows = [flow for flow, word in FLOW_WORDS.items() if word in key]
    return facets.changed(flow=flows[0]) if len(flows) == 1 else facets
