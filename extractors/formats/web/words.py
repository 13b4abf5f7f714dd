"""Names of tags, and words and names by which parts of pages are known."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import cast

_SOURCES = ("tags.toml", "hidden.toml", "article.toml")


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists in the files beside this."""
    return frozenset(_lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    folder = resources.files("extractors.formats.web")
    found: dict[str, list[str]] = {}
    for source in _SOURCES:
        found |= cast("dict[str, list[str]]", tomllib.loads((folder / source).read_text(encoding="utf-8")))
    return found
