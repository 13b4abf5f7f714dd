"""Codes of the budget classification that the list of their year does not know, or that belong to another name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from normalizers.classifications import (
    codes_named,
    is_known,
    is_moved,
    kind_of_code,
    known_as,
    listed_years,
    name_key,
    official_name,
)
from pipeline.audit.rules import Report
from pipeline.context import Row

_COLUMNS = ("function_code", "economic_code", "income_code")
# Classifications of which the list knows the main codes only.
_OPEN = frozenset({"economic_government", "income"})
_CLASS = 3  # digits
_FEWEST = 5  # lines below their parent that show that a table lists parents
_MOSTLY = 0.9


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with a code, its name, and its place: table, page and row."""

    code: str
    name: str
    kind: str
    year: int
    place: tuple[str | None, int | None, int | None]


def doubtful_codes(rows: Iterable[Row], report: Report) -> None:
    """Report each doubtful code once in a document, where it is printed first.

    Silent for years of which there is no list, for any name that a code has or had in some year, and for a code with
    the name of the line above or below it or of the line that it became.
    """
    tables: dict[str, list[_Line]] = defaultdict(list)
    seen: set[object] = set()
    for line in _lines(rows):
        table_id, _, row = line.place
        if (line.place, line.code) not in seen and table_id is not None and row is not None:
            seen.add((line.place, line.code))
            tables[table_id].append(line)
    told: set[tuple[str, str]] = set()
    for lines in tables.values():
        codes = {line.code for line in lines}
        # The function and the economic kind of one row stand side by side, none below the other.
        kinds = dict.fromkeys(line.kind for line in lines)
        misplaced = {out for kind in kinds for out in _misplaced([one for one in lines if one.kind == kind])}
        for line in lines:
            key = line.code, name_key(line.name)
            if key not in told and _tell(line, codes, line in misplaced, report):
                told.add(key)


def _lines(rows: Iterable[Row]) -> Iterator[_Line]:
    """Lines of tables that print a code, of years that have a list, in the order of the rows."""
    first, last = listed_years()
    for row in rows:
        year, path = row["fiscal_year"], row["line_path"]
        if row["code_source"] != "printed" or not path or year is None or not first <= year <= last:
            continue
        for column in _COLUMNS:
            code = row[column]
            kind = kind_of_code(code) if code else None
            if code and kind is not None:
                yield _Line(
                    code, path[-1], kind, year, (row["table_id"], row["page_number"], row["row_index"])
                )


def _tell(line: _Line, codes: set[str], is_misplaced: bool, report: Report) -> bool:
    """Write what is doubtful about a code; was it anything?"""
    meant = _meant(line, codes)
    if meant is not None:
        own = official_name(line.code, line.year)
        report.find(
            "code_of_another_name",
            line.place,
            printed=line.code,
            recomputed=meant,
            label=line.name,
            own=f"是“{own}”的编码" if own else "不在科目参照表中",
        )
    elif not is_known(line.code) and (line.kind not in _OPEN or not is_known(line.code[:_CLASS])):
        report.find("code_unknown", line.place, printed=line.code, recomputed="", label=line.name)
    elif is_misplaced:
        report.find("code_out_of_place", line.place, printed=line.code, recomputed="", label=line.name)
    else:
        return False
    return True


def _meant(line: _Line, codes: set[str]) -> str | None:
    """The code whose name stands beside another: of several the one below the same line, or one printed above it."""
    if known_as(line.code, line.name):
        return None
    named = codes_named(line.name, line.kind)
    if any(_is_same_line(line.code, other) for other in named):
        return None
    named = tuple(other for other in named if len(other) == len(line.code)) or named
    for near in (
        [other for other in named if other[:-2] == line.code[:-2]],
        [other for other in named if other[:-2] in codes],
        named,
    ):
        if len(near) == 1:
            return near[0]
    return None


def _is_same_line(code: str, other: str) -> bool:
    return code.startswith(other) or other.startswith(code) or is_moved(code, other)


def _misplaced(lines: Sequence[_Line]) -> list[_Line]:
    """Lines of one classification that do not stand below their parent, where nearly all others do."""
    above: dict[int, str] = {}
    found: list[_Line] = []
    placed = 0
    for line in lines:
        size = len(line.code)
        outer = next((above[n] for n in range(size - 1, 0, -1) if n in above), None)
        if outer is not None and line.code.startswith(outer):
            placed += 1
        elif outer is not None:
            found.append(line)
            continue
        above = {n: code for n, code in above.items() if n < size} | {size: line.code}
    is_rule = placed >= _FEWEST and placed >= _MOSTLY * (placed + len(found))
    return found if is_rule else []
