"""Raised figures: note marks and exponents become superscript characters on the baseline."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.pages.paths import Rule
from extractors.pages.superscripts import mark_raised

SIZE = 10.0
Part = tuple[str, float, float, float]  # text, height of its characters, how far it is raised, gap in front


def marked(*parts: Part, rules: tuple[Rule, ...] = ()) -> tuple[str, set[float]]:
    """The text of parts set one behind the other, and the heights of its baselines."""
    text: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    bases: list[float] = []
    x = 100.0
    for words, size, raised, gap in parts:
        x += gap
        for char in words:
            base = 200.0 - raised
            text.append(char)
            boxes.append((x, base - 0.85 * size, x + size / 2, base + 0.15 * size))
            bases.append(base)
            x += size / 2
    baselines = np.array(bases)
    mark_raised(text, np.array(boxes), baselines, rules)
    return "".join(text), set(baselines.tolist())


@pytest.mark.parametrize(
    ("mark", "size", "raised", "gap"),
    [("3", 6.0, 3.5, 0.0), ("3", 7.4, 2.1, 0.0), ("3", 10.0, 4.5, 0.0), ("3", 6.0, 3.5, 2.5)],
    ids=["small", "a little raised", "of the same size", "behind a gap"],
)
def test_a_raised_figure_is_a_mark(mark: str, size: float, raised: float, gap: float) -> None:
    assert marked(("82.40", SIZE, 0, 0), (mark, size, raised, gap)) == ("82.40³", {200.0})


def test_marks_stand_on_names_and_may_have_brackets() -> None:
    assert marked(("泵站", SIZE, 0, 0), ("12", 6, 3.5, 0))[0] == "泵站¹²"
    assert marked(("泵站", SIZE, 0, 0), ("(1)", 6, 3.5, 0))[0] == "泵站⁽¹⁾"


def test_decimals_set_small_belong_to_the_number() -> None:
    assert marked(("82.", SIZE, 0, 0), ("40", 6.5, 2.5, 0))[0] == "82.40"


def test_figures_on_the_line_or_below_it_stay() -> None:
    assert marked(("82", SIZE, 0, 0), ("40", 6, 0, 0))[0] == "8240"
    assert marked(("CO", SIZE, 0, 0), ("2", 6, -2, 0))[0] == "CO2"


def test_a_raised_figure_inside_a_number_stays() -> None:
    assert marked(("82", SIZE, 0, 0), ("3", 6, 3.5, 0), ("40", SIZE, 0, 0))[0] == "82340"


def test_more_than_a_mark_is_text_of_its_own() -> None:
    assert marked(("82", SIZE, 0, 0), ("2023", 6, 3.5, 0))[0] == "822023"
    assert marked(("82", SIZE, 0, 0), ("注", 6, 3.5, 0))[0] == "82注"


def test_a_figure_in_the_next_cell_is_no_mark() -> None:
    wall = Rule(111.0, 150.0, 111.0, 250.0)
    parts: tuple[Part, Part] = (("82", SIZE, 0, 0), ("5", 8, 3, 2))
    assert marked(*parts)[0] == "82⁵"
    assert marked(*parts, rules=(wall,))[0] == "825"


def test_marks_written_after_all_other_text_are_found_beside_it() -> None:
    text = list("82.40") + list("17.30") + ["3"]
    xs = [100.0 + 5 * k for k in range(5)] + [200.0 + 5 * k for k in range(5)] + [125.0]
    sizes = [10.0] * 10 + [6.0]
    bases = np.array([200.0] * 10 + [196.5])
    boxes = np.array(
        [
            (x, b - 0.85 * s, x + s / 2, b + 0.15 * s)
            for x, s, b in zip(xs, sizes, bases.tolist(), strict=True)
        ]
    )
    mark_raised(text, boxes, bases)
    assert text[-1] == "³"
    assert bases[-1] == 200.0
