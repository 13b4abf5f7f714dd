"""Numbers printed by their formats: as Excel does in China, and LibreOffice where the two agree."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extractors.formats.workbooks.builtin_formats import BUILT_IN
from extractors.formats.workbooks.format_codes import sections_of
from extractors.formats.workbooks.number_formats import general, number_format

with Path(__file__).with_name("number_formats_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = [(float(row["value"]), row["format"], row["printed"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("value", "code", "printed"), CASES)
def test_a_number_is_printed_by_its_format(value: float, code: str, printed: str) -> None:
    assert number_format(code).number(value)[0] == printed


@pytest.mark.parametrize(
    ("value", "code", "is_red"),
    [
        (-5, "0.00;[Red]0.00", True),
        (-5, "0.00;[红色]0.00", True),
        (-5, "0.00_);[Red](0.00)", False),
        (-5, "0.00;[Red]-0.00", False),
        (-5, "0;[Red]（0）", False),
        (5, "[Red]0.00", False),
        (-5, "0;[Blue]0", False),
        (-5, "0;[Red]", False),
    ],
)
def test_red_tells_a_minus_only_where_nothing_else_does(value: float, code: str, is_red: bool) -> None:
    assert number_format(code).number(value)[1] is is_red


@pytest.mark.parametrize(
    ("text", "code", "printed"),
    [
        ("合计", "General", "合计"),
        ("  其中：工资", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "  其中：工资"),
        ("合计", ";;;", ""),
        ("合计", "0;-0;;@", "合计"),
        ("三", '0;0;0;"第"@"批"', "第三批"),
        ("三", '@"年"', "三年"),
        ("合计", "0.00;-0.00", "合计"),
    ],
)
def test_a_text_is_printed_by_the_section_of_texts(text: str, code: str, printed: str) -> None:
    assert number_format(code).text(text) == printed


def test_dates_from_1904() -> None:
    assert number_format("yyyy/m/d").number(45356 - 1462, from_1904=True)[0] == "2024/3/5"


@pytest.mark.parametrize("key", [14, 22, *range(27, 37), *range(50, 59)])
def test_formats_of_dates_that_files_name_by_number_alone(key: int) -> None:
    assert any(sign in number_format(BUILT_IN[key]).number(45356.5)[0] for sign in "年月日时/-")
    assert sections_of(BUILT_IN[key])[0].is_date


def test_numbers_without_a_format_have_eleven_characters_at_most() -> None:
    numbers = [10.0**n * 1.23456789012345 for n in range(-12, 16)]
    assert max(len(general(one)) for one in numbers) == 11
    assert all(abs(float(general(one)) / one - 1) < 1e-5 for one in numbers)


def test_what_is_no_number_does_not_break_the_printing() -> None:
    assert number_format("0.00").number(float("inf")) == ("#NUM!", False)
    assert number_format("[").number(5)[0] == "["
    assert number_format('"').number(5)[0] == ""
    assert number_format("").number(5)[0] == "5"
    assert len(number_format("0" * 5000).number(1e308)[0]) < 5000
