"""Tables with level lines alone, one below the other: a numbered heading between them parts them."""

from __future__ import annotations

import pytest

from extractors.grids.drawn_lines import Line
from tests.written import Cell, grid_of, page_of, tables_of

LEFT, RIGHT = 60.0, 530.0
MONEY = (70.0, 200.0, 320.0, 440.0)
LEVELS = (70.0, 150.0, 250.0, 360.0, 450.0)


def row(y: float, xs: tuple[float, ...], *texts: str) -> list[Cell]:
    return [(x, y, text) for x, text in zip(xs, texts, strict=True) if text]


def page_with(between: str) -> list[list[list[str]]]:
    cells = [
        *row(110, MONEY, "资金构成", "年初预算", "全年预算", "全年执行"),
        *row(130, MONEY, "资金总额", "58.00", "60.00", "57.00"),
        *row(150, MONEY, "市级资金", "58.00", "60.00", "57.00"),
        *([(80.0, 172.0, between)] if between else []),
        *row(192, LEVELS, "一级指标", "二级指标", "三级指标", "分值", "得分"),
        *row(212, LEVELS, "产出指标", "数量指标", "疏浚航道", "60", "58"),
        *row(232, LEVELS, "效益指标", "社会效益", "等待时间", "40", "39"),
    ]
    rules = [Line(y, LEFT, RIGHT) for y in (100, 120, 162, 182, 202, 244)]
    return [grid_of(table) for table in tables_of(page_of(cells), rules)]


@pytest.mark.parametrize("heading", ["二、指标完成情况", "（二）完成情况"])
def test_a_numbered_heading_over_headings_of_columns_begins_another_table(heading: str) -> None:
    money, indicators = page_with(heading)
    assert money[0] == ["资金构成", "年初预算", "全年预算", "全年执行"]
    assert indicators[0] == ["一级指标", "二级指标", "三级指标", "分值", "得分"]


def test_a_numbered_row_over_rows_of_figures_is_a_row_of_its_table() -> None:
    cells = [
        *row(110, MONEY, "项目", "年初预算", "全年预算", "全年执行"),
        *row(130, MONEY, "一、工资", "58.00", "60.00", "57.00"),
        (70.0, 152.0, "二、维护"),
        *row(172, MONEY, "浮标", "20.00", "20.00", "18.00"),
        *row(192, MONEY, "灯桩", "10.00", "10.00", "10.00"),
    ]
    rules = [Line(y, LEFT, RIGHT) for y in (100, 120, 142, 162, 182, 202)]
    [only] = [grid_of(table) for table in tables_of(page_of(cells), rules)]
    assert [line[0] for line in only] == ["项目", "一、工资", "二、维护", "浮标", "灯桩"]
