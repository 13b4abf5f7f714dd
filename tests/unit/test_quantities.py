"""Indicator values: operator, number and unit, or words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from normalizers.numbers.operators import load
from normalizers.numbers.quantities import parse_percent, parse_quantity, split_operator

CASES = [
    ("≥ 94%", "≥", "94", "%"),
    ("不少于78个", "≥", "78", "个"),
    ("大于等于4396人次", "≥", "4396", "人次"),
    ("不低于349个", "≥", "349", "个"),
    ("≥90亿美元", "≥", "90", "亿美元"),
    ("> 810", ">", "810", None),
    ("≥11778", "≥", "11778", None),
    ("＞＝25 家", "≥", "25", "家"),
    ("≧5", "≥", "5", None),
    ("≥95.00(%)", "≥", "95.00", "%"),
    ("≥10（亿元）", "≥", "10", "亿元"),
    ("=300.00(场)", "=", "300.00", "场"),
    ("≤6273元/家", "≤", "6273", "元/家"),
    ("不高于84755元/家", "≤", "84755", "元/家"),
    ("不超过5个工作日", "≤", "5", "个工作日"),
    ("控制在75万元以内", "≤", "75", "万元"),
    ("低于5%", "<", "5", "%"),
    ("超过4万平方米", ">", "4", "万平方米"),
    ("95%以上", "≥", "95", "%"),
    ("95%及以上", "≥", "95", "%"),
    ("达到95%以上", "≥", "95", "%"),
    ("≥95%以上。", "≥", "95", "%"),
    ("（≥95%）", "≥", "95", "%"),
    ("500万美元（含）以下", "≤", "500", "万美元"),
    ("1亿美元（不含）以上", ">", "1", "亿美元"),
    ("50天内", "≤", "50", "天"),
    ("5个工作日内完成", "≤", "5", "个工作日"),
    ("一年内", "≤", "1", "年"),
    ("100元起", "≥", "100", "元"),
    ("40家以上", "≥", "40", "家"),
    ("满意度≥95%", "≥", "95", "%"),
    ("支持企业数量不少于2万家次", "≥", "2", "万家次"),
    ("比例不大于5%", "≤", "5", "%"),
    ("合格率100%", "=", "100", "%"),
    ("≥90%满意", "≥", "90", "%"),
    ("≤600元/生·年", "≤", "600", "元/生·年"),
    ("≥80mg/L", "≥", "80", "mg/L"),
    ("≥5档", "≥", "5", "档"),
    ("3个品种", "=", "3", "个"),
    ("满意度达90%以上", "≥", "90", "%"),
    ("提高至95%以上", "≥", "95", "%"),
    ("降低到5%", "=", "5", "%"),
    ("50天[7]", "=", "50", "天"),
    ("≥95[1]%", "≥", "95", "%"),
    ("100％", "=", "100", "%"),
    ("100①", "=", "100", None),
    ("0", "=", "0", None),
    ("0起", "=", "0", "起"),
    ("-5%", "=", "-5", "%"),
    ("130户", "=", "130", "户"),
    ("78家企业", "=", "78", "家"),
    ("2000家/年", "=", "2000", "家/年"),
    ("2万家次", "=", "2", "万家次"),
    ("154.42亿美元", "=", "154.42", "亿美元"),
    ("1,234.5 万元", "=", "1234.5", "万元"),
    ("1 234.5万元", "=", "1234.5", "万元"),
    ("10,560,\n000.00元", "=", "10560000.00", "元"),
    ("250万", "=", "250", "万"),
    ("¥1,234.00", "=", "1234.00", "元"),
    ("(¥1,234.00)", "=", "-1234.00", "元"),
    ("-￥34.50", "=", "-34.50", "元"),
    ("￥（34.50）", "=", "-34.50", "元"),
    ("减：34.50万元", "=", "-34.50", "万元"),
    ("负34.50万元", "=", "-34.50", "万元"),
    ("US$5万", "=", "5", "万美元"),
    ("合计160万元", "=", "160", "万元"),
    ("合计：160万元", "=", "160", "万元"),
    ("共 5 项", "=", "5", "项"),
    ("约95%左右", "=", "95", "%"),
    ("达100%", "=", "100", "%"),
    ("同比增长14.8%", "=", "14.8", "%"),
    ("5项（其中重大2项）", "=", "5", "项"),
    ("15盏", "=", "15", "盏"),
    ("2个百分点", "=", "2", "个百分点"),
    ("三成", "=", "30", "%"),
    ("百分之六十", "=", "60", "%"),
    ("百分之百", "=", "100", "%"),
    ("二十一家", "=", "21", "家"),
    ("一百二十万元", "=", "1200000", "元"),
    ("半年", "=", "0.5", "年"),
]


@pytest.mark.parametrize(("text", "op", "value", "unit"), CASES)
def test_number_phrases(text: str, op: str, value: str, unit: str | None) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.op, found.value, found.unit) == (op, Decimal(value), unit)
    assert found.value_high is None


WORDS = """
优 及时 保持 不超预算 年底前 长久推动 较去年实现正增长 100%达标 A级 3A 一般 十分满意 一票否决
三年行动计划 不低于上年
"""
# A figure in a sentence, or one whose sense the words turn.
SENTENCES = """
对全市130户出口企业保费配套30%进行补助
由于疫情影响，企业统保87户
未收到项目相关投诉或信访
补贴项目309个
3家未完成
没有超过5%
下降5%
较上年减少3家
80≤得分<90
95%≤满意度
30余家
0（未发生）
≥3家未完成
"""
DATES_AND_RATIOS = """
12月 12月底 1-12月 10日前 2023年 2023-2025年 2021-01-01至2021-12-31 1:3 1/3 (1) 1,23家 5-3次
3家至5万元 0354-3035310
"""


@pytest.mark.parametrize(
    "text", [*WORDS.split(), *SENTENCES.split(), *DATES_AND_RATIOS.split(), "12 34", "≥9 5%"]
)
def test_words(text: str) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.op, found.value, found.unit, found.date) == ("text", None, None, None)
    assert found.text == text


@pytest.mark.parametrize("text", [None, "", "/", "—", "-", "无", "不适用", "/[9]"])
def test_blank(text: str | None) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "op", "low", "high", "unit"),
    [
        ("30%-50%", "≥", "30", "50", "%"),
        ("30-50家", "≥", "30", "50", "家"),
        ("90～95%", "≥", "90", "95", "%"),
        ("3至5次", "≥", "3", "5", "次"),
        ("介于3%至5%之间", "≥", "3", "5", "%"),
        ("5000—8000万元", "≥", "5000", "8000", "万元"),
        ("5000万美元（不含）-1亿美元（含）", ">", "5000", "10000", "万美元"),
        ("三成至五成", "≥", "30", "50", "%"),
    ],
)
def test_ranges(text: str, op: str, low: str, high: str, unit: str) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.op, found.value, found.value_high) == (op, Decimal(low), Decimal(high))
    assert found.unit == unit


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年12月底前", date(2026, 12, 31)),
        ("2024年6月30日前完成", date(2024, 6, 30)),
        ("2023年12月31日", date(2023, 12, 31)),
        ("2023年底", date(2023, 12, 31)),
        ("截至2024年6月底", date(2024, 6, 30)),
    ],
)
def test_deadlines_are_words_with_a_date(text: str, day: date) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.op, found.value, found.date) == ("text", None, day)


@pytest.mark.parametrize(
    ("text", "stated", "value", "unit", "factor"),
    [
        ("95", "%", "95", "%", "1"),
        ("≥ 930", "亿元", "930", "亿元", "1e8"),
        ("2万", "家次", "2", "万家次", "10000"),
        ("250万", "（元）", "250", "万元", "10000"),
        ("250万", "万元", "250", "万元", "10000"),
        ("5%", "家", "5", "%", "1"),
    ],
)
def test_stated_unit_fills_in(text: str, stated: str, value: str, unit: str, factor: str) -> None:
    found = parse_quantity(text, stated)
    assert found is not None
    assert (found.value, found.unit) == (Decimal(value), unit)
    assert found.unit_obj is not None
    assert found.unit_obj.factor == Decimal(factor)


def test_unknown_stated_unit_is_kept_as_text() -> None:
    found = parse_quantity("5", "盏灯")
    assert found is not None
    assert (found.unit, found.unit_obj) == ("盏灯", None)


def test_stated_unit_does_not_apply_to_words() -> None:
    found = parse_quantity("优", "%")
    assert found is not None
    assert found.unit is None


@pytest.mark.parametrize(
    ("text", "printed"), [("≥5", True), ("=5", True), ("5家以上", True), ("5家", False), ("约5家", False)]
)
def test_printed_operator_is_told_from_the_default(text: str, printed: bool) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert found.op_printed is printed


@pytest.mark.parametrize(
    ("text", "bare_ok", "fraction_ok", "value"),
    [
        ("95.88%", False, False, "95.88"),
        ("95.88（%）", False, False, "95.88"),
        ("0.00％", False, False, "0"),
        ("三成", False, False, "30"),
        ("5‰", False, False, "0.5"),
        ("95.88", True, False, "95.88"),
        ("0.9588", True, False, "0.9588"),
        ("0.9588", False, True, "95.88"),
        ("1", True, True, "100"),
        ("95.88", True, True, "95.88"),
        ("0.9588%", True, True, "0.9588"),
    ],
)
def test_percent(text: str, bare_ok: bool, fraction_ok: bool, value: str) -> None:
    assert parse_percent(text, bare_ok=bare_ok, fraction_ok=fraction_ok) == Decimal(value)


@pytest.mark.parametrize(
    "text", [None, "—", "95.88", "95%以上", "≥95%", "30%-50%", "40家", "优", "2个百分点"]
)
def test_no_percent(text: str | None) -> None:
    assert parse_percent(text) is None


def test_fraction_column_takes_no_bare_figure_above_one() -> None:
    assert parse_percent("95.88", fraction_ok=True) is None


@pytest.mark.parametrize(
    ("text", "op", "rest"),
    [
        ("不低于95%", "≥", "95%"),
        ("≥ 3", "≥", "3"),
        ("95%以上", "≥", "95%"),
        ("50天内", "≤", "50天"),
        ("3家", None, "3家"),
        ("国内", None, "国内"),
    ],
)
def test_split_operator(text: str, op: str | None, rest: str) -> None:
    assert split_operator(text) == (op, rest)


def test_operator_file_is_sorted_and_without_doubles() -> None:
    for group in ("before", "after"):
        assert set(load()[group]) <= {"≥", ">", "≤", "<", "="}
        words = [word for listed in load()[group].values() for word in listed]
        assert len(words) == len(set(words)), group
    for listed in [*load()["before"].values(), *load()["after"].values(), *load()["neutral"].values()]:
        assert listed == sorted(set(listed), key=lambda word: (len(word), word))


def test_neutral_words_are_no_operators() -> None:
    operators = {word for listed in load()["before"].values() for word in listed}
    assert operators.isdisjoint(load()["neutral"]["lead"])
