"""Amounts that a policy pays for each of something (每亩补助150元, 200元/人·月) or once (奖励50万元).

An amount is one of these where the words say so: what it is paid for each, or a support paid on a condition. Amounts
of budgets and of what was paid are none, nor are premiums, costs and other amounts per unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from normalizers.terms.fold import sentence_start
from normalizers.terms.payers import find_payers
from normalizers.terms.per_unit import each_before, each_behind, mean_of, time_in
from normalizers.terms.scan import Number, op_after, op_before
from normalizers.terms.tokens import Cap, floor_of, goes_on
from normalizers.terms.vocabulary import lexicon, patterns, raw, words

_SYMBOL = {"le": "≤", "lt": "≤", "ge": "≥", "gt": "≥", "reach": "="}
_LIST_ON = re.compile(r"[、和](?:每[^,。;、\d]{1,6})?")
_NEAR = 6
_PAID_EACH = re.compile(
    r"(?:补贴|补助|津贴|资助|奖补)(?:标准)?[为按:]*每[^,。;\d]{1,3}$"
)  # 生活补贴每月800元
_FORMER = re.compile(r"(?:原|原来|原先|此前|之前|调整前|修订前)(?:的?标准)?为?")
_PLACES = re.compile("[县区市旗州盟]$")
_MOST_ONCE = 10**8  # yuan: more is no award
_BOUND_BEHIND = re.compile(r"以[上下]?的?|的?部分|的?,?不(?!足部分|超过|高于)")
# A name between numbers of one list: 博士1500元、硕士900元.
_NAMED_NEXT = re.compile(r"(?:的标准)?[、,;和](?!其)[^,。;、\d每]{1,10}$")
_NAMED = re.compile(r"[\u4e00-\u9fff]{2,}(?:奖励|奖补|补助|补贴|补偿|资助|奖)(?:标准)?(?:为)?$")
_NAMED_AWARD = re.compile(r"[\u4e00-\u9fff]{2,}奖励?(?:标准)?(?:为)?$")
_YEAR = re.compile(r"20\d\d年")


@cache
def _changes() -> re.Pattern[str]:
    return re.compile(f"(?:{lexicon().to_words.pattern}|[由从])$")


@cache
def _any(name: str) -> re.Pattern[str]:
    """The words or patterns of a list of ``data/terms.toml``, section standard."""
    items = raw()["standard"][name]
    return patterns(items) if name.endswith("_patterns") else words(items)


@dataclass(frozen=True, slots=True)
class Standard:
    """An amount in yuan paid for each `per` (亩, 人·月), or once where that is empty; op is ≤, = or ≥."""

    head: int
    start: int
    end: int
    op: str
    op_printed: bool
    yuan: Decimal
    per: str
    is_listed: bool = False  # in a list of names and amounts that a clause opens


def find_standards(
    text: str, numbers: list[Number], caps: list[Cap], supported: bool, in_cell: bool, lays_down: bool = False
) -> list[Standard]:
    """Standards in order of position. `supported`: the text or its heading speaks of support."""
    found: list[Standard] = []
    if not supported:
        return found
    taken = {cap.start for cap in caps}
    refused: int | None = None  # where the amount before ended that is none: 保费每亩51元、每亩48元
    for i, number in enumerate(numbers):
        if number.kind != "yuan" or number.value <= 0 or number.start in taken:
            continue
        last = found[-1] if found and i and found[-1].start == numbers[i - 1].start else None
        floor = floor_of(text, numbers, i)
        gap = text[refused : number.start] if refused is not None else ""
        if refused is not None and (_LIST_ON.fullmatch(gap) or goes_on(gap)):
            refused = number.end
            continue
        standard = _standard(text, floor, number, last, found[-1] if found else None)
        if standard is None and _is_award(text, floor, number, in_cell, lays_down):
            standard = _made(text, floor, number, "")
        refused = number.end if standard is None else None
        if standard is not None:
            found.append(standard)
    return found


def _standard(
    text: str, floor: int, number: Number, last: Standard | None, any_last: Standard | None
) -> Standard | None:
    before, after = text[floor : number.start], text[number.end : number.end + 24]
    if last is not None and (goes_on(gap := text[last.end : number.start]) or _is_listed(gap, last)):
        return replace(_made(text, floor, number, last.per), is_listed=last.is_listed)
    if last is not None and (again := time_in(text[last.end : number.start])) and again[0] == last.per:
        return _made(text, floor, number, last.per)  # 博士每月1500元、硕士每月900元
    if (opened := _opened(text, floor, number)) is not None:
        return replace(_made(text, floor, number, opened), is_listed=True)
    if _any("charged_patterns").search(after):
        return None  # 每张床位每年120元投保责任险
    said = text[sentence_start(text, number.start) : number.start]
    per, behind = _per_before(before, said), each_behind(after)
    if per is not None:
        each, start = per
        if _PLACES.search(each) and "用于" in text[sentence_start(text, number.start) : number.start]:
            return None  # 用于奖励考核优秀的县,每个县100万元: money allotted
        if _is_other_amount(before) or _is_bound(before[start:], after):
            return None
        return _made(text, floor, number, each)
    if behind is not None and not _is_other_amount(before):
        return _made(text, floor, number, behind)
    if any_last is not None and lexicon().to_words.search(before[-_NEAR:]) and not _is_other_amount(before):
        return _made(text, floor, number, any_last.per)  # 2022年起提高至560元
    if any_last is not None and _FORMER.fullmatch(before):
        return _made(text, floor, number, any_last.per)  # 提高至220元(原为150元)
    if any_last is not None and _is_part(text, any_last, floor, number):
        return _made(text, floor, number, any_last.per)
    return None


def _is_bound(before: str, after: str) -> bool:
    """低于1000元的不予补助 is a bound, no standard."""
    return bool(_any("bound_patterns").search(before) or _BOUND_BEHIND.match(after))


def _is_listed(gap: str, last: Standard) -> bool:
    """Does a number go on with a list of names and amounts (博士1500元、硕士900元)?"""
    return (
        gap.startswith(("、", ",", ";") if last.is_listed else "、")
        and bool(_NAMED_NEXT.fullmatch(gap))
        and bool(last.per or len(gap) <= 8)
    )


def _opened(text: str, floor: int, number: Number) -> str | None:
    """What each is paid for in a list that a clause opens: 每月给予租房补贴,博士1500元; None where none does."""
    name = text[floor : number.start]
    lead, colon, own = name.rpartition(":")  # 奖励标准:一等奖8万元,二等奖5万元
    if colon:
        floor, name = floor + len(lead) + 1, own
    if not 0 < len(name) <= 8 or re.search("[每共为计]", name):
        return None
    before = text[max(0, floor - 40) : floor]
    if (
        not _any("opening_patterns").search(before)
        or _any("reported").search(before)
        or re.search(r"\d[万亿]?元", before)
    ):
        return None
    clause = before[:-1].rpartition(",")[2]
    found = each_before(clause) or time_in(clause)
    return found[0] if found else "" if "一次性" in clause or "奖" in clause else None


def _made(text: str, floor: int, number: Number, per: str) -> Standard:
    op = op_before(text, floor, number.start)
    behind = op_after(text, number.end)
    kind = op.kind if op else behind[0].kind if behind and behind[0].kind == "le" else "reach"
    head = op.start if op else number.start
    return Standard(head, number.start, number.end, _SYMBOL[kind], kind != "reach", number.value, per)


def _per_before(before: str, said: str) -> tuple[str, int] | None:
    """What the amount behind is paid for each of, and where that is said; a time alone beside a word of support."""
    if (each := each_before(before)) is not None:
        return each
    if (mean := mean_of(before, said)) is not None and ("标准" in said or not _is_reported(said)):
        return mean
    only = time_in(before)
    is_paid = _any("paid_patterns").search(before) or "标准" in before or _PAID_EACH.search(before)
    return only if only is not None and is_paid else None


def _is_reported(said: str) -> bool:
    """Does a sentence tell up to a number what was paid: 全县亩均补助?"""
    return any(_any(name).search(said) for name in ("reported", "reported_here_patterns"))


def _is_other_amount(words: str) -> bool:
    """Is the amount a premium, a cost, an income: a noun of these with no word of support behind it?"""
    lex = lexicon()
    blocked = [m for m in lex.cap_nouns.find(words) if m.value == "block"]
    return bool(blocked) and not lex.support.search(words[blocked[-1].end - 1 :])


def _is_part(text: str, last: Standard, floor: int, number: Number) -> bool:
    """其中市级财政承担6万元 behind a standard of 10万元: what one payer takes of it."""
    gap = text[last.end : number.start]
    if "。" in gap or ";" in gap or number.value > last.yuan:
        return False
    return bool(find_payers(text[floor : number.start]) or find_payers(gap[-12:])) and not _any(
        "reported"
    ).search(gap)


def _is_changed(before: str, after: str) -> bool:
    """奖励由75万元提高到100万元, 奖励统一为200万元: a rule is changed, which money spent is not."""
    if lexicon().to_words.search(before[-_NEAR:]):
        return True
    return before.endswith(("由", "从")) and lexicon().to_words.match(after) is not None


def _is_award(text: str, floor: int, number: Number, in_cell: bool, lays_down: bool) -> bool:
    """Is so much paid once on a condition, and not told as a sum that was paid or budgeted?

    `lays_down`: text or heading say that a policy lays it down."""
    if number.value >= _MOST_ONCE:
        return False
    start = sentence_start(text, number.start)
    said = text[start : number.start]
    if _any("reported").search(said[-40:]) or _any("reported_here_patterns").search(
        text[floor : number.start]
    ):
        return False
    own = text[floor : number.start]
    before, after = (
        _any("order_patterns").sub("", lexicon().ops.pattern.sub("", own)),
        text[number.end : number.end + 8],
    )
    if _is_other_amount(before) or _is_bound(own, after):
        return False
    if _any("defined_patterns").search(own) and not _YEAR.search(own):
        return True
    is_given = bool(_any("given_patterns").search(before))
    is_changed = _is_changed(before, after)
    before = _changes().sub("", before)
    has_verb = is_given or bool(_any("paid_patterns").search(before))
    is_once = bool(_any("once").search(own))
    on_condition = bool(_any("condition_patterns").search(said))
    if is_changed and has_verb and _NAMED.search(before):
        return True
    if lays_down and not _YEAR.search(own) and _NAMED_AWARD.search(before):
        return True  # 甲奖励50万元、乙奖励30万元
    if not (has_verb or is_once):
        return on_condition and bool(_any("payee_patterns").search(before))
    if not has_verb and not lexicon().support.search(after):
        return False
    if _any("fund_patterns").search(before) and not is_given:
        return False  # 一次性经济补助资金52万元
    return is_once or on_condition or is_given or (in_cell and len(said) <= number.start - floor)
