"""How sure a reading is once the whole document has been read."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.confidence import doubt_damaged, settle_confidence
from tests import factories


def settled(finding: dict[str, Any], recognised: set[int], **fact: Any) -> tuple[float, float]:
    """Confidence of a fact in row 3 of page 1, and of its neighbour in row 4."""
    rows = [factories.budget(row_index=row, confidence=0.96, **fact) for row in (3, 4)]
    values = [row["amount_yuan"] for row in rows]
    settle_confidence({"budget": rows}, [factories.finding(**finding)], recognised)
    assert [row["amount_yuan"] for row in rows] == values
    return rows[0]["confidence"], rows[1]["confidence"]


@pytest.mark.parametrize(
    ("finding", "recognised", "expected"),
    [
        ({"check": "sum_differs_down"}, {1}, 0.5),
        ({"check": "ocr_slip"}, {1}, 0.5),
        (
            {"check": "sum_differs_down"},
            {2},
            0.96,
        ),  # a page with text: the document is wrong, not its reading
        ({"check": "region_missing"}, {1}, 0.96),
        ({"check": "sum_differs_down", "table_id": "t1"}, {1}, 0.96),
        ({"check": "sum_differs_down", "table_id": None, "row_index": None}, {1}, 0.96),
    ],
)
def test_a_recognised_figure_that_breaks_a_sum_is_doubted(
    finding: dict[str, Any], recognised: set[int], expected: float
) -> None:
    assert settled(finding, recognised) == (expected, 0.96)


def test_a_fact_outside_tables_is_not_taken_for_one_without_place() -> None:
    row = factories.metric(confidence=0.75)
    nowhere = factories.finding(check="rate_differs", table_id=None, row_index=None)
    settle_confidence({"metrics": [row]}, [nowhere], {1})
    assert row["confidence"] == 0.75


def test_a_unit_that_is_deduced_is_less_sure_than_one_that_is_stated() -> None:
    assert settled({"check": "region_missing"}, set(), unit_source="document") == (0.85, 0.85)
    assert settled({"check": "region_missing"}, set(), unit_source="header") == (0.96, 0.96)


def test_what_stands_on_a_damaged_page_is_doubted() -> None:
    rows = {
        "budget": [factories.budget(page_number=page, confidence=0.96) for page in (1, 2)],
        "metrics": [factories.metric(page_number=2, confidence=0.75)],
    }
    doubt_damaged(rows, {2})
    assert [row["confidence"] for found in rows.values() for row in found] == [0.96, 0.5, 0.5]
