"""Words for codes: `小微`, `小微企业` and `small` all mean the code `small`.

The words of a code are itself, its name in `chinese_names.csv` and those of `code_words.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from normalizers.text import match_key
from pipeline.answers.chinese_names import code_name

_FILE = Path(__file__).with_name("code_words.toml")
_COMMAS = str.maketrans("，、；;", ",,,,")


def words_of(column: str, codes: Iterable[str], scope: str = "") -> dict[str, tuple[str, ...]]:
    """The words of each code beside the code itself, its Chinese name first."""
    more = others().get(column, {})
    return {code: (code_name(column, code, scope), *more.get(code, ())) for code in codes}


def code_meant(text: str, words: Mapping[str, Iterable[str]]) -> str | None:
    """The code that a text names, whatever its width, case and spaces; None where it names none.

    Several behind each other, parted by commas, are a code where that one is known: `城市、年度` is `city,year`."""
    by_word = {_key(word): code for code, named in words.items() for word in (*named, code)}
    found = by_word.get(_key(text))
    parts = [by_word.get(_key(part)) for part in text.translate(_COMMAS).split(",")]
    if found is None and None not in parts:
        found = by_word.get(_key(",".join(map(str, parts))))
    return found


@cache
def others() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By column and code, what stands in the file."""
    found = tomllib.loads(_FILE.read_text("utf-8"))
    return {column: {code: tuple(words) for code, words in codes.items()} for column, codes in found.items()}


def _key(text: str) -> str:
    return match_key(text).casefold().replace("_", "").replace(" ", "")
