"""The key by which texts are compared, and the short way to it for texts that are their own."""

from __future__ import annotations

import pytest

from normalizers.text import match_key


def test_plain_characters_are_their_own_key() -> None:
    """A wide space sends each of them the long way; the key must be the same as by the short one."""
    plain = [chr(code) for code in (*range(0x4E00, 0xA000), *range(0x21, 0x7F))] + list("、。《》“”‘’—≥≤")
    assert [char for char in plain if match_key(char) != match_key(f"\u3000{char}")] == []
    assert [char for char in plain if match_key(f"12{char}甲") != match_key(f"12{char}\u3000甲")] == []


def test_wide_punctuation_and_spaces_take_a_short_way_of_their_own() -> None:
    for text in ("，：；（）％！？", "（一） 甲：乙，丙；丁！戊？ 3 ％", "[1] ，", "12％ 甲"):
        assert match_key(text) == match_key(f"\u3000{text}")
    assert match_key("（一） 甲：乙，丙；丁！戊？ 3 ％") == "(一)甲:乙,丙;丁!戊?3%"


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("100①", "100"),
        ("95％²", "95%"),
        ("①100", "1100"),
        ("泵站¹²", "泵站"),
        ("调整预算数⁽¹⁾", "调整预算数"),
        ("元/米²", "元/米2"),
        ("km²", "km2"),
        ("补贴[7]", "补贴"),
        ("【注】：甲", "(注):甲"),
        ("⻓沙〔2023〕", "长沙(2023)"),
        ("宁 波\n市", "宁波市"),
        ("（一）", "(一)"),
    ],
)
def test_marks_go_and_forms_become_one(printed: str, key: str) -> None:
    assert match_key(printed) == key
