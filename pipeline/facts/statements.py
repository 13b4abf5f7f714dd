"""Which of the standard published tables (收支总表, 基本支出表, “三公”经费表 …) a row of `budget` stands in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from normalizers.facets import read_label
from normalizers.text import match_key
from pipeline.context import Row

_BRACKETS = re.compile(r"\([^()]*\)")
_QUOTES = str.maketrans("", "", "“”\"'")
_OF_EXPENDITURE = frozenset({"basic", "expenditure", "general_public", "project", "three_public"})
_OF_PROGRAMME = frozenset({"evaluation_report", "self_evaluation_form", "target_form"})
_OF_OFFICE = frozenset({"department_budget", "department_final_account"})
# Tables of all money of an office. A report on one programme has none, whatever it calls its own; in any other paper
# only the full name of such a table tells it from one of a part of the money (基本建设支出预算表).
_OF_ALL_MONEY = frozenset({"expenditure", "income", "overview"})


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(
        resources.files("pipeline.facts").joinpath("statements.toml").read_text(encoding="utf-8")
    )


@cache
def _plans() -> tuple[str, ...]:
    return tuple(_data()["plans"])


def statement_of(caption: str, document_type: str | None) -> str | None:
    """The code of a statement in the column `statement`; None when neither caption nor document name one."""
    named = _named(caption)
    if document_type in _OF_PROGRAMME and (named in (None, "project") or named in _OF_ALL_MONEY):
        return "programme"
    if document_type not in _OF_OFFICE and named in _OF_ALL_MONEY:
        is_of_all = _BRACKETS.sub("", match_key(caption)).endswith(tuple(_data()["of_all_money"]))
        return named if is_of_all else None
    return named


@lru_cache(maxsize=4096)
def _named(caption: str) -> str | None:
    """The statement that a caption names, whatever the document."""
    key = match_key(caption)
    return next((str(entry["name"]) for entry in _data()["statement"] if _fits(entry, key)), None)


def _fits(entry: dict[str, Any], key: str) -> bool:
    if any(word in key for word in entry["without"]):
        return False
    return all(any(one in key for one in word.split("|")) for word in entry["words"])


def statement_of_lines(rows: Sequence[Row], document_type: str | None) -> str | None:
    """What the lines of a table of an office's budget or account show that no caption names; None where they do not.

    Each published table has a shape of its own: two flows, kinds of spending side by side, codes of the economic
    classification.
    """
    if document_type not in _OF_OFFICE or not rows:
        return None
    items = [match_key(row["line_item"] or "") for row in rows]
    for entry in _data()["lines"]:
        if all(any(word in item for item in items) for word in entry["words"]):
            return str(entry["name"])
    flows = {row["flow"] for row in rows} & {"income", "expenditure"}
    kinds = {row["expenditure_type"] for row in rows}
    if flows == {"income", "expenditure"}:
        return "overview"
    if flows == {"income"}:
        return "income"
    if "project" in kinds and kinds & {"basic", "personnel", "operating"}:
        return "expenditure"
    coded = sum(row["economic_code"] is not None for row in rows)
    return "basic" if 2 * coded > len(rows) and "project" not in kinds else None


def is_plan(caption: str) -> bool:
    """Is a table called like one of a published budget (一般公共预算支出表), and by nothing else?"""
    key = _BRACKETS.sub("", match_key(caption)).translate(_QUOTES)
    facets = read_label(caption)
    is_open = not (facets.choices or facets.measure or facets.no_fact)
    return is_open and key.endswith(_plans())


def flow_of(caption: str) -> str | None:
    """What a table lists throughout by its caption: income or expenditure; None when it has both."""
    key, statement = match_key(caption), _named(caption)
    if statement in ("overview", "fiscal_overview") or ("收入" in key and "支出" in key):
        return None
    if statement == "income" or ("收入" in key and statement not in _OF_EXPENDITURE - {"general_public"}):
        return "income"
    is_handed_down = "转移支付" in key and any(word in key for word in _data()["handed_down"])
    return "expenditure" if statement in _OF_EXPENDITURE or "支出" in key or is_handed_down else None
