"""Headings to roles: known spellings, their longer forms, and headings never seen before."""

from __future__ import annotations

import pytest

from extractors.vocabulary.words import (
    has_header_words,
    is_closing_label,
    known_roles,
    suggested_roles,
    value_type,
)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("年初预算数", "amount_initial"),
        ("年初预算数（万元）", "amount_initial"),
        ("年初预算数 单位：万元", "amount_initial"),
        ("金额单位：万元 年初预算数", "amount_initial"),
        ("全年执行数（B）", "amount_executed"),
        ("全年预算数（A）", "amount_adjusted"),
        ("执行率（B/A）", "execution_rate_pct"),
        ("预算执行率（%）", "execution_rate_pct"),
        ("2023年预算数", "amount_initial"),
        ("截至2023年12月31日已拨付金额", "amount_paid"),
        ("截至2023年底实际拨付", "amount_paid"),
        ("一级\n指标", "level1"),
        ("三级 指标", "level3"),
        ("年度指标值", "target_text"),
        ("实际完成值", "actual_text"),
        ("偏差原因分析及改进措施", "deviation_reason"),
        ("序 号", "row_no"),
        ("分值", "weight"),
        ("得分", "score"),
        ("得分率", "score_rate_pct"),
        ("地区", "region"),
        ("县（市、区）", "region"),
    ],
)
def test_known_headings(heading: str, role: str) -> None:
    assert role in known_roles(heading)


@pytest.mark.parametrize("text", ["", "市南区", "12.50", "出口信用保险保费补助", "合计"])
def test_texts_that_head_no_column(text: str) -> None:
    assert known_roles(text) == ()


def test_rate_and_amount_are_told_apart() -> None:
    """全年执行数 and 执行率 look alike to a fuzzy match; here they never share a role."""
    assert not set(known_roles("全年执行数")) & set(known_roles("执行率"))
    assert not set(known_roles("得分")) & set(known_roles("得分率"))


@pytest.mark.parametrize("heading", ["专项资金预算执行率情况", "资金支出进度（%）", "实际支出率"])
def test_a_rate_never_seen_before_suggests_no_amount(heading: str) -> None:
    assert [role for role in suggested_roles(heading) if value_type(role) == "money"] == []


def test_an_amount_never_seen_before_is_suggested_by_its_words() -> None:
    assert "amount_executed" in suggested_roles("项目本年实际支出总额")


def test_a_sentence_suggests_nothing() -> None:
    assert (
        suggested_roles("根据年初预算和实际支出情况，项目资金执行率较好，全年共支出资金若干万元，执行良好")
        == ()
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["序号", "项目名称", "年初预算", "全年执行"], True),
        (["", "项目名称", "年初预算", ""], True),
        (["1", "保费补助", "100.00", "95.00"], False),
        (["市南区", "10.00", "9.00"], False),
        (["项目名称"], False),
        ([], False),
    ],
)
def test_rows_that_read_like_headers(row: list[str], expected: bool) -> None:
    assert has_header_words(row) is expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["合计", "30.00"], True),
        (["", "总 计", "30.00"], True),
        (["总得分", "100", "91.2"], True),
        (["市南区", "10.00"], False),
        (["合计拨付金额占全市专项资金的比重", "10.00"], False),
        ([], False),
    ],
)
def test_labels_that_close_a_table(row: list[str], expected: bool) -> None:
    assert is_closing_label([text.replace(" ", "") for text in row]) is expected
