"""The words of sentences: ``words.toml`` as compiled patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("words.toml")


@cache
def load() -> dict[str, Any]:
    """The file as read; used here and by its tests."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A list of patterns of the file, by `name` or `table.name`, as one."""
    data: Any = load()
    for step in name.split("."):
        data = data[step]
    return re.compile("|".join(f"(?:{_filled(one)})" for one in data))


@cache
def words(name: str) -> frozenset[str]:
    """A list of plain words of the file."""
    return frozenset(load()[name])


def _filled(one: str) -> str:
    if "{verb}" in one:
        one = one.replace("{verb}", "|".join(load()["verbs_patterns"]))
    if "{addressee}" in one:
        one = one.replace("{addressee}", "|".join(load()["addressee_patterns"]))
    return one.replace("{adverb}", "|".join(sorted(load()["adverbs"], key=len, reverse=True)))
