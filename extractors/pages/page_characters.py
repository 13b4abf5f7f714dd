"""The characters of a page while it is found out which of them count: off the page, struck out, printed over others."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from extractors.model import PageNote
from extractors.pages.overprints import find_overprints
from extractors.pages.paths import Rule
from extractors.pages.strokes import find_strokes

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
Quarters = npt.NDArray[np.int8]

_RED = 0x90
_OTHERS = 0.4  # of the red
_APART = 0.5  # of the height of a character
_MOST_SHOWN = 200  # characters of a note


@dataclass(slots=True)
class PageCharacters:
    """Characters in writing order, upright: `boxes` and `origins` (n, 4), `colours` (n,) 0xRRGGBB, `quarters` (n,)
    where some are turned, `places` (n,) where each stood at first."""

    text: list[str]
    boxes: Array
    origins: Array
    colours: Codes
    quarters: Quarters | None
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        self.places = np.arange(len(self.text))

    def keep(self, kept: npt.NDArray[np.bool_]) -> None:
        """Let all others go."""
        if kept.all():
            return
        self.text = [char for char, keep in zip(self.text, kept.tolist(), strict=True) if keep]
        self.boxes, self.origins, self.colours = self.boxes[kept], self.origins[kept], self.colours[kept]
        self.places = self.places[kept]
        self.quarters = None if self.quarters is None else self.quarters[kept]

    def add(self, at: int, char: str, box: Sequence[float] | Array, like: int) -> None:
        """Print a character before the one at `at`, from left to right where the box is drawn that shows it.

        It is as high as the character `like`, and seen where that is.
        """
        left, _, right, _ = box
        _, top, _, bottom = self.boxes[like].tolist()
        base, place, colour = self.origins[like, 1], self.places[like], self.colours[like]
        self.text.insert(at, char)
        self.boxes = np.insert(self.boxes, at, (left, top, right, bottom), axis=0)
        self.origins = np.insert(self.origins, at, (left, base, left, base), axis=0)
        self.colours = np.insert(self.colours, at, colour)
        self.places = np.insert(self.places, at, place)
        if self.quarters is not None:
            self.quarters = np.insert(self.quarters, at, 0)


def is_red(colours: Codes) -> npt.NDArray[np.bool_]:
    """Which of these colours a reader takes for red."""
    red, green, blue = colours >> 16, colours >> 8 & 255, colours & 255
    return (red >= _RED) & (green <= _OTHERS * red) & (blue <= _OTHERS * red)


def heed_strokes(
    printed: PageCharacters, rules: Sequence[Rule], number: int
) -> tuple[list[Rule], list[PageNote]]:
    """Let go of what is struck out and print each minus that is drawn, in place; the lines that are left, and what to
    say of it. `number` is the page's."""
    strokes = find_strokes(printed.text, printed.boxes, printed.origins[:, 1], rules, printed.quarters)
    used = strokes.struck.keys() | strokes.minuses.keys()
    left = [rule for at, rule in enumerate(rules) if at not in used] if used else list(rules)
    # From the last to the first, so that the numbers of the others stay.
    kept = np.ones(len(printed.text), dtype=bool)
    kept[[i for struck in strokes.struck.values() for i in struck]] = False
    notes = [_struck_note(printed, strokes.struck.values(), number)] if strokes.struck else []
    for at, figure in sorted(strokes.minuses.items(), key=lambda item: -item[1]):
        kept = np.insert(kept, figure, True)
        printed.add(figure, "-", rules[at], figure)
    printed.keep(kept)
    return left, notes


def part_overprints(printed: PageCharacters, stamped: Sequence[Places], number: int) -> list[PageNote]:
    """Let go of what is printed over other text in a colour of its own, in place, and say so.

    `stamped` are the characters of stamps, by `places`.
    """
    found = find_overprints(printed.text, printed.boxes, printed.origins[:, 1], printed.colours)
    kept = np.ones(len(printed.text), dtype=bool)
    notes = []
    for run, others in found:
        kept[run.start : run.stop] = False
        over, under = ("".join(printed.text[i] for i in some).strip() for some in (run, others))
        if over != under:  # else it is its shadow
            message = f"第{number}页“{under[:60]}”上压印有“{over[:60]}”，后者不作为表内文字"
            notes.append(PageNote("text_over_text", "warning", message, over[:_MOST_SHOWN]))
    for places in stamped:
        is_left = kept & np.isin(printed.places, places)
        over = "".join(itertools.compress(printed.text, is_left.tolist())).strip()
        kept &= ~is_left
        if over:
            message = f"第{number}页的表上盖有“{over[:60]}”，不作为表内文字"
            notes.append(PageNote("text_over_text", "warning", message, over[:_MOST_SHOWN]))
    printed.keep(kept)
    return notes


def _struck_note(printed: PageCharacters, struck: Iterable[Sequence[int]], number: int) -> PageNote:
    shown = "；".join(dict.fromkeys(_words(printed, one) for one in struck))[:_MOST_SHOWN]
    message = f"第{number}页有被划去的文字，不作为所印内容：“{shown[:60]}”"
    return PageNote("struck_out", "warning", message, shown)


def _words(printed: PageCharacters, characters: Sequence[int]) -> str:
    """Characters as text, with a space where white space parts them."""
    words = ""
    end = float("inf")
    for i in sorted(characters, key=lambda i: printed.boxes[i, 0]):
        left, top, right, bottom = printed.boxes[i].tolist()
        words += (" " if left - end > _APART * (bottom - top) else "") + printed.text[i]
        end = right
    return " ".join(words.split())
