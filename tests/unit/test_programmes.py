"""Names of programmes: what is taken off them, what tells two of them apart, and the number that spellings share."""

from __future__ import annotations

import pytest

from normalizers.programmes import Home, program_id, programme_key, programme_name

LISHUI = Home("331100", "丽水市", "丽水市水利局")
QUZHOU = Home("330800", "衢州市")
NAMES = [
    ("2021年度山塘除险加固项目绩效评价报告", "山塘除险加固项目"),
    ("丽水市水利局关于下达2022年山塘除险加固补助资金（第二批）的通知", "山塘除险加固补助资金"),
    ("浙江省丽水市“山塘除险加固”专项资金", "“山塘除险加固”专项资金"),
    ("水利局2023年1-6月山塘除险加固财政支出绩效自评表", "山塘除险加固"),
    ("二〇二二年丽水市山塘除险加固专项资金预算绩效目标申报表", "山塘除险加固专项资金"),
    ("（三）山塘除险加固", "山塘除险加固"),
    ("407 山塘除险加固", "山塘除险加固"),
    ("2023 年山塘除险加固", "山塘除险加固"),
    ("浙财建〔2023〕18号山塘除险加固", "山塘除险加固"),
    ("关于印发《丽水市民宿贴息管理办法》的通知", "民宿贴息"),
    ("村务公开", "村务公开"),
    ("浙江省山塘除险加固", "浙江省山塘除险加固"),
    ("莲都区山塘除险加固", "莲都区山塘除险加固"),
    ("乡村数字2027行动", "乡村数字2027行动"),
    ("２０２２年度山塘除险加固", "山塘除险加固"),
    ("【2022年】山塘除险加固", "山塘除险加固"),
    ("2022年度", ""),
]
ONE_PROGRAMME = [
    "山塘除险加固",
    "山塘除险加固项目",
    "山塘除险加固专项资金",
    "山塘除险加固财政补助资金",
    "山塘除险加固项目经费",
    "丽水市山塘除险加固",
    "丽水山塘除险加固资金",
    "山塘除险加固（丽水）",
    "浙江丽水市山塘除险加固",
    "市水利局山塘除险加固",
    "“山塘除险加固”专项",
    "山塘（除险加固）项目",
    "山塘-除险加固",
    "2021—2023年山塘除险加固",
    "山塘除险加固项目（2022年度）",
    "山塘除险加固第三批资金",
    "山塘除险加固工程",
    "山塘除险加固工程项目",
]
TWO_PROGRAMMES = [
    ("茶园保险", "果园保险"),
    ("茶园保险", "茶园保险保费补贴"),
    ("农机更新补贴", "农机更新"),
    ("冷库扩建（一期）", "冷库扩建（二期）"),
    ("冷库扩建一期", "冷库扩建"),
    ("省级茶园保险资金", "市级茶园保险资金"),
    ("浙江省茶园保险", "茶园保险"),
    ("莲都区茶园保险", "青田县茶园保险"),
    ("1-3号冷库扩建", "13号冷库扩建"),
    ("3.5千伏线路", "35千伏线路"),
    ("冷库扩建（小学）", "冷库扩建（中学）"),
    ("第一小学扩建", "第二小学扩建"),
]


@pytest.mark.parametrize(("printed", "name"), NAMES)
def test_a_name_without_what_is_printed_around_it(printed: str, name: str) -> None:
    assert programme_name(printed, LISHUI) == name


@pytest.mark.parametrize("printed", [name for name, _ in NAMES])
def test_a_name_that_was_cleaned_stays(printed: str) -> None:
    name = programme_name(printed, LISHUI)
    assert programme_name(name, LISHUI) == name
    assert programme_key(name, LISHUI) == programme_key(printed, LISHUI)


def test_spellings_of_a_name_share_a_number() -> None:
    numbers = {program_id(name, LISHUI) for name in ONE_PROGRAMME}
    assert len(numbers) == 1 and None not in numbers
    assert next(iter(numbers), "").startswith("331100-")  # type: ignore[union-attr]


@pytest.mark.parametrize(("one", "other"), TWO_PROGRAMMES)
def test_what_tells_two_programmes_apart_is_kept(one: str, other: str) -> None:
    assert None not in (program_id(one, LISHUI), program_id(other, LISHUI))
    assert program_id(one, LISHUI) != program_id(other, LISHUI)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("冷库扩建第一期", "冷库扩建（1期）"),
        ("冷库扩建第六期", "冷库扩建（Ⅵ期）"),
        ("冷库扩建第十期", "冷库扩建（10期）"),
        ("冷库扩建工程（二期）", "冷库扩建二期工程"),
        ("ＡＢ冷库扩建", "AB冷库扩建"),
        ("茶园和果园保险", "茶园、果园保险"),
    ],
)
def test_ways_to_write_the_same(one: str, other: str) -> None:
    assert program_id(one, LISHUI) == program_id(other, LISHUI)


def test_the_office_of_finance_is_no_source_of_money() -> None:
    assert programme_key("县财政局山塘除险加固", QUZHOU) == "县财政局山塘除险加固"
    assert programme_key("省财政山塘除险加固", QUZHOU) == programme_key("省级财政山塘除险加固", QUZHOU)


def test_no_programme_is_joined_across_regions() -> None:
    assert program_id("茶园保险", LISHUI) != program_id("茶园保险", QUZHOU)
    zones = {program_id("茶园保险", Home(None, name)) for name in ("城南新区", "城北新区")}
    assert len(zones) == 2 and None not in zones
    assert program_id("茶园保险", Home(None)) is None


@pytest.mark.parametrize(
    "name", ["市级专项资金", "部门整体支出", "其他项目", "2023年", "合计", "项目支出绩效自评表", ""]
)
def test_general_words_are_no_programme(name: str) -> None:
    assert program_id(name, LISHUI) is None


def test_what_every_office_pays_for_is_a_programme_of_the_office() -> None:
    name = "办公设备购置经费"
    water, school = Home("331100", "丽水市", "丽水市水利局"), Home("331100", "丽水市", "市教育局")
    assert program_id(name, water) not in (None, program_id(name, school))
    assert program_id(name, water) == program_id(name, Home("331100", "丽水", "水利局"))
    assert program_id(name, QUZHOU) is None
