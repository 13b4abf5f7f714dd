"""Row and column labels: enterprise class, funding source, totals."""

from __future__ import annotations

from collections import Counter

import pytest

from normalizers.labels import enterprise_class, funding_source, is_total_label, load
from normalizers.text import match_key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("小微企业", "small"),
        ("小 微\n企业类", "small"),
        ("普惠平台类", "small"),
        ("小微统保政策", "small"),
        ("出口信保-小微企业", "small"),
        ("中小微（小微部分）", "small"),
        ("跨境电商小微企业", "small"),
        ("非小微企业", "general"),
        ("出口信保-非小微企业", "general"),
        ("“一般企业类”保险产品", "general"),
        ("除小微企业外的其他企业", "general"),
        ("非平台类", "general"),
        ("大中型企业", "general"),
        ("小微企业/非小微企业", "all"),
        ("小微企业和一般企业", "all"),
        ("所有企业", "all"),
        ("中小微企业", "other"),
        ("外商投资企业", "other"),
        ("个人", "other"),
        ("企业类型", None),
        ("企业", None),
        ("扶持比例", None),
        ("", None),
    ],
)
def test_enterprise_class(text: str, expected: str | None) -> None:
    assert enterprise_class(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中央财政资金", "central"),
        ("其中：中央补助", "central"),
        ("省级财政专项资金", "province"),
        ("省", "province"),
        ("市级预算资金", "city"),
        ("湛江市级", "city"),
        ("市本级", "city"),
        ("市", "city"),
        ("区（市）", "county"),
        ("县（市、区）级", "county"),
        ("2. 区县级资金", "county"),
        ("上年结转资金", "carryover"),
        ("上年结转的市级资金", "carryover"),
        ("上级财政资金", "other"),
        ("单位自筹", "other"),
        ("其他财政拨款", "other"),
        ("政府性基金预算财政拨款", "other"),
        ("中央和省级资金", "other"),
        ("年度资金总额：", "all"),
        ("合 计", "all"),
        ("市级资金合计", "city"),
        ("当年财政拨款", None),
        ("一般公共预算财政拨款", None),
        ("本级财政", None),
        ("市场开拓资金", None),
        ("", None),
    ],
)
def test_funding_source(text: str, expected: str | None) -> None:
    assert funding_source(text) == expected


def test_own_level_says_what_is_meant_by_this_level() -> None:
    assert funding_source("本级财政", "province") == "province"
    assert funding_source("市本级", "province") == "city"
    assert funding_source("本级资金合计") is None


@pytest.mark.parametrize(
    "text",
    [
        "合计",
        "总 计",
        "小计",
        "共计",
        "（一）小计",
        "3.小计",
        "一、合计",
        "（合计）",
        "合计（万元）",
        "合计：",
        "Total",
        "总分",
        "总得分",
        "综合得分:",
        "评价总得分",
        "综合得分（满分100分）",
        "年度资金总额：",
        "全市合计",
        "产出指标小计",
    ],
)
def test_total_labels(text: str) -> None:
    assert is_total_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "合计拨付金额",
        "项目合计金额",
        "投入：",
        "其中：市级",
        "总分 100",
        "得分",
        "评价得分",
        "城市",
        "小计划",
        "各区（市）合计拨付企业家数及项目个数的统计数合计",
    ],
)
def test_other_labels(text: str) -> None:
    assert not is_total_label(text)


def test_file_is_sorted_and_without_doubles() -> None:
    for section, groups in load().items():
        for listed in groups.values():
            assert listed == sorted(set(listed), key=lambda word: (len(word), word)), section


def test_no_word_stands_for_two_classes() -> None:
    for section in ("enterprise_class", "funding_source"):
        words = Counter(match_key(word) for listed in load()[section].values() for word in listed)
        assert [word for word, count in words.items() if count > 1] == [], section


def test_classes_are_those_of_the_published_tables() -> None:
    assert set(load()["enterprise_class"]) == {"small", "general", "all", "other"}
    published = {"central", "province", "city", "county", "carryover", "other", "all"}
    extra = {"unspecified", "own_level", "whole_province", "whole_city", "whole_county"}
    assert set(load()["funding_source"]) == published | extra
