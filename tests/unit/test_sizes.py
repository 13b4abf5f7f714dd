"""Numbers that no column holds, or that count nothing: empty with a finding, the row and its text stay."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest

from extractors.prose.prose import Sentence
from pipeline.audit.figures import read_figure, shown
from pipeline.context.context import Context
from pipeline.facts.budget import Paper
from pipeline.prose.document import prose_rows
from pipeline.records.sizes import without_impossible
from pipeline.rows import table_from_rows
from tests import factories
from tests.tables import facts


def checked(table: str, row: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    context = Context(row["document_id"])
    without_impossible(table, [row], context)
    assert table_from_rows(table, [row]).num_rows == 1
    return row, context.findings


@pytest.mark.parametrize("amount", [Decimal("1e15"), Decimal("-1e15"), Decimal("1.8E+128"), Decimal("NaN")])
def test_an_amount_beyond_all_money_is_empty(amount: Decimal) -> None:
    row, findings = checked("budget", factories.budget(amount_yuan=amount, amount_text="6217000011112222333"))
    assert (row["amount_yuan"], row["amount_text"]) == (None, "6217000011112222333")
    [finding] = findings
    assert (finding["check"], finding["severity"]) == ("number_too_large", "warning")
    assert (finding["printed"], finding["table_id"], finding["page_number"], finding["row_index"]) == (
        "6217000011112222333",
        "t0",
        1,
        1,
    )


@pytest.mark.parametrize(
    "amount", [Decimal("999999999999999.99"), Decimal("-28570000000000"), Decimal(0), None]
)
def test_money_of_any_country_stays(amount: Decimal | None) -> None:
    row, findings = checked("budget", factories.budget(amount_yuan=amount))
    assert (row["amount_yuan"], findings) == (amount, [])


def test_counts_and_doubles_have_limits_too() -> None:
    row, findings = checked(
        "disbursement", factories.disbursement(recipient_count=2**31, execution_rate_pct=12.5)
    )
    assert (row["recipient_count"], row["execution_rate_pct"], row["due_yuan"]) == (None, None, 1_000_000)
    assert len(findings) == 1
    row, findings = checked(
        "indicators", factories.indicator(target_value=math.inf, actual_value=-math.inf, score=8.0)
    )
    assert (row["target_value"], row["actual_value"], row["score"]) == (None, None, 8.0)
    assert [finding["printed"] for finding in findings] == ["≥100家", "120家"]
    row, findings = checked("indicators", factories.indicator(score=math.nan))
    assert (row["score"], len(findings)) == (None, 1)


def test_one_figure_in_two_columns_is_one_finding() -> None:
    row, findings = checked(
        "metrics", factories.metric(value=1e22, amount_yuan=Decimal("1e26"), value_text=f"1{22 * '0'}万元")
    )
    assert (row["value"], row["amount_yuan"], len(findings)) == (None, None, 1)


def test_a_table_with_the_number_of_an_account_keeps_its_rows() -> None:
    context = Context("d" * 16)
    text = "项目 | 年初预算数\n培训 | 12.50\n其他 | 6217000011112222333"
    rows = facts(text, unit="万元", context=context)["budget"]
    without_impossible("budget", rows, context)
    assert [(row["amount_text"], row["amount_yuan"]) for row in rows] == [
        ("12.50", Decimal("125000.00")),
        ("6217000011112222333", None),
    ]
    assert table_from_rows("budget", rows).num_rows == 2


def test_an_absurd_number_in_a_sentence_is_empty() -> None:
    context = Context("d" * 16, region_code="370200", region_name="青岛市", fiscal_year=2023)
    text = "本项目预算安排资金6217000011112222333444万元，实际支出20.00万元。"
    rows = prose_rows(context, [Sentence(text, 1)], Paper("evaluation_report"))["metrics"]
    assert [row["amount_yuan"] for row in rows] == [None, Decimal(200000)]
    assert [finding["check"] for finding in context.findings] == ["number_too_large"] * 3


def test_the_audit_adds_up_no_numbers_of_accounts() -> None:
    assert read_figure("6217000011112222333") is None
    assert read_figure("999999999999999") is not None
    assert shown(Decimal("9" * 40) / 3) == "3" * 28 + "0" * 12
