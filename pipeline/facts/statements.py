"""Which of the standard published tables (收支总表, 基本支出表, “三公”经费表 …) a table is, by its caption."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from normalizers.facets import read_label
from normalizers.text import match_key

_BRACKETS = re.compile(r"\([^()]*\)")
_QUOTES = str.maketrans("", "", "“”\"'")
_OF_EXPENDITURE = frozenset({"basic", "expenditure", "general_public", "project", "three_public"})


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(
        resources.files("pipeline.facts").joinpath("statements.toml").read_text(encoding="utf-8")
    )


@cache
def _plans() -> tuple[str, ...]:
    return tuple(_data()["plans"])


@lru_cache(maxsize=4096)
def statement_of(caption: str) -> str | None:
    """The code of a statement in the column `statement`; None when the caption names none."""
    key = match_key(caption)
    for entry in _data()["statement"]:
        if any(word in key for word in entry["without"]):
            continue
        if all(any(one in key for one in word.split("|")) for word in entry["words"]):
            return str(entry["name"])
    return None


def is_plan(caption: str) -> bool:
    """Is a table called like one of a published budget (一般公共预算支出表), and by nothing else?"""
    key = _BRACKETS.sub("", match_key(caption)).translate(_QUOTES)
    facets = read_label(caption)
    is_open = not (facets.choices or facets.measure or facets.no_fact)
    return is_open and "情况" not in key and key.endswith(_plans())


def flow_of(statement: str | None, caption: str) -> str | None:
    """What a statement lists throughout: income or expenditure; None when it has both."""
    key = match_key(caption)
    if statement in ("overview", "fiscal_overview") or ("收入" in key and "支出" in key):
        return None
    if statement == "income" or ("收入" in key and statement not in _OF_EXPENDITURE):
        return "income"
    return "expenditure" if statement in _OF_EXPENDITURE or "支出" in key else None
