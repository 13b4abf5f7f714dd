"""Charts: round figures at the axis, marks where the values are, nothing of a document as markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from pipeline.review.charts import NARROW, WIDE, Bar, Line, Point, Shape, bars, legend_mark, lines, nice_ticks


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([95.0, 100.4], 95, 101),
        ([30.0, 90.0], 0, 100),
        ([98.0], 98, 100),
        ([100.0], 98, 100),
        ([60.0, 250.0], 50, 250),
    ],
)
def test_ticks_lie_around_all_values_and_are_few(values: list[float], low: float, high: float) -> None:
    ticks = nice_ticks(values)
    assert ticks[0] <= low and ticks[-1] >= high and ticks[0] <= min(values) and ticks[-1] >= max(values)
    assert 2 <= len(ticks) <= 10


def test_bars_are_as_long_as_their_ratios() -> None:
    made = bars(
        [Bar("宁波市", "fixed", 50.0, "=50%", "t", "/a"), Bar("宁波市", "fixed", 25.0, "=25%", "t", "/b")],
        "n",
    )
    widths = [float(node.get("width", 0)) for node in ElementTree.fromstring(made).iter("rect")]
    assert widths[0] == 2 * widths[1] > 0


def test_a_ceiling_promises_nothing_and_a_floor_leaves_room() -> None:
    def styles(kind: str) -> list[str | None]:
        made = bars([Bar("宁波市", kind, 40.0, "40%", "t", "/a")], "n")
        return [node.get("class") for node in ElementTree.fromstring(made).iter("rect")]

    assert styles("ceiling") == ["open"]
    assert styles("fixed") == ["sure"]
    assert styles("floor") == ["sure", "open"]


@pytest.mark.parametrize("shape", [WIDE, NARROW])
def test_bars_and_figures_lie_within_the_chart(shape: Shape) -> None:
    made = bars([Bar("石家庄市", "floor", 100.0, "≥100% 2023 小微企业", "t", "/a")], "n", shape)
    tree = ElementTree.fromstring(made)
    width = float(tree.attrib["viewBox"].split()[2])
    [note] = [node for node in tree.iter("text") if node.get("class") == "note"]
    letters = sum(13 if ord(char) > 0x2E80 else 7 for char in note.text or "")
    assert tree.get("class") == f"chart {shape.style}"
    assert "石家庄市" in "".join(tree.itertext())
    assert float(note.attrib["x"]) + letters <= width
    assert all(float(node.get("x", 0)) + float(node.get("width", 0)) <= width for node in tree.iter("rect"))


def test_names_and_titles_are_text() -> None:
    evil = '"><script>alert(1)</script>'
    for made in (
        bars([Bar(evil, "fixed", 40.0, evil, evil, evil)], evil),
        lines([Line(evil, [Point(2022, 90.0, evil, evil)])], evil),
    ):
        tree = ElementTree.fromstring(made)
        assert [node.tag for node in tree.iter() if "script" in node.tag] == []
        assert evil in "".join(tree.itertext())


def test_higher_values_stand_higher_and_later_years_to_the_right() -> None:
    line = Line("宁波市", [Point(2022, 90.0, "a", "/a"), Point(2023, 99.0, "b", "/b")])
    [path] = re.findall(r'points="([\d., -]+)"', lines([line], "n"))[:1]
    (x0, y0), (x1, y1) = (map(float, spot.split(",")) for spot in path.split())
    assert x1 > x0 and y1 < y0


def test_one_year_needs_no_line() -> None:
    made = ElementTree.fromstring(lines([Line("宁波市", [Point(2022, 90.0, "a", "/a")])], "n"))
    assert not list(made.iter("polyline")) and list(made.iter("circle"))


def test_lines_differ_in_shape_not_only_in_colour() -> None:
    shapes = [re.sub(r'class="[^"]*"', "", legend_mark(number)) for number in range(4)]
    assert len(set(shapes)) == 4
