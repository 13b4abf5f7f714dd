"""The table of all printed numbers: what lies under the facts, and what no fact took."""

from __future__ import annotations

from pipeline.schemas.columns import (
    DATE,
    FLOAT,
    FLOW,
    FUNDING_SOURCE,
    IS_TOTAL,
    PATH,
    PAYER_LEVEL,
    PHASES,
    QUARTER,
    READ_AT,
    RECIPIENT_CLASS,
    REGION,
    REGION_NAME,
    TEXT,
    UNIT_SOURCE,
    YEAR,
    YUAN,
    column,
    table,
)

NO_FACT = "none:"
"""Begins the `fact_table` of a number that is understood and is no fact of ours; the reason follows."""
REASONS = ("comparison", "debt", "statistics", "forecast", "part")
_TAKERS = ("budget", "disbursement", "indicators", "subsidy_terms", "metrics", "documents")

FIGURES = table(
    "figures",
    "one row per printed number of every table, whatever the table is about; and per number of a sentence that "
    "gives a fact, or is money right behind the name of a fund's income or expenditure",
    [
        column("value_text", TEXT, "number as printed"),
        column("value", FLOAT, "number in `unit`; percentages 0 to 100"),
        column("unit", TEXT, "unit that the page states for the number"),
        UNIT_SOURCE,
        column(
            "amount_yuan", YUAN, "amount; null when the number is no money or no unit is stated", unit="yuan"
        ),
        column("row_path", PATH, "labels beside the number that lead to it, outermost first"),
        column("column_path", PATH, "headings above the number that lead to it, outermost first"),
        column(
            "measure",
            TEXT,
            "what is measured",
            values="amount,rate,count,score,weight,target,actual,standard,ratio,cap,other",
        ),
        column("item", TEXT, "what is left of the labels when all else is understood"),
        REGION,
        REGION_NAME,
        YEAR,
        column("as_of", DATE, "date that the number holds for"),
        QUARTER,
        column("phase", TEXT, "stage of the money", values=f"{PHASES},due,paid"),
        FLOW,
        FUNDING_SOURCE,
        PAYER_LEVEL,
        RECIPIENT_CLASS,
        IS_TOTAL,
        column(
            "fact_table",
            TEXT,
            "table of the fact that took the number; none: and a reason where it is understood and is no fact of "
            "these tables; null where it is not understood",
            values=",".join([*_TAKERS, *(NO_FACT + reason for reason in REASONS)]),
        ),
        column("fact_column", TEXT, "column of that table that holds the number"),
        *READ_AT,
    ],
)
