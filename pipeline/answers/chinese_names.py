"""Chinese names of the published tables, their columns and codes, for people and programs that read Chinese.

They stand in `chinese_names.csv`. A row names a table (no column), a column, or a code of a column. `scope` is the
table or named query for which the row holds, or `versions` or `taught`, the lists of these two commands; an empty scope
holds wherever no row is closer.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.language import CHINESE, Name, chosen

_FILE = Path(__file__).with_name("chinese_names.csv")


@dataclass(frozen=True, slots=True)
class Named:
    """What a sheet's header says, and one sentence about it."""

    label: str
    description: str


@cache
def names() -> Mapping[tuple[str, str, str], Named]:
    """All rows by (scope, column, code). Raises ValueError when one stands twice."""
    found: dict[tuple[str, str, str], Named] = {}
    with _FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            key = (row["scope"], row["column"], row["code"])
            if key in found:
                raise ValueError(f"{_FILE.name}: {','.join(key)} stands twice")
            found[key] = Named(row["label"], row["description"])
    return found


def table_name(table: str) -> Named:
    """Of a published table; the name itself for any other."""
    return names().get((table, "", ""), Named(table, ""))


def column_name(column: str, scope: str = "") -> Named | None:
    """Of a column in a table or query; None for one that is not known, such as one of a user's statement."""
    return names().get((scope, column, "")) or names().get(("", column, ""))


def code_name(column: str, code: str, scope: str = "") -> str:
    """Chinese word for a code; the code itself when there is none."""
    found = names().get((scope, column, code)) or names().get(("", column, code))
    return found.label if found else code


def code_said(column: str, code: str, scope: str = "") -> str:
    """A code as people read it: its word where the process speaks Chinese, else the code."""
    return code_name(column, code, scope) if chosen() == CHINESE else code


def table_said(table: str) -> str:
    """A table as people read it: its name in Chinese where the process speaks it."""
    return table_name(table).label if chosen() == CHINESE else table


def column_said(column: str, scope: str = "") -> Name:
    """A column as people read it in either language: its Chinese name, or the column itself."""
    named = column_name(column, scope)
    return Name(named.label if named else column, column)


def code_names(column: str, scope: str = "") -> dict[str, str]:
    """All codes of a column with their words, in the order of the file; {} for a column without codes."""
    # What a table or query calls otherwise has codes of its own, or none.
    closer = (scope,) if scope and (scope, column, "") in names() else (scope, "")
    for wanted in closer:
        found = {
            key[2]: name.label for key, name in names().items() if key[:2] == (wanted, column) and key[2]
        }
        if found:
            return found
    if closer == (scope,) and scope:
        return {}
    # A query takes the codes over from the only table that has the column.
    scopes = {key[0] for key in names() if key[1] == column and key[2]}
    return code_names(column, scopes.pop()) if len(scopes) == 1 else {}
