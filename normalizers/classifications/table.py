"""The government budget classification as it stands in the reference data, ``codes.csv``."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "codes.csv"


class Code(NamedTuple):
    """A code with one of its names.

    ``kind`` is function, economic_department, economic_government or income; ``level`` 1 to 4 (类, 款, 项, 目);
    ``parent_code`` the code one level up, None at the top. ``valid_from`` and ``valid_to`` are years, both included,
    None where no change of the name is known: such a name may be used for any year. ``is_official`` is False for a
    wording that some documents print instead of the official name. ``successor_code`` is the code to which the line
    was moved, ``predecessor_codes`` are those that it had before. ``seen_from`` and ``seen_to`` are the first and last
    years of the documents in which the name was seen.
    """

    code: str
    code_name: str
    kind: str
    level: int
    fund_type: str | None
    parent_code: str | None
    valid_from: int | None
    valid_to: int | None
    is_official: bool
    predecessor_codes: tuple[str, ...]
    successor_code: str | None
    seen_from: int | None
    seen_to: int | None

    def is_of(self, year: int | None) -> bool:
        """May the name stand for the code in that year? A year that is not known rules nothing out."""
        return year is None or (self.valid_from or year) <= year <= (self.valid_to or year)

    def years_from(self, year: int | None) -> int:
        """Years between a year and those in which the name was seen; 0 where one of the two is not known."""
        if year is None or self.seen_from is None or self.seen_to is None:
            return 0
        return max(self.seen_from - year, year - self.seen_to, 0)


@lru_cache(maxsize=1)
def all_codes() -> tuple[Code, ...]:
    """Every code and name, in order of code and year."""
    with DATA.open(encoding="utf-8", newline="") as handle:
        lines = csv.DictReader(handle)
        assert lines.fieldnames == list(Code._fields)
        return tuple(_code(line) for line in lines)


def _code(line: dict[str, str]) -> Code:
    return Code(
        code=line["code"],
        code_name=line["code_name"],
        kind=line["kind"],
        level=int(line["level"]),
        fund_type=line["fund_type"] or None,
        parent_code=line["parent_code"] or None,
        valid_from=_year(line["valid_from"]),
        valid_to=_year(line["valid_to"]),
        is_official=bool(line["is_official"]),
        predecessor_codes=tuple(line["predecessor_codes"].split()),
        successor_code=line["successor_code"] or None,
        seen_from=_year(line["seen_from"]),
        seen_to=_year(line["seen_to"]),
    )


def _year(text: str) -> int | None:
    return int(text) if text else None
