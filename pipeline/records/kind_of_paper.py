"""What kind of paper a document is: by the last word of its title that tells one, else by its tables."""

from __future__ import annotations

import re

from extractors.whole import document_words
from normalizers import periods
from normalizers.offices import find_office
from normalizers.text import match_key
from pipeline.records.programme import is_made_of, subject_of
from pipeline.records.years import years_of_account_and_plan

_FUND = re.compile(r"(?:一般公共|政府性基金|国有资本经营|社会保险基金)预算(?!草案)")
_NOTICE = "的通知"
_PLAN = re.compile(r"预算(?:收支|收入|支出)安排(?:情况)?表$")
_NOTE_AT_END = re.compile(r"\([^()]*\)$")
ACCOUNTS = frozenset({"department_budget", "department_final_account"})
"""A budget or final account is a department's; the programmes in it are those of its target forms."""
FORMS = frozenset({"self_evaluation_form", "target_form"})
"""An office fills them in; the title tells whose form it is."""


def kind_of_paper(title: str, captions: list[str], head: list[str], has_office: bool) -> str:
    """The `document_type`. `captions` are the titles of tables, `head` the lines of the first pages; `has_office`
    tells that the paper names whose it is in a field."""
    key = _NOTE_AT_END.sub("", match_key(subject_of(title)))
    for word in document_words()["longer"]["words"]:
        key = key.replace(word, "")
    named, behind = _of_title(key)
    by_tables = _of_captions(captions) if behind else None  # …绩效评价基础数据表 may open a self-evaluation
    kind = by_tables or named or _of_captions(captions)
    if kind == "allocation_notice" and _PLAN.search(key):
        kind = "department_budget"  # of income and expenditure; it allots nothing
    if kind in ACCOUNTS and not _is_of_department(key, captions, has_office):
        return "other"
    if kind is not None:
        return kind
    return "evaluation_report" if sum("绩效评价" in match_key(line) for line in head) >= 2 else "other"


def _types() -> list[dict[str, list[str]]]:
    found: list[dict[str, list[str]]] = document_words()["type"]
    return found


def _of_title(key: str) -> tuple[str | None, str]:
    """The kind that the last telling word of a title says, and what of its own the title says behind that word."""
    places = [
        (key.rfind(word) + len(word), len(word), bool(entry.get("with")), str(entry["name"]))
        for entry in _types()
        if not entry.get("with") or any(word in key for word in entry["with"])
        for word in entry["title"]
        if word in key
    ]
    if not places:
        return None, ""
    end, *_, kind = max(places)
    if kind == "other" and key.endswith(_NOTICE) and key.removesuffix(_NOTICE).endswith(tuple(_policies())):
        return "policy", ""  # 关于完善补助政策的通知
    behind = key[end:]
    return kind, "" if is_made_of(behind, document_words()["programme"]["paper"]) else behind


def _policies() -> list[str]:
    return next(entry["title"] for entry in _types() if str(entry["name"]) == "policy")


def _of_captions(captions: list[str]) -> str | None:
    keys = [match_key(caption) for caption in captions]
    found = (e for e in _types() if any(word in key for key in keys for word in e["caption"]))
    return next((str(e["name"]) for e in found), None)


def is_of_government(title: str) -> bool:
    """Is a paper the budget, the account or the report on the finances of a whole place?"""
    key = match_key(title)
    words = document_words()["accounts"]
    is_account = any(word in key for word in ("预算", "决算", "财政收支", "财政运行", "债务"))
    is_of_office = any(word in key for word in words["of_departments"])
    return is_account and not is_of_office and any(word in key for word in words["of_governments"])


def phase_of_table(caption: str, title: str) -> str | None:
    """Whether the amounts of a government's table are planned (`initial`) or spent (`executed`).

    The table's own title says it, else its year in a report on the account of one year and the budget of the next,
    else the title of the document. None for debt, and where nothing says it.
    """
    words = document_words()["accounts"]
    if any(word in match_key(caption) for word in words["of_debt"]):
        return None
    stated = _last_phase(caption)
    years = years_of_account_and_plan(title)
    if stated is None and years is not None:
        named = periods.find_years(caption)
        return (
            dict(zip(years, ("executed", "initial"), strict=True)).get(named[0]) if len(named) == 1 else None
        )
    return stated or _last_phase(title)


def _last_phase(title: str) -> str | None:
    words = document_words()["accounts"]
    key = _FUND.sub("", match_key(title))
    planned, spent = (
        max((key.rfind(w) + 1 for w in words[name]), default=0) for name in ("planned", "spent")
    )
    if not planned and not spent:
        return None
    return "initial" if planned > spent else "executed"


def _is_of_department(key: str, captions: list[str], has_office: bool) -> bool:
    """Is a budget or account that of an office, and not of a whole place?"""
    words = document_words()["accounts"]
    if any(word in key for word in words["of_departments"]):
        return True
    texts = [key] if key else [match_key(caption) for caption in captions]
    if any(word in text for text in texts for word in words["of_governments"]):
        return False
    return has_office or find_office(key) is not None
