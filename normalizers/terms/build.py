"""From one item of a policy text to its terms."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from normalizers.regions import find_in_text
from normalizers.terms.bases import base_before, cost_aimed_at
from normalizers.terms.bounds import find_bounds
from normalizers.terms.caps import attach
from normalizers.terms.context import Context
from normalizers.terms.drafts import Anchor, Draft, build_drafts, moved_bounds
from normalizers.terms.exports import find_tiers
from normalizers.terms.fold import BORDERS, Folded, clause_start, next_border, sentence_start
from normalizers.terms.model import Term
from normalizers.terms.payers import find_payers
from normalizers.terms.phrases import is_cost
from normalizers.terms.scan import find_numbers
from normalizers.terms.scope import Subject, award_in, instrument_of
from normalizers.terms.standards import Standard, find_standards
from normalizers.terms.supported import attained
from normalizers.terms.tokens import Ratio, find_caps, find_ratios
from normalizers.terms.vocabulary import lexicon

# Costs that a share is paid of, whatever the payment is called.
_COSTS = frozenset({"premium_subsidy", "credit_report", "freight"})
_AWARD = re.compile(r"^[^,。;、\d]{0,8}(?:奖励|奖补|奖金)")


def item_terms(item: Folded, start: Subject, context: Context) -> list[Term]:
    """Terms of one item. `start` is what the text in front of all items says."""
    text = item.text
    numbers = find_numbers(text)
    caps = find_caps(text, numbers, context.cap_heading)
    taken = {c.start for c in caps}
    standards = find_standards(text, numbers, caps, context.supported, context.in_cell, context.lays_down)
    taken |= {s.start for s in standards}
    tiers = [
        t
        for t in [*find_tiers(text, numbers), *find_bounds(text)]
        if not any(t.start <= s < t.end for s in taken)
    ]
    anchors: list[Anchor] = sorted(
        [*find_ratios(text, numbers, context.supported), *standards, *caps], key=lambda a: (a.start, a.end)
    )
    drafts = build_drafts(text, anchors, tiers, start)
    if not anchors and context.supported:
        drafts = moved_bounds(text, tiers, start)
    said = _Said(
        context,
        context.subject.instrument or award_in(text) or context.award,
        _exclusions(item, anchors),
        _regions(item),
    )
    _go_on(text, drafts)
    return [_term(item, draft, said) for draft in attach(text, drafts)]


def _go_on(text: str, drafts: list[Draft]) -> None:
    """What a number says nothing of it has from the one before, in the same sentence and for the same payee."""
    for before, draft in pairwise(drafts):
        if "。" in text[before.head : draft.head] or draft.who is not None:
            continue
        if draft.supported is None and not _opens_condition(text[before.end : draft.head]):
            draft.supported, draft.who = before.supported, before.who


def _opens_condition(text: str) -> bool:
    return ";" in text and "的," in text


@dataclass(frozen=True, slots=True)
class _Said:
    """What holds for every term of an item where the term itself is silent."""

    context: Context
    instrument: str | None
    exclusions: str | None
    regions: list[tuple[int, str]]


def _regions(item: Folded) -> list[tuple[int, str]]:
    """Names of regions in the item, with their folded positions."""
    if not item.text:
        return []
    first = item.index[0]
    found = find_in_text(item.printed(0, len(item.text)), allow_short=True)
    return [(bisect_left(item.index, first + offset), region.region_name) for offset, region in found]


def _region_names(item: Folded, regions: list[tuple[int, str]], draft: Draft) -> tuple[str, ...]:
    """The regions of the nearest clause that names any, in the segment or else before it."""
    before = [(position, name) for position, name in regions if position < draft.end]
    if not before:
        return ()
    clause = clause_start(item.text, before[-1][0])
    return tuple(dict.fromkeys(name for position, name in before if position >= clause))


def _exclusions(item: Folded, anchors: Sequence[Anchor]) -> str | None:
    """Clauses such as 低于1000元的不予补助, as printed."""
    text = item.text
    found: list[tuple[int, int]] = []
    for m in lexicon().exclusion.finditer(text):
        start, end = clause_start(text, m.start()), next_border(text, m.end(), ",。;!?")
        if m.start() - start < 3 and start > 1:
            start = clause_start(text, start - 1)
        if any(start <= a.start < end for a in anchors) or any(start < b and a < end for a, b in found):
            continue
        found.append((start, end))
    return "；".join(item.printed(a, b) for a, b in found) or None


def _term(item: Folded, draft: Draft, said: _Said) -> Term:
    ratio, subject, given = draft.ratio, draft.subject, said.context.subject
    share = ratio if isinstance(ratio, Ratio) else None
    standard = ratio if isinstance(ratio, Standard) else None
    limit = draft if draft.cap else draft.limit
    base = base_before(item.text, draft.start, ratio.start) if share and ratio else None
    supported = draft.supported or (attained(item.text, draft.who) if standard and not standard.per else None)
    if share and base is None:
        base = cost_aimed_at(item.text, draft.start, draft.head)
    if share and base is None and supported is not None and is_cost(item.text[slice(*supported)]):
        base = supported
    cap = limit.cap if limit else None
    own_class = subject.enterprise_class in (None, given.enterprise_class)
    tier = subject.tier or (given.tier if own_class else None)
    level = subject.level or given.level
    end = max(draft.end, limit.end) if limit else draft.end
    foreign = item.printed(draft.start, end) if cap and cap.yuan is None else None
    conditions = [c for c in (_condition(item, draft), foreign, said.exclusions) if c]
    return Term(
        ratio_op=_op(ratio, said.context) if ratio else None,
        ratio_pct=float(share.pct) if share else None,
        cap_yuan=cap.yuan if cap else None,
        cap_scope=limit.scope if limit else None,
        export_min_usd=tier.low if tier and tier.unit is None else None,
        export_max_usd=tier.high if tier and tier.unit is None else None,
        export_min_inclusive=tier.low_inclusive if tier and tier.unit is None else None,
        export_max_inclusive=tier.high_inclusive if tier and tier.unit is None else None,
        enterprise_class=subject.enterprise_class or given.enterprise_class,
        instrument=_instrument(item, draft, said, base),
        market=subject.market or given.market,
        gov_level=level,
        status=draft.status or said.context.status,
        region_names=_region_names(item, said.regions, draft),
        condition_text="；".join(dict.fromkeys(conditions)) or None,
        text=_quote(item, draft.start, draft.head, end),
        item=item.printed(*supported) if supported else None,
        beneficiary=item.printed(*draft.who) if draft.who else None,
        base_text=item.printed(*base) if base else None,
        standard_yuan=standard.yuan if standard else None,
        standard_per=standard.per or None if standard else None,
        tier_measure=tier.measure if tier else None,
        tier_min=tier.low if tier and tier.unit is not None else None,
        tier_max=tier.high if tier and tier.unit is not None else None,
        tier_unit=tier.unit if tier else None,
        is_change=draft.is_old,
    )


def _instrument(item: Folded, draft: Draft, said: _Said, base: tuple[int, int] | None) -> str | None:
    """What kind of support: by the verb where the base is no cost with a name of its own (融资额的1%给予奖励)."""
    ratio = draft.ratio
    if isinstance(ratio, Standard):
        return "unit_standard" if ratio.per else "award"
    named = draft.subject.instrument or said.instrument
    if base is None:
        return named
    phrase = item.text[slice(*base)]
    is_award = isinstance(ratio, Ratio) and _AWARD.search(item.text[ratio.end : ratio.end + 16])
    if is_award and instrument_of(phrase) not in _COSTS:
        return "award"
    if named in (None, "other") and is_cost(phrase):
        return "cost_share"
    return named


def _op(ratio: Ratio | Standard, context: Context) -> str:
    return ratio.op if ratio.op_printed or context.ratio_op is None else context.ratio_op


def _without_lead(text: str, start: int, end: int) -> int:
    """Start of the segment without the punctuation and joining words in front."""
    while (m := lexicon().lead.match(text[start:end])) and m.end():
        start += m.end()
    return start


def _sentences_before(text: str, start: int, head: int) -> int:
    """Start of the sentence that holds `head` and of the two before it, not left of `start`."""
    position = head
    for _ in range(3):
        position = max(sentence_start(text, position) - 1, 0)
    return max(start, position)


def _quote(item: Folded, start: int, head: int, end: int) -> str:
    """The printed clauses around a segment, which may have been cut between two numbers."""
    text, marks = item.text, BORDERS + "、+"
    start = max(start, sentence_start(text, head))
    if start and text[start] not in marks:
        start = max(0, *(text.rfind(mark, 0, start) for mark in marks))
    end = next_border(text, end)
    start = _without_lead(text, start, end)
    if text.startswith(")", end) and text.count("(", start, end) > text.count(")", start, end):
        end += 1
    return item.printed(start, end)


_CJK = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_LEAST = 3  # letters of a condition
_CLAUSE_ENDS = ",。;:!?"
_AMOUNT = re.compile(r"\d(?:[万亿]?元|%)")


def _condition(item: Folded, draft: Draft) -> str | None:
    """The printed words in front of the number that say whom and what the term is for: whole clauses, and of the
    number's own what stands in front of the words that say how much is paid (每栋, 按购置费的)."""
    text = item.text
    start, end = _sentences_before(text, draft.start, draft.head), draft.head
    own = max(start, *(text.rfind(border, start, end) + 1 for border in _CLAUSE_ENDS))
    parted = text.rfind(";", start, own) + 1
    if _AMOUNT.search(text, start, parted):  # of something else
        start = parted
    start = _without_lead(text, start, end)
    own = max(start, own)
    how_much = min((said.start() for said in lexicon().how_much.finditer(text, own, end)), default=end)
    formula = lexicon().formula.search(text[own:how_much])
    bare = own + formula.start() if formula else how_much
    if bare - own < _LEAST or any(payer.start == 0 for payer in find_payers(text[own:end])):
        bare = own
    elif how_much < end:
        bare = how_much
    end = bare
    while end > start and text[end - 1] in ",:、(。;":
        end -= 1
    printed = item.printed(start, end)
    return printed if len(_CJK.findall(printed)) >= _LEAST else None
