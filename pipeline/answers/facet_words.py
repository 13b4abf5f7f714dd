"""What labels mean, in Chinese: facets and their values by the names of exports, else by `facet_words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.answers.chinese_names import code_name

_FILE = Path(__file__).with_name("facet_words.toml")
_SCOPE = "figures"


@cache
def facet_words() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Sections `facet` (by facet) and `meaning` (by `facet_value`); Chinese and English of each."""
    found = tomllib.loads(_FILE.read_text("utf-8"))
    return {name: {key: (zh, en) for key, (zh, en) in words.items()} for name, words in found.items()}


def facet_in_chinese(facet: str) -> str:
    """What a facet is called; itself where it has no name."""
    return facet_words()["facet"].get(facet, (facet, facet))[0]


def value_in_chinese(facet: str, value: Any) -> str:
    """What a value of a facet is called; its code where it has no name."""
    code = str(value).lower()
    name = code_name(facet, code, _SCOPE)
    return name if name != code else facet_words()["meaning"].get(f"{facet}_{code}", (code, code))[0]


def meaning_in_chinese(means: Mapping[str, Any]) -> str:
    """Facets with their values, as `--means` takes them, too: `度量：金额，资金阶段：年初预算`."""
    return "，".join(_parts(means))


def _parts(means: Mapping[str, Any]) -> Iterator[str]:
    for facet, value in means.items():
        for one in value if isinstance(value, list | tuple) else (value,):
            name = facet_in_chinese(facet)
            yield name if one is True else f"{name}：{value_in_chinese(facet, one)}"
