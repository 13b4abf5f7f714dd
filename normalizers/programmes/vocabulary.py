"""The words of words.toml, as they are asked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def words(group: str) -> tuple[str, ...]:
    """The words of a group, the longest first."""
    return tuple(sorted(_all()[group], key=lambda word: (-len(word), word)))


@cache
def any_of(*groups: str) -> str:
    """A pattern for one word of the groups."""
    found = {word for group in groups for word in words(group)}
    return f"(?:{'|'.join(re.escape(w) for w in sorted(found, key=lambda word: (-len(word), word)))})"


@cache
def made_of(*groups: str) -> re.Pattern[str]:
    """Matches, as a whole, texts that words of the groups cover from end to end."""
    return re.compile(f"{any_of(*groups)}*")


@cache
def _all() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
