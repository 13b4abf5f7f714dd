"""How many lines that print a code of the budget classification carry it, and does the list of their year know it?

    python -m scripts.printed_codes DATA… [--verbose N]

DATA are published folders. Codes are found anew in the cells: 201, 20101, 2010101 (with or without spaces), or
201 | 01 | 01 in cells beside each other, right before a name or in front of it in one cell, in columns of which most
such cells hold codes of the list. Rows that leave out the levels printed above are not counted. A line is a row of a
table, or the half of it that belongs to the code where ledgers stand side by side. Counted are lines of which `budget`
has an amount.

A line is right where `budget` has the code that it prints and the list knows the code, or a finding says that it does
not. Its name may have a wording that the list has not; such lines are counted apart.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from normalizers.classifications import is_known, known_as
from normalizers.facets import read_label
from normalizers.text import match_key

_WORD = re.compile(r"[\u4e00-\u9fff]")
_WHOLE = re.compile(r"[\[(]?((?:[12]\d\d)(?:\d\d){0,3}|[35]\d\d(?:\d\d)?)[\])]?")
_BEFORE = re.compile(
    r"[\[(]?((?:[12]\d\d)(?:\d\d){0,3}|[35]\d\d(?:\d\d)?)[\])]?[-—:、.]?(?=[\u4e00-\u9fff“\"《(])"
)
_CLASS, _LEVEL = re.compile(r"[1235]\d\d"), re.compile(r"\d\d")
_COUNTED = re.compile(r"[年月日元万亿个人户家项次台套亩周岁%米千所名%只座头件处条辆公平吨]|以上|以下")
CHECKS = ("code_unknown", "code_of_another_name", "code_out_of_place")
Row = dict[str, Any]


@dataclass(slots=True)
class Line:
    """A code with the name behind it and where they stand."""

    table: str
    row: int
    first: int
    end: int
    code: str
    name: str
    facts: list[Row] = field(default_factory=list)


def main() -> None:
    """Print the figures of each folder and, if asked, every line that is not right."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--verbose", type=int, default=0)
    given = parser.parse_args()
    for folder in given.data:
        _measure(folder, given.verbose)


def _measure(folder: Path, shown: int) -> None:
    counts: Counter[str] = Counter()
    told = _findings(folder)
    for line in coded_lines(folder):
        if not line.facts:
            counts["without an amount in budget"] += 1
            continue
        result = _result(line, told)
        counts[result] += 1
        if result not in ("right", "finding") and shown > 0:
            shown -= 1
            fact = line.facts[0]
            print(result, line.table, f"page {fact['page_number']} row {line.row}", line.code, line.name,
                  fact["function_code"], fact["economic_code"], fact.get("income_code"))  # fmt: skip
    lines = sum(counts.values()) - counts["without an amount in budget"]
    good = counts["right"] + counts["finding"] + counts["other wording"]
    print(folder, f"{good} of {lines} lines", f"{100 * good / max(lines, 1):.2f} %", dict(counts))


def _plain(name: str) -> str:
    return read_label(name).name or name


def _result(line: Line, told: set[tuple[str, str]]) -> str:
    fact = line.facts[0]
    codes = {fact.get("function_code"), fact.get("economic_code"), fact.get("income_code")}
    if line.code not in codes:
        return "not carried"
    if (fact["document_id"], line.code) in told:
        return "finding"
    if not is_known(line.code):
        return "unknown"
    return "right" if known_as(line.code, _plain(line.name)) else "other wording"


def coded_lines(folder: Path) -> Iterator[Line]:
    """The lines with a code, each with the amounts of its row up to the next code."""
    facts: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for fact in rows_of(folder, "budget"):
        if fact["table_id"] is not None:
            facts[fact["table_id"], fact["row_index"]].append(fact)
    rows: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for cell in rows_of(folder, "cells"):
        if not cell["is_header"] and cell["text"]:
            rows[cell["table_id"], cell["row_index"]].append(cell)
    found = {
        place: list(_lines(place, sorted(cells, key=lambda cell: cell["column_index"])))
        for place, cells in sorted(rows.items())
    }
    known: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for line in (line for lines in found.values() for line in lines):
        known[line.table, line.first].append(is_known(line.code))
    for place, all_lines in found.items():
        lines = [line for line in all_lines if _are_mostly(known[line.table, line.first])]
        for line, after in zip(lines, [*lines[1:], None], strict=False):
            end = after.first if after else 10**6
            line.facts = [f for f in facts[place] if line.first < f["column_index"] < end]
            if not line.facts and len(lines) == 1:
                line.facts = facts[place]
            yield line


def _are_mostly(known: list[bool]) -> bool:
    return 2 * sum(known) > len(known)


def _lines(place: tuple[str, int], cells: list[Row]) -> Iterator[Line]:
    at = 0
    while at < len(cells):
        size, code, name = _code_at(cells[at : at + 5])
        if size:
            first, end = cells[at]["column_index"], cells[at + size - 1]["column_index"]
            yield Line(*place, first, end, code, name)
        at += size or 1


def _code_at(cells: list[Row]) -> tuple[int, str, str]:
    """How many cells a code and its name take from here on, the code, the name; 0 where none begins."""
    keys = [match_key(cell["text"]) for cell in cells]
    ends = [cell["column_index"] + cell["column_span"] for cell in cells]
    found = _BEFORE.match(keys[0])
    if found and not _COUNTED.match(keys[0], found.end()):
        return 1, found[1], keys[0][found.end() :]
    parts: list[str] = []
    for n, key in enumerate(keys):
        if parts and _WORD.search(key) and not re.match(r"\d", key):
            code = "".join(parts)
            return (n + 1, code, key) if _WHOLE.fullmatch(code) else (0, "", "")
        whole = _WHOLE.fullmatch(key)
        if not parts and whole:
            parts = [whole[1]]
        elif (
            parts
            and cells[n]["column_index"] == ends[n - 1]
            and len(parts) < 4
            and _CLASS.fullmatch(parts[0])
            and _LEVEL.fullmatch(key)
        ):
            parts.append(key)
        else:
            break
    return 0, "", ""


def _findings(folder: Path) -> set[tuple[str, str]]:
    """Documents and codes: a finding stands where a code is printed first."""
    rows = rows_of(folder, "findings")
    return {(row["document_id"], row["printed"]) for row in rows if row["check"] in CHECKS}


def rows_of(folder: Path, table: str) -> list[Row]:
    """The rows of a published table."""
    pattern = f"{folder}/{table}/**/*.parquet"
    found = duckdb.read_parquet(pattern, hive_partitioning=True)
    names = found.columns
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


if __name__ == "__main__":
    main()
