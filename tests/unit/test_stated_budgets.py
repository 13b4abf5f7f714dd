"""What sentences say of a budget in its stages, and the tables that leave the stage open. All figures are invented."""

from __future__ import annotations

import pytest

from extractors.prose.prose import Sentence
from extractors.prose.prose_marks import split_sentences
from pipeline.audit.budgets import differing_first_budgets
from pipeline.audit.rules import Report
from pipeline.context.context import Context
from pipeline.facts.budget import Paper
from pipeline.prose.stated_budgets import StatedBudgets
from tests.tables import facts

OPEN = """
子项目   | 预算安排 | 实际支出
竹栈维修 | 36.40 | 35.00
游船购置 | 25.10 | 24.20
合计     | 61.50 | 59.20
"""
CHANGED = (
    "2023年项目预算安排90.00万元，年中调整收回28.50万元，实际下达61.50万元。截至年底，实际支出59.20万元。"
)


def told(text: str, section: tuple[str, ...] = ()) -> StatedBudgets:
    sentences = [
        Sentence(sentence, 3, section, number)
        for number, paragraph in enumerate(text.split("\n"))
        for sentence in split_sentences(paragraph)
    ]
    return StatedBudgets(Context("d0", fiscal_year=2023, program_name="湿地公园项目"), lambda: sentences)


def phases(text: str, table: str = OPEN, section: tuple[str, ...] = ()) -> list[str]:
    paper = Paper(is_after_changes=told(text, section).is_after_changes)
    rows = facts(table, unit="万元", paper=paper)["budget"]
    return sorted({row["phase"] for row in rows if row["phase"] != "executed"})


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        (CHANGED, "adjusted"),
        ("2023年安排预算资金90万元，后调减28.50万元。", "adjusted"),
        ("年初预算90万元，年中调整为61.50万元。", "adjusted"),
        ("2023年安排预算资金61.50万元，实际支出59.20万元。", "initial"),
        ("年初预算61.50万元，年中调整为70.00万元。", "initial"),
        ("年初预算90万元，年中调整为75.00万元。", "initial"),
        ("年初预算90万元，其中市级50万元、区级40万元，年中市级资金调整为61.50万元。", "initial"),
        ("2022年年初预算90万元，年中调整为61.50万元。", "initial"),
    ],
    ids=[
        "taken back",
        "by the change",
        "adjusted",
        "at first",
        "before it",
        "others",
        "one source",
        "other year",
    ],
)
def test_a_sentence_tells_the_stage_that_a_heading_leaves_open(text: str, phase: str) -> None:
    assert phases(text) == [phase]


def test_a_heading_that_says_its_stage_stays() -> None:
    assert phases(CHANGED, OPEN.replace("预算安排", "年初预算")) == ["initial"]


def test_what_sections_about_others_say_counts_for_nobody() -> None:
    assert phases(CHANGED, section=("五、有关建议",)) == ["initial"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2023年年初预算90万元。截至年底，实际支出59.20万元。", [("61.50", "90万元")]),
        ("2023年年初预算90万元。截至年底，实际支出51.00万元。", []),
        ("2023年年初预算61.50万元。截至年底，实际支出59.20万元。", []),
    ],
    ids=["as much was spent", "other money", "the same"],
)
def test_another_first_budget_of_the_same_money_is_a_finding(text: str, found: list[tuple[str, str]]) -> None:
    context = Context("d0")
    rows = facts(OPEN.replace("预算安排", "年初预算"), unit="万元")["budget"]
    differing_first_budgets(rows, told(text), Report(context))
    assert [(one["printed"], one["recomputed"]) for one in context.findings] == found
    assert all(one["check"] == "first_budget_differs_from_text" for one in context.findings)


def test_a_line_that_prints_both_stages_contradicts_nobody() -> None:
    table = "项目 | 年初预算 | 调整预算 | 实际支出\n合计 | 61.50 | 90.00 | 59.20"
    rows = facts(table, unit="万元")["budget"]
    context = Context("d0")
    said = told("2023年安排预算资金90万元。截至年底，实际支出59.20万元。")
    differing_first_budgets(rows, said, Report(context))
    assert context.findings == []
