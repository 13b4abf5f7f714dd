"""The vocabulary of labels: sorted, without doubles, and made of facets and places that exist."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from importlib import resources
from typing import Any

import pytest

from normalizers.facets.model import Facets
from normalizers.facets.reading import read_label
from normalizers.facets.vocabulary import FILES, load, spellings, vocabulary
from normalizers.text import match_key

_NO_WORDS = {"codes", "regions", "sets"}
_PLACES = {"end", "inside", "lead", "nowhere", "start", "whole"}
_VALUES: dict[str, set[Any]] = {
    "measure": {
        *("amount", "rate", "count", "weight", "score", "target", "actual", "standard", "ratio", "cap"),
        *("unit_price", "tier", "other"),
    },
    "phase": {"initial", "adjustment", "adjusted", "issued", "arrived", "executed", "due", "paid"},
    "rate_of": {
        *("execution", "arrival", "payment", "completion", "score", "growth", "share", "ratio", "other"),
    },
    "no_fact": {"comparison", "debt", "statistics", "forecast"},
    "flow": {"income", "expenditure", "balance"},
    "fund_type": {
        *("general_public", "gov_fund", "state_capital", "social_insurance", "special_account", "business"),
        "other",
    },
    "expenditure_type": {"basic", "personnel", "operating", "project"},
    "funding_source": {"central", "province", "city", "county", "carryover", "other", "all", "several"},
    "payer_level": {"own"},
    "recipient_class": {"small", "general", "all", "other"},
    "year_offset": {-1, 0, 1},
    "period": {"month", "quarter", "annual", "cycle"},
    "extent": {"current", "cumulative"},
    "level1_code": {"decision", "process", "output", "benefit", "satisfaction", "cost", "execution"},
    "level2_code": {
        *("quantity", "quality", "timeliness", "cost", "economic_cost", "social_cost", "ecological_cost"),
        *("economic", "social", "ecological", "sustainable", "satisfaction"),
        *("setup", "input", "finance", "organisation"),
    },
    "level": {1, 2, 3},
    **{flag: {True} for flag in ("is_total", "is_whole_region", "own_level", "region", "same_period")},
}


def _groups() -> list[tuple[str, dict[str, Any]]]:
    return [(name, group) for name in FILES for group in load(name)["group"]]


def test_every_file_is_read() -> None:
    found = {file.name.removesuffix(".toml") for file in resources.files("normalizers.facets").iterdir()}
    assert {name for name in found if not name.endswith((".py", "__"))} == {*FILES, *_NO_WORDS}


@pytest.mark.parametrize("name", FILES)
def test_words_are_sorted_and_as_they_are_matched(name: str) -> None:
    for group in load(name)["group"]:
        words = group["words"]
        assert words == sorted(words)
        assert [w for w in words if match_key(w) != w] == []


@pytest.mark.parametrize("name", ["codes", "regions", "sets"])
def test_lists_are_sorted(name: str) -> None:
    for words in load(name).values():
        if isinstance(words, list):
            assert words == sorted(set(words))


def test_every_word_stands_once() -> None:
    """Once as a whole label, and once as a part of labels."""
    count = Counter(
        (spelling.lower(), "whole" in group.get("place", ()))
        for _, group in _groups()
        for written in group["words"]
        for spelling in spellings(written)
    )
    assert [word for word, n in count.items() if n > 1] == []


def test_groups_differ() -> None:
    for name in FILES:
        groups = [
            str({key: value for key, value in group.items() if key != "words"})
            for group in load(name)["group"]
        ]
        assert len(groups) == len(set(groups)), name


def test_groups_are_consistent() -> None:
    known = {field.name for field in fields(Facets)}
    for name, group in _groups():
        assert group.keys() <= {"say", "place", "keep", "force", "noun", "words"}, (name, group)
        assert set(group.get("place", ())) <= _PLACES
        assert group.get("keep", True) in (True, "always")
        for facet, value in group.get("say", {}).items():
            if facet == "names":
                continue
            assert facet in known | {"phase"}
            assert set(value if isinstance(value, list) else [value]) <= _VALUES[facet], (name, group["say"])


def test_names_are_those_of_the_docstring() -> None:
    listed = re.search(r"likeliest first: (region, .*?)\.\n", Facets.__doc__ or "", re.DOTALL)
    assert listed is not None
    used = {name for _, group in _groups() for name in group.get("say", {}).get("names", ())}
    assert used == set(re.split(r",\s+", listed[1]))


def test_every_set_is_used() -> None:
    used = {name for _, group in _groups() for w in group["words"] for name in re.findall(r"\{(\w+)\}", w)}
    assert used == set(load("sets"))


def test_every_word_is_understood() -> None:
    """As a label of its own a word that says something leaves nothing as name, unless it is one."""
    for word in (*vocabulary().whole.values(), *vocabulary().words.values()):
        if word.say and not word.keep:
            assert read_label(word.text).item == "", word.text
