"""Known column headings: from a printed heading to the roles it may have.

The spellings are data (`vocabulary/headers.toml`). A heading is looked up whole, then without its unit in
brackets, then without a date or year in front; a heading never seen is judged by the words inside it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from normalizers.text import match_key

_BRACKETS = re.compile(r"\([^()]*\)")
_LAST_BRACKET = re.compile(r"\([^()]*\)$")
_DATE_PREFIX = re.compile(
    r"^(截至|截止|至)?(\d{2,4}年(度)?)?(\d{1,2}月)?(\d{1,2}日|底|末)?(止)?(?=.{2,})|^其中:|^[一二三四五六七八九十]+、"
)
_STATED_UNIT = re.compile(r"^(计量|金额|货币)?单位:[百千万亿]{0,2}元(?=.)|(计量|金额|货币)?单位:[^()]{1,8}$")
_LETTER_TAIL = re.compile(r"(\([A-Z](/[A-Z])?\)|[A-Z](/[A-Z])?)$")
_ORDINAL = re.compile(r"^[\d一二三四五六七八九十①-⑳]+[.、)]?")
_PERCENT_WORDS = ("率", "占比", "比重", "进度", "%")
_CLOSING = re.compile(r"^(合计|总计|总分|总得分|综合得分|评价总得分|合计得分|共计|全省合计|全市合计)[:：]?")


@cache
def headings() -> dict[str, dict[str, object]]:
    """The heading data by role, as written in headers.toml."""
    source = resources.files("extractors").joinpath("vocabulary/headers.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for role, entry in headings().items():
        for name in entry["names"]:  # type: ignore[attr-defined]
            found.setdefault(name, []).append(role)
    return {name: tuple(roles) for name, roles in found.items()}


@cache
def _inside() -> list[tuple[str, str]]:
    pairs = [(word, role) for role, entry in headings().items() for word in entry["inside"]]  # type: ignore[attr-defined]
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))


@cache
def _wordings() -> dict[str, Any]:
    source = resources.files("extractors").joinpath("vocabulary/wordings.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _composed() -> list[tuple[str, re.Pattern[str]]]:
    return [(rule["role"], re.compile(rule["pattern"])) for rule in _wordings()["composed"]]


def value_type(role: str) -> str:
    """The type of cell a role holds: money, percent, quantity, score, count, region, label, name, text …"""
    return str(headings()[role]["value"])


@lru_cache(maxsize=16384)
def known_roles(heading: str) -> tuple[str, ...]:
    """Roles of a heading by its known spellings; empty when it is none of them."""
    names = _names()
    for form in _forms(match_key(heading)):
        roles = names.get(form)
        if roles:
            return roles
    return ()


def _forms(key: str) -> list[str]:
    """The heading, then ever shorter copies of it."""
    forms = [key]
    bare = _BRACKETS.sub("", key)
    forms.append(_STATED_UNIT.sub("", key))
    forms.append(_LETTER_TAIL.sub("", key))
    forms.append(_LAST_BRACKET.sub("", key))
    forms.append(bare.rstrip(":,。"))
    forms.append(_DATE_PREFIX.sub("", bare, count=1))
    forms.append(_ORDINAL.sub("", bare))
    forms.append(key.rstrip(":"))
    return [form for form in dict.fromkeys(forms) if form]


@lru_cache(maxsize=16384)
def suggested_roles(heading: str) -> tuple[str, ...]:
    """Roles suggested by the words inside a heading, longest word first."""
    key = match_key(heading)
    bare = _BRACKETS.sub("", key) or key
    if len(bare) > 30:
        return ()
    is_rate = any(word in bare for word in _PERCENT_WORDS) and not bare.endswith(("分", "值"))
    found = [role for role, pattern in _composed() if pattern.search(bare) or pattern.search(key)][:1]
    for word, role in _inside():
        if (
            word in bare
            and role not in found
            and (value_type(role) == "percent") >= (is_rate and value_type(role) == "money")
        ):
            found.append(role)
    return tuple(found)


@cache
def _compared() -> re.Pattern[str]:
    return re.compile("|".join(_wordings()["compared"]["patterns"]))


@lru_cache(maxsize=16384)
def compares_years(heading: str) -> bool:
    """Does a heading set one year against another, so that what stands under it is a change or a ratio of both?"""
    return bool(_compared().search(match_key(heading)))


def heads_percentages(heading: str) -> bool:
    """Does a heading end in the sign for percent?"""
    return match_key(heading).rstrip(")").endswith("%")


def has_header_words(row: Sequence[str]) -> bool:
    """Do the texts of a row read like column headings?"""
    texts = [text for text in row if text]
    known = sum(1 for text in texts if known_roles(text))
    return known >= 2 and known * 2 >= len(texts)


def is_closing_label(row: Sequence[str]) -> bool:
    """Does the row's first text name the table's grand total?"""
    first = next((text for text in row if text), "")
    return bool(_CLOSING.match(match_key(first))) and len(first) <= 12
