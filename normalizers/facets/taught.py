"""Words that a user teaches: what can be said of them, and how they come beside the vocabulary of this folder.

A process reads with one vocabulary: `use_taught` stands before the first label, since what was read is remembered here
and further down the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from normalizers.facets.model import Facets
from normalizers.facets.reading import read_label
from normalizers.facets.vocabulary import FILES, Word, add_taught, load, taught, vocabulary
from normalizers.text import match_key

PLACES = ("start", "end", "lead", "inside", "whole")
"""Where a word counts besides labels that are understood word by word; see `vocabulary`."""
TaughtWords = tuple[Word, ...]
# A region needs its code, and 本级 the level of whoever filed the paper: one word cannot say them.
_NOT_TAUGHT = frozenset({"own_level", "region"})
_NO_VALUES = frozenset({"several"})
_LISTS = frozenset({"names", "phase"})
_SHORTEST = 2
_LONGEST = 40


@cache
def teachable() -> Mapping[str, tuple[Any, ...]]:
    """Facets that a word can say, each with its values: those that the vocabulary itself uses."""
    found: dict[str, dict[Any, None]] = {}
    for name in FILES:
        for group in load(name)["group"]:
            for facet, said in group.get("say", {}).items():
                values = said if isinstance(said, list) else [said]
                found.setdefault(facet, {}).update(dict.fromkeys(values))
    return {
        facet: tuple(value for value in values if value not in _NO_VALUES)
        for facet, values in sorted(found.items())
        if facet not in _NOT_TAUGHT
    }


def taught_word(label: str, means: Mapping[str, Any], place: Sequence[str] = ()) -> Word:
    """A word that says what `means` holds: a value of `teachable` for each facet, for phase and names also several.

    Raises ValueError that says what is wrong.
    """
    key = match_key(label).lower()
    if not _SHORTEST <= len(key) <= _LONGEST:
        raise ValueError(f"a label of {len(key)} characters; it needs {_SHORTEST} to {_LONGEST}")
    if unknown := [one for one in place if one not in PLACES]:
        raise ValueError(f"place {unknown[0]} is not one of {', '.join(PLACES)}")
    if not means:
        raise ValueError("no meaning")
    say = {facet: _checked(facet, value) for facet, value in means.items()}
    return Word(key, say, frozenset(place))


def _checked(facet: str, value: Any) -> Any:
    known = teachable().get(facet)
    if known is None:
        raise ValueError(f"facet {facet} is not one of {', '.join(teachable())}")
    values = tuple(value) if isinstance(value, list | tuple) else (value,)
    for one in values:
        if not any(one == other and type(one) is type(other) for other in known):
            raise ValueError(f"{facet} {one} is not one of {', '.join(map(str, known))}")
    if facet in _LISTS:
        return values
    if len(values) != 1:
        raise ValueError(f"{facet} has one value")
    return values[0]


def use_taught(words: TaughtWords) -> None:
    """Let the words count in this process, before the vocabulary's own. Raises RuntimeError when it is too late."""
    if words == taught():
        return
    if read_label.cache_info().currsize:
        raise RuntimeError("labels were read before the taught words were known")
    add_taught(words)


@contextmanager
def as_if_taught(words: TaughtWords) -> Iterator[None]:
    """Let the words count for `read_label`, and for nothing built on it, as long as the block lasts."""
    before = taught()
    try:
        read_label.cache_clear()
        add_taught(words)
        yield
    finally:
        read_label.cache_clear()
        add_taught(before)


def said_by(facets: Facets, facet: str) -> Any:
    """What a label says of a facet of `teachable`."""
    return facets.choices if facet == "phase" else getattr(facets, facet)


def lost(word: Word) -> list[str]:
    """Facets of a taught word that its label does not say for all that: they contradict the others."""
    with as_if_taught((word,)):
        found = read_label(word.text)
    return [facet for facet, value in word.say.items() if said_by(found, facet) != value]


def known_meaning(label: str) -> dict[str, Any]:
    """What the label says already, by facets of `teachable`; {} where any part of it is not understood."""
    found = read_label(label)
    if found.item and match_key(label).lower() not in vocabulary().words:
        return {}
    said = {facet: said_by(found, facet) for facet in teachable()}
    return {
        facet: value
        for facet, value in said.items()
        if (set(value) if isinstance(value, tuple) else {value}) & set(teachable()[facet])
    }


def is_read_by(label: str, word: Word) -> bool:
    """Does the word give a part of the label its meaning?"""
    if word.text not in match_key(label).lower():
        return False
    return any(word.text in match_key(part).lower() for _, part in read_label(label).words)
