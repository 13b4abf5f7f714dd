"""What a statement may name: published tables and helper views, its own subqueries, and functions that only compute.

DuckDB is told to open no other file, too (see `catalog`); this is the first door, and says what is wrong in words.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

import duckdb

from pipeline.errors import UsageError
from pipeline.language import tr, tr_noop

LONGEST = 100_000  # characters
# Table functions that make rows of their arguments alone, or describe the published tables.
_TABLE_FUNCTIONS = frozenset(
    {"generate_series", "range", "unnest", "repeat", "repeat_row", "json_each", "json_tree", "duckdb_columns"}
)
_DESCRIPTIONS = frozenset({"columns", "tables"})  # in information_schema
# Functions in expressions that tell about the process and its settings, wait, write, or run SQL out of a string.
_REFUSED = frozenset(
    {
        "current_setting",
        "getenv",
        "getvariable",
        "current_query",
        "current_user",
        "session_user",
        "user",
        "current_role",
        "version",
        "nextval",
        "currval",
        "setval",
        "setseed",
        "write_log",
        "parse_duckdb_log_message",
        "sleep_ms",
        "json_serialize_sql",
        "json_serialize_plan",
        "json_deserialize_sql",
        "json_execute_serialized_sql",
        "query",
        "query_table",
        "get_block_size",
        "invoke",
        "current_database",
        "current_catalog",
        "current_schema",
        "current_schemas",
        "txid_current",
    }
)
_REFUSED_BEGINNINGS = (
    "__internal_",
    "pg_",
    "read_",
    "duckdb_",
    "pragma_",
    "inet_",
    "has_",
    "current_connection",
)
_NEXT = tr_noop("The published tables are read-only; `jixiao schema` lists tables and columns.")


def check(
    connection: duckdb.DuckDBPyConnection, sql: str, known: Collection[str], macros: Collection[str] = ()
) -> duckdb.Statement:
    """The statement, when it is one SELECT over relations whose lower-case names are `known`, or over `macros`.

    Raises UsageError for any other, and duckdb.Error for mistakes in it.
    """
    if len(sql) > LONGEST:
        raise UsageError(
            tr("the statement has more than {longest:,} characters", longest=LONGEST),
            tr("Ask for less at once."),
        )
    statements = connection.extract_statements(sql)
    if len(statements) != 1 or not _is_select(statements[0]):
        raise UsageError(tr("only one SELECT statement is allowed"), tr(_NEXT))
    [(parsed,)] = connection.execute("SELECT json_serialize_sql($1)", [sql]).fetchall()
    try:
        tree = json.loads(parsed)
        if tree.get("error", True):
            raise UsageError(
                tr(
                    "the statement is not understood: {error_message}",
                    error_message=tree.get("error_message", ""),
                ),
                tr(_NEXT),
            )
        _visit(tree["statements"], frozenset(known), frozenset(macros) | _TABLE_FUNCTIONS)
    except RecursionError as error:
        raise UsageError(
            tr("the statement is nested too deeply"), tr("Write it with fewer levels.")
        ) from error
    return statements[0]


def lists_tables(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    """Is the statement, which `check` let pass, SHOW TABLES?"""
    if "tables" not in sql.lower():
        return False
    [(parsed,)] = connection.execute("SELECT json_serialize_sql($1)", [sql]).fetchall()
    asked = json.loads(parsed)["statements"][0]["node"].get("from_table") or {}
    return bool(asked.get("type") == "SHOW_REF" and asked.get("table_name") == '"tables"')


def _is_select(statement: duckdb.Statement) -> bool:
    try:
        return statement.type == duckdb.StatementType.SELECT
    except ValueError:  # a kind that DuckDB knows and its Python package has no name for
        return False


def _visit(node: Any, known: frozenset[str], functions: frozenset[str]) -> None:
    """Check a part of the parsed statement in which these relations and table functions can be named."""
    if isinstance(node, list):
        for part in node:
            _visit(part, known, functions)
    elif isinstance(node, dict):
        known = _with_subqueries(node, known, functions)
        _check_relation(node, known, functions)
        _check_function(node)
        for key, part in node.items():
            if key != "cte_map":
                _visit(part, known, functions)


def _with_subqueries(
    node: Mapping[str, Any], known: frozenset[str], functions: frozenset[str]
) -> frozenset[str]:
    """The names plus those of WITH, each checked with the names before it: what a subquery's own name means
    inside itself is another relation, unless it is recursive."""
    for entry in node.get("cte_map", {}).get("map", []):
        inside = entry["value"]["query_node"]
        name = entry["key"].lower()
        recursive = inside.get("type") == "RECURSIVE_CTE_NODE"
        _visit(entry["value"], known | {name} if recursive else known, functions)
        known = known | {name}
    return known


def _check_relation(node: Mapping[str, Any], known: frozenset[str], functions: frozenset[str]) -> None:
    kind = node.get("type")
    if kind == "BASE_TABLE":
        path = [part.lower() for part in _path(node)]
        if len(path) == 1 and path[0] in known:
            return
        if len(path) == 2 and path[0] == "information_schema" and path[1] in _DESCRIPTIONS:
            return
        if len(path) == 2 and path[0] == "main" and path[1] in known:
            return
        raise UsageError(tr("there is no table {path}", path=".".join(_path(node))), tr(_NEXT))
    if kind == "TABLE_FUNCTION":
        name = node.get("function", {}).get("function_name", "").lower()
        if name not in functions:
            raise UsageError(tr("the table function {name} is not allowed", name=name), tr(_NEXT))
    if kind == "SHOW_REF" and not node.get("query") and node.get("table_name") != '"tables"':
        raise UsageError(tr("only published tables can be described"), tr(_NEXT))


def _check_function(node: Mapping[str, Any]) -> None:
    name = str(node.get("function_name", "")).lower()
    if name in _TABLE_FUNCTIONS:
        return
    if name in _REFUSED or name.startswith(_REFUSED_BEGINNINGS):
        raise UsageError(tr("the function {name} is not allowed", name=name), tr(_NEXT))


def _path(node: Mapping[str, Any]) -> list[str]:
    path = node.get("qualified_name", {}).get("path")
    return [str(part) for part in path] if path else [str(node.get("table_name", ""))]
