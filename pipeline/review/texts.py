"""The words of the page in Chinese and English, all from texts.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from normalizers.topics import all_topics
from pipeline.answers.chinese_names import code_names, column_name, table_name
from pipeline.answers.facet_words import facet_words
from pipeline.answers.reasons import in_chinese
from pipeline.schemas import FACTS, SCHEMAS, allowed_values

LANGUAGES = ("zh", "en")
CODED = frozenset(
    field.name
    for name in ("documents", "tables", "findings", *FACTS)
    for field in SCHEMAS[name]
    if allowed_values(field)
)
"""Columns that hold codes."""
# Sections that tell codes of a column of a table.
_CODES = {"check": ("check", "findings"), "reason": ("status_reason", "documents")}
_FILE = Path(__file__).with_name("texts.toml")


@lru_cache(maxsize=1)
def load_texts() -> dict[str, tuple[str, str]]:
    """Key -> Chinese, English. Keys are `section.key`; what has a Chinese name elsewhere has only its English here."""
    found: dict[str, tuple[str, str]] = {}
    for section, texts in tomllib.loads(_FILE.read_text("utf-8")).items():
        for key, text in texts.items():
            chinese, english = (_shared(section, key), text) if isinstance(text, str) else text
            found[f"{section}.{key}"] = (chinese, english)
    for section, words in facet_words().items():
        found |= {f"{section}.{key}": pair for key, pair in words.items()}
    return found


def _shared(section: str, name: str) -> str:
    """The Chinese name that all outputs of the program give a column, a table or a code."""
    if section in _CODES:
        return code_names(*_CODES[section]).get(name, "")
    known = column_name(name) if section == "column" else table_name(name)
    return known.label if known else ""


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language."""

    language: str

    def code(self, column: str, code: str) -> str:
        """The name of a code: in Chinese the one that fits its column."""
        if self.language == "zh":
            known = code_names(column).get(code)
            if known:
                return known
        return self(f"code.{code}")

    def topic(self, topic: str) -> str:
        """What a topic is called."""
        found = next((one for one in all_topics() if one.topic == topic), None)
        return topic if found is None else found.topic_name if self.language == "zh" else found.english_name

    def reason(self, status_reason: str) -> str:
        """Why a document was not read, or not well."""
        return in_chinese(status_reason) if self.language == "zh" else status_reason

    def __call__(self, key: str, **parts: object) -> str:
        """The text with its `{parts}` filled in; a code that has no text stands for itself."""
        pair = load_texts().get(key)
        if pair is None:
            return key.partition(".")[2]
        return pair[LANGUAGES.index(self.language)].format(**parts)


def choose_language(asked: str, cookies: Mapping[str, str], accepted: str) -> str:
    """The language that the request asks for, was given before, or prefers; Chinese when none says."""
    for language in (asked, cookies.get("lang", "")):
        if language in LANGUAGES:
            return language
    return "en" if accepted.strip().lower().startswith("en") else "zh"
