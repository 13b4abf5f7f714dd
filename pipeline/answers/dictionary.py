"""The data dictionary, made from the schemas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.cli.nearest import did_you_mean
from pipeline.errors import UsageError
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
"""


def table_names(name: str | None) -> Sequence[str]:
    """All tables, or the one named. Raises UsageError that lists them."""
    if name is None:
        return tuple(SCHEMAS)
    if name not in SCHEMAS:
        meant = did_you_mean(name, SCHEMAS)
        raise UsageError(f"there is no table {name}", f"{meant}Tables: {', '.join(SCHEMAS)}.")
    return (name,)


def dictionary_rows(names: Sequence[str]) -> list[dict[str, Any]]:
    """One row per column: table, column, type, unit, values, description."""
    return [
        {
            "table": name,
            "column": field.name,
            "type": type_name(field),
            "unit": describe(field, "unit"),
            "description": describe(field),
            "values": " ".join(allowed_values(field)),
        }
        for name in names
        for field in SCHEMAS[name]
    ]


def as_markdown(names: Sequence[str]) -> str:
    """The dictionary as one Markdown page."""
    parts = [_INTRODUCTION]
    for name in names:
        parts.append(
            f"## {name}\n\n{_about(name)}\n\n| column | type | unit | meaning |\n| --- | --- | --- | --- |"
        )
        for field in SCHEMAS[name]:
            codes = ", ".join(f"`{code}`" for code in allowed_values(field))
            meaning = describe(field) + (f": {codes}" if codes else "")
            parts.append(f"| `{field.name}` | {type_name(field)} | {describe(field, 'unit')} | {meaning} |")
        parts.append("")
    return "\n".join(parts)


def _about(name: str) -> str:
    about = (SCHEMAS[name].metadata or {})[b"description"].decode()
    sentence = about[0].upper() + about[1:] + "."
    return f"{sentence} Partitioned by `{PARTITION_KEY}`." if name in PARTITIONED else sentence
