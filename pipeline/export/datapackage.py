"""datapackage.json: files, columns, keys and sources, after the Frictionless Data Package standard.

Checked with `frictionless validate` (docs/export.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.answers.about import About, schema_type
from pipeline.answers.chinese_names import code_names, column_name, table_name
from pipeline.export import files
from pipeline.samples import sample_ids
from pipeline.schemas import PATH_SIGN, SCHEMAS, allowed_values, describe

NAME = "datapackage.json"
_PACKAGE = "jixiao"
_PRIMARY_KEYS = {
    "documents": ["document_id"],
    "tables": ["document_id", "table_id"],
    "cells": ["document_id", "table_id", "row_index", "column_index"],
}
# The figures come from reports whose publishers grant what they grant; none of them is ours to give.
_LICENCE = {"name": "notspecified", "title": "以各来源文件的发布方规定为准"}
_DESCRIPTION = """\
从中国财政绩效评价报告中读取的数据。每个数字都带有出处：文件、页码或文件内位置、表格与单元格。\
Figures read from Chinese budget performance reports; each carries the document, page and cell it was printed in. \
In CSV files, a text that a spreadsheet would calculate (such as =300) stands behind an apostrophe; the DuckDB file, \
the workbook and Parquet files hold every text as it is."""


def write(
    folder: Path,
    paths: Mapping[str, Path],
    form: str,
    documents: Mapping[str, str],
    about: About,
    version: int,
) -> None:
    """Describe what stands in the folder; `paths` are the files of the tables."""
    resources = [_resource(folder, name, path, form, set(paths)) for name, path in paths.items()]
    others = [folder / name for name in (files.DATABASE, files.WORKBOOK) if (folder / name).exists()]
    package = {
        "profile": "tabular-data-package" if form == "csv" else "data-package",
        "name": _PACKAGE,
        "title": about.title,
        "description": "\n".join([*about.warnings, _DESCRIPTION]),
        "version": str(version),
        "created": datetime.now(UTC).strftime(files.INSTANT),
        "about": dict(about.facts),
        "licenses": [_LICENCE],
        "sources": [_source(key, name) for key, name in documents.items()],
        "resources": resources,
        "otherFiles": [{"path": path.name, **_size(path)} for path in others],
    }
    (folder / NAME).write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _source(document_id: str, name: str) -> dict[str, Any]:
    told: dict[str, Any] = {"title": name, "document_id": document_id}
    return told | ({"sample": True} if document_id in sample_ids() else {})


def files_in(folder: Path) -> Collection[str]:
    """Files that an export wrote into the folder, as its datapackage.json says; nothing when there is none."""
    try:
        package = json.loads((folder / NAME).read_text("utf-8"))
        if package["name"] != _PACKAGE:
            return ()
        return {NAME, *(one["path"] for one in [*package["resources"], *package["otherFiles"]])}
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def _resource(folder: Path, name: str, path: Path, form: str, present: Collection[str]) -> dict[str, Any]:
    about = table_name(name)
    resource = {
        "name": name,
        "title": about.label,
        "description": about.description,
        "description_en": (SCHEMAS[name].metadata or {})[b"description"].decode(),
        "path": str(path.relative_to(folder)),
        **_size(path),
        "schema": _schema(name, present, form),
    }
    if form == "csv":
        head = {
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
        }
        return resource | head
    return resource | {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}


def _schema(table: str, present: Collection[str], form: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, field, form) for field in SCHEMAS[table]],
        "missingValues": [""],
    }
    if table in _PRIMARY_KEYS:
        schema["primaryKey"] = _PRIMARY_KEYS[table]
    keys = []
    if "document_id" in SCHEMAS[table].names and table != "documents":
        keys.append(("documents", ["document_id"]))
    if table in ("cells", "figures"):
        keys.append(("tables", ["document_id", "table_id"]))
    found = [
        {"fields": columns, "reference": {"resource": other, "fields": columns}}
        for other, columns in keys
        if other in present
    ]
    return schema | ({"foreignKeys": found} if found else {})


def _field(table: str, column: pa.Field, form: str) -> dict[str, Any]:
    name = column_name(column.name, table)
    kind = schema_type(column.type)
    is_joined = kind == "array" and form == "csv"
    field: dict[str, Any] = {
        "name": column.name,
        "type": "string" if is_joined else kind,
        "title": name.label if name else column.name,
        "description": name.description if name else "",
        "description_en": describe(column),
    }
    if unit := describe(column, "unit"):
        field["unit"] = unit
    if is_joined:
        field["separator"] = PATH_SIGN
    if kind == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if codes := allowed_values(column):
        constraints["enum"] = list(codes)
        words = code_names(column.name, table)
        field["codes"] = {code: words.get(code, code) for code in codes}
    return field | ({"constraints": constraints} if constraints else {})


def _size(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest}"}
