"""Units that the prose states for the figures of a table."""

from __future__ import annotations

import pytest

from normalizers.numbers import units
from pipeline.context.context import Context
from pipeline.context.stated_units import stated_figures, unit_of_figures
from tests.tables import facts

PROSE = ["本年收入预算390,140.45", "万元，其中：财政拨款216,552.53万元，其他收入49,567.45万元。"]


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (["390,140.45", "216,552.53", "1,683.92"], "万元"),
        (["390140.45", "49567.45"], "万元"),
        (["390,140.45"], None),  # one figure may be chance
        (["3,901,404,500.00", "2,165,525,300.00"], None),  # the same amounts in another unit
        (["合计", ""], None),
    ],
)
def test_two_figures_with_one_unit(texts: list[str], unit: str | None) -> None:
    assert unit_of_figures(stated_figures(PROSE), texts) == (units.lookup(unit) if unit else None)


def test_a_contradiction_states_nothing() -> None:
    figures = stated_figures([*PROSE, "另有49,567.45元退回。"])
    assert unit_of_figures(figures, ["390,140.45", "49,567.45"]) is None


def test_round_figures_prove_nothing() -> None:
    assert stated_figures(["安排500万元，到位300.00万元，支付1200万元。"]) == {}


def test_amounts_of_a_table_without_a_unit_line() -> None:
    text = "项目 | 预算数\n财政拨款收入 | 216,552.53\n其他收入 | 49,567.45"
    context = Context("d" * 16, fiscal_year=2021, prose=[(10, line) for line in PROSE])
    found = facts(text, context=context)["budget"]
    assert [(row["amount_unit"], row["unit_source"]) for row in found] == [("万元", "document")] * 2
    assert str(found[0]["amount_yuan"]) == "2165525300.00"
    assert context.findings == []
