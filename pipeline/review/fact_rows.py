"""The list of a document's facts: what one compares with the page stands in sight, all else in the card of the fact.

A list has few columns, for it stands beside the picture. A column shows the first of its values that there is, and
beneath it, smaller, what belongs to it; what is the same in all rows is said once, above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.review.published import Row
from pipeline.review.rendering import shown
from pipeline.review.texts import Texts


@dataclass(frozen=True, slots=True)
class Column:
    """`head` is the key of its heading; `main` the values of which the first counts, `small` those beneath it.

    `after` is a value that stands right behind: a unit."""

    head: str
    main: tuple[str, ...]
    small: tuple[str, ...] = ()
    before: str = ""
    after: tuple[str, ...] = ()
    wide: bool = False
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says in a column; `kind` is `yes` or `no` where it is a judgement, else ''."""

    text: str
    small: str = ""
    kind: str = ""


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "indicators": (
        Column("row.indicator", ("level3", "level2", "level1"), ("level1", "level2", "region_name", "period", "as_of"),
               wide=True),
        Column("row.target", ("target_text", "target_value")),
        Column("row.actual", ("actual_text", "actual_value")),
        Column("column.weight", ("weight",), figure=True),
        Column("column.score", ("score",), figure=True),
        Column("row.met", ("is_met",)),
    ),
    "budget": (
        Column("column.line_item", ("line_item",), ("parent_line_item", "program_name", "as_of", "quarter"), wide=True),
        Column("column.phase", ("phase",), ("flow",)),
        Column("column.funding_source", ("funding_source",), ("fund_type", "expenditure_type")),
        Column("column.amount_yuan", ("amount_yuan",), ("amount_text",), after=("amount_unit",), figure=True),
        Column("row.rate", ("execution_rate_printed_pct",), figure=True),
    ),
    "disbursement": (
        Column("row.recipient", ("recipient_name", "region_name"), ("region_name", "item", "as_of"), wide=True),
        Column("column.recipient_class", ("recipient_class",), ("payer_level",)),
        Column("column.due_yuan", ("due_yuan",), figure=True),
        Column("column.paid_yuan", ("paid_yuan",), figure=True),
        Column("row.rate", ("execution_rate_printed_pct", "execution_rate_pct"), figure=True),
    ),
    "subsidy_terms": (
        Column("row.support", ("item", "beneficiary_text", "condition_text", "instrument"),
               ("beneficiary_text", "instrument", "region_name", "fiscal_year"), wide=True),
        Column("column.enterprise_class", ("enterprise_class",), ("gov_level",)),
        Column("row.ratio", ("ratio_pct",), ("base_text",), before="ratio_op", figure=True),
        Column("column.standard_yuan", ("standard_yuan",), ("standard_per",), figure=True),
        Column("column.cap_yuan", ("cap_yuan",), ("cap_scope",), figure=True),
        Column("column.status", ("status",)),
    ),
    "metrics": (
        Column("column.metric", ("metric",), ("subject",), wide=True),
        Column("column.region_name", ("region_name",)),
        Column("column.value", ("value", "value_text"), ("amount_yuan",), after=("unit",), figure=True),
        Column("column.as_of", ("as_of", "fiscal_year")),
    ),
}  # fmt: skip
# Said once above the list where all rows say the same.
_COMMON = ("region_name", "fiscal_year", "program_name", "period", "flow", "statement", "phase", "funding_source",
           "item", "payer_level", "gov_level", "enterprise_class", "instrument", "status", "as_of")  # fmt: skip


def listed_columns(table: str, rows: Sequence[Row], known: Sequence[str] = ()) -> list[Column]:
    """The columns in which some row says something that is not among the `known` ones; the name always."""
    return [
        column
        for column in COLUMNS[table]
        if column.wide
        or any(row[name] is not None for row in rows for name in column.main if name not in known)
        or any(row[name] is not None for row in rows for name in column.small if name not in known)
    ]


def common(rows: Sequence[Row]) -> list[tuple[str, Any]]:
    """(column, value) of what all of several rows say alike."""
    if len(rows) < 2:
        return []
    return [
        (name, rows[0][name])
        for name in _COMMON
        if name in rows[0] and rows[0][name] is not None and all(row[name] == rows[0][name] for row in rows)
    ]


def entry(column: Column, row: Row, say: Texts, known: Sequence[str] = ()) -> Entry:
    """What the row says in the column; values of `known` columns are not repeated beneath it."""
    name = next((name for name in column.main if row[name] is not None), None)
    text = shown(row[name], say, name) if name else ""
    if name and name.endswith("_pct"):
        text += "%"
    if text and column.before and row[column.before] is not None:
        text = f"{row[column.before]}{text}"
    beneath = [
        shown(row[one], say, one)
        for one in column.small
        if one != name and one not in known and row[one] is not None and row[one] != row.get(name or "")
    ]
    small = " · ".join(dict.fromkeys(one for one in beneath if one and one != text))
    unit = " ".join(str(row[one]) for one in column.after if row[one] is not None)
    if unit and "amount_text" in column.small:  # the unit is that of the printed amount
        small = f"{small} {unit}" if small and unit not in small else small
    elif unit:
        text = f"{text} {unit}"
    kind = ("yes" if row[name] else "no") if name and isinstance(row[name], bool) else ""
    return Entry(text, small, kind)


def name_of(table: str, fact: Row, say: Texts) -> str:
    """What a fact is about, in few words: the heading of its card."""
    return entry(COLUMNS[table][0], fact, say).text or say(f"table.{table}")
