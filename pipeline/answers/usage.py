"""What identifies a row of a table or view, and what to mind before adding up: pipeline/schemas/usage.toml for the
published tables, queries/views/views.toml for the views.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipeline.answers.catalog import QUERIES, described_views, view_files
from pipeline.answers.chinese_names import table_name
from pipeline.schemas import SCHEMAS, describe
from pipeline.version import ROOT

_TABLES = ROOT / "pipeline" / "schemas" / "usage.toml"


@dataclass(frozen=True, slots=True)
class Usage:
    """How rows of a relation are told apart, and what to mind, by column; '' for the relation as a whole."""

    about: str
    key: tuple[str, ...]
    mind: Mapping[str, str]
    about_zh: str = ""
    mind_zh: Mapping[str, str] = field(default_factory=dict)


@cache
def usage_of_tables() -> Mapping[str, Usage]:
    """By published table."""
    return {
        name: Usage(
            _about(name),
            tuple(said["key"]),
            said.get("mind", {}),
            table_name(name).description,
            said.get("mind_zh", {}),
        )
        for name, said in _read(_TABLES).items()
    }


@cache
def usage_of_views(queries: Path = QUERIES) -> Mapping[str, Usage]:
    """By view that is for everybody."""
    return {
        name: Usage(
            said["about"],
            tuple(said["key"]),
            _whole(said, "mind"),
            said.get("about_zh", ""),
            _whole(said, "mind_zh"),
        )
        for name, said in described_views(queries).items()
    }


@cache
def helpers(queries: Path = QUERIES) -> frozenset[str]:
    """Views that are for other views and the named queries."""
    return frozenset(_read(queries / "views" / "views.toml")["helpers"])


def view_columns(name: str, queries: Path = QUERIES) -> list[tuple[str, str, str]]:
    """Name, type and meaning of each column of a view; the meaning is that of the same column in a table."""
    with duckdb.connect(":memory:") as connection:
        for table, schema in SCHEMAS.items():
            connection.register("nothing", schema.empty_table())
            connection.execute(f'CREATE TABLE "{table}" AS FROM nothing')
            connection.unregister("nothing")
        for path in view_files(queries):
            connection.execute(path.read_text("utf-8"))
        found = connection.execute(f'DESCRIBE "{name}"').fetchall()
    meant = _meanings(queries)
    return [(column, kind.lower(), meant.get(column, "")) for column, kind, *_ in found]


def _meanings(queries: Path) -> dict[str, str]:
    said = {field.name: describe(field) for schema in reversed(SCHEMAS.values()) for field in schema}
    of_views: Mapping[str, str] = _read(queries / "views" / "views.toml")["columns"]
    return {**said, **of_views}


def _about(name: str) -> str:
    about: bytes = (SCHEMAS[name].metadata or {})[b"description"]
    return about.decode()


def _whole(said: Mapping[str, Any], key: str) -> dict[str, str]:
    return {"": said[key]} if key in said else {}


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
