"""A term that does not say what kind of support it is follows the others of its table."""

from __future__ import annotations

from extractors.prose.prose import Sentence
from pipeline.context.context import Context
from pipeline.facts.instruments import follow_the_others
from pipeline.prose.policies import ProseRows
from tests.tables import facts


def instruments(*terms: tuple[float | None, str | None, str | None]) -> list[str | None]:
    rows = [{"ratio_pct": ratio, "instrument": kind, "base_text": base} for ratio, kind, base in terms]
    follow_the_others(rows)
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


def test_a_sentence_follows_the_others_of_its_document() -> None:
    context = Context("d0", region_code="330300", region_name="温州市", fiscal_year=2023)
    stated = ("小微企业按实际缴纳保费的90%给予补助。", "一般企业按实际缴纳保费的40%给予补助。")
    silent = "因省级资金对小微企业补贴标准已达80%，市级资金只支持一般企业。"
    texts = [Sentence(text, page, ("扶持标准",)) for page, text in enumerate((*stated, silent), 1)]
    terms = ProseRows(context).build(texts)["subsidy_terms"]
    assert [(row["ratio_pct"], row["instrument"]) for row in terms] == [
        (90.0, PREMIUM),
        (40.0, PREMIUM),
        (80.0, PREMIUM),
    ]
    (alone,) = ProseRows(context).build(texts[2:])["subsidy_terms"]
    assert alone["instrument"] is None
