"""Dates, dates of headings, and the years of titles."""

from __future__ import annotations

from datetime import date

import pytest

from normalizers.periods import find_as_of, find_year, find_years, fiscal_year_of_title, parse_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年12月31日", date(2023, 12, 31)),
        ("2023 年 12 月 31 日", date(2023, 12, 31)),
        ("2023年12月31号", date(2023, 12, 31)),
        ("2023-12-31", date(2023, 12, 31)),
        ("2023.12.31", date(2023, 12, 31)),
        ("2023/1/5", date(2023, 1, 5)),
        ("20231231", date(2023, 12, 31)),
        ("二〇二三年十二月三十一日", date(2023, 12, 31)),
        ("二○二四年一月廿一日", date(2024, 1, 21)),
        ("2023年12月", date(2023, 12, 31)),
        ("2024年2月", date(2024, 2, 29)),
        ("2023年6月底", date(2023, 6, 30)),
        ("2023年6月份", date(2023, 6, 30)),
        ("2023.06", date(2023, 6, 30)),
        ("2023年底", date(2023, 12, 31)),
        ("2023年度末", date(2023, 12, 31)),
        ("2023年上半年", date(2023, 6, 30)),
        ("2023年第三季度", date(2023, 9, 30)),
        ("2023年1-9月", date(2023, 9, 30)),
    ],
)
def test_parse_date(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text", ["", "2023年", "2023", "12月31日", "2023年13月", "2023年2月30日", "2023年12月31日前", "年底前"]
)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("截至2023年12月31日实际拨付资金额（万元）", date(2023, 12, 31)),
        ("截至 2024 年\n6 月 30 日", date(2024, 6, 30)),
        ("截止2024年6月底", date(2024, 6, 30)),
        ("截止到2024年5月22日", date(2024, 5, 22)),
        ("截至2023年12月拨付", date(2023, 12, 31)),
        ("截至2023年底", date(2023, 12, 31)),
        ("2024年6月30日实际拨付", date(2024, 6, 30)),
        ("2023年1—6月执行数", date(2023, 6, 30)),
        ("2023年1月至12月支出", date(2023, 12, 31)),
        ("2023年12月31日下达，截至2024年6月30日实际拨付", date(2024, 6, 30)),
        ("截至21.9.30已兑付", date(2021, 9, 30)),
        ("截止21/9/30", date(2021, 9, 30)),
        ("截至21年9月底", date(2021, 9, 30)),
        ("截至2021.9拨付", date(2021, 9, 30)),
        ("截至21-09", date(2021, 9, 30)),
        ("截至21.9月末", date(2021, 9, 30)),
        ("截至20210930", date(2021, 9, 30)),
        ("截至21年三季度末", date(2021, 9, 30)),
    ],
)
def test_find_as_of(text: str, day: date) -> None:
    assert find_as_of(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "年初预算",
        "（2023年度）",
        "截至2023年",
        "2023年6月下达",
        "截至6月30日",
        "截至12.10",
        "提高至21.9%",
        "",
    ],
)
def test_no_as_of(text: str) -> None:
    assert find_as_of(text) is None


@pytest.mark.parametrize(
    ("text", "years", "year"),
    [
        ("（2023年度）", [2023], 2023),
        ("表1-1 2023年支出预算表", [2023], 2023),
        ("2023 年度", [2023], 2023),
        ("（2023）", [2023], 2023),
        ("二〇二三年", [2023], 2023),
        ("2021-2023年", [2021, 2022, 2023], None),
        ("2023年至2025年", [2023, 2024, 2025], None),
        ("2021、2022年度", [2021, 2022], 2021),
        ("2022年比2021年，2022年", [2022, 2021], 2022),
        ("商务函〔2020〕923 号 2021年", [2021], 2021),
        ("〔2021〕1号", [], None),
        ("2022-06-29", [], None),
        ("12023年", [], None),
        ("1800年", [], None),
    ],
)
def test_years(text: str, years: list[int], year: int | None) -> None:
    assert find_years(text) == years
    assert find_year(text) == year


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("某市商务局 2023年某市促进商务高质量发展专项资金项目绩效评价报告", 2023),
        ("2024年对2023年度专项资金的绩效评价报告", 2023),
        ("2024年财政重点绩效评价：2023年商务专项资金", 2023),
        ("2024年度重点绩效评价：2023年度商务专项资金", 2023),
        ("2024年绩效评价报告", 2024),
        ("2022年度、2023年度绩效评价报告", 2023),
        ("2021-2023年度政策绩效评价", 2023),
        ("2021-2023年会展资金绩效评价报告", 2023),
        ("财政支出项目绩效自评表（2021 年度）", 2021),
        ("（2023）项目支出绩效自评表", 2023),
        ("二〇二二年度部门决算", 2022),
        ("项目支出绩效自评表", None),
    ],
)
def test_fiscal_year_of_title(title: str, year: int | None) -> None:
    assert fiscal_year_of_title(title) == year
