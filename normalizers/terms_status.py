"""Whether a number is in force, was in force, or is only recommended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.terms_fold import clause_start
from normalizers.terms_lexicon import lexicon
from normalizers.terms_tokens import Cap, Ratio

_FULL_STOPS = re.compile(r"[。!?]")


def status_of(text: str, anchors: Sequence[Ratio | Cap], i: int) -> str | None:
    """in_force, historic, recommended, or None when the text does not say."""
    anchor = anchors[i]
    if _is_old_value(text, anchors, i):
        return "historic"
    stops = [m.end() for m in _FULL_STOPS.finditer(text, 0, anchor.head)]
    sentence = text[stops[-1] if stops else 0 : anchor.head]
    mentions = lexicon().statuses.find(sentence)
    if any(m.value == "recommended" for m in mentions):
        return "recommended"
    floor = anchors[i - 1].end if i else 0
    if _raised_to(text, max(floor, clause_start(text, anchor.start)), anchor.start):
        return "in_force"
    own = lexicon().statuses.find(text[max(floor, stops[-1] if stops else 0) : anchor.head])
    return own[-1].value if own else None


def _raised_to(text: str, floor: int, position: int) -> bool:
    return bool(lexicon().to_words.search(text[floor:position]))


def _is_old_value(text: str, anchors: Sequence[Ratio | Cap], i: int) -> bool:
    """由30%提高至50%: the first figure of a change."""
    anchor = anchors[i]
    following = next((a for a in anchors[i + 1 :] if type(a) is type(anchor)), None)
    if following is None or _FULL_STOPS.search(text, anchor.end, following.start):
        return False
    between = text[anchor.end : following.start]
    if not lexicon().to_words.search(between):
        return False
    region = text[clause_start(text, anchor.head) : anchor.start]
    return bool(lexicon().from_words.search(region))


def context_status(context: str) -> str | None:
    """Status that a heading states (建议标准, 原政策)."""
    mentions = lexicon().statuses.find(context)
    return mentions[-1].value if mentions else None
