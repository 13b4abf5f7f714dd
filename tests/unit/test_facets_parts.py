"""The parts of the reading of labels: layouts, times, brackets, what stands in front, regions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from normalizers.facets.brackets import bracket_spans, read_bracket
from normalizers.facets.places import is_region, region_prefixes
from normalizers.facets.prefixes import read_front, without_table_number
from normalizers.facets.printed import printed
from normalizers.facets.tiling import Layout, Tile, Tiles, lay_out
from normalizers.facets.times import find_times
from normalizers.facets.vocabulary import Word


def _tiles(*written: tuple[int, int, str]) -> Tiles:
    """Tiles by place. A word's text says where it counts: `end`, `lead`, `start`, `keep` (an end that stays), `noun`,
    `dumb` (a word that says nothing); all others say a phase."""
    tiles: Tiles = {}
    for start, end, kind in written:
        say = {} if kind in ("dumb", "noun") else {"phase": ("paid",)}
        place = frozenset({"end" if kind == "keep" else kind})
        word = Word(kind, say, is_noun=kind == "noun")
        tile = Tile(start, end, (word,), place, "rest" if kind == "keep" else "")
        tiles.setdefault(start, []).append(tile)
    return tiles


def _places(layout: Layout) -> tuple[list[int], tuple[int, int], list[int]]:
    return [tile.start for tile in layout.before], layout.rest, [tile.start for tile in layout.behind]


@pytest.mark.parametrize(
    ("tiles", "expected"),
    [
        # Words cover all: the fewest; of as many the longer last one.
        (_tiles((0, 2, "a"), (2, 6, "a"), (0, 1, "a"), (1, 2, "a")), ([0, 2], (6, 6), [])),
        (_tiles((0, 4, "a"), (4, 6, "a"), (0, 2, "a"), (2, 6, "a")), ([0, 2], (6, 6), [])),
        # A name behind, before and between words that may stand there.
        (_tiles((0, 2, "start")), ([0], (2, 6), [])),
        (_tiles((0, 2, "a")), ([], (0, 6), [])),
        (_tiles((4, 6, "end")), ([], (0, 4), [4])),
        (_tiles((0, 2, "start"), (4, 6, "end")), ([0], (2, 4), [4])),
        (_tiles((3, 4, "end"), (4, 6, "a")), ([], (0, 3), [3, 4])),
        # `lead` needs others behind it.
        (_tiles((4, 6, "lead")), ([], (0, 6), [])),
        (_tiles((3, 4, "lead"), (4, 6, "a")), ([], (0, 3), [3, 4])),
        # A word that stays in the name begins the run: what is before it is name too.
        (_tiles((2, 4, "lead"), (4, 6, "keep")), ([], (0, 4), [4])),
        # Before a noun a phase is a part of the name.
        (_tiles((3, 4, "lead"), (4, 6, "noun")), ([], (0, 6), [])),
        # No cut through a word.
        (_tiles((3, 5, "dumb"), (4, 6, "end")), ([], (0, 6), [])),
        (_tiles((1, 3, "dumb"), (0, 2, "start")), ([], (0, 6), [])),
        # What is left is no name where it is one character.
        (_tiles((0, 2, "start"), (3, 6, "end")), ([], (0, 6), [])),
    ],
)
def test_layout(tiles: Tiles, expected: object) -> None:
    assert _places(lay_out(tiles, 0, 6)) == expected


@pytest.mark.parametrize(
    ("text", "span", "say"),
    [
        ("2023年度", (0, 6), {"fiscal_year": 2023}),
        ("二〇二三年收入", (0, 5), {"fiscal_year": 2023}),
        ("2024年初预算", (0, 4), {"fiscal_year": 2024}),
        ("2024", (0, 4), {"fiscal_year": 2024}),
        ("2024年1—9月累计", (0, 9), {"fiscal_year": 2024, "as_of": date(2024, 9, 30), "month": 9}),
        ("1-7月执行数", (0, 4), {"month": 7}),
        ("2024年上半年", (0, 8), {"fiscal_year": 2024, "as_of": date(2024, 6, 30), "month": 6}),
        ("2023年4季度末", (0, 9), None),
        ("三季度", (0, 3), {"quarter": 3, "period": "quarter"}),
        ("至2023年12月31日止", (0, 12), {"as_of": date(2023, 12, 31)}),
        ("2023/6/30", (0, 9), {"as_of": date(2023, 6, 30)}),
        ("截至6月底", (0, 5), {"month": 6}),
        ("2023年末", (0, 6), {"fiscal_year": 2023, "as_of": date(2023, 12, 31)}),
        ("2021-2023年", (0, 10), {"period": "cycle"}),
    ],
)
def test_times(text: str, span: tuple[int, int], say: dict[str, Any] | None) -> None:
    (start, end, found), *others = find_times(text)
    assert (start, end, others) == (*span, [])
    if say is not None:
        assert dict(found) == say


@pytest.mark.parametrize("text", ["12023年", "10个月", "第3批", "1.5万", "2024号文"])
def test_no_times(text: str) -> None:
    assert find_times(text) == []


@pytest.mark.parametrize(
    ("content", "say"),
    [
        ("万元", "unit"),
        ("a,万元", "unit"),
        ("40分", "points"),
        ("分值:15", "points"),
        ("a", ""),
        ("b/a", ""),
        ("1+2+3", ""),
        ("执行数÷预算数×100%", ""),
        ("≥", ""),
        ("项", ""),
        ("团、处", None),
        ("含支渠", None),
        ("2023", None),
    ],
)
def test_brackets(content: str, say: str | None) -> None:
    words = read_bracket(content, f"分值({content})")
    found = None if words is None else "".join(facet for word in words for facet in word.say)
    assert found == say


def test_bare_figures_are_points_only_of_marks() -> None:
    assert read_bracket("10", "分值(10)")
    assert read_bracket("10", "水渠(10)") is None


def test_outermost_brackets() -> None:
    assert list(bracket_spans("a(b(c)d)e(f)(")) == [(1, 8), (9, 12)]


@pytest.mark.parametrize(
    ("text", "say", "rest"),
    [
        ("十二、水渠", {"ordinal": (0, 12)}, "水渠"),
        ("一、2024年水渠", {"ordinal": (0, 1)}, "2024年水渠"),
        ("（三）水渠", {"ordinal": (1, 3)}, "水渠"),
        ("1.水渠", {"ordinal": (2, 1)}, "水渠"),
        ("1 水渠", {"ordinal": (2, 1)}, "水渠"),
        ("1.5倍水渠", {}, "1.5倍水渠"),
        ("3）水渠", {"ordinal": (3, 3)}, "水渠"),
        ("⑫水渠", {"ordinal": (4, 12)}, "水渠"),
        ("指标2：水渠", {"ordinal": (2, 2)}, "水渠"),
        ("其中：（1）水渠", {"is_part": True, "ordinal": (3, 1)}, "水渠"),
        ("2. 其中：水渠", {"is_part": True, "ordinal": (2, 2)}, "水渠"),
        ("2130305水利工程建设", {"function_code": "2130305"}, "水利工程建设"),
        ("[213] 农林水支出", {"function_code": "213"}, "农林水支出"),
        ("30213 维修费", {"economic_code": "30213"}, "维修费"),
        ("50502-商品", {"economic_code": "50502"}, "商品"),
        ("419001 水利局", {"code": "419001"}, "水利局"),
        ("水利局 419001", {"code": "419001"}, "水利局"),
        ("20805", {"code": "20805"}, ""),
        ("41152424R000012345678", {"code": "41152424R000012345678"}, ""),
        ("500亩水田", {}, "500亩水田"),
        ("2000以上", {}, "2000以上"),
        ("2024年水渠", {}, "2024年水渠"),
        ("水渠3000", {}, "水渠3000"),
    ],
)
def test_front(text: str, say: dict[str, Any], rest: str) -> None:
    label = printed(text)
    front = read_front(label)
    assert (front.say, label.part(front.start, front.end)) == (say, rest)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("表 1-5 2023年水渠", "2023年水渠"),
        ("附表4-1：水渠", "水渠"),
        ("表十五 水渠", "水渠"),
        ("附件2 水渠", "水渠"),
        ("附表 水渠", "水渠"),
        ("1.17 水渠", "水渠"),
        ("1—7 月水渠", "1—7 月水渠"),
        ("表1-1", "表1-1"),
        ("表彰奖励", "表彰奖励"),
        ("附属工程", "附属工程"),
    ],
)
def test_table_numbers(text: str, rest: str) -> None:
    assert without_table_number(text) == rest


@pytest.mark.parametrize(
    "name",
    ["宜良县", "宁波", "甲县", "清河镇", "平桥区", "经开区", "西海岸新区", "四川省成都市", "河东工业园区"],
)
def test_regions(name: str) -> None:
    assert is_region(name)


@pytest.mark.parametrize(
    "name",
    [
        "城市",
        "超市",
        "贫困县",
        "各县区",
        "老旧小区",
        "自然保护区",
        "和平",
        "园区建设",
        "产粮大县",
        "学校",
        "县",
    ],
)
def test_no_regions(name: str) -> None:
    assert not is_region(name)


def test_only_names_with_their_kind_begin_labels() -> None:
    assert region_prefixes("宜良县目标值", 0) == [3]
    assert region_prefixes("宁波目标值", 0) == []
    assert region_prefixes("甲县目标值", 0) == []
    assert region_prefixes("甲县合计", 0) == [2]
