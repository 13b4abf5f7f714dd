"""What the columns under a header hold: names, codes, ordinals, other texts or figures. Told by the cells alone."""

from __future__ import annotations

import itertools
import re

from extractors.addresses.model import Column, ColumnKind
from extractors.model import RawCell
from extractors.values import is_value
from normalizers.text import is_blank, match_key

_CODE = re.compile(r"\d{1,3}|\d{5}|\d{7}|\d{9}")
_LONG_CODE = re.compile(r"\d{3}|\d{5}|\d{7}|\d{9}")
_HALF = 0.5
_MOSTLY = 0.8

Headed = tuple[int, int, tuple[str, ...]]
"""First grid column, number of grid columns, headings from top to bottom."""


def column_kinds(headed: list[Headed], owners: list[list[RawCell | None]], body: list[int]) -> list[Column]:
    """The columns with what they hold; `headed` are their places and headings from left to right."""
    texts = [_texts(owners, body, index, span) for index, span, _ in headed]
    numeric = [_is_numeric(own) for own in texts]
    last_names = max((n for n, is_number in enumerate(numeric) if not is_number and texts[n]), default=-1)
    columns: list[Column] = []
    seen_figures = False
    for n, (index, span, path) in enumerate(headed):
        kind: ColumnKind
        if not numeric[n]:
            kind = "text" if seen_figures and texts[n] else "stub"
            if not texts[n] and columns and columns[-1].kind == "figures":
                kind = "figures"  # nothing is printed below the heading
        elif n < last_names and not seen_figures and _counts(texts[n]):
            kind = "ordinal"
        elif n < last_names and not seen_figures and _are_codes(texts[n]):
            kind = "code"
        else:
            kind, seen_figures = "figures", True
        columns.append(Column(index, span, path, kind))
    return columns


def _texts(owners: list[list[RawCell | None]], body: list[int], index: int, span: int) -> list[str]:
    """Texts of a column, each cell once; cells that reach beyond the column are left out."""
    found: list[str] = []
    last: RawCell | None = None
    for r in body:
        cell = owners[r][index]
        if cell is None or cell is last or cell.column_span > span:
            continue
        last = cell
        if not is_blank(cell.text):
            found.append(cell.text)
    return found


def _is_numeric(texts: list[str]) -> bool:
    return bool(texts) and sum(map(is_value, texts)) >= _HALF * len(texts)


def _counts(texts: list[str]) -> bool:
    """1, 2, 3 … with gaps for the rows that have none."""
    keys = [match_key(t) for t in texts]
    numbers = [int(k) for k in keys if k.isdigit()]
    steps = [b - a for a, b in itertools.pairwise(numbers)]
    return (
        len(numbers) >= _MOSTLY * len(keys) and numbers[:1] == [1] and steps.count(1) >= _MOSTLY * len(steps)
    )


def _are_codes(texts: list[str]) -> bool:
    keys = [match_key(t) for t in texts]
    codes = [k for k in keys if _CODE.fullmatch(k)]
    return len(codes) >= _MOSTLY * len(keys) and (
        any(_LONG_CODE.fullmatch(k) for k in codes) or all(len(k) == 2 for k in codes)
    )
