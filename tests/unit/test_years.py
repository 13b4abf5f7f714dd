"""The year of a document by its witnesses."""

from __future__ import annotations

import pytest

from pipeline.records.years import year_of, years_of_account_and_plan


@pytest.mark.parametrize(
    ("title", "fields", "captions", "lines", "year"),
    [
        ("甲市2022年度绩效评价报告", ["2021"], [], ["2020年度"], 2022),
        ("项目支出绩效自评表", ["（2022年度）"], ["2021年收入表"], [], 2022),
        ("项目支出绩效自评表", ["2021"], [], [], 2021),
        ("项目支出绩效自评表", ["2017年1月起至2017年12月止"], [], [], 2017),
        ("项目支出绩效自评表", ["2017-01-01至2017-12-31"], [], [], 2017),
        # A period of several years is the period of the project.
        ("项目支出绩效自评表", ["2017年1月至2019年12月", "2018"], [], [], 2018),
        ("绩效评价报告", [], [], ["自2020年3月1日至2020年11月30日实施", "2019年度"], 2020),
        ("绩效评价报告", [], ["2019年收入表", "2019年支出表", "2018年收入表"], [], 2019),
        ("绩效评价报告", [], ["2019年收入表", "2018年收入表"], [], None),
        ("绩效评价报告", [], [], ["资金已拨付"], None),
        # The only year that is named; days and months date the paper.
        ("绩效评价报告", [], [], ["2023年更新电梯45台。", "2024年3月5日"], 2023),
        ("绩效评价报告", [], [], ["2023年更新45台，2022年更新40台。"], None),
    ],
)
def test_the_strongest_witness_counts(
    title: str, fields: list[str], captions: list[str], lines: list[str], year: int | None
) -> None:
    assert year_of(title, fields, captions, lines).year == year


def test_the_account_of_one_year_and_the_budget_of_the_next_are_filed_under_the_account() -> None:
    title = "甲县2023年预算执行情况和2024年预算草案的报告"
    assert years_of_account_and_plan(title) == (2023, 2024)
    assert year_of(title, [], ["2024年收入表"], []) == (2023, (2023, 2024))
    assert years_of_account_and_plan("甲县2022年财政决算（草案）的报告") is None


def test_rivals_are_named() -> None:
    assert year_of("绩效评价报告", [], ["2019年收入表", "2018年收入表"], []).rivals == (2019, 2018)
