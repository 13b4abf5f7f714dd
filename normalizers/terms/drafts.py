"""Ratios and caps with their subjects: terms in the making, before caps are given to ratios."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from normalizers.terms.bases import base_before
from normalizers.terms.fold import REACH, SENTENCE_ENDS, clause_start, next_border, sentence_start
from normalizers.terms.payers import find_payers, levels_in_row
from normalizers.terms.scope import (
    Subject,
    cap_scope,
    carried,
    class_of,
    instrument_of,
    level_of,
    market_of,
    opens_subject,
    split_subjects,
)
from normalizers.terms.standards import Standard
from normalizers.terms.status import is_old_value, status_of
from normalizers.terms.supported import listed_supported, supported_before
from normalizers.terms.tokens import Cap, Ratio, Tier
from normalizers.terms.vocabulary import lexicon

Anchor = Ratio | Standard | Cap
_TITLE = 20
_TIMES = frozenset(("年", "个月", "天", "小时", "次"))
_EACH = re.compile(r"(?:各自?(?:按|给予|承担|负担|补贴|补助|支持|出资|配套|安排)+|各)$")
_SUM = re.compile(r"合计|累计|共计|总计")
_LIST_GAP = re.compile(r"(?:[、和与及或,:∶比]|以及)(?:不超过|不高于|不低于|最高)?")


@dataclass(slots=True)
class Draft:
    """A term in the making: a ratio or standard, or a cap that stands alone or is the `limit` of these.

    `own` is what its segment ``[start, end)`` says itself, `subject` is completed from the left.
    """

    start: int
    head: int
    end: int
    own: Subject
    subject: Subject
    status: str | None
    ratio: Ratio | Standard | None = None
    cap: Cap | None = None
    scope: str | None = None
    limit: Draft | None = None
    turn: tuple[int, int] | None = None  # i-th of n, where the text says 分别
    base: bool = False  # stands for others and gives no term itself
    supported: tuple[int, int] | None = None  # what it is for, where its own words say so
    who: tuple[int, int] | None = None
    is_old: bool = False


def segment_end(text: str, anchors: Sequence[Anchor], i: int) -> int:
    """Where the clause of anchor i ends: a border, or the next number's comparison word."""
    limit = anchors[i + 1].head if i + 1 < len(anchors) else len(text)
    end = min(next_border(text, anchors[i].end), limit)
    if end < limit and text[end] == "(":
        close = text.find(")", end)
        if 0 <= close < limit and not text.startswith("(其·", end):
            end = min(next_border(text, close + 1), limit)
    return end


def build_drafts(text: str, anchors: Sequence[Anchor], tiers: list[Tier], start: Subject) -> list[Draft]:
    drafts: list[Draft] = []
    seg_start, last = 0, start
    levels: set[str | None] = set()
    for i, anchor in enumerate(anchors):
        end = segment_end(text, anchors, i)
        own = _own_subject(text, seg_start, end, anchor, tiers)
        bridge = text[drafts[-1].head if drafts else 0 : anchor.head]
        subject = carried(last, own, text[seg_start:end], bridge)
        if own.level is None and {"province", "city"} <= levels and _SUM.search(text[seg_start:end]):
            subject = replace(subject, level="province+city")
        levels.add(own.level)
        draft = Draft(seg_start, anchor.head, end, own, subject, status_of(text, anchors, i))
        draft.supported, draft.who = supported_before(text, seg_start, anchor.head)
        draft.is_old = is_old_value(text, anchors, i)
        if not isinstance(anchor, Cap):
            draft.ratio, last = anchor, subject
        else:
            draft.cap = anchor
            clause = text[clause_start(text, anchor.head) : end]
            draft.scope = cap_scope(
                text[seg_start:end], clause, text[max(0, anchor.head - REACH) : anchor.head]
            )
            if drafts == []:
                last = subject
        drafts.append(draft)
        seg_start = end
    _share_instrument(text, drafts)
    _distribute(text, drafts, tiers)
    return [part for draft in drafts for part in _each_level(text, draft)]


def moved_bounds(text: str, tiers: list[Tier], start: Subject) -> list[Draft]:
    """Whom a policy is for, where a text tells nothing but that the bound was moved (由300万美元以下扩大到600万)."""
    for old, new in pairwise(sorted(tiers, key=lambda t: t.start)):
        between = text[old.end : new.start]
        if old.unit != new.unit or "。" in between or not lexicon().to_words.search(between):
            continue
        klass, _ = class_of(text[: new.end])
        proposes = any(m.value == "recommended" for m in lexicon().statuses.find(text[: new.start]))
        return [
            Draft(tier.start, tier.start, tier.end, own, own.over(start), status, is_old=tier is old)
            for tier, status in ((old, "historic"), (new, "recommended" if proposes else "in_force"))
            for own in [Subject(enterprise_class=klass, tier=tier, level=level_of(text[: tier.start]))]
        ]
    return []


def _each_level(text: str, draft: Draft) -> list[Draft]:
    """省、市财政各承担50% states two ratios."""
    levels = (draft.subject.level or "").split("+")
    if len(levels) < 2 or not _EACH.search(text[draft.start : draft.head]):
        return [draft]
    return [replace(draft, subject=replace(draft.subject, level=level)) for level in levels]


def _share_instrument(text: str, drafts: list[Draft]) -> None:
    """新兴市场按60%、其他市场按40%给予保费补贴: the last of a list says what is paid for."""
    for draft, following in reversed(list(pairwise(drafts))):
        if draft.subject.instrument is None and text.startswith("、", draft.end):
            draft.subject = replace(draft.subject, instrument=following.subject.instrument)


def _own_subject(text: str, start: int, end: int, anchor: Anchor, tiers: list[Tier]) -> Subject:
    segment, head = text[start:end], anchor.end - start
    base = base_before(text, start, anchor.start)
    said = (
        segment
        if base is None
        else segment[: base[0] - start] + "#" * (base[1] - base[0]) + segment[base[1] - start :]
    )
    instrument, level = instrument_of(segment, head), level_of(said, head)
    start = _subject_start(text, start, anchor.head)
    segment, before = text[start:end], text[start : anchor.end]
    left = text[max(0, start - REACH) : start]
    klass, position = class_of(before, left)
    if klass is None:
        klass, position = class_of(segment, left)
    inside = [t for t in tiers if start <= t.start < end]
    before_it = [t for t in inside if t.end <= anchor.head and _tells_tiers(text, t, anchor)]
    before_it = before_it or [t for t in inside if t.unit is None]
    tier = before_it[-1] if before_it else None
    joint = tier is not None and klass is not None and start + position > tier.start
    market = market_of(before) or market_of(segment)
    return Subject(klass, tier, market, instrument, level, joint)


def _tells_tiers(text: str, tier: Tier, anchor: Anchor) -> bool:
    """A band belongs to the number behind it up to a semicolon; months and years tell no tiers."""
    if tier.unit is None:
        return True
    if any(end in text[tier.end : anchor.head] for end in SENTENCE_ENDS):
        return False
    return tier.unit not in _TIMES


def _subject_start(text: str, start: int, head: int) -> int:
    """Sentences in front are left out when the own one opens a subject; a short title stays."""
    sentence = sentence_start(text, head)
    if sentence - start > _TITLE and opens_subject(text[sentence:head]):
        return sentence
    return start


def _distribute(text: str, drafts: list[Draft], tiers: list[Tier]) -> None:
    """对小微企业、一般企业分别按100%、60%: the i-th subject belongs to the i-th number."""
    i = 0
    while i < len(drafts):
        j = i
        while j + 1 < len(drafts) and _in_list(text, drafts[j], drafts[j + 1]):
            j += 1
        count = j - i + 1
        region = text[drafts[i].start : drafts[i].head]
        if count > 1 and ("分别" in region or "各" in region or "依次" in region or _as_many(region, count)):
            inside = [t for t in tiers if drafts[i].start <= t.start < drafts[i].head]
            for turn, draft in enumerate(drafts[i : j + 1]):
                draft.turn = (turn, count)
            for draft, name in zip(
                drafts[i : j + 1],
                listed_supported(text, drafts[i].start, drafts[i].head, count),
                strict=False,
            ):
                draft.supported = name
            parts = split_subjects(region, inside, count)
            for draft, part in zip(drafts[i : j + 1], parts, strict=False):
                draft.own = part.over(draft.own)
                draft.subject = part.over(draft.subject)
        i = j + 1


def _as_many(region: str, count: int) -> bool:
    """由省、市、县三级财政按40%、35%、25%的比例分担: as many payers as numbers."""
    return any(count in (len(m.value.split("+")), len(levels_in_row(m))) for m in find_payers(region)[-1:])


def _in_list(text: str, a: Draft, b: Draft) -> bool:
    first, second = a.ratio or a.cap, b.ratio or b.cap
    if first is None or second is None or type(first) is not type(second):
        return False
    return bool(_LIST_GAP.fullmatch(text[first.end : second.start]))
