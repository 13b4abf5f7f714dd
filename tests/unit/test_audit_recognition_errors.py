"""A doubtful figure of a scan is questioned only where another reading of it makes the total agree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractors.kinds.classifying import classify
from extractors.model import LogicalTable, RawCell
from pipeline.audit.recognition_errors import is_misreading, misread_figures
from pipeline.audit.rules import Report
from pipeline.audit.table_block import Sheet
from pipeline.context.context import Context, TableRows

HEADER = ["资金用途", "年初预算数（万元）"]
ROWS = [["展会补贴", "2,310.00"], ["设施维护", "1,704.00"], ["统计监测", "815.00"], ["合计", "4,829.00"]]


def found(
    printed: str, sure: float | None, row: int = 1, others: float = 0.97
) -> tuple[set[tuple[int, int]], list[dict[str, Any]]]:
    """The findings on ROWS with one figure read otherwise."""
    rows = [list(r) for r in ROWS]
    rows[row][1] = printed
    cells = [
        RawCell(r, c, 1, 1, 50.0 + 100 * c, 50.0 + 20 * r, 150.0 + 100 * c, 70.0 + 20 * r, text, 1)
        for r, texts in enumerate([HEADER, *rows])
        for c, text in enumerate(texts)
    ]
    for cell in cells:
        cell.ocr_confidence = None if sure is None else others
        if (cell.row, cell.column) == (row + 1, 1):
            cell.ocr_confidence = sure
    table = classify(LogicalTable(cells, len(rows) + 1, 2, 1, 1, caption="表1 资金使用情况"))
    context = Context("0" * 16)
    view = TableRows(context, table, "t")
    explained: set[tuple[int, int]] = set()
    for block in table.blocks:
        explained |= misread_figures(Sheet(view, block), Report(context))
    return explained, context.findings


@pytest.mark.parametrize("printed", ["1,704.00)", "1,764.00", "l,704.00", "1,704,00"])
def test_the_total_says_how_a_doubtful_figure_is_to_be_read(printed: str) -> None:
    explained, [finding] = found(printed, 0.4)
    assert explained == {(4, 1)}
    assert (finding["check"], finding["printed"], finding["recomputed"]) == ("ocr_slip", printed, "1704")
    assert finding["row_index"] == 2


def test_other_doubtful_figures_do_not_matter_when_one_reading_fits() -> None:
    explained, [finding] = found("1,704.00)", 0.4, others=0.8)
    assert explained == {(4, 1)} and finding["recomputed"] == "1704"
    # Two figures of which either may be off by the same digit: nothing says which.
    assert found("1,705.00", 0.8, others=0.8) == (set(), [])


def test_a_total_may_be_the_one_that_was_misread() -> None:
    explained, [finding] = found("4,929.00", 0.5, row=3)
    assert explained == {(4, 1)} and finding["recomputed"] == "4829"


@pytest.mark.parametrize(
    ("printed", "sure"),
    [
        ("1,704.00", 0.4),  # it agrees
        ("1,764.00", 0.97),  # no doubt about the reading: the report itself is wrong
        ("1,764.00", None),  # text, not a scan
        ("2,965.00", 0.4),  # more than a misreading
    ],
)
def test_silence_where_a_slip_is_not_the_only_thing_in_the_way(printed: str, sure: float | None) -> None:
    assert found(printed, sure) == (set(), [])


@pytest.mark.parametrize(
    ("printed", "wanted", "misreading"),
    [
        ("1O5.5", "105.5", True),
        ("10550", "105.50", True),
        ("105.5", "105.4", True),
        ("105.5", "205.4", False),
        ("7", "1", False),  # a single digit could be any other
    ],
)
def test_a_slip_is_one_character(printed: str, wanted: str, misreading: bool) -> None:
    assert is_misreading(printed, Decimal(wanted)) is misreading


@pytest.mark.parametrize("printed", ["-1,704.00", "170400", "1704.00"])
def test_a_sign_or_a_point_is_doubted_however_sure_its_reader_is(printed: str) -> None:
    explained, findings = found(printed, 0.98)
    if printed == "1704.00":
        assert (explained, findings) == (set(), [])
        return
    assert explained == {(4, 1)}
    assert [(f["check"], f["printed"], f["recomputed"]) for f in findings] == [("ocr_slip", printed, "1704")]


def test_a_sign_in_text_is_what_the_report_says() -> None:
    assert found("-1,704.00", None) == (set(), [])


def test_a_sign_before_the_total_is_doubted_too() -> None:
    explained, [finding] = found("-4,829.00", 0.98, row=3)
    assert explained == {(4, 1)} and finding["recomputed"] == "4829"
