"""Changes of facts and findings in the report of a refresh, as text."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.nightly.run_report_text import _differences


@pytest.mark.parametrize(("page", "place"), [(3, "a.xlsx p.3 "), (None, "a.xlsx ")])
def test_a_file_without_pages_has_none_in_the_report(page: int | None, place: str) -> None:
    fact: dict[str, Any] = {
        "kind": "changed",
        "file_name": "a.xlsx",
        "table": "budget",
        "subject": "垄沟款",
        "page": page,
        "page_before": page,
        "was": "amount_yuan=1",
        "is": "amount_yuan=2",
    }
    finding = {
        "kind": "new",
        "file_name": "a.xlsx",
        "severity": "info",
        "page": page,
        "message": "m",
        "check": "c",
    }
    found = {
        "fact_counts": {"budget": {"changed": 1}},
        "facts": [fact],
        "finding_counts": {"new": 1, "gone": 0},
        "findings": [finding],
    }
    text = "\n".join(_differences(found))
    assert text.count(place) == 2 and "None" not in text, text
