"""Words of tables that hand out money: sorted, as they are matched, and each of use."""

from __future__ import annotations

import pytest

from normalizers.text import match_key
from pipeline.facts.grants import counts_recipients, is_unit_of_recipients, load, speaks_of


@pytest.mark.parametrize("name", sorted(load()))
def test_words_are_sorted_and_as_they_are_matched(name: str) -> None:
    words = load()[name]
    assert words == sorted(set(words))
    assert [w for w in words if match_key(w) != w] == []


@pytest.mark.parametrize("name", ["debt", "grants"])
def test_no_word_holds_another(name: str) -> None:
    words = load()[name]
    assert [(a, b) for a in words for b in words if a != b and a in b] == []


def test_every_list_is_asked() -> None:
    assert set(load()) == {"assets", "debt", "grants", "numbers", "recipients", "transfers", "units"}
    assert speaks_of("grants", "各县区冷库 补助 情况") and not speaks_of("grants", "各县区冷库座数")
    assert speaks_of("debt", "专项债券情况") and not speaks_of("debt", "专项补助情况")
    assert speaks_of("assets", "固定资产占用情况") and not speaks_of("assets", "新增资产预算表")
    assert is_unit_of_recipients("户") and not is_unit_of_recipients("台")


@pytest.mark.parametrize("heading", ["户数", "受益企业数量", "机构个数", "补助人次"])
def test_headings_that_count_recipients(heading: str) -> None:
    assert counts_recipients(heading)


@pytest.mark.parametrize("heading", ["设备台数", "补助月数", "企业名称"])
def test_headings_that_count_other_things(heading: str) -> None:
    assert not counts_recipients(heading)
