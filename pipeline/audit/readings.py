"""The ways in which the rows of a table may be the parts of a total.

A table seldom says which rows a total adds up. Every reading that a careful reader would try is tried; a
contradiction is one only where none of them agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.audit.table_block import Line

Reading = tuple[str, tuple[int, ...]]
"""A name that is the same in every column, and the rows that are the parts."""


def readings(lines: Sequence[Line], at: int) -> Iterator[Reading]:
    """All readings of the parts of the total at position `at`, the plainest first; each set of rows once."""
    return _each_once(_stretches(lines, at))


def near_readings(lines: Sequence[Line], at: int) -> Iterator[Reading]:
    """Those among them that stay between the total before and the one behind: few rows of a long table."""
    return _each_once(_near(lines, at))


def _each_once(stretches: Iterable[tuple[str, Sequence[Line]]]) -> Iterator[Reading]:
    seen: set[tuple[int, ...]] = set()
    for name, part in stretches:
        for variant, chosen in _choices(part):
            rows = tuple(line.row for line in chosen)
            if len(rows) >= 2 and rows not in seen:
                seen.add(rows)
                yield f"{name}/{variant}", rows


def _near(lines: Sequence[Line], at: int) -> Iterator[tuple[str, Sequence[Line]]]:
    last = next((i for i in range(at - 1, -1, -1) if lines[i].is_total), None)
    if last is not None:
        yield "since", lines[last + 1 : at]
    following = next((i for i in range(at + 1, len(lines)) if lines[i].is_total), None)
    if following is not None:
        yield "until", lines[at + 1 : following]


def _stretches(lines: Sequence[Line], at: int) -> Iterator[tuple[str, Sequence[Line]]]:
    """Rows that the total may stand for: those before it, those since the last total, those behind it."""
    before, behind = lines[:at], lines[at + 1 :]
    yield "before", before
    last = max((i for i, line in enumerate(before) if line.is_total), default=None)
    if last is not None:
        yield "since", before[last + 1 :]
    grand = max((i for i, line in enumerate(before) if line.is_total and not line.is_subtotal), default=None)
    if grand is not None:
        yield "since grand", before[grand + 1 :]
    yield "behind", behind
    following = next((i for i, line in enumerate(behind) if line.is_total), None)
    if following is not None:
        yield "until", behind[:following]
    yield "around", [*before, *behind]


def _choices(part: Sequence[Line]) -> Iterator[tuple[str, Sequence[Line]]]:
    """Which rows of a stretch count: parts of parts and totals of parts are left out in turn."""
    plain = [line for line in part if not line.is_total]
    yield "all", plain
    yield "without details", [line for line in plain if not line.is_detail]
    yield "totals", [line for line in part if line.is_total]
    yield "subtotals", [line for line in part if line.is_subtotal]
    # 其中: stands before the first of several parts; the ones behind it carry no mark.
    first = next((n for n, line in enumerate(plain) if line.is_detail), len(plain))
    yield "details", plain[first:]
    for style in dict.fromkeys(line.style for line in plain):
        yield f"style {style}", [line for line in plain if line.style == style]
    for length in sorted({len(line.code) for line in plain}):
        yield f"code {length}", [line for line in plain if len(line.code) == length]
    for count in sorted({line.labels for line in plain}):
        yield f"labels {count}", [line for line in plain if line.labels == count]
