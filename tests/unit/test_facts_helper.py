"""The comparer of the golden tests finds what is missing and what is too much."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.ingest import Extraction
from tests import factories
from tests.facts import differences

ITEM = {"kind": "budget", "key": "出口信用保险保费补助", "measure": "initial_yuan", "value": 12345000.0}


def found(**changes: Any) -> Extraction:
    row = factories.budget(execution_rate_printed_pct=None) | changes
    return Extraction(factories.document(total_score=None), {"budget": [row]})


def test_equal_facts_differ_in_nothing() -> None:
    assert differences({"facts": [ITEM]}, found()) == ([], [])


def test_another_value_key_or_measure_is_missing_and_extra() -> None:
    for changes in ({"amount_yuan": Decimal("1")}, {"line_item": "展会补贴"}, {"phase": "executed"}):
        missing, extra = differences({"facts": [ITEM]}, found(**changes))
        assert (len(missing), len(extra)) == (1, 1), changes


def test_a_fact_printed_twice_counts_twice() -> None:
    assert len(differences({"facts": [ITEM, ITEM]}, found())[0]) == 1


def test_totals_need_not_stand_in_the_golden_file() -> None:
    assert differences({"facts": []}, found(is_total=True)) == ([], [])
    assert differences({"facts": [ITEM]}, found(is_total=True)) == ([], [])
    assert len(differences({"facts": []}, found())[1]) == 1
