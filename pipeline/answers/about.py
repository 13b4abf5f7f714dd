"""What an answer that is taken away says about itself: question, published version, meaning of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from pipeline.answers.chinese_names import code_names, column_name, table_name
from pipeline.answers.named_queries import NamedQuery
from pipeline.schemas import SCHEMAS, describe
from pipeline.version import program_version


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a table beside its rows."""

    title: str = "jixiao"
    scope: str = ""
    """The published table or named query that it is."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """English descriptions by column."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Shown as they are, such as the published version."""

    def label(self, column: str) -> str:
        """Chinese name of a column; the column's own where there is none."""
        name = column_name(column, self.scope)
        return name.label if name else column

    def labels(self, columns: Sequence[str]) -> list[str]:
        """Chinese names of several columns. One that stands twice gets a number: filters go by the name."""
        found: list[str] = []
        seen: dict[str, int] = {}
        for label in map(self.label, columns):
            seen[label] = seen.get(label, 0) + 1
            found.append(label if seen[label] == 1 else f"{label} {seen[label]}")
        return found

    def meaning(self, column: str) -> str:
        """One sentence in Chinese; '' where there is none."""
        name = column_name(column, self.scope)
        return name.description if name else ""

    def codes(self, column: str) -> str:
        """Codes that the column may hold with their Chinese words: `small 小微企业；general 一般企业`."""
        return "；".join(f"{code} {word}" for code, word in code_names(column, self.scope).items())


def about_answer(query: NamedQuery, given: Mapping[str, str], version: str, answer: pa.Table) -> About:
    """Of a named query that was asked with these parameters of a published version."""
    asked = query.asked(given)
    facts = {
        "查询": query.name,
        "参数": ", ".join(f"{name}={value}" for name, value in asked.items()),
        "数据版本": str(int(version)),
        "程序": f"jixiao {program_version()}",
    }
    if "document_id" in answer.column_names:
        facts["来源文件数"] = str(len(answer.column("document_id").unique()))
    return About(
        query.title_zh, query.name, query.columns, {key: text for key, text in facts.items() if text}
    )


def about_table(name: str, facts: Mapping[str, str]) -> About:
    """Of a published table."""
    columns = {one.name: describe(one) for one in SCHEMAS[name]}
    return About(table_name(name).label, name, columns, facts)


def with_notes(table: pa.Table, about: About) -> pa.Table:
    """The table with its names, meanings and facts as Arrow metadata, which Parquet keeps."""
    fields = [
        one.with_metadata(
            dict(one.metadata or {}) | _bytes(
                {
                    "label_zh": about.label(one.name),
                    "description_zh": about.meaning(one.name),
                    "description": about.columns.get(one.name, ""),
                }
            )
        )
        for one in table.schema
    ]  # fmt: skip
    notes = dict(table.schema.metadata or {}) | _bytes({"title": about.title, "scope": about.scope})
    return table.cast(pa.schema(fields, metadata=notes | _bytes(about.facts)))


def as_table_schema(table: pa.Table, about: About) -> dict[str, Any]:
    """Rows behind a Frictionless Table Schema."""
    fields = [
        {
            "name": one.name,
            "type": schema_type(one.type),
            "title": about.label(one.name),
            "description": about.meaning(one.name),
            "description_en": about.columns.get(one.name, ""),
        }
        for one in table.schema
    ]
    return {
        "title": about.title,
        "about": dict(about.facts),
        "schema": {"fields": fields},
        "data": table.to_pylist(),
    }


def schema_type(kind: pa.DataType) -> str:
    """Type of the Frictionless Table Schema for an Arrow type."""
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_list(kind):
        return "array"
    return "datetime" if pa.types.is_timestamp(kind) else "string"


def _bytes(notes: Mapping[str, str]) -> dict[bytes, bytes]:
    return {key.encode(): text.encode("utf-8", "replace") for key, text in notes.items() if text}
