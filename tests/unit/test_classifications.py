"""The government budget classification: its list, names to codes and back."""

from __future__ import annotations

import csv
from collections import Counter

from normalizers.classifications.lookup import KINDS, codes_in_order, kinds_of
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
    assert set(kinds_of(["工资福利支出", "基本工资", "津贴补贴"])) == {"economic_department"}
    assert set(kinds_of(["机关工资福利支出", "社会保障缴费", "住房公积金"])) == {"economic_government"}
    assert set(kinds_of(["渡口修缮", "航标更新", "教育支出"])) == {None}
    assert set(kinds_of(["教育支出", "卫生健康支出"])) == {None}  # too few


def test_a_ledger_holds_two_classifications_and_lines_of_its_own() -> None:
    income = ["税收收入", "增值税", "企业所得税", "个人所得税", "非税收入", "罚没收入", "捐赠收入"] * 2
    spent = ["教育支出", "普通教育", "小学教育", "卫生健康支出", "公共卫生", "城乡社区支出", "农林水支出"] * 2
    own = ["闸坝管理所", "航标处", "渡口所", "船闸所", "驳岸处", "码头所", "趸船处", "引航站", "疏浚队"] * 2
    kinds = ["income"] * 14 + ["function"] * 14 + [None] * 18
    assert kinds_of([*income, *spent, *own]) == kinds
    assert kinds_of([*income, "", *spent])[13:16] == ["income", "function", "function"]


def test_lines_of_income_called_like_functions_are_none() -> None:
    transfers = [f"{name}转移支付收入" for name in ("均衡性", "民族地区", "边境地区", "革命老区", "产粮大县")]
    functions = ["一般公共服务", "国防", "公共安全", "教育", "科学技术", "卫生健康", "节能环保", "城乡社区"]
    assert set(kinds_of([*transfers, *functions])) <= {"income", None}
    assert set(kinds_of(["转移支付支出", *functions])) == {"function"}


def test_an_item_below_a_line_passed_before_is_not_named_after_it() -> None:
    names = [
        "企业职工基本养老保险基金支出",
        "病残津贴支出",
        "机关事业单位基本养老保险基金支出",
        "病残津贴支出",
    ]
    assert codes_in_order(names, "function", 2024) == ["20901", "2090104", "20911", None]


def test_an_old_template_keeps_a_line_that_moved_where_it_was() -> None:
    names = [
        "政府办公厅（室）及相关机构事务",
        "行政运行",
        "信访事务",
        "事业运行",
        "其他政府办公厅（室）及相关机构事务支出",
    ]
    codes = ["20103", "2010301", "2010308", "2010350", "2010399"]
    assert codes_in_order(names, "function", 2025) == codes
    assert codes_in_order([*names[:2], "信访事务", "行政运行", "信访业务"], "function", 2025)[2:] == [
        "20140", "2014001", "2014004",
    ]  # fmt: skip
