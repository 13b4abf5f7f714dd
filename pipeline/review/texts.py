"""The words of the page in Chinese and English, all from texts.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_FILE = Path(__file__).with_name("texts.toml")


@lru_cache(maxsize=1)
def load_texts() -> dict[str, tuple[str, str]]:
    """Key -> Chinese, English. Keys of sections are `section.key`."""
    found: dict[str, tuple[str, str]] = {}
    for section, texts in tomllib.loads(_FILE.read_text("utf-8")).items():
        for key, (chinese, english) in texts.items():
            found[f"{section}.{key}"] = (chinese, english)
    return found


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language."""

    language: str

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
