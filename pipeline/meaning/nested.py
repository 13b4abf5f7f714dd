"""Levels of indicators one below the other in a single column of names: 决策 over 项目立项 over 立项依据充分性.

What tells them is their numbering (A, A1, A11), indentation, or names of level one; what proves them are the points:
those of a row are the sum of those right below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.addresses import Label, Line, Part
from normalizers.facets import Facets, read_label
from normalizers.text import match_key
from pipeline.meaning.line_sums import Sums
from pipeline.meaning.number_table import NumberRow, NumberTable

_LEVELS = frozenset({"level1", "level2", "level3"})
_MARKS = frozenset({"score", "weight"})
_NUMBERS = frozenset({"code", "row_no"})
_LEAST = 0.005  # of a point
_FEWEST = 2  # rows that hold others
_CODE = re.compile(r"([A-Z](?:[-.]?\d+(?:[-.]\d+)*)?|\d+(?:[-.]\d+)*)")
_IN_FRONT = re.compile(r"([A-Z](?:[-.]?\d+(?:[-.]\d+)*)?|\d+(?:[-.]\d+)+)[\s.．、:：]*(?=[\u4e00-\u9fff“])")
_STEP = re.compile(r"[A-Z]|[1-9]0|\d+(?=[-.])|(?<=[-.])\d+|\d")

Path = tuple[str, ...]


def names_all_levels(part: Part, heads: dict[int, Facets]) -> int | None:
    """The grid column with names of all levels of a list of marks: the only one that names any, under a heading that
    says no level (评价指标). None where there is none."""
    if part.is_pairs or not any(heads[c.index].measure in _MARKS for c in part.of_kind("figures")):
        return None
    stubs = [c for c in part.of_kind("stub") if not _NUMBERS.intersection(heads[c.index].names[:1])]
    named = [c for c in stubs if _LEVELS.intersection(heads[c.index].names[:1])]
    if len(named) != 1 or heads[named[0].index].level is not None or stubs[0] is not named[0]:
        return None
    return named[0].index


def level_codes_of(part: Part, heads: dict[int, Facets], column: int) -> dict[int, str]:
    """What numbers the rows (A, A1, A11; 1, 1.1) as digits in which the number of a row begins with that of the row
    that holds it, by the id of the line; nothing where the numbers hold no others."""
    printed = {id(line): code for line in part.lines if (code := _printed_code(line, heads, column))}
    codes = {key: "".join(step.zfill(2) for step in _STEP.findall(code)) for key, code in printed.items()}
    known = set(codes.values())
    inner = [code for code in known if any(code[:n] in known for n in range(1, len(code)))]
    return codes if inner and len(known) == len(codes) else {}


def _printed_code(line: Line, heads: dict[int, Facets], column: int) -> str:
    """The number of a row, in a column of its own or in front of its name."""
    if line.number:
        found = _CODE.fullmatch(match_key(line.number).upper())
        return found[1] if found else ""
    for label in line.labels:
        if _NUMBERS.intersection(heads[label.column].names[:1] if label.column in heads else ()):
            found = _CODE.fullmatch(match_key(label.text).upper())
            return found[1] if found else ""
    own = next((label for label in line.labels if label.column == column), None)
    before = _IN_FRONT.match(own.text.strip()) if own is not None else None
    return before[1] if before else ""


def without_code(text: str) -> str:
    """A name without the number in front of it: B2 组织实施."""
    text = text.strip()
    found = _IN_FRONT.match(text)
    return text[found.end() :] if found else text


def nested_names(
    table: NumberTable, sums: Sums, labels: Sequence[Label | None], column: int, marks: Sequence[int]
) -> list[Path]:
    """For each row the names that lead to it, outermost first, its own last; nothing where no row holds others.
    `marks` are the columns of the table that hold points."""
    names = [without_code(label.text) if label and label.column == column else "" for label in labels]
    told = [one.parent for one in sums.rows]
    readings = [told, _by_words(table, names, two_levels=False), _by_words(table, names, two_levels=True)]
    proofs = [_proof(table, parents, marks) for parents in readings]
    best = max(range(len(readings)), key=lambda n: (proofs[n][0] - proofs[n][1], -n))
    held, differs = proofs[best]
    is_proved = held > differs or (best == 0 and not held and not differs)  # headings without points
    if len({p for p in readings[best] if p is not None}) < _FEWEST or not is_proved:
        return []
    return [tuple(reversed(list(_up(n, readings[best], names)))) for n in range(len(names))]


def _up(n: int | None, parents: Sequence[int | None], names: Sequence[str]) -> Iterator[str]:
    while n is not None:
        yield names[n].rstrip("：: ")
        n = parents[n]


def _by_words(table: NumberTable, names: Sequence[str], two_levels: bool) -> list[int | None]:
    """Rows below the one before them that is called like a level one, and among these like a level two; what is called
    like both (满意度) is a level two where `two_levels` says so."""
    parents: list[int | None] = []
    open_at: list[int | None] = [None, None]
    for n, (row, name) in enumerate(zip(table.rows, names, strict=True)):
        said = read_label(name)
        if row.is_total:
            open_at = [None, None]
            parents.append(None)
        elif said.level1_code and not said.item and not (two_levels and said.level2_code and parents):
            open_at = [n, None]
            parents.append(None)
        elif said.level2_code and not said.item and open_at[0] is not None:
            open_at[1] = n
            parents.append(open_at[0])
        else:
            parents.append(open_at[1] if open_at[1] is not None else open_at[0])
    return parents


def _proof(table: NumberTable, parents: Sequence[int | None], marks: Sequence[int]) -> tuple[int, int]:
    """How often the points of rows add up to those of the row that holds them, and how often they do not."""
    held = differs = 0
    below: dict[int, list[NumberRow]] = {}
    for row, parent in zip(table.rows, parents, strict=True):
        if parent is not None:
            below.setdefault(parent, []).append(row)
    for n, rows in below.items():
        for at in marks:
            whole, parts = table.rows[n].values[at], [row.values[at] for row in rows]
            if whole is None or None in parts:
                continue
            is_sum = abs(sum(part for part in parts if part is not None) - whole) <= _LEAST
            held, differs = held + is_sum, differs + (not is_sum)
    return held, differs
