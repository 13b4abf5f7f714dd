"""The words of labels, as data: `*.toml` beside this file, read and compiled on first use.

A group says which facets its words give (`say`) and where they count. Without `place` a word counts where
the whole label is understood, word by word. `start` and `end`: also before or behind a name that no word
explains (公务接待费预算数); `lead`: at the head of several such words behind a name, not alone
(玉米中央承担比例); `inside`: anywhere in a name; `whole`: only as the whole label;
`nowhere`: the word only keeps others from being found across its edges (效率 is no 率). `keep = true`: the word
stays in such a name (教育支出); `keep = "always"`: it is the name where nothing else is. `force`: of two
words that contradict each other the one with the greater force wins, among equals the last. `noun = true`:
the word is the head of a name, so that what stands before it is a part of the name, unless it says who pays
(稳定农民收入补贴, 市级补贴). `{pay}` stands for each verb of that list in sets.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, NamedTuple

from normalizers.text import match_key

FILES = (
    *("phases", "payers", "purses", "measures", "outside", "times", "totals", "recipients"),
    *("indicators", "names", "fillers"),
)
_SET = re.compile(r"\{(\w+)\}")


class Word(NamedTuple):
    """A known word: what it says and where it counts."""

    text: str
    say: Mapping[str, Any] = MappingProxyType({})
    place: frozenset[str] = frozenset()
    keep: str = ""
    force: int = 0
    is_noun: bool = False


class Vocabulary(NamedTuple):
    """Words by their match key; `lengths` gives the lengths of words by their first two characters, longest first."""

    whole: dict[str, Word]
    words: dict[str, Word]
    lengths: dict[str, tuple[int, ...]]
    inside: re.Pattern[str]


@cache
def load(name: str) -> dict[str, Any]:
    """One file as written."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def spellings(written: str) -> Iterator[str]:
    """A word as written in a file, with each member of the set that it names."""
    found = _SET.search(written)
    if found is None:
        yield written
        return
    for member in load("sets")[found[1]]:
        yield written.replace(found[0], member)


@cache
def members(name: str) -> frozenset[str]:
    """The words of a set of sets.toml, as match keys."""
    return frozenset(match_key(word) for word in load("sets")[name])


def _group_words(group: dict[str, Any]) -> Iterator[Word]:
    said = group.get("say", {})
    say = {facet: tuple(value) if isinstance(value, list) else value for facet, value in said.items()}
    keep = group.get("keep", "")
    for written in group["words"]:
        for spelling in spellings(written):
            yield Word(
                match_key(spelling).lower(),
                say,
                frozenset(group.get("place", ())),
                "rest" if keep is True else keep,
                group.get("force", 0),
                group.get("noun", False),
            )


_taught: tuple[Word, ...] = ()


def taught() -> tuple[Word, ...]:
    """The words that count besides those of the files."""
    return _taught


def add_taught(words: tuple[Word, ...]) -> None:
    """Let these words count besides those of the files, instead of those before; see `taught.use_taught`."""
    global _taught
    _taught = words
    vocabulary.cache_clear()


@cache
def vocabulary() -> Vocabulary:
    """All files, compiled; of a word that is taught, only what was taught."""
    texts = {word.text for word in _taught}
    shipped = (word for name in FILES for group in load(name)["group"] for word in _group_words(group))
    found = [*(word for word in shipped if word.text not in texts), *_taught]
    whole = {word.text: word for word in found if "whole" in word.place}
    words = {word.text: word for word in found if "whole" not in word.place}
    lengths: dict[str, set[int]] = {}
    for text in words:
        if len(text) > 1:
            lengths.setdefault(text[:2], {1}).add(len(text))
    inside = sorted((text for text, word in words.items() if "inside" in word.place), key=len, reverse=True)
    return Vocabulary(
        whole,
        words,
        {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()},
        re.compile("|".join(map(re.escape, inside))),
    )
