"""A sentence cut at its commas, colons and brackets into segments, each with its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from normalizers.clauses.scanning import Found, Printed, find_numbers

_MARKS = re.compile(r"[，、;。!?()]|:(?!\d)|(?<!\d):")
_BRACKETS = re.compile(r"\([^()]*\)")
_DEEPEST = 3  # brackets within brackets: (某财〔2031〕5号)
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Segment:
    """A span of the key without marks; `mark` is the one behind it.

    `bracket` tells brackets of the sentence apart, 0 outside of all; `part` counts semicolons, `comma` the clauses
    between commas.
    """

    start: int
    end: int
    mark: str
    bracket: int
    part: int
    comma: int
    numbers: list[Found] = field(default_factory=list)


def cut(printed: Printed) -> list[Segment]:
    """The segments of a sentence in their order; a bracket without numbers is no mark."""
    key, numbers = printed.key, find_numbers(printed.key)
    shape = key
    for _ in range(_DEEPEST):
        shape = _BRACKETS.sub(lambda m: m[0] if _holds_number(m, numbers) else "#" * len(m[0]), shape)
    found: list[Segment] = []
    stack, opened, start, part, comma, next_number = [0], 0, 0, 0, 0, 0
    for match in (*_MARKS.finditer(shape), None):
        end, mark = (match.start(), match[0]) if match else (len(key), "")
        own: list[Found] = []
        while next_number < len(numbers) and numbers[next_number].start < end:
            own.append(numbers[next_number])
            next_number += 1
        found.append(Segment(start, end, mark, stack[-1], part, comma, own))
        start = match.end() if match else end
        if mark == "(":
            opened += 1
            stack.append(opened)
        elif mark == ")" and len(stack) > 1:
            stack.pop()
        elif mark in ";。!?" and len(stack) == 1:
            part += 1
        comma += mark in "，;:。!?()"
    return found


def _holds_number(match: re.Match[str], numbers: list[Found]) -> bool:
    return bool(_DIGIT.search(match[0])) and any(match.start() < n.start < match.end() for n in numbers)
