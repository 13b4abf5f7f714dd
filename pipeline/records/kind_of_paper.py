"""What kind of paper a document is: by the last word of its title that tells one, else by its tables."""

from __future__ import annotations

import re

from extractors.title import document_words
from normalizers.offices import find_office
from normalizers.text import match_key
from pipeline.records.programme import subject_of

_NOTE_AT_END = re.compile(r"\([^()]*\)$")
ACCOUNTS = frozenset({"department_budget", "department_final_account"})
"""A budget or final account is a department's; the programmes in it are those of its target forms."""


def kind_of_paper(title: str, captions: list[str], head: list[str], has_office: bool) -> str:
    """The `document_type`. `captions` are the titles of tables, `head` the lines of the first pages; `has_office`
    tells that the paper names whose it is in a field."""
    key = _NOTE_AT_END.sub("", match_key(subject_of(title)))
    kind = _of_title(key)
    if kind is None:
        kind = next((e["name"] for e in _types() if _is_in(e["caption"], captions)), None)
    if kind in ACCOUNTS:
        return kind if _is_of_department(key, captions, has_office) else "other"
    if kind is not None:
        return str(kind)
    return "evaluation_report" if sum("绩效评价" in match_key(line) for line in head) >= 2 else "other"


def _types() -> list[dict[str, list[str]]]:
    found: list[dict[str, list[str]]] = document_words()["type"]
    return found


def _of_title(key: str) -> str | None:
    places = [
        (key.rfind(word) + len(word), len(word), str(entry["name"]))
        for entry in _types()
        if not entry.get("with") or any(word in key for word in entry["with"])
        for word in entry["title"]
        if word in key
    ]
    return max(places)[2] if places else None


def _is_in(words: list[str], captions: list[str]) -> bool:
    return any(word in match_key(caption) for caption in captions for word in words)


def _is_of_department(key: str, captions: list[str], has_office: bool) -> bool:
    """Is a budget or account that of an office, and not of a whole place?"""
    words = document_words()["accounts"]
    if any(word in key for word in words["of_departments"]):
        return True
    texts = [key] if key else [match_key(caption) for caption in captions]
    if any(word in text for text in texts for word in words["of_governments"]):
        return False
    return has_office or find_office(key) is not None
