"""The data dictionary, made from the schemas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.answers.usage import Usage, usage_of_tables, usage_of_views, view_columns
from pipeline.cli.nearest import did_you_mean
from pipeline.errors import UsageError
from pipeline.language import listed, tr
from pipeline.schemas import PARTITION_KEY, PARTITIONED, SCHEMAS, allowed_values, describe, type_name

_INTRODUCTION = """\
# Data dictionary

Made by `jixiao schema --format markdown`; do not edit by hand.

Every table stands below the published folder (`data/parquet`) as `<table>/**/*.parquet`. Null means that
nothing was printed or that it could not be read; it is never 0. Percentages are as printed: 95.88 is 95.88 %.
Printed and computed values stand in separate columns. Times are UTC.

Figures and facts lie in one folder a year (`fiscal_year=2023`); those whose year is unknown lie in
`fiscal_year=__HIVE_DEFAULT_PARTITION__`. DuckDB and Spark read that as null. For pandas and pyarrow say so:

    year = pyarrow.schema([("fiscal_year", pyarrow.int32())])
    hive = pyarrow.dataset.partitioning(year, flavor="hive")
    pandas.read_parquet("data/parquet/budget", partitioning=hive)

`data/parquet/.current` leads to the folder of one version. A program that reads several tables or files and
must see one version, whatever is published meanwhile, resolves the link once (`readlink -f`) and reads below.

The key of a table are the columns that tell its rows apart, null being a value like others. A fact is known by where it
was read and by what it says. Before you add up a column, mind what stands beside it in **bold**; [traps.md](traps.md)
shows each with its numbers. The views at the end count once what documents print several times: ask these.
"""
_VIEWS = """\
# Views

Helpers in SQL, there in `jixiao query --sql` and in the DuckDB file of `jixiao export`.
"""


def table_names(name: str | None) -> Sequence[str]:
    """All tables and views, or the one named. Raises UsageError that lists them."""
    known = (*SCHEMAS, *usage_of_views())
    if name is None:
        return known
    if name not in known:
        meant = did_you_mean(name, known)
        raise UsageError(
            tr("there is no table {name}", name=name),
            tr(
                "{meant}Tables: {tables}. Views: {views}.",
                meant=meant,
                tables=listed(SCHEMAS),
                views=listed(usage_of_views()),
            ),
        )
    return (name,)


def dictionary_rows(names: Sequence[str]) -> list[dict[str, Any]]:
    """One row per column: table, column, key, type, unit, values, description, mind."""
    return [{"table": name} | row for name in names for row in _columns(name, _usage(name))]


def heading(name: str) -> str:
    """What a row of a table or view is, its key, and what to mind of the whole, as plain lines."""
    usage = _usage(name)
    lines = [_sentence(usage), f"key: {', '.join(usage.key)}"]
    if "" in usage.mind:
        lines.append(f"mind: {usage.mind['']}")
    return "\n".join(lines)


def as_markdown(names: Sequence[str]) -> str:
    """The dictionary as one Markdown page."""
    parts = [_INTRODUCTION]
    for name in names:
        if name not in SCHEMAS and _VIEWS not in parts:
            parts.append(_VIEWS)
        usage = _usage(name)
        parts.append(
            f"## {name}\n\n{_about(name, usage)}\n\n| column | type | unit | meaning |\n| --- | --- | --- | --- |"
        )
        for row in _columns(name, usage):
            codes = ", ".join(f"`{code}`" for code in row["values"].split())
            meaning = row["description"] + (f": {codes}" if codes else "")
            meaning += f". **{row['mind'][0].upper()}{row['mind'][1:]}**" if row["mind"] else ""
            parts.append(f"| `{row['column']}` | {row['type']} | {row['unit']} | {meaning} |")
        parts.append("")
    return "\n".join(parts)


def _columns(name: str, usage: Usage) -> list[dict[str, Any]]:
    """What is known of each column, without the table."""
    if name not in SCHEMAS:
        return [
            {
                "column": column,
                "key": "key" if column in usage.key else "",
                "type": kind,
                "unit": "",
                "description": meaning,
                "values": "",
                "mind": "",
            }
            for column, kind, meaning in view_columns(name)
        ]
    return [
        {
            "column": field.name,
            "key": "key" if field.name in usage.key else "",
            "type": type_name(field),
            "unit": describe(field, "unit"),
            "description": describe(field),
            "values": " ".join(allowed_values(field)),
            "mind": usage.mind.get(field.name, ""),
        }
        for field in SCHEMAS[name]
    ]


def _usage(name: str) -> Usage:
    return usage_of_tables()[name] if name in SCHEMAS else usage_of_views()[name]


def _about(name: str, usage: Usage) -> str:
    key = ", ".join(f"`{column}`" for column in usage.key)
    said = f"{_sentence(usage)} Key: {key}."
    if name in PARTITIONED:
        said += f" Partitioned by `{PARTITION_KEY}`."
    return f"{said}\n\n**{_capital(usage.mind[''])}.**" if "" in usage.mind else said


def _sentence(usage: Usage) -> str:
    return f"{_capital(usage.about)}."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
