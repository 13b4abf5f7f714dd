"""What an answer that is taken away says about itself: question, published version, meaning of its columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.answers.chinese_names import code_names, column_name, table_name
from pipeline.answers.named_queries import NamedQuery
from pipeline.language import CHINESE, Message
from pipeline.schemas import SCHEMAS, describe
from pipeline.version import program_version

_ADDING = Path(__file__).with_name("adding_up.toml")


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
    sources: Sequence[str] = ()
    """Names of the documents that it is from, as far as it tells."""
    warnings: Sequence[str] = ()
    """In Chinese, for whoever gets the file: that its figures are invented, for example."""
    answers: str = ""
    """In Chinese, what a named query answers."""

    @property
    def what(self) -> str:
        """In Chinese, what a query answers, or what a row of a table is; '' where there is nothing to say."""
        return self.answers or (table_name(self.scope).description if self.scope else "")

    @property
    def adding(self) -> Sequence[str]:
        """In Chinese, what may be added up and what must not; nothing for a user's own statement."""
        return _adding().get(self.scope, ())

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


@cache
def _adding() -> Mapping[str, Sequence[str]]:
    """By table or named query. A query called like a table says the same."""
    said = tomllib.loads(_ADDING.read_text("utf-8"))
    return {scope: tuple(one["adding"]) for scope, one in said.items()}


def about_answer(query: NamedQuery, given: Mapping[str, str], version: str, answer: pa.Table) -> About:
    """Of a named query that was asked with these parameters of a published version."""
    asked = query.asked(given)
    facts = {
        "查询": query.name,
        "参数": ", ".join(f"{name}={value}" for name, value in asked.items() if value is not None)
        or "未设，取全部数据",
        "数据版本": str(int(version)),
        "程序": f"jixiao {program_version()}",
    }
    if "document_id" in answer.column_names:
        facts["来源文件数"] = str(len(answer.column("document_id").unique()))
    return About(
        query.title_zh,
        query.name,
        query.columns,
        {key: text for key, text in facts.items() if text},
        _sources(answer),
        answers=query.answers_zh,
    )


def _sources(answer: pa.Table) -> list[str]:
    if "file_name" not in answer.column_names:
        return []
    return sorted(name for name in answer.column("file_name").unique().to_pylist() if name)


def warned(about: About, warning: Message | None) -> About:
    """The same with a warning, in Chinese as all that it says."""
    return about if warning is None else replace(about, warnings=(warning.in_language(CHINESE),))


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
    said = _bytes(about.facts) | _bytes({"warnings": "\n".join(about.warnings)})
    return table.cast(pa.schema(fields, metadata=notes | said))


def table_schema(table: pa.Table, about: About) -> dict[str, Any]:
    """A Frictionless Table Schema, and what the rows are about."""
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
        "about": dict(about.facts) | ({"warnings": list(about.warnings)} if about.warnings else {}),
        "schema": {"fields": fields},
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
