"""The connective words: ``connectives.toml`` as compiled patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from normalizers.text import match_key

_DATA = Path(__file__).with_name("connectives.toml")


@cache
def load() -> dict[str, Any]:
    """The file as read; used here and by its tests."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def any_of(name: str) -> re.Pattern[str]:
    """One pattern for a list of the file, the longest words first."""
    words = load()[name]
    if name.endswith("_patterns"):
        return re.compile("|".join(f"(?:{word})" for word in words))
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def divides(text: str) -> bool:
    """Does a label say what the numbers behind it divide another by: 按来源看?"""
    return any_of("divided_patterns").search(match_key(text)) is not None


@cache
def bound_before() -> re.Pattern[str]:
    """A bound at the end of the words in front of a number."""
    return re.compile(rf"({_keys('bounds_before')})(?:的?(?:为|是|达到?|可?达)?|:)$")


@cache
def bound_behind() -> re.Pattern[str]:
    """A bound at the beginning of the words behind a number."""
    return re.compile(rf"({_keys('bounds_behind')})")


def _keys(name: str) -> str:
    return "|".join(re.escape(word) for word in sorted(load()[name], key=len, reverse=True))
