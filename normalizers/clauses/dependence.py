"""Which number is a part, a sum, another measure, the former value or a change of which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from normalizers.clauses.roles import find_lists, find_roles
from normalizers.clauses.words import any_of, divides
from normalizers.text import match_key

if TYPE_CHECKING:
    from normalizers.clauses.reading import Draft

_ANCHORS = 4  # numbers before 其中 that its parts may be of
_REST = re.compile(r"其余|其他|余下")
_COUNTED = re.compile(r"第?[一二三四五六七八九十\d]+(?:批次?|季度|期|笔|阶段|次)")
_PLACES = ("县", "市", "区", "镇", "乡", "旗", "州")
_LONGEST_LIST = 24
_LEAST_OF_TWO_SENTENCES = 2


def find_dependence(drafts: Sequence[Draft]) -> None:
    """Set role, same_as, parent and parts of the numbers of a paragraph."""
    find_roles(drafts)
    find_lists(drafts)
    for n, draft in enumerate(drafts):
        if draft.opens_part and draft.stated.parent is None:
            _take_parts(drafts, n)
        elif draft.segment.bracket and draft.anchor is not None:
            _take_bracket(drafts, n, draft.anchor)
        elif draft.anchor is not None and draft.stated.parent is None:
            _take_behind_colon(drafts, n, draft.anchor)
    for n in range(len(drafts)):
        _take_sum(drafts, n)
    for n in range(len(drafts)):
        _take_list(drafts, n)
    for n in range(len(drafts)):
        _take_division(drafts, n)
    done: set[int] = set()
    for n in range(len(drafts)):
        _with_outer(drafts, n, done)


def _like(drafts: Sequence[Draft], n: int, kind: str) -> bool:
    stated = drafts[n].stated
    return stated.kind == kind and stated.role in ("", "latter") and stated.same_as is None


def _following(drafts: Sequence[Draft], n: int) -> Iterator[int]:
    """Numbers of the same kind from one on, in its sentence and bracket."""
    first = drafts[n]
    for m in range(n, min(len(drafts), n + _LONGEST_LIST)):
        other = drafts[m]
        if other.stated.sentence != first.stated.sentence:
            return
        if other.segment.bracket != first.segment.bracket:
            if first.segment.bracket:
                return
            continue
        if _like(drafts, m, first.stated.kind):
            yield m


def _anchors(drafts: Sequence[Draft], n: int, *, of_any_size: bool) -> list[int]:
    """Numbers that a part may be of, the nearest first; not smaller than it, unless other parts are below zero."""
    first = drafts[n]
    found: list[int] = []
    start, outside = n - 1, first.segment.bracket
    if first.segment.bracket and first.anchor is not None:
        # 收入9亿元,下降4%(其中税收6亿元,…): the rate in front of the bracket has no parts in money
        start, outside = first.anchor, drafts[first.anchor].segment.bracket
    for m in range(start, -1, -1):
        other = drafts[m]
        if first.stated.sentence - other.stated.sentence > 1 or len(found) == _ANCHORS:
            break
        same = other.segment.bracket == outside or other.stated.sentence < first.stated.sentence
        is_large = of_any_size or other.stated.base >= first.stated.base
        if same and _like(drafts, m, first.stated.kind) and is_large:
            found.append(m)
    return found


def _take_parts(drafts: Sequence[Draft], n: int, *, only_proved: bool = False) -> None:
    """The parts that 其中 opens: those that add up to a number before it, else the list that it begins."""
    following = list(_following(drafts, n))
    if not following or following[0] > n + 1:  # n + 1: 其中甲由40万元调整为60万元
        return
    n = following[0]
    anchors = _anchors(drafts, n, of_any_size=_any_negative(drafts, following))
    for anchor in anchors:
        count = _adding_up(drafts, anchor, following, is_exact=anchor != anchors[0])
        if count > 1:
            return _set_parts(drafts, anchor, following[:count], is_proved=True)
    anchors = [one for one in anchors if drafts[one].stated.base >= drafts[n].stated.base]
    if anchors and not only_proved:
        _set_parts(drafts, anchors[0], _list_from(drafts, following, anchors[0]), is_proved=False)


def _adding_up(
    drafts: Sequence[Draft], anchor: int, following: Sequence[int], *, is_exact: bool = False
) -> int:
    """How many of the numbers add up to another, but for rounding unless `is_exact`; 0 when none do."""
    whole, total, slack = drafts[anchor].stated, Decimal(0), drafts[anchor].stated.step / 2
    for count, m in enumerate(following, start=1):
        total += drafts[m].stated.base * max(1, len(drafts[m].stated.each))
        slack += drafts[m].stated.step / 2
        if abs(total - whole.base) <= (0 if is_exact else slack) and (total == whole.base or count > 1):
            return count
        if total > whole.base + slack and not _any_negative(drafts, following[count:]):
            return 0
    return 0


def _any_negative(drafts: Sequence[Draft], numbers: Sequence[int]) -> bool:
    return any(drafts[m].stated.base < 0 for m in numbers)


def _list_from(drafts: Sequence[Draft], following: Sequence[int], anchor: int) -> list[int]:
    """The numbers of a list without proof: joined by 、, or by commas with words of the same kind."""
    found = [following[0]]
    whole, total = drafts[anchor].stated.base, drafts[following[0]].stated.base
    for m in following[1:]:
        last, draft = drafts[found[-1]], drafts[m]
        total += draft.stated.base
        joined = last.segment is draft.segment or last.segment.mark in "、("
        key, other = match_key(draft.stated.own), match_key(last.stated.own)
        letters = 1 if draft.stated.part == last.stated.part else 2  # 教育支出4亿元,增长5%;农林水支出3亿元
        alike = len(key) > letters and key[-letters:] == other[-letters:]
        if total > whole or not (joined or alike):
            break
        found.append(m)
    return found


def _take_bracket(drafts: Sequence[Draft], n: int, anchor: int) -> None:
    """What stands in the bracket behind a number: another measure of it, or its parts."""
    stated, whole = drafts[n].stated, drafts[anchor].stated
    if stated.parent is not None or stated.role:
        return
    if stated.kind != whole.kind:
        if not stated.own and stated.same_as is None:
            stated.same_as, stated.own = anchor, whole.own
        elif stated.own and _like(drafts, n, stated.kind):
            _take_parts(drafts, n, only_proved=True)
        return
    if stated.base <= whole.base:
        following = list(_following(drafts, n))
        count = _adding_up(drafts, anchor, following)
        _set_parts(drafts, anchor, following[: count or 1], is_proved=count > 1)
    elif _like(drafts, n, stated.kind):
        _take_parts(drafts, n, only_proved=True)


def _take_behind_colon(drafts: Sequence[Draft], n: int, anchor: int) -> None:
    """What stands behind a colon behind a number are its parts where they add up."""
    if not _like(drafts, n, drafts[anchor].stated.kind):
        return
    following = list(_following(drafts, n))
    count = _adding_up(drafts, anchor, following)
    if count > 1:
        _set_parts(drafts, anchor, following[:count], is_proved=True)


def _take_sum(drafts: Sequence[Draft], n: int) -> None:
    """共计 is the sum of what stands before it, where it adds up; to the digit, where the sentence before has some of
    it (收入安排9亿元。加上补助收入6亿元、…，收入总计…)."""
    stated = drafts[n].stated
    if stated.parts or not any_of("total").search(match_key(stated.own)):
        return
    total, slack, found = Decimal(0), stated.step / 2, list[int]()
    for m in range(n - 1, max(-1, n - _LONGEST_LIST), -1):
        other = drafts[m].stated
        if stated.sentence - other.sentence > 1:
            break
        if not _like(drafts, m, stated.kind) or other.parent is not None or drafts[m].segment.bracket:
            continue
        total += other.base * max(1, len(other.each))
        slack = slack + other.step / 2 if other.sentence == stated.sentence else Decimal(0)
        found.append(m)
        least = 1 if other.sentence == stated.sentence else _LEAST_OF_TWO_SENTENCES
        if abs(total - stated.base) <= slack and len(found) > least:
            return _set_parts(drafts, n, found[::-1], is_proved=True)


def _take_list(drafts: Sequence[Draft], n: int) -> None:
    """Numbers right behind another that add up to it are its parts, whatever the words say."""
    stated = drafts[n].stated
    if stated.parts or stated.kind not in ("money", "count") or drafts[n].segment.bracket:
        return
    if not _like(drafts, n, stated.kind):
        return
    last = n + 1 == len(drafts) or drafts[n + 1].segment is not drafts[n].segment
    if drafts[n].segment.mark == "、" and last and not stated.behind:
        return
    following = []
    for m in range(n + 1, min(len(drafts), n + _LONGEST_LIST)):
        other = drafts[m]
        if other.segment.bracket:
            continue
        if (
            other.stated.sentence - stated.sentence > (stated.parent is None)
            or other.stated.parent is not None
        ):
            break
        if _like(drafts, m, stated.kind):
            following.append(m)
    count = _adding_up(drafts, n, following, is_exact=True)
    if count > 1 and _is_list([drafts[m] for m in following[:count]]):
        _set_parts(drafts, n, following[:count], is_proved=True)


def _take_division(drafts: Sequence[Draft], n: int) -> None:
    """A second list that says what it divides an amount by: 按来源分…。按用途分…."""
    stated = drafts[n].stated
    before = drafts[n - 1].stated if n else None
    frames = set(filter(divides, stated.outer))
    if before is not None and before.sentence == stated.sentence:
        frames -= set(before.outer)
    if not frames or stated.parent is not None:
        return
    following = list(_following(drafts, n))
    for anchor in range(n - 1, max(-1, n - _LONGEST_LIST), -1):
        whole = drafts[anchor].stated
        if not (whole.parts and _like(drafts, anchor, stated.kind)):
            continue
        count = _adding_up(drafts, anchor, following, is_exact=True)
        if count > 1:
            for m in following[:count]:
                drafts[m].stated.parent, drafts[m].stated.is_proved = anchor, True
            return


def _is_list(drafts: Sequence[Draft]) -> bool:
    """Are numbers joined by 、, or told by words that end alike? What was due, paid and left adds up, too."""
    if any(map(divides, drafts[0].stated.outer)):
        return True
    if any(_REST.match(match_key(draft.stated.own)) for draft in drafts):
        return True
    owns = [match_key(draft.stated.own) for draft in drafts]
    if all(map(_COUNTED.match, owns)):  # 第一批5万元，第二批3万元
        return True
    ends = {own[-1:] if own.endswith(_PLACES) else own[-2:] for own in owns}
    return len(ends) == 1 or all(draft.segment.mark in "、(" for draft in drafts[:-1])


def _set_parts(drafts: Sequence[Draft], whole: int, parts: Sequence[int], *, is_proved: bool) -> None:
    drafts[whole].stated.parts = tuple(parts)
    for m in parts:
        drafts[m].stated.parent, drafts[m].stated.is_proved = whole, is_proved
    drafts[whole].stated.is_proved = drafts[whole].stated.is_proved or is_proved


def _with_outer(drafts: Sequence[Draft], n: int, done: set[int]) -> None:
    """The labels of the number before it that this one is a part of stand around its own."""
    stated = drafts[n].stated
    if n in done or stated.parent is None or stated.parent > n:
        return
    done.add(n)
    _with_outer(drafts, stated.parent, done)
    whole = drafts[stated.parent].stated
    around = (*whole.outer, whole.own) if whole.own else whole.outer
    stated.outer = (*around, *(label for label in stated.outer if label not in around))
