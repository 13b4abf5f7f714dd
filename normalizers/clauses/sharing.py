"""Values that follow in the order of names: A、B和C分别安排1、2和3万元. Each takes its name, the words that all share,
and the unit of the list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from normalizers.clauses.scanning import Printed
from normalizers.clauses.words import any_of
from normalizers.text import match_key

if TYPE_CHECKING:
    from normalizers.clauses.reading import Draft

_PARTING = re.compile(r"以及|、|和(?![谐平])|(?<!参)与|(?<![惠普涉危波触])及(?!时)")
_BRACKETS = re.compile(r"\([^()]*\)")
_DIGITS = "一二三四五六七八九十"
_COUNTED = re.compile(
    rf"第?([{_DIGITS}])(?:季度|档|级|类|批|期|月)?[至到—-]第?([{_DIGITS}])(季度|档|级|类|批|期|月)"
)
# Names with 和 in them: 教育、社会保障和就业、卫生健康支出 are three.
_COARSER = (
    re.compile(r"、|(?:以及|和(?![谐平])|(?<!参)与|(?<![惠普涉危波触])及(?!时))(?=[^、]*$)"),
    re.compile("、"),
)
_YEAR = re.compile(r"20\d\d年度?")
_EACH = re.compile(r"各(?:自|为|拨|补|安排|下达|补助|奖励|承担|负担|分配|给予)?$")
_PLACE_ENDS = "县市区镇乡旗州"  # names of places end alike, whatever their length
_LINE_ENDS = ("支出", "收入", "税")
_LONGEST_NAME = 24


def lists_of(printed: Printed, start: int, end: int) -> list[list[str]]:
    """The ways to read a span as a list of names, the finest first, without the words around them: 中央, 省 and 县 of
    由中央、省、县三级财政分别负担."""
    key = _BRACKETS.sub(lambda m: "#" * len(m[0]), printed.key[start:end])
    if any_of("instalments_patterns").search(key):
        return []
    counted = _counted_names(key)
    if counted is not None:
        return [counted] if len(counted) > 1 else []
    head = _without_words_behind(key)
    found: list[list[str]] = []
    for parting in (_PARTING, *_COARSER) if _PARTING.search(head) else ():
        names = _names_of(printed, start, head, parting)
        if len(names) > 1 and names not in found:
            found.append(names)
    return found


def _counted_names(key: str) -> list[str] | None:
    """The names of periods or classes of which only the number is printed; None where there are none."""
    periods = any_of("periods_patterns").search(key)
    if periods is not None:  # 四个季度分别支出
        count = 2 if periods["count"] == "两" else _DIGITS.index(periods["count"]) + 1
        return [f"第{digit}{periods['of']}" for digit in _DIGITS[:count]]
    counted = _COUNTED.search(key)
    if counted is not None:  # 一至四季度
        low, high = _DIGITS.index(counted[1]), _DIGITS.index(counted[2])
        return [f"{digit}{counted[3]}" for digit in _DIGITS[low : high + 1]] if low < high else []
    return None


def _without_words_behind(key: str) -> str:
    respectively = any_of("respectively_patterns").search(key)
    head = key[: respectively.start()] if respectively else key
    behind = any_of("behind_names_patterns").search(head)
    if behind is not None and behind.start() > head.rfind("、"):
        head = head[: behind.start()]
    return head


def _names_of(printed: Printed, start: int, head: str, parting: re.Pattern[str]) -> list[str]:
    """The names in the key of a span that begins at `start`; fewer than two where it lists none."""
    cuts = [0, *(m.end() for m in parting.finditer(head))]
    ends = [*(m.start() for m in parting.finditer(head)), len(head)]
    if len(cuts) < 2:
        return []
    first = list(any_of("before_names").finditer(head, 0, ends[0]))
    if first and first[-1].end() < ends[0]:
        cuts[0] = first[-1].end()
    elif len(cuts) > 1 and _has_words_before(head[: ends[0]], head[cuts[1] : ends[1]]):
        cuts[0] = ends[0] - (ends[1] - cuts[1])
    ends[-1] = cuts[-1] + _name_length([head[a:b] for a, b in zip(cuts, ends, strict=True)])
    names = [printed.text(start + a, start + b) for a, b in zip(cuts, ends, strict=True)]
    return names if all(names) and max(map(len, names)) <= _LONGEST_NAME else []


def _name_length(names: Sequence[str]) -> int:
    """How much of the last of several names is its own: 甲、乙|的预算; 2021年、2022年|支出; 甲、乙|得分."""
    last, others = names[-1], names[:-1]
    if 0 < (of := last.rfind("的")) < len(last) - 1 and not any("的" in name for name in others):
        return of
    if (year := _YEAR.match(last)) and all(
        _YEAR.sub("", name) != name and name[-1] in "年度" for name in others
    ):
        return year.end()
    place = max(map(last.rfind, _PLACE_ENDS))
    if 0 < place < len(last) - 1 and all(name.endswith(tuple(_PLACE_ENDS)) for name in others):
        return place + 1  # 甲县、乙县|补助资金
    measured = any_of("measured_patterns").search(last)
    if measured and measured.start() and not any(map(any_of("measured_patterns").search, others)):
        return measured.start()
    return len(last)


def _has_words_before(first: str, second: str) -> bool:
    """养老护理员取得初级、中级: much longer than the next name, and ending like it."""
    return len(first) > 2 * len(second) and first[-1:] == second[-1:] and first[-1:] not in _PLACE_ENDS


def share_values(drafts: Sequence[Draft]) -> None:
    """Name and unit for every value of a list that prints one for all."""
    start = 0
    while start < len(drafts):
        end = start + 1
        while end < len(drafts) and _goes_on(drafts[end - 1], drafts[end]):
            end += 1
        names = drafts[start].names
        if end - start > 1:
            _share(drafts[start:end], _names_before(drafts, start, end - start))
        elif len(names) > 1 and _EACH.search(match_key(drafts[start].stated.own)):
            drafts[start].stated.each = (*names[:-1], _EACH.sub("", names[-1]))
        start = end


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Is a number the next of a list: nothing of its own before it, and of the same kind or without unit?"""
    same_place = (
        before.stated.sentence == draft.stated.sentence and before.segment.bracket == draft.segment.bracket
    )
    is_listed = before.segment is draft.segment or before.segment.mark == "、"
    is_listed = is_listed or (before.segment.mark == "，" and not before.stated.behind)
    kinds = {before.stated.kind, draft.stated.kind} - {"", "scale"}
    return same_place and is_listed and draft.is_bare and not draft.opens_part and len(kinds) < 2


def _names_before(drafts: Sequence[Draft], start: int, count: int) -> list[str]:
    """The names of a list of values: before it, or those of the last such list of its sentence."""
    first = drafts[start]
    for other in (first, *reversed(drafts[:start])):
        if other.stated.sentence != first.stated.sentence:
            break
        for names in (other.names, *other.lists):
            if len(names) == count:
                return names
    return []


def _share(run: Sequence[Draft], names: list[str]) -> None:
    first = run[0].stated
    unit = next((draft.stated.unit for draft in reversed(run) if draft.stated.unit is not None), None)
    shared = _shared_words(first.own, names) if names else ""
    own, named = first.own, _with_ending(names)
    for n, draft in enumerate(run):
        stated = draft.stated
        if stated.unit is None or (stated.kind == "scale" and unit is not None and unit.kind != "scale"):
            stated.unit = unit
        stated.op = stated.op or first.op
        stated.own = named[n] if named else own
        stated.shared = shared
        stated.outer = (*first.outer, shared) if shared and n == 0 else stated.outer
        if n:
            stated.outer = run[0].stated.outer
        draft.names = names


def _with_ending(names: Sequence[str]) -> list[str]:
    """教育、农林水支出 are 教育支出 and 农林水支出."""
    ending = next((end for end in _LINE_ENDS if names and names[-1].endswith(end)), "")
    if not ending or any(name.endswith(_LINE_ENDS) for name in names[:-1]):
        return list(names)
    return [name if name.endswith(ending) else f"{name}{ending}" for name in names]


def _shared_words(own: str, names: list[str]) -> str:
    """What is left of the words of a list when its names are taken away."""
    key, keys = match_key(own), [match_key(name) for name in names]
    first, last = key.find(keys[0]), key.rfind(keys[-1])
    if first < 0 or last < first or _COUNTED.search(key):
        return any_of("respectively_patterns").sub(
            "", _COUNTED.sub("", key)
        )  # the names stand in an earlier clause
    rest = key[:first] + key[last + len(keys[-1]) :]
    return any_of("respectively_patterns").sub("", rest)
