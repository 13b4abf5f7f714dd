"""The tree of topics as it stands in the reference data, ``topics.csv``.

A topic at the top stands for a class of the functional classification, so that a programme that no finer topic knows
still has a broad one. ``support_names`` are what a support itself is called, whatever it is given for (贷款贴息);
``words`` are what it is for. ``老旧…小区`` allows a few characters at the dots. ``instruments`` are those of
`subsidy_terms` by which a term of a broader programme shows that it is of this topic.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "topics.csv"


class Topic(NamedTuple):
    """One topic; ``parent_topic`` is None at the top.

    ``function_codes`` are beginnings of codes: 205 holds 2050201, too.
    """

    topic: str
    topic_name: str
    english_name: str
    parent_topic: str | None
    function_codes: tuple[str, ...]
    instruments: tuple[str, ...]
    support_names: tuple[str, ...]
    words: tuple[str, ...]


@cache
def all_topics() -> tuple[Topic, ...]:
    """Every topic, parents before what stands below them."""
    with DATA.open(encoding="utf-8", newline="") as handle:
        lines = csv.reader(handle)
        columns = next(lines)
        assert columns == list(Topic._fields)
        return tuple(_topic(line) for line in lines)


@cache
def words_of_no_topic() -> tuple[str, ...]:
    """Texts in which words of topics stand by accident."""
    return tuple(tomllib.loads((DATA.parent / "no_topic.toml").read_text("utf-8"))["words"])


def _topic(line: list[str]) -> Topic:
    topic, name, english, parent, *lists = line
    return Topic(topic, name, english, parent or None, *map(_listed, lists))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


@cache
def path_of(topic: str) -> tuple[str, ...]:
    """The topic and those above it, the outermost first."""
    parents = {one.topic: one.parent_topic for one in all_topics()}
    path, at = [topic], parents[topic]
    while at is not None:
        path.append(at)
        at = parents[at]
    return tuple(reversed(path))


def is_under(topic: str, above: str) -> bool:
    """Is it the other topic, or one below it?"""
    return above in path_of(topic)


def shared(topics: Iterable[str]) -> str | None:
    """The narrowest topic that holds all of them; None where there is none."""
    paths = [path_of(topic) for topic in topics]
    common = [one for one in zip(*paths, strict=False) if len(set(one)) == 1]
    return common[-1][0] if common else None


def narrowed(topic: str, instrument: str | None) -> str:
    """The one topic below it that has the instrument; the topic itself where there is none, or several."""
    below = [
        one.topic for one in all_topics() if instrument in one.instruments and is_under(one.topic, topic)
    ]
    return below[0] if len(below) == 1 else topic


@cache
def topic_of_code(code: str) -> str | None:
    """The topic whose code is the longest beginning of a function's code."""
    begins = {begin: one.topic for one in all_topics() for begin in one.function_codes}
    return next((begins[code[:size]] for size in range(len(code), 0, -1) if code[:size] in begins), None)


def published_topics() -> list[dict[str, str | None]]:
    """Rows of the published list; the codes are joined by commas."""
    columns = ("topic", "topic_name", "english_name", "parent_topic")
    return [
        {name: getattr(one, name) for name in columns}
        | {"function_codes": ",".join(one.function_codes) or None}
        for one in all_topics()
    ]
