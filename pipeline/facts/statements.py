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
_OF_BUDGET = re.compile(r"(?:收入|支出|收支)(?:总|明细|平衡)?表$")
_OF_EXPENDITURE = frozenset({"basic", "expenditure", "general_public", "project", "three_public"})


@cache
def _statements() -> list[dict[str, Any]]:
    source = resources.files("pipeline.facts").joinpath("statements.toml")
    found: list[dict[str, Any]] = tomllib.loads(source.read_text(encoding="utf-8"))["statement"]
    return found


@lru_cache(maxsize=4096)
def statement_of(caption: str) -> str | None:
    """The code of a statement in the column `statement`; None when the caption names none."""
    key = match_key(caption)
    for entry in _statements():
        if any(word in key for word in entry["without"]):
            continue
        if all(any(one in key for one in word.split("|")) for word in entry["words"]):
            return str(entry["name"])
    return None


def is_plan(caption: str) -> bool:
    """Is a table called by nothing but a purse's budget (一般公共预算支出表)? Such are the published budgets; final
    accounts and reports say 决算, 执行 or 情况."""
    key = _BRACKETS.sub("", match_key(caption))
    facets = read_label(caption)
    is_open = not (facets.choices or facets.measure or facets.no_fact)
    return is_open and facets.fund_type is not None and "预算" in key and bool(_OF_BUDGET.search(key))


def flow_of(statement: str | None, caption: str) -> str | None:
    """What a statement lists throughout: income or expenditure; None when it has both."""
    key = match_key(caption)
    if statement in ("overview", "fiscal_overview") or ("收入" in key and "支出" in key):
        return None
    if statement == "income" or ("收入" in key and statement not in _OF_EXPENDITURE):
        return "income"
    return "expenditure" if statement in _OF_EXPENDITURE or "支出" in key else None
