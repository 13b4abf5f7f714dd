"""Columns that only white space made."""

from __future__ import annotations

import pytest

from extractors.undrawn.bare_columns import without_bare_columns
from tests.tables import raw
from tests.written import grid_of

SPLIT = """
城市 | 小微企业 |
宁波市 | 全额补助 |
厦门市 |  | 50%
"""
CODES = """
科目 | < | 金额
201 |  | 10.00
 | 教育支出 | 20.00
"""
BOTH = """
城市 | 小微企业 |
宁波市 | 全额补助 | 见注
厦门市 |  | 50%
"""
HEADED = """
城市 | 小微企业 | 一般企业
宁波市 | 全额补助 |
厦门市 |  | 50%
"""


def test_a_column_without_a_heading_filled_only_beside_blanks_is_its_neighbour() -> None:
    table = without_bare_columns(raw(SPLIT), 1)
    assert grid_of(table) == [["城市", "小微企业"], ["宁波市", "全额补助"], ["厦门市", "50%"]]


@pytest.mark.parametrize("text", [CODES, BOTH, HEADED])
def test_other_columns_stay(text: str) -> None:
    assert grid_of(without_bare_columns(raw(text), 1)) == grid_of(raw(text))
    assert grid_of(without_bare_columns(raw(text), 0)) == grid_of(raw(text))


def test_a_total_over_several_columns_grows_smaller_with_them() -> None:
    table = without_bare_columns(raw("项目 |  | 金额\n | 补助 | 1.00\n奖励 |  | 2.00\n合计 | < | 3.00"), 1)
    assert grid_of(table) == [["项目", "金额"], ["补助", "1.00"], ["奖励", "2.00"], ["合计", "3.00"]]
