"""The names that tell the levels of indicators apart."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def level_names(level: str) -> frozenset[str]:
    """Known names of the indicators of a level."""
    source = resources.files("extractors").joinpath("vocabulary/indicators.toml")
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))[level])
