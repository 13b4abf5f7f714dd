"""Bars in panels, and the charts that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from pipeline import charts
from pipeline.answers.named_queries import find_query
from pipeline.charts import amounts, bars, canvas, programmes, spending, targets, topics
from pipeline.language import ENGLISH, in_use
from tests.drawing import drawn, texts, widths, with_font

pytest.importorskip("matplotlib", reason="the extra `charts` is not installed")

Row = dict[str, Any]
A, B = bars.Key("甲", canvas.BLUE), bars.Key("乙", canvas.ORANGE)


@pytest.fixture(autouse=True)
def font() -> Iterator[None]:
    yield from with_font()


def function(**changes: Any) -> Row:
    row: Row = {
        **{"region_name": "甲市", "region_code": "330100", "fiscal_year": 2023, "department": None},
        **{"phase": "initial", "function_code": "205", "function_name": "教育支出", "document_id": "a"},
        **{"amount_yuan": Decimal(300_000_000), "share_pct": 30.0, "change_pct": None},
        **{"statement": "general_public", "reach": "whole", "caption": "表一"},
        **{"initial_yuan": Decimal(100), "adjusted_yuan": None, "executed_yuan": Decimal(90)},
        **{"rate_on_initial_pct": 90.0, "rate_on_adjusted_pct": None},
    }
    return row | changes


def public(**changes: Any) -> Row:
    nothing = dict.fromkeys(
        ("abroad_yuan", "vehicles_yuan", "purchase_yuan", "running_yuan", "reception_yuan")
    )
    return function(total_yuan=Decimal(100), **nothing) | changes


def year(**changes: Any) -> Row:
    row: Row = dict.fromkeys(
        ("initial_yuan", "executed_yuan", "executed_change_pct", "rate_on_initial_pct", "total_score")
    )
    return (
        row | {"region_name": "甲市", "region_code": "1", "programme": "资金", "fiscal_year": 2023} | changes
    )


def paid(**changes: Any) -> Row:
    row: Row = {f"{payer}_pct": None for payer in ("central", "province", "city", "county", "other")}
    named = {"region_name": "甲市", "fiscal_year": 2023, "program_name": "资金", "topic_name": "养老服务"}
    return row | named | {"of_all_yuan": Decimal(200)} | changes


def topic(**changes: Any) -> Row:
    row: Row = {
        "topic_name": "养老服务",
        "region_name": "甲市",
        "fiscal_year": 2023,
        "terms": None,
        "ratios": None,
    }
    money = (
        "initial_yuan",
        "executed_yuan",
        "average_score",
        "lowest_pct",
        "highest_pct",
        "highest_cap_yuan",
    )
    return row | dict.fromkeys(money) | changes


def kind(**changes: Any) -> Row:
    row: Row = {"level1_code": "output", "level2_code": "quantity", "region_name": None, "region_code": None}
    counts = {"missed": 1, "met": 3, "compared": 4, "missed_pct": 25.0, "missed_points_lost": 0.5}
    return row | {"fiscal_year": None} | counts | changes


LONG = "很长的地区和单位名称" * 6
FIGURES = {
    "functions": lambda: spending.by_function(
        [function(region_name=LONG, function_name=LONG), function(amount_yuan=Decimal(-5), share_pct=-1.0)],
        "长" * 99,
        "源" * 300,
    ),
    "shares": lambda: spending.by_function(
        [function(department=LONG, document_id=n, function_code=c) for n in range(60) for c in ("201", None)],
        "题",
        "源",
    ),
    "execution": lambda: spending.execution(
        [
            function(rate_on_initial_pct=-9e5),
            function(adjusted_yuan=Decimal(10**15), rate_on_initial_pct=9e5),
        ],
        "题",
        "源",
    ),
    "public": lambda: spending.three_public(
        [public(department=LONG), public(change_pct=99999.9)], "题", "源"
    ),
    "trend": lambda: programmes.over_years(
        [year(programme=LONG, region_name=LONG), year(total_score=120.0)], "题", "源"
    ),
    "payers": lambda: programmes.who_pays(
        [paid(topic_name=LONG, program_name=LONG), paid(city_pct=150.0)], "题", "源"
    ),
    "topic": lambda: topics.draw(
        [topic(ratios=LONG, region_name=LONG, topic_name=LONG), topic(lowest_pct=1.0, highest_pct=900.0)],
        "题",
        "源",
    ),
    "targets": lambda: targets.draw(
        [kind(), kind(region_name=LONG, missed=10**6, compared=10**7)], "题", "源"
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_cut_at_the_edge(name: str) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    paper = FigureCanvasAgg(FIGURES[name]())
    paper.draw()
    ink = np.asarray(paper.buffer_rgba())[..., :3].min(axis=2) < 250
    assert ink.any()
    assert not any(edge.any() for edge in (ink[0], ink[-1], ink[:, 0], ink[:, -1]))


@pytest.mark.parametrize("name", charts.CHARTS)
def test_a_chart_reads_columns_that_its_query_has(name: str) -> None:
    values = {
        **{
            "fiscal_year": 2023,
            "enterprise_class": "small",
            "fixed_pct": 50.0,
            "weight": 9.0,
            "points_lost": 1.0,
        },
        **{
            "rate_on_initial_pct": 90.0,
            "amount_yuan": Decimal(5),
            "share_pct": 5.0,
            "total_yuan": Decimal(5),
        },
        **{"missed": 1, "met": 1, "compared": 2, "missed_pct": 50.0, "initial_yuan": Decimal(5)},
        **{"central_pct": 5.0, "of_all_yuan": Decimal(5), "topic_name": "主题", "programme": "资金"},
    }
    columns = find_query(name).columns
    row: Row = dict.fromkeys(columns) | {key: value for key, value in values.items() if key in columns}
    chart = charts.CHARTS[name]
    assert chart.needs(row) and chart.whole(row) is not None
    assert drawn(chart.draw(list(chart.first([row])), "标题", "来源"))


def test_parts_are_stacked_to_both_sides_of_nothing() -> None:
    parts = bars.stacked(
        [(A, 3, ""), (B, Decimal(-2), ""), (A, None, ""), (B, 4, ""), (A, -1, ""), (A, 0, "")]
    )
    assert [(part.start, part.end) for part in parts] == [(0, 3), (0, -2), (3, 7), (-2, -3)]
    [axis] = bars.draw(
        [bars.Bar("", "一", (bars.Mark(parts, ""),))], [bars.Column("", "yuan")], [A], "", ""
    ).axes
    assert axis.get_xlim()[0] < -3 and axis.get_xlim()[1] > 7


def test_panels_keep_their_order_and_share_a_scale_unless_each_has_its_own() -> None:
    def bar(panel: str, value: float) -> bars.Bar:
        mark = bars.Mark(bars.layered((A, value)), amounts.amount(value))
        return bars.Bar(panel, "年", (mark, mark))

    columns = [bars.Column("金额", "yuan"), bars.Column("各自", "yuan", own=True)]
    figure = bars.draw(
        [bar("乙组", 3e8), bar("甲组", 20_000), bar("乙组", 1e8)], columns, [A, B], "标题", "来源"
    )
    upper, upper_own, lower, lower_own = figure.axes
    assert [upper.get_title(loc="left"), lower.get_title(loc="left")] == ["乙组", "甲组"]
    assert upper.get_xlim() == lower.get_xlim() and lower_own.get_xlim()[1] < upper_own.get_xlim()[1]
    said = drawn(figure)
    assert {"金额（亿元）", "各自（各组比例尺不同）", "3亿元", "2万元"} <= set(said.splitlines())
    assert "甲" in said.splitlines() and "乙" not in said.splitlines()
    # Numbers of the common scale stand once, below; a scale that is not common has none.
    assert [axis.xaxis.get_tick_params()["labelbottom"] for axis in figure.axes] == [
        False,
        False,
        True,
        False,
    ]


def test_what_is_too_far_is_an_arrow_and_does_not_flatten_the_others() -> None:
    marks = [bars.Mark(bars.layered((A, value)), f"{value:g}%") for value in (90.0, 4500.0)]
    figure = bars.draw(
        [bars.Bar("", "", (mark,)) for mark in marks], [bars.Column("", "percent")], [A], "", ""
    )
    [axis] = figure.axes
    assert 200 <= axis.get_xlim()[1] < 250
    assert "4500%" in drawn(figure)
    assert sum(text.arrow_patch is not None for text in axis.texts) == 1


def test_a_number_within_a_part_is_left_out_where_it_has_no_room() -> None:
    parts = bars.stacked([(A, 99.5, "九九"), (B, 0.5, "零五")])
    figure = bars.draw(
        [bars.Bar("", "", (bars.Mark(parts, ""),))], [bars.Column("", "percent")], [A, B], "", ""
    )
    seen = {text.get_text() for text in texts(figure)}
    assert "九九" in seen and "零五" not in seen


@pytest.mark.parametrize(
    ("yuan", "said"),
    [
        (Decimal("123456789.00"), "1.23亿元"),
        (-20_526_600, "-2,052.66万元"),
        (9_999.5, "9,999.5元"),
        (0, "0元"),
        (None, "未写明"),
    ],
)
def test_an_amount_is_told_in_the_unit_of_its_size(yuan: Any, said: str) -> None:
    assert amounts.amount(yuan) == said


def test_few_tables_show_every_function_and_many_their_shares() -> None:
    codes = [str(code) for code in range(201, 211)]
    rows = [
        function(document_id=n, region_name=f"{n}市", region_code=str(n), function_code=code, share_pct=share)
        for n in range(4)
        for code, share in zip(codes, range(19, 0, -2), strict=True)
    ]
    amount, share = spending.by_function(rows[:10], "标题", "来源").axes
    assert len(amount.patches) == 10 and widths(share) == list(range(19, 0, -2))
    [axis] = spending.by_function(rows, "标题", "来源").axes
    assert [label.get_text() for label in axis.get_yticklabels()] == [
        f"{n}市 2023 年初预算" for n in range(4)
    ]
    # Seven functions with names, the other three as one.
    assert widths(axis)[:8] == [19, 17, 15, 13, 11, 9, 7, 5 + 3 + 1]
    axis, _ = spending.by_function(
        [row for row in rows if row["function_code"] == "201"], "标题", "来源"
    ).axes
    assert len(axis.patches) == 4 and axis.get_title(loc="left").startswith("教育支出")


def test_stages_of_a_budget_stand_in_their_order() -> None:
    rows = [
        function(phase="executed"),
        function(phase="initial", fiscal_year=2024),
        function(phase="adjusted"),
        function(region_code="110000", phase="executed", fiscal_year=2025),
        function(phase="initial"),
    ]
    order = [(row["fiscal_year"], row["phase"]) for row in spending.in_stages(rows)]
    assert order == [
        (2025, "executed"),
        (2023, "initial"),
        (2023, "adjusted"),
        (2023, "executed"),
        (2024, "initial"),
    ]


def test_the_budget_after_adjustment_has_a_column_where_one_is_told() -> None:
    assert len(spending.execution([function()], "标题", "来源").axes) == 2
    figure = spending.execution(
        [function(adjusted_yuan=Decimal(120), rate_on_adjusted_pct=75.0)], "标题", "来源"
    )
    assert widths(figure.axes[0]) == [100, 120, 90]
    assert "75%" in drawn(figure) and "调整后预算" in drawn(figure)


def test_cars_are_cut_into_purchase_and_running_where_both_are_told() -> None:
    told = public(
        vehicles_yuan=Decimal(60),
        purchase_yuan=Decimal(20),
        running_yuan=Decimal(40),
        reception_yuan=Decimal(30),
    )
    whole = public(vehicles_yuan=Decimal(60), department="某局", total_yuan=None)
    figure = spending.three_public([told, whole], "标题", "来源")
    governments, offices = figure.axes
    assert widths(governments) == [20, 40, 30, 10] and widths(offices) == [60]
    assert {"公务用车费（未分购置和运行）", "未分项", "未写明", "某局 2023 年初预算"} <= set(
        drawn(figure).splitlines()
    )


def test_programmes_of_many_years_come_first_when_not_all_fit() -> None:
    rows = [year(programme="甲"), year(programme="乙"), year(programme="乙", fiscal_year=2024)]
    assert [row["programme"] for row in programmes.longest_first(rows)] == ["乙", "乙", "甲"]


def test_what_is_not_told_of_a_year_is_said() -> None:
    figure = programmes.over_years(
        [year(executed_yuan=Decimal(50_000)), year(total_score=88.5)], "标题", "来源"
    )
    assert {"5万元 / —", "88.5", "未写明"} <= set(drawn(figure).splitlines())


def test_shares_that_no_payer_is_told_for_are_pale() -> None:
    figure = programmes.who_pays(
        [paid(central_pct=60.0, county_pct=25.0), paid(city_pct=100.04)], "标题", "来源"
    )
    [axis] = figure.axes
    assert widths(axis) == [60, 25, 15, 100.04] and axis.get_xlim() == (0, 100)
    assert {"未写明来源", "15%", "200元"} <= set(drawn(figure).splitlines())


def test_terms_of_a_topic_name_the_payer_where_there_are_several() -> None:
    one = topic(
        lowest_pct=30.0,
        highest_pct=93.0,
        ratios="small city 93.0%; general city ≤30.5%",
        highest_cap_yuan=20_000,
    )
    two = topic(
        lowest_pct=20.0, highest_pct=20.0, ratios="central+city 20.0%; county 20.0%", region_name="乙市"
    )
    figure = topics.draw([one, two, topic(terms=3, region_name="丙市")], "标题", "来源")
    said = set(drawn(figure).splitlines())
    assert {"小微企业 93%；一般企业 ≤30.5%；最高限额2万元", "30–93%"} <= said
    assert {"中央市合计 20%；区县级 20%", "20%", "共3条"} <= said


def test_kinds_of_missed_targets_stand_by_city_where_cities_are_asked_for() -> None:
    rows = [
        kind(
            region_code="330200",
            region_name="乙市",
            missed=0,
            met=2,
            compared=2,
            missed_pct=0.0,
            missed_points_lost=None,
        ),
        kind(region_code="330100", region_name="甲市", missed_points_lost=None),
        kind(
            region_code="330100", region_name="甲市", level1_code="satisfaction", level2_code="satisfaction"
        ),
    ]
    figure = targets.draw(rows, "标题", "来源")
    assert [axis.get_title(loc="left") for axis in figure.axes[::3]] == ["甲市", "乙市"]
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["产出 · 数量", "满意度"]
    assert {"1 / 4", "0 / 2", "未写明", "—", "0.5"} <= set(drawn(figure).splitlines())


def test_rows_of_one_bar_are_kept_together_when_not_all_fit() -> None:
    chart = charts.Chart(lambda *_: None, lambda row: True, 2, whole=lambda row: row["bar"])
    rows = [{"bar": name, "row": n} for n, name in enumerate("abacb")]
    assert [row["row"] for row in charts.that_fit(chart, rows)] == [0, 1, 2, 4]


def test_rows_that_name_no_document_give_none_as_their_source() -> None:
    assert charts.source_line([{"region_name": "甲市"}], 0, 0, 7).startswith("来源：数据版本 7；")
    assert charts.source_line([{"file_name": "a.pdf"}], 0, 0, 7).startswith("来源：1 份文件；数据版本 7；")


def test_codes_that_are_asked_for_stand_in_the_title_by_their_words() -> None:
    title = charts.title_of(find_query("funding_mix"), {"city": "宁波", "phase": "initial"})
    assert title == "资金来源构成（宁波，年初预算）"


def test_in_english_the_picture_says_the_same_in_english() -> None:
    rows = [
        year(initial_yuan=Decimal(150_000_000), executed_yuan=Decimal(1_200_000), executed_change_pct=-3.0)
    ]
    with in_use(ENGLISH):
        said = drawn(
            programmes.over_years(rows, "Title", charts.source_line([{"file_name": "a.pdf"}], 1, 0, 7))
        )
    assert "1.2 m yuan / 150 m yuan (-3% on the year before)" in said and "execution rate" not in said
    assert {"initial budget", "spending", "score", "not stated"} <= set(said.splitlines())
    assert "Source: 1 document; version 7 of the data" in said and "rows without anything to draw: 1" in said
    assert not re.search("[\u4e00-\u9fff]", said.replace("甲市 资金", ""))


def test_a_title_in_english_has_codes() -> None:
    with in_use(ENGLISH):
        title = charts.title_of(find_query("funding_mix"), {"city": "宁波", "phase": "年初"})
    assert title == "Sources of the money, report by report (宁波, initial)"
