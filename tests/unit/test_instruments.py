"""A term that does not say what kind of support it is follows the others of its table."""

from __future__ import annotations

from pipeline.facts.instruments import follow_the_table
from tests.tables import facts


def instruments(*terms: tuple[float | None, str | None, str | None]) -> list[str | None]:
    rows = [{"ratio_pct": ratio, "instrument": kind, "base_text": base} for ratio, kind, base in terms]
    follow_the_table(rows)
    return [row["instrument"] for row in rows]


PREMIUM = "premium_subsidy"


def test_the_others_say_it() -> None:
    assert instruments((30.0, PREMIUM, "保费"), (25.0, PREMIUM, None), (35.0, None, None)) == [PREMIUM] * 3


def test_one_other_is_too_few() -> None:
    assert instruments((30.0, PREMIUM, None), (35.0, None, None))[-1] is None


def test_a_table_of_several_kinds_says_nothing() -> None:
    found = instruments((30.0, PREMIUM, None), (40.0, "interest_subsidy", None), (2.0, None, None))
    assert found[-1] is None


def test_a_share_of_something_else_and_what_is_no_share_stay() -> None:
    found = instruments(
        (30.0, PREMIUM, None), (25.0, PREMIUM, None), (20.0, None, "设备投资额"), (None, None, None)
    )
    assert found[2:] == [None, None]


def test_in_a_table_of_policies() -> None:
    table = """
城市 | 小微企业 | 一般企业
甲市 | 保费全额补助 | 给予实缴保费45%的扶持
乙市 | 按实际缴纳保费的90%给予扶持 | 补贴比例为35%
"""
    found = facts(table, caption="其他城市出口信用保险扶持政策情况表")["subsidy_terms"]
    assert {(row["ratio_pct"], row["instrument"]) for row in found} >= {(35.0, PREMIUM), (45.0, PREMIUM)}
