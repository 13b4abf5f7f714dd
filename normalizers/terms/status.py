"""Whether a number is in force, was in force, or is only recommended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.terms.fold import REACH, clause_start
from normalizers.terms.standards import Standard
from normalizers.terms.tokens import Cap, Ratio
from normalizers.terms.vocabulary import lexicon

_FORMER = re.compile(r"轮|旧|老|^原|试点|期政策|到期|前期|之前|以前|此前|过去|当时|改革前|修订前|调整前")
_NEAR = 6
_FULL_STOPS = re.compile(r"[。!?]")


def status_of(text: str, anchors: Sequence[Ratio | Standard | Cap], i: int) -> str | None:
    """in_force, historic, recommended, or None when the text does not say."""
    if is_old_value(text, anchors, i):
        return "historic"
    anchor = anchors[i]
    sentence = _sentence(text, anchor.head)
    if any(m.value == "recommended" for m in lexicon().statuses.find(text[sentence : anchor.head])):
        return "recommended"
    own = _own_word(text, anchors, i)
    if own is None and _raised_to(text, anchors, i) and _has_old_twin(text, anchors, i):
        return "in_force"
    if own is None and _speaks_of_former(text[sentence : anchor.head]):
        return "historic"
    return own


def context_status(context: str) -> str | None:
    """Status that a heading states (建议标准, 原政策)."""
    mentions = lexicon().statuses.find(context)
    return mentions[-1].value if mentions else None


def _speaks_of_former(said: str) -> bool:
    """Does a sentence speak of a former policy up to here (上一轮政策…；小微企业…)?"""
    mentions = lexicon().statuses.find(said)
    return bool(mentions) and mentions[-1].value == "historic" and bool(_FORMER.search(mentions[-1].word))


def _sentence(text: str, position: int) -> int:
    """Start of the sentence; a proposal holds beyond semicolons."""
    start = max(0, position - REACH)
    return max(start, *(text.rfind(stop, start, position) + 1 for stop in "。!?"))


def _own_word(text: str, anchors: Sequence[Ratio | Standard | Cap], i: int) -> str | None:
    """Status word between the number before and this one, in the same sentence."""
    start = max(anchors[i - 1].end if i else 0, _sentence(text, anchors[i].head))
    return context_status(text[start : anchors[i].head])


def _raised_to(text: str, anchors: Sequence[Ratio | Standard | Cap], i: int) -> bool:
    floor = max(anchors[i - 1].end if i else 0, clause_start(text, anchors[i].start))
    return bool(lexicon().to_words.search(text[floor : anchors[i].start]))


def _has_old_twin(text: str, anchors: Sequence[Ratio | Standard | Cap], i: int) -> bool:
    """Another number of the same kind is the old one; else 提高至 compares with another subject."""
    twins = [j for j, other in enumerate(anchors) if j != i and type(other) is type(anchors[i])]
    return any(is_old_value(text, anchors, j) or _own_word(text, anchors, j) == "historic" for j in twins)


def is_old_value(text: str, anchors: Sequence[Ratio | Standard | Cap], i: int) -> bool:
    """由30%提高至50%: the first figure of a change."""
    anchor = anchors[i]
    later = (anchors[j] for j in range(i + 1, len(anchors)))
    following = next((a for a in later if type(a) is type(anchor)), None)
    if following is None or _FULL_STOPS.search(text, anchor.end, following.start):
        return False
    if not lexicon().to_words.search(text[anchor.end : following.start]):
        return False
    if lexicon().to_words.search(text[max(0, anchor.start - _NEAR) : anchor.start]):
        return False  # the new figure of one change before that of another
    return bool(lexicon().from_words.search(text[clause_start(text, anchor.head) : anchor.start]))
