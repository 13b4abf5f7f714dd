"""The words round a figure: operators (不低于, 以上), neutral words (合计, 约) and counted nouns (企业)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from normalizers.numbers.units import Unit
from normalizers.text import match_key

_DATA = Path(__file__).parents[1] / "data" / "operators.toml"
_NOTE_AT_END = re.compile(r"\([^()]{1,30}\)$")
_TIME = ("time", "time_calendar")
_SPAN_OF_TIME = re.compile(r".*\d[^\d]*[天日周月季度年时分钟]")


@cache
def load() -> dict[str, Any]:
    """The operator words as read; used here and by the tests of the file."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def neutral(name: str) -> tuple[str, ...]:
    """The words of one list of the section `neutral`, longest first."""
    return tuple(sorted((match_key(word) for word in load()["neutral"][name]), key=len, reverse=True))


@cache
def _operators(group: str) -> tuple[tuple[str, str], ...]:
    pairs = [(match_key(word), op) for op, words in load()[group].items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _words(group: str) -> tuple[str, ...]:
    """The operator words alone: one look at all of them tells that a key has none, as most do."""
    return tuple(word for word, _ in _operators(group))


def cut_before(key: str) -> tuple[str | None, str]:
    """Operator in front of a match key, and the rest; (None, key) when there is none."""
    if not key.startswith(_words("before")):
        return None, key
    for word, op in _operators("before"):
        if key.startswith(word):
            return op, key.removeprefix(word).lstrip(":")
    return None, key


def cut_after(key: str) -> tuple[str | None, str]:
    """Operator behind a match key, and the rest; (None, key) when there is none."""
    if key.endswith(_words("after")):
        for word, op in _operators("after"):
            if key.endswith(word) and len(key) > len(word):
                return op, key.removesuffix(word)
    for word in neutral("within"):
        rest = key.removesuffix(word)
        if rest != key and _SPAN_OF_TIME.fullmatch(rest):
            return "≤", rest
    return None, key


def cut_lead(key: str) -> str | None:
    """The key without the neutral word in front of it; None when there is none."""
    if not key.startswith(neutral("lead")):
        return None
    word = next(w for w in neutral("lead") if key.startswith(w))
    return key.removeprefix(word).lstrip(":,")


def cut_bound_note(key: str) -> tuple[bool, str]:
    """Cut 含 or 不含 in brackets behind a bound: (is the bound excluded, rest)."""
    for name in ("excluded", "included"):
        for word in neutral(name):
            if key.startswith(word):
                return name == "excluded", key.removeprefix(word)
    return False, key


def reverses(words: str) -> bool:
    """True when words before a figure turn its meaning: 不, 未, 下降."""
    return any(word in words for word in neutral("reversing"))


def tail_operator(tail: str, unit: Unit | None, has_unit: bool) -> str | None:
    """What stands behind figure and unit: an operator, "" for nothing that counts, None for a sentence."""
    nouns = neutral("noun") if has_unit and tail.startswith(neutral("noun")) else ()
    for noun in ("", *(word for word in nouns if tail.startswith(word))):
        rest = tail.removeprefix(noun)
        for form in (rest, _NOTE_AT_END.sub("", rest) if has_unit else rest):
            op = _whole_tail(form, unit)
            if op is not None:
                return op
    return None


def _whole_tail(form: str, unit: Unit | None) -> str | None:
    if form == "" or form in neutral("trail"):
        return ""
    if unit is not None and unit.kind in _TIME and form in neutral("within"):
        return "≤"
    return next((op for word, op in _operators("after") if word == form), None)
