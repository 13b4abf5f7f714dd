"""What cells look like: shapes, and which columns can hold which type."""

from __future__ import annotations

import pytest

from extractors.vocabulary.values import (
    class_share,
    is_value,
    lists_regions,
    may_head,
    profile,
    region_share,
    shape,
    term_share,
    unit_share,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "blank"),
        ("—", "blank"),
        ("无", "blank"),
        ("1,234.50", "number"),
        ("-12.5", "number"),
        ("（3.20）", "number"),
        ("95.88%", "percent"),
        ("９５％", "percent"),
        ("≥95%", "quantity"),
        ("120家", "quantity"),
        ("不低于50场", "quantity"),
        ("2023年12月31日", "date"),
        ("2023-06-30", "date"),
        ("82·40", "number"),
        ("82.40（含结转2.00）", "number"),
        ("市南区", "name"),
        ("出口信用保险保费补助（小微）", "name"),
        ("支持企业投保短期出口信用保险，对已缴纳的保费给予支持", "sentence"),
    ],
)
def test_shapes(text: str, expected: str) -> None:
    assert shape(text) == expected
    assert is_value(text) is (expected in ("number", "percent", "date", "quantity"))


@pytest.mark.parametrize(
    ("value_type", "texts", "expected"),
    [
        ("money", ["10.00", "—", "1,200.00"], True),
        ("money", ["市南区", "市北区"], False),
        ("money", ["×", "×", "×", "10.00", "12.00"], True),
        ("money", ["市南区", "市北区", "×", "10.00", "12.00"], False),
        ("percent", ["95.88%", "88%"], True),
        ("percent", ["市南区", "优"], False),
        ("region", ["市南区", "崂山区", "合计"], True),
        ("region", ["10.00", "20.00"], False),
        ("ordinal", ["1", "2", "3"], True),
        ("ordinal", ["青岛某某国际贸易有限公司", "某某进出口有限公司"], False),
        ("unit", ["家", "万元", "%"], True),
        ("unit", ["市南区", "崂山区"], False),
        ("label", ["产出", "效益"], True),
        ("label", ["10.00", "20.00"], False),
    ],
)
def test_which_types_a_column_can_hold(value_type: str, texts: list[str], expected: bool) -> None:
    assert profile(texts).fits(value_type) is expected


def test_an_empty_column_can_hold_anything() -> None:
    empty = profile(["", "—"])
    assert empty.count == 0
    assert all(empty.fits(name) for name in ("money", "percent", "region", "unit", "label"))


def test_shares_leave_totals_out() -> None:
    assert region_share(["市南区", "崂山区", "合计"]) == 1.0
    assert class_share(["小微企业", "一般企业", "合计"]) == 1.0
    assert unit_share(["家", "万元", "市南区", "崂山区"]) == 0.5
    assert term_share(["按不超过50%给予补助", "不予支持"]) == 0.5
    assert region_share([]) == class_share([]) == unit_share([]) == term_share([]) == 0.0


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["合计"],
        ["青云县", "合计"],
        ["青云县", "黄土岭县", "水费"],
        ["电费", "青云县", "水费"],
        ["水费"] * 9,
    ],
)
@pytest.mark.parametrize("least", [0.5, 0.6, 2 / 3])
def test_a_list_of_regions_is_one_by_its_share(texts: list[str], least: float) -> None:
    assert lists_regions(texts, least) == (region_share(texts) >= least)


def test_times_of_the_year_may_head_columns() -> None:
    assert all(map(may_head, ["11月", "三季度", "2031年6月", "指标", "2031年"]))
    assert not any(map(may_head, ["11个月", "35", "3月底前"]))
