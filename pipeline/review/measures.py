"""What cities can be compared by, from measures.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("measures.toml")


@dataclass(frozen=True, slots=True)
class Measure:
    """Columns of a named query as one figure; what each field means stands in the file."""

    name: str
    query: str
    values: Sequence[tuple[str, str]]
    unit: str
    beside: Sequence[str]
    told: Sequence[str]
    group: str = "region_name"
    given: Mapping[str, str] = field(default_factory=dict)


@cache
def measures() -> Mapping[str, Measure]:
    """All by name, in the order of the file."""
    found = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        name: Measure(name, **one | {"values": tuple(map(tuple, one["values"]))})
        for name, one in found.items()
    }


def measure_of(asked: Mapping[str, str]) -> Measure:
    """The measure that a request names, or the first one of the query that it names; else the first of all."""
    known = measures()
    if asked.get("measure") in known:
        return known[asked["measure"]]
    return next(
        (one for one in known.values() if one.query == asked.get("query")), next(iter(known.values()))
    )
