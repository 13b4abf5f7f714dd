"""Rows that number the columns of a table, and rows of figures that only look like them."""

from __future__ import annotations

import pytest

from extractors.addresses.blocks import find_structure
from extractors.whole.column_numbers import are_column_numbers
from tests.tables import logical


@pytest.mark.parametrize(
    "row",
    [
        "栏次 1 2 3",
        "甲 乙 1 2",
        "1 2 3=2/1*100 4 5=4-2",
        "1 2 3/2*100 4",  # a formula in the place of a number
        "(1) (2) (3)=(2)-(1)",
        "A B C=A+B",
        "公式 A=B+C B C D=E+F E F",
        "1栏 2栏 3栏",
        "栏次 1 2 3 栏次 1 2 3",  # two ledgers side by side
        "栏次 1",
    ],
)
def test_rows_of_column_numbers(row: str) -> None:
    assert are_column_numbers(row.split())


@pytest.mark.parametrize(
    "row", ["合计 1 2", "1 3 7", "5 6 7", "1", "栏次 甲", "2023 2024", "12 13.5", "1 -2"]
)
def test_rows_of_figures(row: str) -> None:
    assert not are_column_numbers(row.split())


def test_column_numbers_are_part_of_the_header_though_a_heading_reaches_beside_them() -> None:
    table = logical("""
    项目 | 上年 | < | 本年
    ^ | 预算数 | 执行数 | 预算数
    ^ | 1 | 2 | 3
    教育 | 410 | 395 | 420
    卫生 | 120 | 118 | 131
    """)
    [span] = find_structure(table).spans
    assert (span.header, span.numbering, span.body) == ([0, 1, 2], [2], [3, 4])
    assert span.side == "" and span.side_columns == 0


def test_column_numbers_printed_again_with_the_header_are_no_row() -> None:
    table = logical("""
    项目 | 预算数 | 执行数
    栏次 | 1 | 2
    教育 | 410 | 395
    项目 | 预算数 | 执行数
    栏次 | 1 | 2
    卫生 | 120 | 118
    """)
    [span] = find_structure(table).spans
    assert span.body == [2, 5]
