"""The government budget classification: its list, names to codes and back."""

from __future__ import annotations

import csv
from collections import Counter

from normalizers.classifications.lookup import KINDS, codes_in_order, kind_of
from normalizers.classifications.table import DATA


def test_the_list_is_sorted_and_every_code_stands_below_another() -> None:
    with DATA.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    codes = [row["code"] for row in rows]
    assert codes == sorted(codes)
    assert Counter((row["code"], row["code_name"]) for row in rows).most_common(1)[0][1] == 1
    assert {row["kind"] for row in rows} == set(KINDS)
    known = set(codes)
    for row in rows:
        assert row["code"].isdigit() and row["code_name"]
        assert row["parent_code"] == ("" if len(row["code"]) == 3 else row["code"][:-2]), row
        assert not row["parent_code"] or row["parent_code"] in known or row["kind"] == "income", row


def test_a_list_tells_its_codes_by_its_order() -> None:
    names = [
        "一般公共服务支出",
        "人大事务",
        "行政运行",
        "政协事务",
        "行政运行",
        "渡口修缮",
        "教育支出",
        "普通教育",
    ]
    codes = ["201", "20101", "2010101", "20102", "2010201", None, "205", "20502"]
    assert codes_in_order(names, "function", 2024) == codes


def test_of_two_codes_of_one_name_the_one_seen_in_the_year_is_meant() -> None:
    names = ["社会保障和就业支出", "其他社会保障和就业支出", "其他社会保障和就业支出"]
    assert codes_in_order(names, "function", 2020) == ["208", "20899", "2089901"]
    assert codes_in_order(names, "function", 2024) == ["208", "20899", "2089999"]


def test_names_tell_the_classification_they_are_of() -> None:
    assert KK(["工资福利支出", "基本工资", "津贴补贴"]) == "economic_department"
    assert KK(["机关工资福利支出", "社会保障缴费", "住房公积金"]) == "economic_government"
    assert KK(["渡口修缮", "航标更新", "教育支出"]) is None
