"""What a number is beside the one before it: a change, another measure, a former or later value, the next of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from normalizers.clauses.model import Stated
from normalizers.clauses.words import any_of, bound_before, bound_behind
from normalizers.text import match_key

if TYPE_CHECKING:
    from normalizers.clauses.reading import Draft

_PERCENT = frozenset({"percent", "percentage_point", "permille"})
_NEAR = 4  # numbers before one whose words it may share


def find_roles(drafts: Sequence[Draft]) -> None:
    compared: tuple[int, int] | None = None
    for n, draft in enumerate(drafts):
        stated, own = draft.stated, match_key(draft.stated.own)
        last = drafts[n - 1] if n else None
        if last is not None and last.segment is draft.segment:
            _beside(last.stated, draft, n - 1)
        elif last is not None and any_of("same").fullmatch(draft.link) and _may_be_same(last.stated, stated):
            stated.same_as, stated.own = n - 1, last.stated.own
        elif last is not None and draft.is_bare and stated.op and not stated.own:
            stated.own = _own_of_like(drafts, n)
        if stated.role or stated.same_as is not None:
            continue
        place = (stated.sentence, stated.part)
        around = match_key(" ".join(stated.outer[-2:])) if stated.outer else ""
        if any_of("compared_patterns").search(own) or (
            any_of("compared_patterns").search(around) and any_of("change_patterns").search(own)
        ):
            stated.role, compared = "change", place
        elif any_of("change_patterns").search(own) and (stated.kind in _PERCENT or compared == place):
            stated.role = "change"


def find_lists(drafts: Sequence[Draft]) -> None:
    """Numbers joined by 、 or 和 to the one before them."""
    for n, draft in enumerate(drafts[1:], start=1):
        last = drafts[n - 1]
        joined = last.segment.mark == "、" or (
            last.segment is draft.segment and any_of("joining").match(draft.link)
        )
        same = last.stated.sentence == draft.stated.sentence and last.segment.bracket == draft.segment.bracket
        if joined and same and last.stated.kind == draft.stated.kind:
            first = last.stated.listed_after
            draft.stated.listed_after = n - 1 if first is None else first


def _may_be_same(last: Stated, stated: Stated) -> bool:
    return last.sentence == stated.sentence and last.kind != stated.kind


def _beside(last: Stated, draft: Draft, index: int) -> None:
    """Two numbers of one clause with few words between them."""
    stated = draft.stated
    if any_of("same").fullmatch(draft.link) and last.kind != stated.kind:
        stated.same_as, stated.own = index, last.own
    elif _is_bounds(draft.link) and last.kind == stated.kind:
        stated.own = last.own
    elif any_of("to_patterns").search(draft.link) and last.kind == stated.kind:
        last.role, stated.role = "former", "latter"
        subject, inner = _before_from(last.own)
        stated.own = subject if not inner or inner[-1:] in "的年" else subject + inner
        stated.outer = last.outer


def _is_bounds(link: str) -> bool:
    """200平方米|以上不足|500平方米: nothing but what closes one bound and opens the other."""
    behind = bound_behind().match(link)
    return behind is not None and bound_before().fullmatch(link[behind.end() :].lstrip("但且并,")) is not None


def _own_of_like(drafts: Sequence[Draft], n: int) -> str:
    """The words of the bounds of the same kind in the part before: 面积200平方米以上的，…；500平方米以上的，…."""
    stated = drafts[n].stated
    for other in reversed(drafts[max(0, n - _NEAR) : n]):
        like = other.stated.sentence == stated.sentence and other.stated.kind == stated.kind
        if like and other.stated.op and other.stated.own:
            return other.stated.own
    return ""


def _before_from(own: str) -> tuple[str, str]:
    """Words before 由 or 从, and behind it."""
    at = max(own.rfind(word) for word in ("由", "从"))
    return (own[:at], own[at + 1 :]) if at >= 0 else (own, "")
