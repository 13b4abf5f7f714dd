"""Where the text of a cell begins."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.pages import Page

_SAME_LINE = 0.6  # of a character's height


def first_left(page: Page, members: Iterable[int]) -> float | None:
    """The left edge of the first line that the characters make, None where nothing is printed.

    Lines below it begin where the cell does, however far the first one is indented.
    """
    text, bases, heights, lefts = page.text, page.bases, page.heights, page.lefts
    printed = [i for i in members if not text[i].isspace()]
    if not printed:
        return None
    if len(set(map(bases.__getitem__, printed))) == 1:
        return min(map(lefts.__getitem__, printed))
    first = min(printed, key=bases.__getitem__)
    end = bases[first] + _SAME_LINE * heights[first]
    return min(lefts[i] for i in printed if bases[i] <= end)
