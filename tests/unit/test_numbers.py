"""Bare numbers and Chinese numerals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.numbers.numbers import find_numbers, parse_chinese_number, parse_number, without_remark


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("0.00", "0.00"),
        (".5", "0.5"),
        ("3,879.77", "3879.77"),
        ("3，879.77", "3879.77"),
        ("1 1 8 2 . 6 5", "1182.65"),  # a field with a box for each character
        ("10,560,000.00", "10560000.00"),
        ("1 234.5", "1234.5"),
        ("３２９２．２２", "3292.22"),
        ("3。5", "3.5"),
        (" 5707.78 ", "5707.78"),
        ("-1", "-1"),
        ("−1,720.00", "-1720.00"),
        ("—1", "-1"),
        ("＋5", "5"),
        ("△12", "-12"),
        ("▲ 12.5", "-12.5"),
        ("（123.45）", "-123.45"),
        ("(5,707)", "-5707"),
        ("50[7]", "50"),
        ("100①", "100"),
        ("90¹", "90"),
        ("12.5*", "12.5"),
        ("1.2E+05", "120000"),
        ("10,560,\n000.00", "10560000.00"),
        ("10,560 ,000", "10560000"),
        ("3,292.\n22", "3292.22"),
        ("3,292.2\n2", "3292.22"),
        ("82.40⁽³⁾", "82.40"),
        ("82.40注2", "82.40"),
        ("\u00ad82.40", "-82.40"),
        ("\u201182.40", "-82.40"),
        ("─82.40", "-82.40"),
        ("一82.40", "-82.40"),
        ("82.40-", "-82.40"),
        ("减82.40", "-82.40"),
        ("减：82.40", "-82.40"),
        ("核减1,082.40", "-1082.40"),
        ("调增82.40", "82.40"),
        ("负：82.40", "-82.40"),
        ("82.40△", "-82.40"),
        ("82.40（-）", "-82.40"),
        ("82（负）", "-82"),
        ("➖82.40", "-82.40"),
        ("(-)82.40", "-82.40"),
        ("▽82.40", "-82.40"),
        ("〔1,082.40〕", "-1082.40"),
        ("82·40", "82.40"),
        ("1‚082.40", "1082.40"),
        ("1、082.40", "1082.40"),
        ("1.082.40", "1082.40"),
        ("108,2400.00", "1082400.00"),
    ],
)
def test_whole_text_is_a_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", [None, "", " ", "-", "—", "/", "/[9]", "无", "不适用", "①", "*"])
def test_blank_is_no_number(text: str | None) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["1,23", "1,2345", "1.234.567", "12,3456.7", "5.", "1,234,56"])
def test_damaged_separators_are_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("82.40（含结转2.00）", "82.40"),
        ("82.40 (94.69%)", "82.40"),
        ("¥82.40", "82.40"),
        ("人民币82.40", "82.40"),
        ("82.40", "82.40"),
        ("82.40(2.00)", "82.40(2.00)"),
        ("甲港（一期）", "甲港（一期）"),
    ],
)
def test_remarks_and_currency_signs_are_no_part_of_an_amount(text: str, left: str) -> None:
    assert without_remark(text) == left


@pytest.mark.parametrize(
    "text", ["12 34", "1 2 3 4", "1.5 2", "1.5 22", "3,292.2 2", "107300\n00", "1.50\n2"]
)
def test_two_figures_are_not_joined(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "1.3亿",
        "95%",
        "¥5",
        "(1)",
        "（2023）",
        "3-5",
        "2023年",
        "十二",
        "合计",
        "- -",
        "3-",
        "1、2",
        "一、5",
        "〔3〕",
    ],
)
def test_more_than_a_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("十", 10),
        ("十五", 15),
        ("二十一", 21),
        ("一百零二", 102),
        ("一百二", 120),
        ("三万五", 35000),
        ("一万零五", 10005),
        ("两千", 2000),
        ("壹仟贰佰", 1200),
        ("一百二十万", 1200000),
        ("一千零五十万零三百", 10500300),
        ("一亿三千万", 130000000),
        ("一万亿", 10**12),
        ("二〇二三", 2023),
        ("三点五", "3.5"),
        ("三点一四", "3.14"),
        ("三点五万", 35000),
        ("半", "0.5"),
        ("负三", -3),
    ],
)
def test_chinese_numerals(text: str, value: int | str) -> None:
    assert parse_chinese_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "万", "百分", "百", "一二三百", "一般", "三点", "点五", "负", "3", "三个"]
)
def test_no_chinese_numeral(text: str) -> None:
    assert parse_chinese_number(text) is None


def test_find_numbers_leaves_damaged_ones_out() -> None:
    found = find_numbers("支持1,234.5万元、1,23和（56）家，占95.88％")
    assert [n.value for n in found] == [Decimal("1234.5"), Decimal(56), Decimal("95.88")]
    assert found[0].text == "1,234.5"
    assert (found[0].start, found[0].end) == (2, 9)


def test_a_text_of_numerals_without_end_is_no_number() -> None:
    """A column of 一 down a page; whole numbers of more than 4,300 digits cannot even be made."""
    assert parse_chinese_number("一" * 5000) is None
    assert parse_chinese_number("一" + "亿" * 700 + "点五") is None
