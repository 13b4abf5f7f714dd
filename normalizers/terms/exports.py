"""Bands of export value in US dollars that tell the tiers of a policy apart."""

from __future__ import annotations

import re

from normalizers.terms.fold import clause_start
from normalizers.terms.scan import Number, last_noun, op_after, op_before
from normalizers.terms.tokens import Tier, floor_of
from normalizers.terms.vocabulary import lexicon

_JOINT = re.compile(r"(?:[、,且和并但至到~-]|同时|的|及|在|以上|且在){0,3}")


def find_tiers(text: str, numbers: list[Number]) -> list[Tier]:
    """Export bands in dollars; 超过500万美元、不超过1000万美元 is one band."""
    found: list[Tier] = []
    for i, number in enumerate(numbers):
        if number.kind not in ("usd", "bare_usd"):
            continue
        floor = floor_of(text, numbers, i)
        noun = last_noun(lexicon().tier_nouns, text[clause_start(text, number.start) : number.start])
        if (noun is not None and noun.startswith("!")) or (
            noun is None and number.kind == "bare_usd" and not found
        ):
            continue
        tier = _tier_of(text, floor, number)
        if tier is None:
            continue
        last = found[-1] if found else None
        if last and _completes(text, last, tier):
            found[-1] = Tier(
                last.start, tier.end, last.low, tier.high, last.low_inclusive, tier.high_inclusive
            )
        else:
            found.append(tier)
    return found


def _completes(text: str, last: Tier, tier: Tier) -> bool:
    if last.high is not None or tier.low is not None or last.low is None or tier.high is None:
        return False
    return last.low < tier.high and bool(_JOINT.fullmatch(text[last.end : tier.start]))


def _tier_of(text: str, floor: int, number: Number) -> Tier | None:
    behind = op_after(text, number.end)
    if number.high is not None:
        end = behind[1] if behind else number.end
        low_in = number.inclusive is not False
        return Tier(number.start, end, number.value, number.high, low_in, number.high_inclusive is not False)
    op = op_before(text, floor, number.start)
    if behind is not None and (op is None or op.kind == "reach"):
        inclusive = next((m for m in (number.inclusive, behind[2]) if m is not None), True)
        return _bound(number, behind[0].kind, number.start, behind[1], inclusive)
    if op is None:
        return None
    inclusive = number.inclusive if number.inclusive is not None else op.kind in ("le", "ge", "reach")
    end = behind[1] if behind else number.end
    return _bound(number, op.kind, op.start, end, inclusive)


def _bound(number: Number, kind: str, start: int, end: int, inclusive: bool) -> Tier:
    if kind in ("ge", "gt", "reach"):
        return Tier(start, end, number.value, None, inclusive, None)
    return Tier(start, end, None, number.value, None, inclusive)
