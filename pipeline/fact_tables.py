"""The five tables of facts, each ending with where its facts were read."""

from __future__ import annotations

import pyarrow as pa

from pipeline.columns import (
    AMOUNT_UNIT,
    BOOL,
    DATE,
    FLOAT,
    INT,
    IS_TOTAL,
    PROGRAM,
    PROVENANCE,
    REGION,
    REGION_NAME,
    TEXT,
    YEAR,
    YUAN,
    column,
    table,
)

BUDGET = table(
    "budget",
    "one row per line item and phase of the budget",
    [
        REGION,
        YEAR,
        PROGRAM,
        column("line_item", TEXT, "line item as printed"),
        column("parent_line_item", TEXT, "line item above it"),
        column("line_path", pa.list_(TEXT), "lines"),
        column("line_level", INT, "level"),
        column("flow", TEXT, "flow", values="income,expenditure,balance"),
        column("statement", TEXT, "statement"),
        column("function_code", TEXT, "function"),
        column("economic_code", TEXT, "economic"),
        column("fund_type", TEXT, "fund"),
        column("expenditure_type", TEXT, "type"),
        column("quarter", INT, "quarter"),
        column("funding_source", TEXT, "who pays", values="central,province,city,county,carryover,other,all"),
        column(
            "phase", TEXT, "stage of the budget", values="initial,adjustment,adjusted,issued,arrived,executed"
        ),
        column("scope", TEXT, "one year or the whole term of the programme", values="annual,cycle,quarter"),
        IS_TOTAL,
        column("amount_text", TEXT, "amount as printed"),
        AMOUNT_UNIT,
        column("unit_source", TEXT, "where the unit is stated", values="cell,header,caption,document"),
        column("amount_yuan", YUAN, "amount; null when no unit is stated", unit="yuan"),
        column("as_of", DATE, "date that the amount holds for"),
        column(
            "execution_rate_printed_pct", FLOAT, "execution rate as printed, on executed rows", unit="percent"
        ),
        *PROVENANCE,
    ],
)

DISBURSEMENT = table(
    "disbursement",
    "one row per region or recipient and date: what was due and what was paid",
    [
        column("region_code", TEXT, "GB/T 2260 code; null for zones without one"),
        REGION_NAME,
        column("is_functional_zone", BOOL, "true for development zones and the like"),
        YEAR,
        column("item", TEXT, "item"),
        column("payer_level", TEXT, "payer"),
        column("recipient_name", TEXT, "recipient as printed"),
        column("recipient_class", TEXT, "class of recipient", values="small,general,all,other"),
        column("recipient_count", INT, "number of recipients", unit="recipients"),
        column(
            "due_yuan",
            YUAN,
            "amount that should reach the recipient; only on the first of several dates of a table row",
            unit="yuan",
        ),
        column("paid_yuan", YUAN, "amount paid up to the date", unit="yuan"),
        AMOUNT_UNIT,
        column("as_of", DATE, "date that the paid amount holds for"),
        column("execution_rate_printed_pct", FLOAT, "paid over due as printed", unit="percent"),
        column("execution_rate_pct", FLOAT, "paid over due, computed", unit="percent"),
        IS_TOTAL,
        *PROVENANCE,
    ],
)

INDICATORS = table(
    "indicators",
    "one row per indicator, region and period: target, result and score",
    [
        REGION,
        REGION_NAME,
        YEAR,
        PROGRAM,
        column("period", TEXT, "one year or the whole term", values="annual,cycle,quarter"),
        column("level1_code", TEXT, "code"),
        column("level2_code", TEXT, "code"),
        column("is_met", BOOL, "met"),
        column("as_of", DATE, "as of"),
        column("level1", TEXT, "first-level indicator"),
        column("level2", TEXT, "second-level indicator"),
        column("level3", TEXT, "third-level indicator"),
        IS_TOTAL,
        column("target_text", TEXT, "target as printed"),
        column("target_op", TEXT, "how the target is meant", values="≥,>,≤,<,=,text"),
        column("target_value", FLOAT, "target as a number, in target_unit"),
        column("target_unit", TEXT, "unit of the target as printed"),
        column("actual_text", TEXT, "result as printed"),
        column("actual_value", FLOAT, "result as a number, in actual_unit"),
        column("actual_unit", TEXT, "unit of the result as printed"),
        column("completion_rate_printed_pct", FLOAT, "completion rate as printed", unit="percent"),
        column(
            "completion_rate_pct", FLOAT, "result over target, computed where units agree", unit="percent"
        ),
        column("weight", FLOAT, "full marks", unit="points"),
        column("score", FLOAT, "marks given", unit="points"),
        column("score_rate_printed_pct", FLOAT, "score over weight as printed", unit="percent"),
        column("deviation_reason", TEXT, "printed reason for a deviation, and what will be done"),
        *PROVENANCE,
    ],
)

SUBSIDY_TERMS = table(
    "subsidy_terms",
    "one row per region, class of enterprise and tier of a subsidy policy",
    [
        column("region_code", TEXT, "GB/T 2260 code of the region whose policy it is"),
        column("region_name", TEXT, "region whose policy it is"),
        column("gov_level", TEXT, "who pays", values="province,city,province+city"),
        column("enterprise_class", TEXT, "class of enterprise", values="small,general,all,other"),
        column(
            "instrument",
            TEXT,
            "what is subsidised",
            values="premium_subsidy,interest_subsidy,credit_report,freight,award,other",
        ),
        column("ratio_op", TEXT, "≤ ceiling, = fixed, ≥ floor", values="≤,=,≥"),
        column("ratio_pct", FLOAT, "share of the cost that is paid; 全额 is 100", unit="percent"),
        column("cap_yuan", YUAN, "most that is paid", unit="yuan"),
        column("cap_scope", TEXT, "what the cap applies to"),
        column("export_min_usd", FLOAT, "lower bound of the export volume", unit="US dollars"),
        column("export_max_usd", FLOAT, "upper bound of the export volume", unit="US dollars"),
        column("market", TEXT, "market that the term is limited to"),
        column("condition_text", TEXT, "further conditions as printed"),
        YEAR,
        column(
            "status",
            TEXT,
            "in force, of a former period, or only recommended",
            values="in_force,historic,recommended",
        ),
        *PROVENANCE,
    ],
)

METRICS = table(
    "metrics",
    "one row per figure that a sentence states: reach of a programme, scores, budget and spending in words",
    [
        REGION,
        REGION_NAME,
        YEAR,
        column(
            "metric",
            TEXT,
            "what the figure is",
            values="penetration_rate_pct,coverage_rate_pct,insured_amount,premium,claims_paid,loss_ratio_pct,"
            "renewal_rate_pct,firms_served,satisfaction_pct,points_possible,points_awarded,score_rate_pct,"
            "total_score,budget,budget_adjusted,spent,execution_rate_pct",
        ),
        column("subject", TEXT, "printed name of the figure; for points the indicator they belong to"),
        column("value_text", TEXT, "number with its unit as printed"),
        column("value", FLOAT, "number in `unit`; percentages 0 to 100"),
        column("unit", TEXT, "unit as printed"),
        column("amount_yuan", YUAN, "amount; null when the figure is no Chinese money", unit="yuan"),
        column("as_of", DATE, "date up to which the figure counts, where the sentence names one"),
        *PROVENANCE,
    ],
)
