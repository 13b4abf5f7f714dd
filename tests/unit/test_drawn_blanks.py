"""A blank whose glyph is a minus is one; blanks that show nothing, or something else, stay blanks."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.bulk import RawCharacters
from extractors.pages import drawn_blanks

BASE, SIZE = 500.0, 10.0
Ink = tuple[float, float, float, float]  # left, right, bottom, top
MINUS: Ink = (0.5, 5.5, 502.8, 503.3)


def shown(text: str, ink: Ink) -> str:
    """The text after its blanks were looked at; each shows `ink`."""
    count = len(text)
    raw = RawCharacters(
        np.array([ord(char) for char in text], np.uint32),
        np.ones(count, np.bool_),
        np.zeros(count, np.bool_),
        np.tile(np.array([0, BASE + 8, 6, BASE - 2], np.float32), (count, 1)),
        np.tile(np.array([0, BASE]), (count, 1)),
        np.zeros(count, np.float32),
        np.zeros(count, np.uint32),
        np.tile(np.array(ink, np.float64), (count, 1)),
        np.zeros(count, np.uint64),
    )
    drawn_blanks.show_minuses(raw)
    return "".join(map(chr, raw.codes))


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2003", "\u3000", "\0", "\ue0a1", "\ufffd"])
def test_a_blank_that_shows_a_minus_is_one(blank: str) -> None:
    assert shown(f"a{blank}12.50", MINUS) == "a-12.50"


@pytest.mark.parametrize(
    "ink",
    [(0, 6, 500.0, 500.01), (0, 6, 500.5, 501.0), (2, 3, 500, 501), (0, 6, 502, 505), (0, 0.8, 503, 503.4)],
    ids=["nothing", "on the baseline", "a point", "a block", "a dot"],
)
def test_other_ink_is_no_minus(ink: Ink) -> None:
    assert shown("a 12.50", ink) == "a 12.50"


def test_only_blanks_before_figures_are_looked_at() -> None:
    assert shown("12 a x12", MINUS) == "12 a x12"
