"""Amounts that are printed in another way than most: with a remark, with a bare 万, in words beside figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.context.context import Row
from tests.tables import facts


def yuan(text: str, unit: str = "万元") -> list[tuple[str, str, Decimal]]:
    return [(r["line_item"], r["phase"], r["amount_yuan"]) for r in _rows(text, unit)["budget"]]


def _rows(text: str, unit: str) -> dict[str, list[Row]]:
    return facts(text, unit=unit, caption="2023年经费情况表")


@pytest.mark.parametrize(
    "printed",
    [
        "71.50（含结转3.20）",
        "71.50(占98.1%)",
        "71.50【其中市级3.20】",
        "71.50 其中：市级3.20",
        "71.50，含结转3.20",
    ],
)
def test_a_remark_behind_an_amount_is_no_part_of_it(printed: str) -> None:
    found = yuan(f"项目 | 年初预算\n泵站 | {printed}\n闸门 | 20.00")
    assert found[0] == ("泵站", "initial", Decimal("715000"))


@pytest.mark.parametrize("printed", ["71.50（3）（4）", "71.50或80.00", "详见附件2", "×"])
def test_other_text_is_no_amount(printed: str) -> None:
    assert [item for item, *_ in yuan(f"项目 | 年初预算\n泵站 | {printed}\n闸门 | 20.00")] == ["闸门"]


def test_a_bare_scale_counts_in_the_money_of_the_table() -> None:
    assert yuan("项目 | 年初预算\n泵站 | 71.5万\n闸门 | 20", unit="元")[0][2] == Decimal("715000")
    assert yuan("项目 | 年初预算\n泵站 | 71.5万\n闸门 | 20万元", unit="")[0][2] == Decimal("715000")
    found = _rows("项目 | 年初预算\n泵站 | 71.5万\n闸门 | 20", unit="")["budget"]
    assert [row["amount_yuan"] for row in found] == [None, None]


def test_an_amount_in_words_beside_its_figures_is_one_amount() -> None:
    text = """
        项目 | 合同金额（大写） | 年初预算数 | 执行数
        泵站 | 柒拾壹万伍仟元整 | 71.50 | 70.10
        闸门 | 叁拾万元整 | 20.00 | 19.50
    """
    found = _rows(text, unit="万元")
    words = {f["value_text"]: f["fact_table"] for f in found["figures"] if not f["value_text"][0].isdigit()}
    assert words == {"柒拾壹万伍仟元整": "none:part", "叁拾万元整": None}
    assert [r["amount_yuan"] for r in found["budget"] if r["line_item"] == "泵站"] == [715000, 701000]


def test_a_sign_in_words_in_a_cell_is_a_sign() -> None:
    found = yuan(
        "项目 | 年初预算 | 预算调整数 | 调整后预算\n泵站 | 71.50 | 减：3.20 | 68.30\n闸门 | 20.00 | 1.00 | 21.00"
    )
    assert ("泵站", "adjustment", Decimal("-32000")) in found
