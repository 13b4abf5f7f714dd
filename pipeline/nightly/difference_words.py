"""What changed in a fact, as people read it: in Chinese with words for columns and codes, else as reports keep it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from pipeline.answers.chinese_names import code_name, column_name
from pipeline.language import CHINESE, chosen

SUBJECT: Mapping[str, str] = {
    "budget": "region_code fiscal_year program_name line_item parent_line_item funding_source phase scope as_of",
    "disbursement": "region_name fiscal_year item payer_level recipient_name recipient_class as_of",
    "indicators": "region_name fiscal_year program_name period as_of level1 level2 level3",
    "subsidy_terms": "region_name fiscal_year gov_level enterprise_class item instrument tier_measure tier_min "
    "tier_max export_min_usd export_max_usd market",
    "metrics": "region_name fiscal_year metric subject",
}
"""Columns that tell what a fact speaks of, by table."""
SAYS: Mapping[str, str] = {
    "budget": "amount_yuan is_total flow fund_type expenditure_type",
    "disbursement": "due_yuan paid_yuan is_total",
    "indicators": "target_op target_text actual_text weight score is_total",
    "subsidy_terms": "ratio_op ratio_pct standard_yuan cap_yuan status",
    "metrics": "value unit amount_yuan",
}
"""Columns that tell what it says of that."""
PART = " · "
"""Between the parts of a subject."""
_TRUTH = {"true": "是", "false": "否"}
_AMOUNT = re.compile(r"-?\d+\.\d\d")


def subject_said(table: str, text: str) -> str:
    """What a fact speaks of (`330200 · 2024 · city · adjusted`): a part that is a code of the table by its word."""
    if chosen() != CHINESE:
        return text
    columns = SUBJECT.get(table, "").split()
    return PART.join(_word(table, columns, part) for part in text.split(PART))


def values_said(table: str, text: str) -> str:
    """What a fact says (`amount_yuan 40000000.00, flow expenditure`)."""
    columns = SAYS.get(table, "").split()
    if chosen() != CHINESE or not columns:
        return text
    first, *rest = re.split(rf"(?:^|, )({'|'.join(columns)}) ", text)
    if first:
        return text
    return "，".join(
        f"{_column(table, column)} {_value(table, column, value)}"
        for column, value in zip(rest[::2], rest[1::2], strict=True)
    )


def _word(table: str, columns: list[str], part: str) -> str:
    return next((word for column in columns if (word := code_name(column, part, table)) != part), part)


def _column(table: str, column: str) -> str:
    named = column_name(column, table)
    return named.label if named else column


def _value(table: str, column: str, value: str) -> str:
    if value in _TRUTH:
        return _TRUTH[value]
    if column.endswith("_yuan") and _AMOUNT.fullmatch(value):
        return f"{Decimal(value):,.2f}"
    return code_name(column, value, table)
