"""The helper views of queries/views and their macros, each defined when a statement first names it.

A database binds a view when it is defined, with all the views below it: all of them take longer than most answers.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

_CREATED = re.compile(r"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?P<kind>VIEW|MACRO)\s+\"?(?P<name>\w+)", re.I)
_COMMENT = re.compile(r"--[^\n]*")
_ROWS = re.compile(r"\)\s*AS\s+TABLE\b", re.I)
_WORD = re.compile(r"[a-z_]\w*")
_ALL = frozenset({"information_schema", "duckdb_columns", "duckdb_tables", "duckdb_views"})
"""Statements with these words may speak of any view."""


@dataclass(frozen=True, slots=True)
class Helper:
    """One statement: it makes a view, or a macro, which `makes_rows` or computes a value."""

    name: str
    sql: str
    is_view: bool
    makes_rows: bool
    words: frozenset[str]


@dataclass(slots=True)
class Helpers:
    """Those of an open version; may be asked from several threads."""

    _waiting: dict[str, Helper] = field(default_factory=dict)  # in the order of their files
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, helpers: Iterable[Helper]) -> Helpers:
        """All as yet to be defined."""
        return cls({one.name: one for one in helpers})

    def without(self, name: str) -> None:
        """Forget a view that something else stands for."""
        self._waiting.pop(name, None)

    def define(self, connection: duckdb.DuckDBPyConnection, sql: str | None = None) -> None:
        """Define what a statement needs, or all. Raises duckdb.Error."""
        with self._lock:
            asked = None if sql is None else frozenset(_WORD.findall(sql.lower()))
            needed = set(self._waiting) if asked is None or asked & _ALL else self._below(asked)
            for name in [name for name in self._waiting if name in needed]:
                connection.execute(self._waiting[name].sql)
                del self._waiting[name]

    def _below(self, words: frozenset[str]) -> set[str]:
        """Those among these words, and all that they name in turn. What is defined needs nothing that is not."""
        found: set[str] = set()
        rest = set(words & self._waiting.keys())
        while rest:
            name = rest.pop()
            found.add(name)
            rest |= (self._waiting[name].words & self._waiting.keys()) - found
        return found


_read: dict[str, list[Helper]] = {}


def helpers_in(connection: duckdb.DuckDBPyConnection, text: str) -> list[Helper]:
    """The statements of a file of helper views, in its order."""
    if text not in _read:
        _read[text] = [_helper(one.query) for one in connection.extract_statements(text)]
    return _read[text]


def _helper(sql: str) -> Helper:
    bare = _COMMENT.sub("", sql)
    created = _CREATED.search(bare)
    if created is None:
        raise duckdb.ParserException(f"neither a view nor a macro: {bare.strip()[:60]}")
    is_view = created["kind"].upper() == "VIEW"
    words = frozenset(_WORD.findall(bare.lower()))
    return Helper(created["name"].lower(), sql, is_view, not is_view and bool(_ROWS.search(bare)), words)
