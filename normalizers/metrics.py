"""Figures that sentences state: a known name in front of a number or behind it (渗透率达到35%; 惠及2万户农户).

`find_metric` reads results only: goals, plans, bounds and changes (目标, 预计, 不低于, 同比) are none. The words are
data: ``data/metrics.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from normalizers.clauses import Stated
from normalizers.numbers import Unit
from normalizers.text import match_key

_DATA = Path(__file__).with_name("data") / "metrics.toml"
_MONEY = frozenset({"money", "money_fx"})


@dataclass(frozen=True, slots=True)
class Metric:
    """The name of a figure, and the printed words that name it."""

    name: str
    subject: str
    is_anywhere: bool  # also where a report is about no programme


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    kind: str
    units: frozenset[str]
    names: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str] | None
    exclude: re.Pattern[str]
    is_anywhere: bool


@cache
def load() -> dict[str, Any]:
    """The file as read; used here and by the tests of the file."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def metric_names() -> tuple[str, ...]:
    """The names of all metrics, in the order of the file, and those of points."""
    return (*(entry["name"] for entry in load()["metric"]), *POINTS)


POINTS = ("points_possible", "points_awarded", "score_rate_pct")
"""Points of an indicator: found by their words in front of one another, not by a name of their own."""


@cache
def _rules() -> tuple[_Rule, ...]:
    data = load()
    general = [*map(re.escape, data["exclude"]["words"]), *data["exclude"]["patterns"]]
    return tuple(
        _Rule(
            entry["name"],
            entry["unit_kind"],
            frozenset(entry.get("units", ())),
            re.compile(f"(?:{'|'.join(entry['names'])})$"),
            re.compile("|".join(entry.get("before", [""]))),
            re.compile("|".join(entry["behind"])) if "behind" in entry else None,
            re.compile("|".join([*general, *map(re.escape, entry.get("exclude", ()))])),
            entry.get("anywhere", False),
        )
        for entry in data["metric"]
    )


@cache
def _links() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load()['link']['patterns'])})\s*$")


def find_metric(stated: Stated) -> Metric | None:
    """The figure that a number is, or None."""
    if (
        stated.unit is None
        or stated.op is not None
        or stated.role in ("change", "former")
        or stated.is_condition
    ):
        return None
    subject = f"{stated.own}{stated.shared}"
    while (shorter := _links().sub("", subject)) != subject:
        subject = shorter.rstrip()
    own, behind, clause = (
        match_key(subject),
        match_key(stated.behind),
        match_key(stated.own + stated.shared + stated.behind),
    )
    for rule in _rules():
        if not _fits(rule, stated.unit) or rule.exclude.search(clause):
            continue
        if own and rule.names.search(own):
            return Metric(rule.name, subject, rule.is_anywhere)
        if rule.behind is not None and rule.behind.match(behind) and rule.before.search(own):
            return Metric(rule.name, f"{subject}{stated.behind}", rule.is_anywhere)
    return None


def _fits(rule: _Rule, unit: Unit) -> bool:
    if rule.units:
        return unit.name in rule.units or unit.name.lstrip("十百千万亿") in rule.units
    return unit.kind in _MONEY if rule.kind == "money" else unit.kind == rule.kind
