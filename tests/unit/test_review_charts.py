"""Charts: round figures at the axis, marks where the values are, nothing of a document as markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from pipeline.review.charts import Line, Point, bar, legend_mark, lines, nice_ticks, round_up

KINDS = ("ceiling", "fixed", "floor", "plain")


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


def parts(made: str, tag: str) -> list[tuple[str | None, str | None]]:
    """Style and width of the marks of a bar."""
    return [(node.get("class"), node.get("width")) for node in ElementTree.fromstring(made).iter(tag)]


def test_bars_are_as_long_as_their_figures() -> None:
    assert parts(bar(50, "fixed", 100), "rect") == [("sure", "50.0%")]
    assert parts(bar(25, "plain", 200), "rect") == [("sure", "12.5%")]


def test_a_ceiling_promises_nothing_and_a_floor_leaves_room() -> None:
    assert parts(bar(40, "ceiling", 100), "rect") == [("open", "40.0%")]
    assert parts(bar(40, "fixed", 100), "rect") == [("sure", "40.0%")]
    assert parts(bar(40, "floor", 100), "rect") == [("sure", "40.0%"), ("open", "60.0%")]
    edges = [[style for style, _ in parts(bar(40, kind, 100), "line")].count("edge") for kind in KINDS]
    assert edges == [1, 1, 1, 0]


@pytest.mark.parametrize("value", [-5.0, 0.0, 100.0, 900.0])
def test_bars_stay_within_their_cell(value: float) -> None:
    for kind in KINDS:
        widths = [float((width or "0").rstrip("%")) for _, width in parts(bar(value, kind, 100), "rect")]
        assert all(0 <= width <= 100 for width in widths)


def test_a_bar_of_nothing_is_no_error() -> None:
    assert parts(bar(0, "plain", 0), "rect") == [("sure", "0.0%")]


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (-3, 1), (1, 1), (1.1, 2), (21_543_100, 25_000_000), (60, 100), (0.3, 0.5)]
)
def test_bars_end_at_a_round_figure(value: float, top: float) -> None:
    assert round_up(value) == pytest.approx(top)


def test_names_and_titles_are_text() -> None:
    evil = '"><script>alert(1)</script>'
    tree = ElementTree.fromstring(lines([Line(evil, [Point(2022, 90.0, evil, evil)])], evil))
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
