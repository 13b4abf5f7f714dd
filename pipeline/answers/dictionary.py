"""The data dictionary, made from the schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.answers.chinese_names import Named, code_name, column_name, table_name
from pipeline.answers.usage import Usage, usage_of_tables, usage_of_views, view_columns
from pipeline.errors import UsageError
from pipeline.language import CHINESE, chosen, listed, tr, tr_noop
from pipeline.nearest import did_you_mean
from pipeline.schemas import PARTITION_KEY, PARTITIONED, SCHEMAS, allowed_values, describe, type_name

_INTRODUCTION = tr_noop("""\
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
""")
_VIEWS = tr_noop("""\
# Views

Helpers in SQL, there in `jixiao query --sql` and in the DuckDB file of `jixiao export`.
""")
_HEADER = "| column | type | unit | meaning |\n| --- | --- | --- | --- |"
_CHINESE_HEADER = "| 列 | 中文名 | 类型 | 单位 | 含义 |\n| --- | --- | --- | --- | --- |"
_UNITS = (
    *(tr_noop("year"), tr_noop("yuan"), tr_noop("percent"), tr_noop("points"), tr_noop("US dollars")),
    *(tr_noop("pages"), tr_noop("rows"), tr_noop("columns"), tr_noop("numbers"), tr_noop("documents")),
    *(tr_noop("recipients"), tr_noop("seconds"), tr_noop("MB"), tr_noop("UTC")),
)
"""Of columns, as the schemas say them."""


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


def rows_in_both(names: Sequence[str]) -> list[dict[str, Any]]:
    """The same for programs, with what it is in Chinese: label_zh, description_zh, mind_zh."""
    found = []
    for row in dictionary_rows(names):
        name = column_name(row["column"], row["table"]) or Named("", "")
        chinese = {"label_zh": name.label, "description_zh": name.description}
        found.append(row | chinese | {"mind_zh": _usage(row["table"]).mind_zh.get(row["column"], "")})
    return found


def rows_in_chinese(names: Sequence[str]) -> list[dict[str, Any]]:
    """The same for people who read Chinese: codes with their words."""
    return [
        {
            "表": row["table"],
            "列": row["column"],
            "中文名": row["label_zh"],
            "主键": "是" if row["key"] else "",
            "类型": row["type"],
            "单位": tr(row["unit"]) if row["unit"] else "",
            "含义": row["description_zh"],
            "取值": _values_in_chinese(row),
            "注意": row["mind_zh"],
        }
        for row in rows_in_both(names)
    ]


def heading(name: str) -> str:
    """What a row of a table or view is, its key, and what to mind of the whole, as plain lines."""
    usage = _usage(name)
    about, mind = _said(usage)
    lines = [about, tr("key: {columns}", columns=", ".join(usage.key))]
    if mind:
        lines.append(tr("mind: {what}", what=mind))
    return "\n".join(lines)


def as_markdown(names: Sequence[str]) -> str:
    """The dictionary as one Markdown page, in the language of the process."""
    parts: list[str] = [tr(_INTRODUCTION)]
    for name in names:
        if name not in SCHEMAS and tr(_VIEWS) not in parts:
            parts.append(tr(_VIEWS))
        usage = _usage(name)
        if chosen() == CHINESE:
            parts.append(f"## {name} {_label(name)}\n\n{_about(name, usage)}\n\n{_CHINESE_HEADER}")
            parts += map(_line_in_chinese, rows_in_chinese([name]))
        else:
            parts.append(f"## {name}\n\n{_about(name, usage)}\n\n{_HEADER}")
            parts += map(_line, _columns(name, usage))
        parts.append("")
    return "\n".join(parts)


def _line(row: Mapping[str, Any]) -> str:
    codes = ", ".join(f"`{code}`" for code in row["values"].split())
    meaning = row["description"] + (f": {codes}" if codes else "")
    meaning += f". **{row['mind'][0].upper()}{row['mind'][1:]}**" if row["mind"] else ""
    return f"| `{row['column']}` | {row['type']} | {row['unit']} | {meaning} |"


def _line_in_chinese(row: Mapping[str, Any]) -> str:
    codes = "、".join(
        f"`{one.partition(' ')[0]}` {one.partition(' ')[2]}" for one in row["取值"].split("、") if one
    )
    meaning = row["含义"] + (f"：{codes}" if codes else "") + (f"。**{row['注意']}**" if row["注意"] else "")
    return f"| `{row['列']}` | {row['中文名']} | {row['类型']} | {row['单位']} | {meaning} |"


def _values_in_chinese(row: Mapping[str, Any]) -> str:
    codes = row["values"].split()
    return "、".join(f"{code} {code_name(row['column'], code, row['table'])}" for code in codes)


def _label(name: str) -> str:
    label = table_name(name).label
    return "" if label == name else label


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
    about, mind = _said(usage)
    said = tr("{about} Key: {columns}.", about=about, columns=listed(f"`{column}`" for column in usage.key))
    if name in PARTITIONED:
        said = tr("{said} Partitioned by `{column}`.", said=said, column=PARTITION_KEY)
    return f"{said}\n\n**{_capital(mind)}{_full_stop()}**" if mind else said


def _said(usage: Usage) -> tuple[str, str]:
    """What a row is, as a sentence, and what to mind of the whole; in the language of the process."""
    if chosen() == CHINESE:
        return f"{usage.about_zh}。", usage.mind_zh.get("", "")
    return f"{_capital(usage.about)}.", usage.mind.get("", "")


def _full_stop() -> str:
    return "。" if chosen() == CHINESE else "."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
