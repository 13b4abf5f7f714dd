"""Words that tell money handed out from money owed, and who is counted among those who get it."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from normalizers.text import match_key


@cache
def load() -> dict[str, list[str]]:
    """The lists of grants.toml by their names."""
    source = resources.files("pipeline.facts").joinpath("grants.toml")
    found: dict[str, list[str]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=4096)
def speaks_of(name: str, text: str) -> bool:
    """Does a caption or heading hold a word of a list: grants, debt?"""
    key = match_key(text)
    return any(word in key for word in load()[name])


@lru_cache(maxsize=4096)
def counts_recipients(heading: str) -> bool:
    """Does a heading without a unit count who gets money: 户数, 企业数量?"""
    return bool(_counted().search(match_key(heading)))


@cache
def _counted() -> re.Pattern[str]:
    words = load()
    return re.compile(f"(?:{'|'.join(words['recipients'])})(?:{'|'.join(words['numbers'])})*$")


def is_unit_of_recipients(name: str) -> bool:
    """Are recipients counted in a unit?"""
    return name in load()["units"]
