"""Figures that a sentence states: a known name, joining words, a number with its unit (渗透率达到35%).

`find_metrics` reads results only: goals, plans and bounds (目标, 预计, 不低于) are left out. The words are data:
``data/metrics.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from normalizers import units
from normalizers.numbers import parse_number
from normalizers.text import match_key
from normalizers.units import Unit

_DATA = Path(__file__).with_name("data") / "metrics.toml"
_UNIT = r"%|[万亿千百]*(?:美元|欧元|港元|元|家次|户次|家|户|个|分)"
_DIGIT = re.compile(r"\d")
_FIGURE = rf"(?P<figure>(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>{_UNIT}))"
# A comma between digits parts thousands; a list of figures is parted by 、.
_CLAUSE_END = re.compile(r"(?<!\d),|,(?!\d{3})|(?<=[元%家户分])、|[。;!?]")
_LEAD = re.compile(r"^(?:其中|其他|此外|同时|且|并)[：:，]?\s*(?=\S)|^从[^，]{2,12}来看，")
_NOTHING = "#"  # takes the place of a letter that is cut, so that positions stay
_MONEY = frozenset({"money", "money_fx"})


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of a sentence.

    `subject` are the printed words up to the figure's name, from the beginning of their clause; `yuan` is None
    unless the unit is Chinese money. `clause` and `before` are the clause and all words in front of the number as
    match keys: region, year and date stand there.
    """

    name: str
    subject: str
    value_text: str
    value: Decimal
    unit: Unit
    yuan: Decimal | None
    clause: str
    before: str


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    kind: str
    patterns: tuple[re.Pattern[str], ...]
    units: frozenset[str]
    exclude: re.Pattern[str]


@cache
def load() -> dict[str, Any]:
    """The file as read; used here and by the tests of the file."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def metric_names() -> tuple[str, ...]:
    """The names of all metrics, in the order of the file."""
    return tuple(entry["name"] for entry in load()["metric"])


@cache
def _rules() -> tuple[_Rule, ...]:
    data = load()
    link = f"(?:{'|'.join(data['link']['patterns'])}){{0,2}}"
    general = data["exclude"]["words"]
    return tuple(
        _Rule(
            entry["name"],
            entry["unit_kind"],
            tuple(
                re.compile(p.replace("{link}", link).replace("{figure}", _FIGURE)) for p in entry["patterns"]
            ),
            frozenset(entry.get("units", ())),
            re.compile("|".join(map(re.escape, [*general, *entry.get("exclude", ())]))),
        )
        for entry in data["metric"]
    )


def find_metrics(text: str) -> list[Metric]:
    """The figures of one sentence in printed order."""
    printed = _Printed(text)
    if not _DIGIT.search(printed.key):
        return []
    found: dict[int, Metric] = {}
    for rule in _rules():
        for match in (m for pattern in rule.patterns for m in pattern.finditer(printed.key)):
            metric = _metric(rule, match, printed)
            if metric is not None:
                found.setdefault(match.start("figure"), metric)  # rules in front say more
    return [found[position] for position in sorted(found)]


def _metric(rule: _Rule, match: re.Match[str], printed: _Printed) -> Metric | None:
    key = printed.key
    start, end = _clause(key, min(match.start("name"), match.start("figure"))), match.end()
    after = _CLAUSE_END.search(key, match.end("figure"))
    behind = key[match.end("figure") : after.start() if after else len(key)]
    value = parse_number(match["number"])
    unit = units.lookup(match["unit"])
    if value is None or unit is None or not _fits(rule, unit):
        return None
    if rule.exclude.search(key[start:end]) or rule.exclude.match(behind):
        return None
    return Metric(
        rule.name,
        _LEAD.sub("", printed.text(start, match.end("name"))),
        printed.text(*match.span("figure")),
        value,
        unit,
        units.to_yuan(value, unit),
        key[start : match.start("figure")],
        key[: match.start("figure")],
    )


def _fits(rule: _Rule, unit: Unit) -> bool:
    if rule.units:
        return unit.name in rule.units
    return unit.kind in _MONEY if rule.kind == "money" else unit.kind == rule.kind


def _clause(key: str, position: int) -> int:
    """Start of the clause that holds the position; a comma inside brackets ends none."""
    depth = 0
    for i in range(position - 1, -1, -1):
        if key[i] == ")":
            depth += 1
        elif key[i] == "(":
            depth -= 1
            if depth < 0:
                return i + 1
        elif depth == 0 and _CLAUSE_END.match(key, i):
            return i + 1
    return 0


class _Printed:
    """A sentence as match key, with the way back to what is printed. Names of documents are blanked."""

    def __init__(self, text: str) -> None:
        self._text = text
        folded = list(map(_folded, text))
        self._index = [i for i, piece in enumerate(folded) for _ in piece]
        key = "".join(folded)
        for pattern in load()["exclude"]["cut_patterns"]:
            key = re.sub(pattern, lambda m: _NOTHING * len(m[0]), key)
        self.key = key

    def text(self, start: int, end: int) -> str:
        """The printed words of a span of the key."""
        if start >= end:
            return ""
        return self._text[self._index[start] : self._index[end - 1] + 1].strip()


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    return "" if character.isspace() else match_key(character)
