"""What the columns under a header hold: names, codes, ordinals, other texts or figures. Told by the cells alone."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from extractors.addresses.codes import digits_of
from extractors.addresses.model import Column, ColumnKind
from extractors.model import RawCell
from extractors.vocabulary import is_value
from normalizers.facets import Facets, read_label
from normalizers.text import is_blank, match_key

_CODE = re.compile(r"\d{1,3}|\d{5}|\d{7}|\d{9}")
_NUMBERED = re.compile(r"\s*\d{1,2}\s*[.．、]\s*[^\d\s]")
# Classes of 政府收支分类: revenue 101-110, functions 201-234, economic 301-313, 399, 501-515, 599.
_CLASS = re.compile(r"10[1-9]|110|2[0-2]\d|23[0-4]|30\d|31[0-3]|399|50\d|51[0-5]|599")
_CROSSES = frozenset("×✕xX")  # printed where a number cannot be
_HALF = 0.5
_MEASURED = frozenset({"actual", "amount", "count", "rate", "score", "target", "weight"})
_MOSTLY = 0.8

Headed = tuple[int, int, tuple[str, ...]]
"""First grid column, number of grid columns, headings from top to bottom."""


def column_kinds(headed: list[Headed], owners: list[list[RawCell | None]], body: list[int]) -> list[Column]:
    """The columns with what they hold; `headed` are their places and headings from left to right. One heading over
    names and numbers, such as 全年支出, makes no numbers of the names.
    """
    texts = [_texts(owners, body, index, span) for index, span, _ in headed]
    columns: list[Column] = []
    for n, (index, span, path) in enumerate(headed):
        seen_figures = any(c.kind == "figures" for c in columns)
        behind = texts[n + 1] if n + 1 < len(texts) else []
        next_path = headed[n + 1][2] if n + 1 < len(headed) else ()
        are_names = (
            path == next_path and _is_numeric(behind) and bool(texts[n]) and not any(map(is_figure, texts[n]))
        )
        if are_names or (level_named(path) is not None and not _is_numeric(texts[n])):
            kind: ColumnKind = "stub"
        else:
            kind = _kind(read_label(path[-1]) if path else None, texts[n], behind, seen_figures, n == 0)
        if not texts[n] and columns and columns[-1].kind == "figures":
            kind = "figures"  # nothing is printed below the heading
        columns.append(Column(index, span, path, kind))
    return columns


def level_named(path: tuple[str, ...]) -> str | None:
    """The level of indicators that a heading over a column names: 一级指标, or 名称 under it."""
    named = (name for text in reversed(path) for name in read_label(text).names[:1])
    return next((name for name in named if name.startswith("level")), None)


@lru_cache(maxsize=16384)
def is_figure(text: str) -> bool:
    """Is a text a printed number? 1.公务接待 is a label with its ordinal."""
    return is_value(text) and _NUMBERED.match(text) is None


def _kind(
    head: Facets | None, texts: list[str], behind: list[str], seen_figures: bool, first: bool
) -> ColumnKind:
    """What a column holds, by its lowest heading and its texts; `behind` are those of the column to its right."""
    if head is not None and head.measure in _MEASURED and not head.names:
        is_stub = first and texts and not any(map(is_figure, texts))
        return "stub" if is_stub else "figures"
    if _are_parted_codes(texts) and behind and not _is_numeric(behind):
        return "code"
    if _is_numeric(texts):
        if head is not None and "row_no" in head.names:
            return "ordinal"
        names_follow = bool(behind) and not _is_numeric(behind)
        is_code = head is not None and "code" in head.names[:1]
        if is_code or (_are_codes(texts) and (names_follow or _are_codes(behind) or _are_long(texts))):
            return "code"
        if not seen_figures and _counts(texts) and names_follow:
            return "ordinal"
        return "figures"
    return "text" if seen_figures and texts else "stub"


def _texts(owners: list[list[RawCell | None]], body: list[int], index: int, span: int) -> list[str]:
    """Texts of a column, each cell once; cells that reach beyond the column are left out."""
    found: list[str] = []
    last: RawCell | None = None
    for r in body:
        cell = owners[r][index]
        if cell is None or cell is last or cell.column_span > span:
            continue
        last = cell
        if not is_blank(cell.text) and match_key(cell.text) not in _CROSSES:
            found.append(cell.text)
    return found


def _is_numeric(texts: list[str]) -> bool:
    return bool(texts) and sum(map(is_figure, texts)) >= _HALF * len(texts)


def _counts(texts: list[str]) -> bool:
    """1, 2, 3 … with gaps for the rows that have none."""
    keys = [match_key(t) for t in texts]
    numbers = [int(k) for k in keys if k.isdigit()]
    steps = [b - a for a, b in itertools.pairwise(numbers)]
    return (
        len(numbers) >= _MOSTLY * len(keys) and numbers[:1] == [1] and steps.count(1) >= _MOSTLY * len(steps)
    )


def _are_long(texts: list[str]) -> bool:
    """Are all of them codes of the lowest levels, as hardly any whole numbers are?"""
    return all(re.fullmatch(r"[1-5]\d{4}|[1-5]\d{6}", match_key(t)) for t in texts) and len(texts) > 1


def _are_parted_codes(texts: list[str]) -> bool:
    """Codes with a dot between their levels, each below its class: 208, 208.05, 208.05.05."""
    keys = [match_key(t) for t in texts]
    codes = {digits_of(k) for k in keys}
    return any("." in k for k in keys) and all(_CLASS.fullmatch(c[:3]) and c[:3] in codes for c in codes)


def _are_codes(texts: list[str]) -> bool:
    """Digits of a classification, in which 201 holds 20105, or the two digits of one of its levels."""
    keys = [match_key(t) for t in texts]
    codes = {k for k in keys if _CODE.fullmatch(k)}
    if not codes or sum(k in codes for k in keys) < _MOSTLY * len(keys):
        return False
    nested = any(len(k) > 3 and (k[:3] in codes or k[:5] in codes) for k in codes)
    long = sum(len(k) >= 5 for k in codes) >= _MOSTLY * len(codes)
    levels = all(len(k) in (2, 3) and (len(k) == 3 or k[0] == "0" or int(k) > 9) for k in codes)
    return nested or long or (levels and any(k[0] == "0" for k in codes)) or all(map(_CLASS.fullmatch, codes))
