"""Terms in the sentences of cells that stand in no policy table."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.kinds.classifying import classify
from extractors.model import LogicalTable, RawCell
from pipeline.context.context import Context, TableRows
from pipeline.facts.prose_cells import STATED, sentence_rows

HEADER = ["三级指标", "目标值", "实际完成值"]


def terms(text: str) -> list[dict[str, Any]]:
    cells = [RawCell(0, c, 1, 1, 0, 0, 9, 9, name, 1) for c, name in enumerate(HEADER)]
    cells += [
        RawCell(1, c, 1, 1, 0, 9, 9, 18, value, 1) for c, value in enumerate(["补助企业", text, "完成"])
    ]
    table = LogicalTable(cells, 2, 3, 1, 1, caption="绩效目标表")
    context = Context("d0", region_code="140700", region_name="晋中市", fiscal_year=2021)
    return sentence_rows(TableRows(context, classify(table), "t0"))


def test_a_sentence_in_a_form_states_a_term_with_its_cell() -> None:
    (row,) = terms("对全市130户出口企业保费配套30%进行补助")
    assert (row["region_code"], row["ratio_pct"], row["instrument"]) == ("140700", 30.0, "premium_subsidy")
    assert (row["source_kind"], row["table_id"], row["row_index"], row["column_index"]) == (
        "cell",
        "t0",
        1,
        1,
    )
    assert row["confidence"] == STATED


@pytest.mark.parametrize(
    "text",
    ["保费配套补助30%", "对130户出口企业保费配套30%进行补助", "全市企业补助资金发放及时率达到100%以上的水平"],
)
def test_a_cell_that_does_not_say_whose_policy_it_is_states_none(text: str) -> None:
    assert terms(text) == []
