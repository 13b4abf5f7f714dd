"""Red figures are negative where the sums of their table say so, a finding where nothing tells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.addresses import addressed
from pipeline.context import TableRows
from pipeline.meaning import settle
from tests.tables import view

CHANGES = """
    项目 | 年初预算 | 预算调整数 | 调整后预算
    泵站 | 310.00 | 12.40* | 297.60
    闸门 | 205.00 | 30.00 | 235.00
    堤防 | 118.00 | 7.60* | 110.40
    合计 | 633.00 | 10.00 | 643.00
"""


def settled(text: str) -> tuple[TableRows, dict[str, list[Decimal | None]]]:
    """A table whose figures marked with a star are red: its view and the values of its rows."""
    own = view(text, unit="万元")
    for cell in own.table.cells:
        cell.is_red, cell.text = cell.text.endswith("*"), cell.text.removesuffix("*")
    rows: dict[str, list[Decimal | None]] = {}
    for figure in (f for part in settle(own, addressed(own.table)) for f in part.figures):
        rows.setdefault(figure.line.labels[-1].text, []).append(figure.value)
        assert figure.amount is None or figure.amount.value == figure.value
    return own, rows


def notes(own: TableRows) -> list[tuple[str, str, str]]:
    found = own.context.findings
    return [(f["check"], f["severity"], f["printed"]) for f in found if f["check"] == "red_figures"]


def test_red_figures_are_taken_off_where_rows_and_columns_say_so() -> None:
    own, rows = settled(CHANGES)
    assert [row[1] for row in rows.values()] == [Decimal(n) for n in ("-12.40", "30.00", "-7.60", "10.00")]
    assert notes(own) == [("red_figures", "info", "-12.40、-7.60")]


def test_differences_say_so_where_no_total_is_printed() -> None:
    text = "\n".join(line for line in CHANGES.splitlines() if "合计" not in line)
    assert [row[1] for row in settled(text)[1].values()] == [Decimal(n) for n in ("-12.40", "30.00", "-7.60")]


def test_a_red_total_that_adds_up_as_it_stands_is_only_red() -> None:
    text = """
        项目 | 年初预算
        泵站 | 310.00
        闸门 | 205.00
        合计 | 515.00*
    """
    own, rows = settled(text)
    assert rows["合计"] == [Decimal("515.00")]
    assert not notes(own)


def test_a_column_that_only_stresses_a_figure_stays_beside_one_of_negative_ones() -> None:
    lines = CHANGES.strip().splitlines()
    spent = ["全年支出", "290.00", "231.50*", "110.00", "631.50"]
    own, rows = settled("\n".join(f"{line} | {value}" for line, value in zip(lines, spent, strict=True)))
    assert [row[3] for row in rows.values()] == [Decimal(n) for n in ("290.00", "231.50", "110.00", "631.50")]
    assert rows["泵站"][1] == Decimal("-12.40")
    assert notes(own) == [("red_figures", "info", "-12.40、-7.60")]


def test_a_red_row_is_taken_off_in_all_its_columns() -> None:
    text = """
        项目 | 年初预算 | 调整后预算 | 全年支出
        泵站 | 310.00 | 297.60 | 290.00
        收回结余 | 45.00* | 40.50* | 38.20*
        闸门 | 205.00 | 235.00 | 231.50
        合计 | 470.00 | 492.10 | 483.30
    """
    assert settled(text)[1]["收回结余"] == [Decimal(n) for n in ("-45.00", "-40.50", "-38.20")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("项目 | 全年支出\n泵站 | 310.00*\n闸门 | 205.00", [("red_figures", "warning", "310.00")]),
        ("项目 | 全年支出\n泵站 | 310.00*\n闸门 | 205.00*", []),
        ("指标 | 得分\n泵站 | 8.00*\n闸门 | 9.00", []),
    ],
    ids=["nothing tells", "all are red", "no amounts"],
)
def test_red_alone_is_no_minus(text: str, found: list[tuple[str, str, str]]) -> None:
    own, rows = settled(text)
    assert all(value is not None and value > 0 for row in rows.values() for value in row)
    assert notes(own) == found


def test_a_table_that_is_understood_once_more_says_the_same() -> None:
    own = view(CHANGES, unit="万元")
    for cell in own.table.cells:
        cell.is_red, cell.text = cell.text.endswith("*"), cell.text.removesuffix("*")
    for _ in range(2):
        own.context.findings.clear()
        settle(own, addressed(own.table))
        assert notes(own) == [("red_figures", "info", "-12.40、-7.60")]
