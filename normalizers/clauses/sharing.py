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

_PARTING = re.compile(r"[、和与及]|以及")
_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST_NAME = 24


def names_of(printed: Printed, start: int, end: int) -> list[str]:
    """The names that a span lists: 保费由中央、省、县三级财政分别负担 is [保费由|中央, 省, 县|三级财政分别负担] with the words
    around them cut off. Fewer than two where it lists none."""
    key = _BRACKETS.sub(lambda m: "#" * len(m[0]), printed.key[start:end])
    respectively = any_of("respectively").search(key)
    head = key[: respectively.start()] if respectively else key
    behind = any_of("behind_names_patterns").search(head)
    if behind is not None and behind.start() > head.rfind("、"):
        head = head[: behind.start()]
    cuts = [0, *(m.end() for m in _PARTING.finditer(head))]
    ends = [*(m.start() for m in _PARTING.finditer(head)), len(head)]
    if len(cuts) < 2:
        return []
    first = list(any_of("before_names").finditer(head, 0, ends[0]))
    if first and first[-1].end() < ends[0]:
        cuts[0] = first[-1].end()
    elif len(cuts) > 1 and _has_words_before(head[: ends[0]], head[cuts[1] : ends[1]]):
        cuts[0] = ends[0] - (ends[1] - cuts[1])
    names = [printed.text(start + a, start + b) for a, b in zip(cuts, ends, strict=True)]
    return names if all(names) and max(map(len, names)) <= _LONGEST_NAME else []


def _has_words_before(first: str, second: str) -> bool:
    """养老护理员取得初级、中级: much longer than the next name, and ending like it."""
    return len(first) > 2 * len(second) and first[-1:] == second[-1:]


def share_values(drafts: Sequence[Draft]) -> None:
    """Name and unit for every value of a list that prints one for all."""
    start = 0
    while start < len(drafts):
        end = start + 1
        while end < len(drafts) and _goes_on(drafts[end - 1], drafts[end]):
            end += 1
        if end - start > 1:
            _share(drafts[start:end], _names_before(drafts, start, end - start))
        start = end


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Is a number the next of a list: nothing of its own before it, and of the same kind or without unit?"""
    same_place = (
        before.stated.sentence == draft.stated.sentence and before.segment.bracket == draft.segment.bracket
    )
    is_listed = before.segment is draft.segment or before.segment.mark in "、，"
    kinds = {before.stated.kind, draft.stated.kind} - {"", "scale"}
    return same_place and is_listed and draft.is_bare and len(kinds) < 2


def _names_before(drafts: Sequence[Draft], start: int, count: int) -> list[str]:
    """The names of a list of values: before it, or those of the last such list of its sentence."""
    first = drafts[start]
    if len(first.names) == count:
        return first.names
    for other in reversed(drafts[:start]):
        if other.stated.sentence != first.stated.sentence:
            break
        if len(other.names) == count:
            return other.names
    return []


def _share(run: Sequence[Draft], names: list[str]) -> None:
    first = run[0].stated
    unit = next((draft.stated.unit for draft in reversed(run) if draft.stated.unit is not None), None)
    shared = _shared_words(first.own, names) if names else ""
    own = first.own
    for n, draft in enumerate(run):
        stated = draft.stated
        if stated.unit is None or (stated.kind == "scale" and unit is not None and unit.kind != "scale"):
            stated.unit = unit
        stated.op = stated.op or first.op
        stated.own = names[n] if names else own
        stated.outer = (*first.outer, shared) if shared and n == 0 else stated.outer
        if n:
            stated.outer = run[0].stated.outer
        draft.names = names


def _shared_words(own: str, names: list[str]) -> str:
    """What is left of the words of a list when its names are taken away."""
    key, keys = match_key(own), [match_key(name) for name in names]
    first, last = key.find(keys[0]), key.rfind(keys[-1])
    if first < 0 or last < first:
        return own  # the names stand in an earlier clause
    rest = key[:first] + key[last + len(keys[-1]) :]
    return any_of("respectively").sub("", rest)
