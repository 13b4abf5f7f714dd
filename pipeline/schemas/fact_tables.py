"""The five tables of facts, each ending with where its facts were read."""

from __future__ import annotations

from itertools import combinations

from pipeline.schemas.columns import (
    AMOUNT_UNIT,
    BOOL,
    DATE,
    FLOAT,
    FLOW,
    FUNDING_SOURCE,
    INT,
    IS_TOTAL,
    PATH,
    PAYER_LEVEL,
    PHASES,
    PROGRAM,
    PROGRAM_ID,
    PROVENANCE,
    QUARTER,
    RECIPIENT_CLASS,
    REGION,
    REGION_NAME,
    TEXT,
    TOPIC,
    UNIT_SOURCE,
    YEAR,
    YUAN,
    column,
    table,
)

_LEVELS = ("central", "province", "city", "county")
_PAYERS = ",".join("+".join(some) for count in range(1, 5) for some in combinations(_LEVELS, count))

BUDGET = table(
    "budget",
    "one row per line item and phase of the budget",
    [
        REGION,
        YEAR,
        PROGRAM,
        PROGRAM_ID,
        TOPIC,
        column("line_item", TEXT, "line item as printed"),
        column("parent_line_item", TEXT, "line item above it"),
        column("line_path", PATH, "line items that lead to it, outermost first; the last is the item itself"),
        column("line_level", INT, "level of the line item, 1 is the outermost"),
        FLOW,
        column(
            "statement",
            TEXT,
            "which of the tables that an office publishes it stands in",
            values="overview,income,expenditure,fiscal_overview,general_public,basic,three_public,gov_fund,"
            "state_capital,project,programme,other",
        ),
        column("function_code", TEXT, "function of the spending (支出功能分类科目), digits only"),
        column("function_name", TEXT, "official name of the function in the year of the table"),
        column("economic_code", TEXT, "economic kind of the spending (支出经济分类科目), digits only"),
        column("economic_name", TEXT, "official name of the economic kind in the year of the table"),
        column("income_code", TEXT, "kind of the income (收入分类科目), digits only"),
        column("income_name", TEXT, "official name of the kind of income in the year of the table"),
        column("code_source", TEXT, "was the code printed, or is it that of the name", values="printed,name"),
        column(
            "fund_type",
            TEXT,
            "fund that the money belongs to",
            values="general_public,gov_fund,state_capital,social_insurance,special_account,business,other",
        ),
        column(
            "expenditure_type",
            TEXT,
            "kind of spending; personnel and operating are parts of basic",
            values="basic,personnel,operating,project,other",
        ),
        FUNDING_SOURCE,
        column("phase", TEXT, "stage of the budget", values=PHASES),
        column("scope", TEXT, "one year or the whole term of the programme", values="annual,cycle"),
        IS_TOTAL,
        column("amount_text", TEXT, "amount as printed"),
        AMOUNT_UNIT,
        UNIT_SOURCE,
        column("amount_yuan", YUAN, "amount; null when no unit is stated", unit="yuan"),
        column("as_of", DATE, "date that the amount holds for"),
        QUARTER,
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
        PROGRAM_ID,
        column("item", TEXT, "what it was paid for as printed: crop, project, batch, kind of award"),
        PAYER_LEVEL,
        column("recipient_name", TEXT, "recipient as printed"),
        RECIPIENT_CLASS,
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
        PROGRAM_ID,
        TOPIC,
        column("period", TEXT, "one year, one quarter, or the whole term", values="annual,cycle,quarter"),
        column("as_of", DATE, "date that target and result hold for; the last day of a quarter"),
        column("level1", TEXT, "first-level indicator"),
        column("level2", TEXT, "second-level indicator"),
        column("level3", TEXT, "third-level indicator"),
        column(
            "level1_code",
            TEXT,
            "first level in the frame that all provinces follow",
            values="decision,process,output,benefit,satisfaction,cost,execution",
        ),
        column(
            "level2_code",
            TEXT,
            "second level in that frame",
            values="quantity,quality,timeliness,cost,economic,social,ecological,sustainable,satisfaction,"
            "economic_cost,social_cost,ecological_cost,setup,input,finance,organisation",
        ),
        IS_TOTAL,
        column("target_text", TEXT, "target as printed"),
        column("target_op", TEXT, "how the target is meant", values="≥,>,≤,<,=,text"),
        column("target_value", FLOAT, "target as a number, in target_unit"),
        column("target_unit", TEXT, "unit of the target as printed"),
        column("actual_text", TEXT, "result as printed"),
        column("actual_value", FLOAT, "result as a number, in actual_unit"),
        column("actual_unit", TEXT, "unit of the result as printed"),
        column(
            "is_met",
            BOOL,
            "whether the result meets the target, computed where the two can be compared; a target without a sign is "
            "at least to be reached, a cost or time at most to be used up",
        ),
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
    "one row per region, class, item, tier and payer of a subsidy policy",
    [
        column("region_code", TEXT, "GB/T 2260 code of the region whose policy it is"),
        column("region_name", TEXT, "region whose policy it is"),
        PROGRAM_ID,
        TOPIC,
        column("gov_level", TEXT, "who pays; several levels together where they share it", values=_PAYERS),
        column("enterprise_class", TEXT, "class of enterprise", values="small,general,all,other"),
        column("beneficiary_text", TEXT, "who may have it, as printed"),
        column("item", TEXT, "what is supported as printed: crop, award, kind of cost"),
        column(
            "instrument",
            TEXT,
            "form of the support; cost_share is a share of investment or cost, unit_standard so much per unit, "
            "award so much once",
            values="premium_subsidy,interest_subsidy,cost_share,unit_standard,award,credit_report,freight,other",
        ),
        column("base_text", TEXT, "what the ratio is a share of, as printed: premium, interest, investment"),
        column("ratio_op", TEXT, "≤ ceiling, = fixed, ≥ floor", values="≤,=,≥"),
        column("ratio_pct", FLOAT, "share of the cost that is paid; 全额 is 100", unit="percent"),
        column("standard_yuan", YUAN, "amount paid per unit, or once where no unit is named", unit="yuan"),
        column("standard_per", TEXT, "unit that the amount is paid for, as printed: 亩, 人·月, 户"),
        column("cap_yuan", YUAN, "most that is paid", unit="yuan"),
        column(
            "cap_scope",
            TEXT,
            "what the cap applies to; per_year where no payee is named",
            values="per_enterprise,per_enterprise_year,per_project,per_year,per_person,per_person_year,"
            "per_household,total",
        ),
        column(
            "tier_measure", TEXT, "what tells the tiers apart: investment, area, sales, premium rate, age"
        ),
        column("tier_min", FLOAT, "lower bound of the tier, in tier_unit"),
        column("tier_max", FLOAT, "upper bound of the tier, in tier_unit"),
        column("tier_unit", TEXT, "unit of the bounds as printed"),
        column("export_min_usd", FLOAT, "lower bound of the export volume", unit="US dollars"),
        column("export_max_usd", FLOAT, "upper bound of the export volume", unit="US dollars"),
        column("market", TEXT, "market that the term is limited to"),
        column("condition_text", TEXT, "further conditions as printed"),
        YEAR,
        column("valid_from", DATE, "first day of the policy"),
        column("valid_to", DATE, "last day of the policy"),
        column("policy_document", TEXT, "number of the document that lays it down (文号)"),
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
            values="penetration_rate_pct,coverage_rate_pct,loss_ratio_pct,renewal_rate_pct,satisfaction_pct,"
            "satisfaction_score,execution_rate_pct,arrival_rate_pct,completion_rate_pct,"
            "recovery_rate_pct,share_pct,rate_pct,insured_amount,premium,claims_paid,loans,financing,"
            "investment,sales,exports,firms_served,households_served,jobs,visitors,persons_served,"
            "projects,applications,area,length,output,facilities,listed_firms,total_score,"
            "budget_adjusted,budget,spent,points_possible,points_awarded,score_rate_pct",
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
