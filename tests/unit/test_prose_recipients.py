"""Money of sentences that goes to places and offices. All figures are invented."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sentences import NOTICE, read
from tests.tables import columns_of


def test_money_of_places_is_a_disbursement() -> None:
    text = "（一）秧苗补助60万元。其中：固始县30万元、息县20万元、淮滨县10万元。"
    rows = read(text, NOTICE)["disbursement"]
    assert columns_of(rows, "region_code", "due_yuan", "is_total") == [
        ("411525", 300000, False),
        ("411528", 200000, False),
        ("411527", 100000, False),
        ("411500", 600000, True),
    ]
    assert {row["item"] for row in rows} == {"秧苗补助"}


def test_each_of_several_places_has_the_amount() -> None:
    rows = read("安排固始县、息县各15万元。", NOTICE)["disbursement"]
    assert columns_of(rows, "region_code", "due_yuan") == [("411525", 150000), ("411528", 150000)]


def test_offices_and_towns_of_a_notice_are_recipients() -> None:
    rows = read("一、市水利局25万元，用于水毁修复。\n二、东河镇、西河镇分别追加6万元、4万元。", NOTICE)[
        "disbursement"
    ]
    assert columns_of(rows, "recipient_name", "item", "due_yuan") == [
        ("市水利局", "水毁修复", 250000),
        ("东河镇", None, 60000),
        ("西河镇", None, 40000),
    ]


def test_a_zone_without_a_code_is_a_place_by_its_name() -> None:
    text = "本次下达浉河区、平桥区、柳林产业园区补助资金分别为20万元、30万元、40万元。"
    rows = read(text, NOTICE)["disbursement"]
    assert columns_of(rows, "region_code", "due_yuan")[:2] == [("411502", 200000), ("411503", 300000)]
    assert columns_of(rows, "region_code", "region_name", "due_yuan")[2] == (None, "柳林产业园区", 400000)


def test_money_of_a_zone_is_not_its_city_s() -> None:
    text = "威海高新区支出30万元，其他县区支出20万元。下达郑州航空港区7万元、威海高新区8万元。"
    rows = read(text).get("disbursement", [])
    assert columns_of(rows, "region_code", "region_name", "paid_yuan", "due_yuan", "item") == [
        (None, "威海高新区", 300_000, None, None),
        (None, "郑州航空港区", None, 70_000, None),
        (None, "威海高新区", None, 80_000, None),
    ]


def test_money_is_of_the_whole_and_not_of_a_place_that_it_takes_in() -> None:
    text = "市级（含威海高新区、平桥区，下同）支出70万元，平桥区（不含威海高新区）支出5万元。"
    rows = read(text)
    assert columns_of(rows["budget"], "region_code", "amount_text") == [("411500", "70万元")]
    assert columns_of(rows["disbursement"], "region_code", "paid_yuan") == [("411503", 50_000)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "截至2031年底，固始县下达资金30万元，实际支出18万元，执行率60%；息县下达资金20万元，已支付15万元，支付率75%。",
            [
                ("411525", 300000, None, None),
                ("411525", None, 180000, 60.0),
                ("411528", 200000, None, None),
                ("411528", None, 150000, 75.0),
            ],
        ),
        # Of two places in a row, and of all together, none is the subject of what stands behind.
        (
            "固始县下达资金30万元，息县下达资金20万元，实际支出33万元，执行率66%。",
            [("411525", 300000, None, None), ("411528", 200000, None, None)],
        ),
        ("固始县下达资金30万元，全市实际支出33万元。", [("411525", 300000, None, None)]),
        ("固始县下达资金30万元；实际支出33万元。", [("411525", 300000, None, None)]),
        # A place that was given money is no subject.
        ("下达固始县资金30万元，实际支出33万元。", [("411525", 300000, None, None)]),
    ],
)
def test_the_place_of_a_clause_is_the_subject_up_to_the_next_semicolon(
    text: str, found: list[tuple[Any, ...]]
) -> None:
    rows = read(text, section=("部分县执行进度偏慢",))["disbursement"]
    assert columns_of(rows, "region_code", "due_yuan", "paid_yuan", "execution_rate_printed_pct") == found
    assert {row["item"] for row in rows} <= {None, "部分县执行进度偏慢"}


def test_a_state_of_affairs_is_no_name_of_a_line() -> None:
    text = "各县拨付滞后。固始县下达资金30万元，实际支出18万元。"
    assert columns_of(read(text)["disbursement"], "item") == [(None,), (None,)]


def test_what_a_place_has_left_is_no_money_due_to_it() -> None:
    rows = read("固始县下达资金30万元，实际支出18万元，结余资金12万元。")
    assert columns_of(rows["disbursement"], "due_yuan", "paid_yuan") == [(300000, None), (None, 180000)]
    assert columns_of(rows["budget"], "region_code", "flow", "amount_yuan") == [("411525", "balance", 120000)]
