"""Money that sentences divide among places: what for, at which stage, of which day. All of it is invented."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.prose.inheriting import item_of_heading
from tests.prose import read, told

ARRIVED = "2031年市级财政安排水渠资金90万元。截至2031年12月31日，资金实际到位90万元；实际支出60万元。"
DIVIDED = "从分配情况看，罗山县50万元、光山县40万元。从支出情况看，罗山县支出35万元，光山县支出25万元。"


def given(text: str, *columns: str, section: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    return told(read(text, section=section).get("disbursement", []), "region_name", *columns)


def test_a_list_has_the_day_of_the_stage_that_it_divides() -> None:
    found = given(f"{ARRIVED}\n{DIVIDED}", "due_yuan", "paid_yuan", "as_of")
    assert found == [
        ("罗山县", 500000, None, None),
        ("光山县", 400000, None, None),
        ("罗山县", None, 350000, date(2031, 12, 31)),
        ("光山县", None, 250000, date(2031, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("资金到位和使用情况", ""),
        ("专项资金下达", ""),
        ("各县完成情况", ""),
        ("水渠修缮补助资金分配情况", "水渠修缮补助资金"),
        ("农村厕所改造", "农村厕所改造"),
    ],
)
def test_a_heading_names_what_the_money_is_for_or_nothing(heading: str, item: str) -> None:
    assert item_of_heading(heading) == item
    text = "罗山县50万元，光山县40万元。"
    assert given(text, "item", section=(heading,)) == [("罗山县", item or None), ("光山县", item or None)]
