"""Headings read by the words they are made of."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import extractors
from extractors.vocabulary.words import compares_years, headings, suggested_roles

WORDINGS = tomllib.loads(
    (Path(extractors.__file__).with_name("vocabulary") / "wordings.toml").read_text(encoding="utf-8")
)


def test_wordings_speak_of_roles_that_exist_and_patterns_compile() -> None:
    rules = [rule for name, section in WORDINGS.items() if name != "compared" for rule in section]
    assert {rule["role"] for rule in rules} <= set(headings())
    assert all(re.compile(rule["pattern"]) for rule in WORDINGS["composed"])
    assert all(re.compile(pattern) for pattern in WORDINGS["compared"]["patterns"])


@pytest.mark.parametrize(
    "heading",
    [
        "比上年增减额",
        "较2023年决算数增减",
        "同比（%）",
        "增减率（%）",
        "执行数为上年决算数的%",
        "以后年度安排",
    ],
)
def test_a_heading_sets_one_year_against_another(heading: str) -> None:
    assert compares_years(heading)


@pytest.mark.parametrize(
    "heading", ["上年结转", "以前年度结转资金", "预算执行率", "年中调整数", "上年决算数"]
)
def test_a_heading_of_one_year_compares_nothing(heading: str) -> None:
    assert not compares_years(heading)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("专项资金年初批复预算规模", "amount_initial"),
        ("市级财政调整后预算安排数", "amount_adjusted"),
        ("年中预算追加额", "amount_adjustment"),
        ("项目支出预算数", "amount_initial"),
        ("项目预算支出数", "amount_executed"),
        ("保费补贴应兑付总额", "amount_due"),
        ("补助资金累计兑付额", "amount_paid"),
        ("专项资金未拨付金额", "amount_balance"),
        ("补助资金发放进度", "execution_rate_pct"),
        ("获补企业家数", "project_count"),
        ("三级指标权重分", "weight"),
        ("绩效指标年末完成值", "actual_text"),
        ("单家企业年度最高补贴金额", "cap_text"),
        ("所属区（市、县）名称", "region"),
    ],
)
def test_a_heading_never_seen_is_read_by_its_words(heading: str, role: str) -> None:
    assert suggested_roles(heading)[0] == role


@pytest.mark.parametrize(
    "heading", ["本年支出", "财政拨款支出", "住房保障支出", "其中：财政拨款", "一般性转移支付"]
)
def test_nouns_of_accounts_state_no_phase(heading: str) -> None:
    assert not {"amount_executed", "amount_paid"} & set(suggested_roles(heading))
