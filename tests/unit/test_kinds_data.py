"""The data files of `extractors/vocabulary`: in order, without doubles, written as match keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import extractors
from normalizers.text import match_key
from pipeline.schemas.schemas import SCHEMAS, allowed_values

KINDS = Path(extractors.__file__).with_name("vocabulary")
VALUE_TYPES = {
    "class",
    "count",
    "date",
    "label",
    "money",
    "name",
    "ordinal",
    "percent",
    "quantity",
    "region",
    "score",
    "terms",
    "text",
    "unit",
}


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((KINDS / name).read_text(encoding="utf-8"))


def word_lists() -> Iterator[tuple[str, list[str]]]:
    """Every list of words in the folder, with where it stands."""
    for path in sorted(KINDS.glob("*.toml")):
        yield from _lists(path.name, read(path.name))


def _lists(place: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _lists(f"{place}/{name}", inner)
    elif isinstance(value, list) and all(isinstance(one, str) for one in value):
        yield place, value
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _lists(f"{place}/{n}", inner)


LISTS = dict(word_lists())
HEADERS = read("headers.toml")


def test_the_lists_are_found() -> None:
    assert {place.split("/")[0] for place in LISTS} == {path.name for path in KINDS.glob("*.toml")}


@pytest.mark.parametrize("place", LISTS)
def test_a_word_stands_once_in_its_list(place: str) -> None:
    assert [word for n, word in enumerate(LISTS[place]) if word in LISTS[place][:n]] == []


@pytest.mark.parametrize("place", LISTS)
def test_words_are_match_keys(place: str) -> None:
    assert [word for word in LISTS[place] if not word or word != match_key(word)] == []


@pytest.mark.parametrize("role", HEADERS)
def test_names_of_a_role_are_sorted(role: str) -> None:
    assert HEADERS[role]["names"] == sorted(HEADERS[role]["names"])


@pytest.mark.parametrize("role", HEADERS)
def test_a_role_has_names_and_a_known_type(role: str) -> None:
    entry = HEADERS[role]
    assert {"value", "names", "inside"} <= set(entry)
    assert entry["names"] and entry["value"] in VALUE_TYPES


def test_no_heading_is_both_an_amount_and_a_rate() -> None:
    """Names may stand under two roles, but not under these."""
    amounts = {n for r, e in HEADERS.items() if e["value"] == "money" for n in e["names"]}
    rates = {n for r, e in HEADERS.items() if e["value"] == "percent" for n in e["names"]}
    assert sorted(amounts & rates) == []


def test_kinds_speak_of_roles_that_exist() -> None:
    for kind in read("kinds.toml")["kind"]:
        assert kind["needs"] and all(kind["needs"]), kind["name"]
        named = {role for group in kind["needs"] for role in group} | set(kind["without"])
        assert sorted(named - set(HEADERS)) == [], kind["name"]


@pytest.mark.parametrize("level", ["level1", "level2"])
def test_indicator_names_are_sorted(level: str) -> None:
    names = read("indicators.toml")[level]
    assert names == sorted(names)


def test_document_types_are_those_of_the_table() -> None:
    types = [entry["name"] for entry in read("documents.toml")["type"]]
    assert len(types) == len(set(types))
    assert set(types) <= set(allowed_values(SCHEMAS["documents"].field("document_type")))


@pytest.mark.parametrize("group", ["paper", "before", "general", "money"])
def test_words_of_programmes_stand_once(group: str) -> None:
    words = read("documents.toml")["programme"][group]
    assert len(words) == len(set(words))
