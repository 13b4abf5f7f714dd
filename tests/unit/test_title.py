"""The title of a document: the largest text near its head that reads like one."""

from __future__ import annotations

import pytest

from extractors.model import PageContent
from extractors.title import find_title
from tests.tables import line, page


def head(*lines: tuple[str, float]) -> PageContent:
    """A first page of lines (text, height of the letters) set closely one under the other."""
    top, found = 100.0, []
    for text, height in lines:
        found.append(line(text, top, height=height))
        top += height * 1.5
    return page(1, *found)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            [("2023年度外经贸发展专项资金绩效评价报告", 22), ("一、项目概况", 16), ("（一）项目背景", 14)],
            "2023年度外经贸发展专项资金绩效评价报告",
        ),
        (
            [
                ("烟台市2022年度促进外贸", 22),
                ("发展专项资金绩效评价报告", 22),
                ("根据有关规定，现报告如下。", 14),
            ],
            "烟台市2022年度促进外贸发展专项资金绩效评价报告",
        ),
        ([("附件1", 14), ("项目支出绩效自评表", 20), ("（2023年度）", 12)], "项目支出绩效自评表"),
        ([("绩效评价报告", 12), ("某市2022年专项资金绩效评价报告", 24)], "某市2022年专项资金绩效评价报告"),
        ([("表1-2 市级资金预算安排及执行情况", 16), ("市级资金预算安排如下。", 14)], ""),
        ([("某市2025年预算及执行情况", 22), ("表1 一般公共预算执行情况", 16)], "某市2025年预算及执行情况"),
        ([("目录", 22), ("一、绩效评价报告……………3", 22)], ""),
        ([("本项目由市商务局实施，财政局开展绩效评价并形成评价报告。", 14)], ""),
        ([("某大学2023年度部门决算", 26), ("2024年8月", 16)], "某大学2023年度部门决算"),
    ],
)
def test_titles(lines: list[tuple[str, float]], title: str) -> None:
    assert find_title([head(*lines)]) == title


def test_a_title_may_stand_on_the_second_page_but_not_on_the_fourth() -> None:
    cover, inside = page(1), head(("2023年度专项资金绩效评价报告", 22))
    assert find_title([cover, inside]) == "2023年度专项资金绩效评价报告"
    assert find_title([cover, cover, cover, inside]) == ""


def test_a_document_without_text_has_no_title() -> None:
    assert find_title([]) == "" == find_title([page(1)])
