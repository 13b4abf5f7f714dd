"""`read_label`: what labels say, what is left of them, and how nested labels are merged.

`facets_cases.csv` holds labels with everything that they say: facets that a row does not list are empty.
"""

from __future__ import annotations

import csv
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from normalizers.facets.model import Facets
from normalizers.facets.reading import read_label

_CASES = Path(__file__).with_name("facets_cases.csv")
_TEXT_FORMS = frozenset({"name", "words"})


def _cases() -> list[tuple[str, str]]:
    with _CASES.open(encoding="utf-8", newline="") as source:
        return [(row["label"], row["facets"]) for row in csv.DictReader(source)]


def _written(facets: Facets) -> set[str]:
    """Facets as the file writes them: `choices=adjusted/adjustment`, `ordinal=0.2`, `is_total=1`."""
    found = set()
    for field in fields(facets):
        value = getattr(facets, field.name)
        if (
            field.name in _TEXT_FORMS
            or not field.init
            or value is None
            or value is False
            or value in ((), "")
        ):
            continue
        if field.name == "unit":
            value = value.name
        elif field.name == "ordinal":
            value = f"{value[0]}.{value[1]}"
        elif field.name == "points":
            value = f"{value:g}"
        elif isinstance(value, tuple):
            value = "/".join(value)
        found.add(f"{field.name}={1 if value is True else value}")
    return found


@pytest.mark.parametrize(("label", "facets"), _cases())
def test_label_says(label: str, facets: str) -> None:
    assert _written(read_label(label)) == {facet.strip() for facet in facets.split(";") if facet.strip()}


def test_likeliest_phase_and_scope() -> None:
    assert read_label("调整预算数").phase == "adjusted"
    assert read_label("地区").phase is None
    assert read_label("三年期总目标值").scope == "cycle"
    assert read_label("2023年第三季度").scope is None


@pytest.mark.parametrize(
    ("label", "item", "name"),
    [
        ("水 渠\n清 淤 费（万元）", "水渠清淤费", "水渠清淤费"),
        ("其中：2.水渠清淤费（元）", "水渠清淤费", "水渠清淤费"),
        ("2024年水渠清淤费预算数", "水渠清淤费", "2024年水渠清淤费预算数"),
        ("水渠清淤费[3]", "水渠清淤费", "水渠清淤费"),
        ("２０２４年 水渠（含支渠）清淤费", "水渠（含支渠）清淤费", "２０２４年水渠（含支渠）清淤费"),
        ("省级财政补助资金", "", "省级财政补助资金"),
        ("产出指标（40分）", "", "产出指标"),
        ("执行率（B/A）", "", "执行率"),
        ("预算数（不含清淤费）", "不含清淤费", "预算数（不含清淤费）"),
        ("清淤", "清淤", "清淤"),
        ("", "", ""),
    ],
)
def test_what_is_left_is_printed_text(label: str, item: str, name: str) -> None:
    found = read_label(label)
    assert (found.item, found.name) == (item, name)


def test_words_tell_which_part_gave_a_facet() -> None:
    assert read_label("其中：中央补助资金（万元）").words == (
        ("funding_source", "中央"),
        ("measure", "补助资金"),
        ("unit", "（万元）"),
    )
    assert ("recipient_class", "小微企业") in read_label("小微企业设备更新贴息").words


def test_a_sentence_is_a_name() -> None:
    sentence = "对当年新增贷款的小微企业，" * 8
    assert read_label(sentence) == Facets(item=sentence, name=sentence)


def test_one_text_is_read_once() -> None:
    assert read_label("水渠清淤费预算数") is read_label("水渠清淤费预算数")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "一般行政管理事务",
            "其他教育费附加安排的支出",
            "均衡性转移支付支出",
            "农业结构调整补贴",
            "稳定农民收入补贴",
        ),
        *(
            "土地使用权出让收入安排的支出",
            "执行局办案费",
            "支付宝推广活动",
            "下达村水厂",
        ),
        *("分配系数研究", "比较法学研究会", "占道经营整治", "为民服务中心", "合计量仪器检定", "全域土地整治"),
        *(
            "自治区财政厅机房改造",
            "县城排水管网",
            "市民公园",
            "区块链平台",
            "省心工程",
            "应急广播",
            "已建水库除险",
        ),
    ],
)
def test_words_inside_a_name_are_no_facets(name: str) -> None:
    found = read_label(name)
    assert found.item == name
    assert _written(found) <= {f"item={name}", "flow=expenditure", "flow=income"}


@pytest.mark.parametrize(
    ("inner", "outer", "merged"),
    [
        ("金额（元）", "补助标准", "measure=standard; unit=元"),
        ("金额", "已兑付", "measure=amount; choices=paid"),
        ("补助金额", "已兑付情况", "measure=amount; choices=paid"),
        ("调整预算数", "2024年", "measure=amount; choices=adjusted/adjustment; fiscal_year=2024"),
        ("%", "比上年增减", "measure=rate; rate_of=growth; no_fact=comparison; unit=%"),
        ("本年预算数", "与上年对比", "measure=amount; choices=initial; year_offset=0"),
        ("上年执行数", "2024年度", "measure=amount; choices=executed; fiscal_year=2023"),
        ("2023年执行数", "本年", "measure=amount; choices=executed; fiscal_year=2023"),
        (
            "省级",
            "一、补贴比例（20分）",
            "measure=ratio; rate_of=ratio; funding_source=province; payer_level=province",
        ),
        ("一般债务", "债务限额", "measure=amount; no_fact=debt; item=一般债务"),
        ("小计", "小微企业", "is_total=1; recipient_class=small"),
    ],
)
def test_merged(inner: str, outer: str, merged: str) -> None:
    found = read_label(inner).merged(read_label(outer))
    assert _written(found) == set(merged.split("; "))


def test_merged_keeps_what_is_the_labels_own() -> None:
    found = read_label("（二）水渠清淤费").merged(read_label("一、30101 工程费（5分）"))
    assert (found.ordinal, found.item, found.name, found.points) == ((1, 2), "水渠清淤费", "水渠清淤费", None)


def test_changed_is_a_copy_with_other_values() -> None:
    said = read_label("其中：2024年初预算数（万元）")
    changed = said.changed(is_part=False, choices=("adjusted",))
    assert (changed.is_part, changed.choices) == (False, ("adjusted",))
    assert (said.is_part, said.choices) == (True, ("initial",))
    assert changed.changed(is_part=True, choices=("initial",)) == said
    assert dict(changed.handed_on())["choices"] == ("adjusted",)  # nothing kept of the other's


def test_only_keeps_nothing_else() -> None:
    said = read_label("其中：2024年初预算数（万元）")
    assert said.only(("is_part", "fiscal_year")) == Facets(is_part=True, fiscal_year=2024)


def test_date_of_a_label_is_a_date() -> None:
    assert read_label("截至二〇二三年十二月底").as_of == date(2023, 12, 31)


def test_what_is_wrong_with_a_target_is_no_reason_for_its_result() -> None:
    assert read_label("存在问题").names == read_label("问题").names == ("reason",)
    assert "reason" not in read_label("计划值问题").names
