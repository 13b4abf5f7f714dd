"""Subsidy terms in policy sentences and cells. Most cases stand in terms_cases.txt beside this file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from normalizers.terms.terms import Term, parse_terms
from normalizers.terms.vocabulary import raw
from normalizers.text import match_key

CASES = Path(__file__).with_name("terms_cases.txt")


def read_cases() -> list[tuple[str, str, list[str]]]:
    """(text, heading, expected summaries) of every block of the case file."""
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    cases = []
    for block in re.split(r"\n{2,}", "\n".join(lines).strip()):
        text, *rest = block.split("\n")
        heading = "".join(line[2:] for line in rest if line.startswith("@ "))
        cases.append((text, heading, [line[2:] for line in rest if line.startswith("=")]))
    return cases


def band(term: Term) -> str:
    """Export tier in interval notation, US dollars; empty when none is stated."""
    if term.export_min_usd is None and term.export_max_usd is None:
        return ""
    low = "" if term.export_min_usd is None else f"{term.export_min_usd:f}"
    high = "" if term.export_max_usd is None else f"{term.export_max_usd:f}"
    return (
        f"{'[' if term.export_min_inclusive else '('}{low}..{high}{']' if term.export_max_inclusive else ')'}"
    )


def summary(term: Term) -> str:
    """One line for the typed part of a term."""
    ratio = "" if term.ratio_pct is None else f"{term.ratio_op}{term.ratio_pct:g}"
    cap = "" if term.cap_yuan is None else f"cap {term.cap_yuan:f}"
    if term.standard_yuan is not None:
        ratio = f"{term.ratio_op}{term.standard_yuan:f} yuan/{term.standard_per or 'once'}"
    parts = (
        term.enterprise_class, band(term), term.market, term.gov_level, term.status, ratio, cap,
        term.cap_scope, term.instrument,
    )  # fmt: skip
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize(("text", "heading", "expected"), read_cases())
def test_case(text: str, heading: str, expected: list[str]) -> None:
    assert [summary(term) for term in parse_terms(text, context=heading)] == expected


def test_case_file_is_read_whole() -> None:
    cases = read_cases()
    assert len(cases) >= 200
    assert len({(text, heading) for text, heading, _ in cases}) == len(cases), "a case stands twice"
    assert sum(1 for _, _, expected in cases if not expected) >= 25, "texts without terms are cases too"


WRAPPED = "按照不高于实际保费支出80%的标准予以支持，单个企业年度补贴上限300万元。"


@pytest.mark.parametrize("width", [3, 5, 8])
@pytest.mark.parametrize(
    "text",
    [
        WRAPPED,
        "一是对小微企业全额支持。二是对一般企业按不超过50%的比例补贴，每户企业年享受支持资金不超过300万元。",
        "扶持年度出口额在1000万美元（不含）-5000万（含）美元的企业，不高于60%",
    ],
)
def test_line_breaks_of_a_narrow_cell_change_nothing(text: str, width: int) -> None:
    wrapped = "\n".join(text[i : i + width] for i in range(0, len(text), width))
    assert [summary(t) for t in parse_terms(wrapped)] == [summary(t) for t in parse_terms(text)]
    assert parse_terms(text)


def test_numbers_set_apart_by_spaces_are_not_glued() -> None:
    assert [summary(t) for t in parse_terms("补贴对象 5 4 80%")] == []
    assert [summary(t) for t in parse_terms("补贴 比例 80 %")] == ["=80"]


@pytest.mark.parametrize(
    ("text", "low", "low_in", "high", "high_in"),
    [
        ("出口额在5000万美元（不含）-1亿美元（含）的企业，按60%补贴", 50_000_000, False, 100_000_000, True),
        ("出口额在1000万美元（不含）-5000万（含）美元的企业，按60%补贴", 10_000_000, False, 50_000_000, True),
        ("出口额在1亿美元（不含）以上的企业，按60%补贴", 100_000_000, False, None, None),
        ("出口额在500万美元（含）以下的企业，按60%补贴", None, None, 5_000_000, True),
        ("上年度出口额不足500万美元的企业，按60%补贴", None, None, 5_000_000, False),
        ("上年度出口额达到500万美元以上的企业，按60%补贴", 5_000_000, True, None, None),
        ("出口额500—1000万美元的企业，按60%补贴", 5_000_000, True, 10_000_000, True),
        ("出口额1.5亿美元以上的企业，按60%补贴", 150_000_000, True, None, None),
        ("出口额五百万美元以下的企业，按60%补贴", None, None, 5_000_000, True),
        ("进出口额不超过6500万美元的企业，按60%补贴", None, None, None, None),
        ("上年度营业收入500万元以下的企业，按60%补贴", None, None, None, None),
    ],
)
def test_export_tier(
    text: str, low: int | None, low_in: bool | None, high: int | None, high_in: bool | None
) -> None:
    (term,) = parse_terms(text)
    assert (term.export_min_usd, term.export_max_usd) == (low, high)
    assert (term.export_min_inclusive, term.export_max_inclusive) == (low_in, high_in)
    assert (term.ratio_pct, term.cap_yuan) == (60.0, None)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("最高不超过300万元", 3_000_000),
        ("最高不超过0.3亿元", 30_000_000),
        ("最高不超过1,500,000元", 1_500_000),
        ("最高不超过人民币5万元", 50_000),
        ("最高不超过三百万元", 3_000_000),
        ("最高不超过2千万元", 20_000_000),
        ("最高不超过壹佰万元", 1_000_000),
    ],
)
def test_amounts(text: str, yuan: int) -> None:
    assert [term.cap_yuan for term in parse_terms(text)] == [Decimal(yuan)]


def test_foreign_limit_is_not_yuan_but_its_words_are_kept() -> None:
    (term,) = parse_terms("按50%补贴，每家企业最高不超过10万美元")
    assert term.cap_yuan is None
    assert term.cap_scope == "per_enterprise"
    assert "最高不超过10万美元" in (term.condition_text or "")


def test_condition_and_quote_are_as_printed() -> None:
    first, second = parse_terms(
        "对“一般企业类”保险 产品，市级财政按其实际缴纳保费给予不超过 30%的补助。"
        "小微企业全额补助。单个项目补助金额低于 1000 元的不予补助。"
    )
    assert first.text == "“一般企业类”保险产品，市级财政按其实际缴纳保费给予不超过 30%的补助"
    assert first.condition_text is not None
    assert first.condition_text.startswith("“一般企业类”保险产品")
    assert first.condition_text.endswith("单个项目补助金额低于 1000 元的不予补助")
    assert second.text == "小微企业全额补助"


def test_regions_named_in_the_clause() -> None:
    terms = parse_terms("山东省支持比例不低于50%，宁波、深圳、厦门等城市补贴比例为40%")
    assert [term.region_names for term in terms] == [("山东省",), ("宁波市", "深圳市", "厦门市")]
    assert parse_terms("按不超过60%的比例给予补贴")[0].region_names == ()


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("60%", "小微企业", "small"),
        ("60%", "非小微企业", "general"),
        ("小微企业60%", "非小微企业", "small"),
        ("60%", "小微企业与非小微企业政策对比", None),
        ("60%", "补贴比例", None),
    ],
)
def test_class_comes_from_the_text_before_the_heading(text: str, heading: str, expected: str | None) -> None:
    assert [term.enterprise_class for term in parse_terms(text, context=heading)] == [expected]


def test_bare_number_needs_one_stated_unit() -> None:
    assert parse_terms("60", context="补贴比例") == []
    assert parse_terms("60", context="补贴比例（%） 最高限额（万元）") == []
    assert [t.ratio_pct for t in parse_terms("60", context="补贴比例（%）")] == [60.0]


def test_cap_on_the_enterprise_stands_with_the_ratio() -> None:
    both = parse_terms("按50%补贴，单笔最高不超过10万元，单个企业全年最高不超过100万元")
    assert [(t.ratio_pct, t.cap_yuan, t.cap_scope) for t in both] == [
        (50.0, Decimal(1_000_000), "per_enterprise_year"),
        (None, Decimal(100_000), "per_project"),
    ]


# The words


def word_lists(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from word_lists(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


@pytest.mark.parametrize(("name", "items"), list(word_lists(raw())))
def test_words_are_sorted_and_folded(name: str, items: list[str]) -> None:
    assert items == sorted(set(items)), f"{name} is not sorted or names a word twice"
    if name.endswith("patterns"):
        assert all(re.compile(item) for item in items)
    else:
        assert [item for item in items if match_key(item) != item] == []


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("ops", ["le", "ge", "lt", "gt", "reach"]),
        ("ratio", ["heads", "blockers"]),
        ("cap", ["heads", "blockers"]),
        ("tier", ["heads", "blockers"]),
        ("scope", ["enterprise", "project", "total"]),
        ("market", ["specific", "rest"]),
        ("level", ["province", "city", "province+city", "county", "central"]),
        ("status", ["recommended", "historic", "in_force"]),
        ("instrument", ["premium_subsidy", "interest_subsidy", "credit_report", "freight", "other"]),
    ],
)
def test_a_word_has_one_meaning(table: str, names: list[str]) -> None:
    words = [word for name in names for word in raw()[table][name]]
    assert sorted(words) == sorted(set(words))


def test_far_words_are_comparison_words() -> None:
    ops = raw()["ops"]
    assert set(ops["far"]) <= {*ops["le"], *ops["ge"]}
