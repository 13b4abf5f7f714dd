"""The fund whose money a report of a government or an office speaks of: by the line's name, else by its headings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from normalizers.facets import Facets
from normalizers.text import match_key
from pipeline.prose.settled_number import Said
from pipeline.prose.words import load, pattern

_UNNAMED = frozenset({None, "other"})


def with_fund(facets: Facets, own: str, parent: Said | None, headings: Sequence[str]) -> Facets:
    """The fund that the words in front of a number name; where they name none, that of what it is a part of, or of the
    nearest heading that names one.

    上级补助收入 alone is income of an office; under 政府性基金预算 it is money of that fund.
    """
    if facets.fund_type not in _UNNAMED:
        return facets
    fund = _fund_in(own, "lines")
    if fund is None and parent is not None and parent.facets.fund_type not in _UNNAMED:
        fund = parent.facets.fund_type
    if fund is None:
        fund = next(filter(None, (_fund_in(text, "headings") for text in reversed(headings))), None)
    return facets if fund is None else facets.changed(fund_type=fund)


def share_fund(whole: Said) -> None:
    """收入9亿元，加上上级补助收入6亿元…，总收入…: what is added to the income of one fund is money of it, and so is
    the sum behind."""
    first, others = whole.parts[0], whole.parts[1:]
    fund = first.facets.fund_type
    is_behind = first.parent is None and whole.stated.is_proved
    if fund in _UNNAMED or not is_behind:
        return
    if any(one.facets.fund_type not in (*_UNNAMED, fund) for one in (*others, whole)):
        return
    for one in (*others, whole):
        one.facets = one.facets.changed(fund_type=fund)


@lru_cache(maxsize=1024)
def _fund_in(text: str, kind: str) -> str | None:
    """The one fund that a text names; None where it names none or several."""
    key = match_key(text)
    found = [name for name in load()["funds"][kind] if pattern(f"funds.{kind}.{name}").search(key)]
    return found[0] if len(found) == 1 else None
