"""Bands that tables of policies print: 300—1000（含）, 5000万元（含）以上, 50亩以下."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalizers.text import match_key

_INCLUDED = re.compile(
    r"\(不?含[^()]*\)"
)  # whether the bound itself belongs to the band: （含）, （含5000万元）, （不含）
_NUMBER = r"(\d+(?:\.\d+)?)([^\d()\-以及至到]*)"
_RANGE = re.compile(rf"{_NUMBER}(?:[-—–~]+|至|到){_NUMBER}")
_FROM = re.compile(rf"(?:超过|大于|高于|不低于|[≥>])?{_NUMBER}(?:及)?(?:以上)?")
_TO = re.compile(rf"(?:不超过|小于|低于|不高于|[≤<])?{_NUMBER}(?:及)?(?:以[下内])?")
_UPWARD = re.compile(r"^(?:超过|大于|高于|不低于|[≥>])|以上$")
_DOWNWARD = re.compile(r"^(?:不超过|小于|低于|不高于|[≤<])|以[下内]$")


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers as printed, None where the band is open; `unit` as printed behind them, empty where it is not."""

    low: Decimal | None
    high: Decimal | None
    unit: str


def read_band(text: str) -> Band | None:
    """The band that a cell names; None when it says anything else."""
    key = _INCLUDED.sub("", match_key(text).replace(",", "").rstrip("。;"))
    both = _RANGE.fullmatch(key)
    if both is not None:
        return Band(Decimal(both[1]), Decimal(both[3]), both[4] or both[2])
    if _UPWARD.search(key) and (low := _FROM.fullmatch(key)) is not None:
        return Band(Decimal(low[1]), None, low[2])
    if _DOWNWARD.search(key) and (high := _TO.fullmatch(key)) is not None:
        return Band(None, Decimal(high[1]), high[2])
    return None
