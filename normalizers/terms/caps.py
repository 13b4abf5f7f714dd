"""Which cap belongs to which ratio."""

from __future__ import annotations

import re
from dataclasses import replace

from normalizers.terms.drafts import Draft
from normalizers.terms.fold import SENTENCE_ENDS, clause_start
from normalizers.terms.scope import Subject
from normalizers.terms.tokens import Tier

_ALL_OF_THEM = re.compile(r"上述|以上(?!的)|各类|各项|均|两项|合计|累计")
# The cap on an enterprise stands with the ratio rather than the one on a single shipment or on all together.
_RANK = {"per_enterprise_year": 0, "per_enterprise": 0, "per_year": 1, "per_project": 2, "total": 3}


def attach(text: str, drafts: list[Draft]) -> list[Draft]:
    """Give every cap to its ratios; caps that fit none stay terms of their own."""
    out: list[Draft] = []
    ratios: list[Draft] = []
    early: list[Draft] = []  # caps printed before the first ratio
    for draft in drafts:
        if draft.ratio is None and draft.cap is None:
            out.append(draft)
        elif draft.ratio is not None:
            _take_early(text, draft, early)
            ratios.append(draft)
            out.append(draft)
        elif ratios:
            out += _place(text, draft, ratios)
        else:
            early.append(draft)
            out.append(draft)
    return [draft for draft in out if not draft.base]


def _take_early(text: str, ratio: Draft, early: list[Draft]) -> None:
    """最高不超过50万元，补贴比例30%: a cap of the same sentence that names no other subject."""
    fitting = [
        c
        for c in early
        if not c.is_old
        and _one_sentence(text, c, ratio)
        and _agree(c.own, ratio.own)
        and not _for_another(text, c, ratio)
    ]
    if fitting:
        ratio.limit = min(fitting, key=_rank)
        ratio.limit.base = True


def _for_another(text: str, cap: Draft, ratio: Draft) -> bool:
    """低保家庭每户不超过4500元,其他家庭按40%补助: each of them names its own."""
    if ratio.who is None or ratio.who[0] < cap.end:
        return False
    return cap.who is not None and text[slice(*cap.who)] != text[slice(*ratio.who)]


def _place(text: str, cap: Draft, ratios: list[Draft]) -> list[Draft]:
    """Give a cap to ratios before it; returns what becomes a term of its own: the cap, or a copy."""
    near = _of_same_time(cap, ratios)
    if not near:
        return [cap]
    row = [r for r in near if not r.base and _one_sentence(text, r, cap)]
    if cap.turn and len(row) == cap.turn[1]:
        row[cap.turn[0]].limit = cap
        return []
    if cap.own.enterprise_class or cap.own.tier or cap.own.market:
        return _place_by_subject(cap, near)
    last = near[-1]
    if _is_of_another(text, cap, last):
        return [cap]
    same_sentence = _one_sentence(text, last, cap)
    everyone = bool(_ALL_OF_THEM.search(text[cap.start : cap.head]))
    group = [
        r
        for r in near
        if (everyone or r.subject.shares_cap_with(last.subject)) and _pays_alike(cap.own, r.subject)
    ]
    open_ones = [
        r
        for r in group
        if r.limit is None and not r.base and (not same_sentence or _one_sentence(text, r, cap))
    ]
    for ratio in open_ones:
        ratio.limit = cap
    if open_ones or any(_same_amount(cap, r) for r in near):
        return []
    return [_swap(cap, group)]


def _is_of_another(text: str, cap: Draft, last: Draft) -> bool:
    """大型联合收割机单机补贴不超过15万元 behind a ratio for others: the clause of the limit names its own thing."""
    if cap.supported is None or cap.supported[0] < clause_start(text, cap.head):
        return False
    own = text[slice(*cap.supported)]
    return last.limit is not None or (last.supported is not None and text[slice(*last.supported)] != own)


def _place_by_subject(cap: Draft, near: list[Draft]) -> list[Draft]:
    """A cap that names a class, tier or market of its own."""
    matching = [r for r in near if r.limit is None and not r.base and _says(r.subject, cap.own)]
    for ratio in matching:
        ratio.limit = cap
    if matching:
        return []
    last = near[-1]
    if not _agree(cap.own, last.subject):
        return [cap]
    # 按50%补贴，其中小微企业不超过20万元: the ratio is said once for several classes.
    last.base = True
    return [replace(last, subject=cap.own.over(last.subject), limit=cap, base=False)]


def _swap(cap: Draft, ratios: list[Draft]) -> Draft:
    """Let the cap of higher rank stand with the ratios; returns the other one."""
    lesser = next((r.limit for r in reversed(ratios) if r.limit is not None), None)
    if lesser is None or _rank(cap) >= _rank(lesser):
        return cap
    for ratio in ratios:
        if ratio.limit is lesser:
            ratio.limit = cap
    return lesser


def _rank(cap: Draft) -> int:
    return _RANK.get(cap.scope or "per_year", 1)


def _same_amount(cap: Draft, ratio: Draft) -> bool:
    other = ratio.limit.cap if ratio.limit else None
    return cap.cap is not None and other is not None and cap.cap.yuan == other.yuan


def _one_sentence(text: str, a: Draft, b: Draft) -> bool:
    return not any(end in text[a.head : b.head] for end in SENTENCE_ENDS)


def _of_same_time(cap: Draft, ratios: list[Draft]) -> list[Draft]:
    """Ratios of the cap's status: an old limit belongs to the old ratio, a proposed one to the proposed."""
    now = (None, "in_force")
    same = [r for r in ratios if r.status == cap.status or (cap.status is None and r.status in now)]
    if same or cap.status is None:
        return same or [r for r in ratios if r.status != "historic"]
    if cap.status == "historic":
        proposed = any(r.status == "recommended" for r in ratios)
        return [r for r in ratios if proposed and r.status == "in_force"]
    return [r for r in ratios if r.status is None]


def _pays_alike(cap: Subject, ratio: Subject) -> bool:
    return cap.instrument == ratio.instrument or None in (cap.instrument, ratio.instrument)


def _agree(a: Subject, b: Subject) -> bool:
    """No part of the subject is said differently by both."""
    pairs = (
        (a.enterprise_class, b.enterprise_class),
        (_bounds(a.tier), _bounds(b.tier)),
        (a.market, b.market),
    )
    return all(x is None or y is None or x == y for x, y in pairs)


def _says(subject: Subject, wanted: Subject) -> bool:
    """The subject has every part that is wanted."""
    pairs = (
        (wanted.enterprise_class, subject.enterprise_class),
        (_bounds(wanted.tier), _bounds(subject.tier)),
        (wanted.market, subject.market),
    )
    return all(x is None or x == y for x, y in pairs)


def _bounds(tier: Tier | None) -> tuple[object, object] | None:
    return (tier.low, tier.high) if tier else None
