"""Indices and exponents: small characters that stand higher or lower than the text they follow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extractors.pages import Page

_SMALL = 0.85  # of the height of the character they follow
_NEAR = 0.35  # of that height, between the two
_OVERLAP = 0.2  # of their own height that they share with the text beside them


def with_level_scripts(page: Page) -> Page:
    """The page with every index and exponent on the baseline of its text, so that both are of one line."""
    heights, bases = page.heights, list(page.bases)
    lefts, rights, tops, bottoms, text = page.lefts, page.rights, page.tops, page.bottoms, page.text
    host, end = -1, 0.0  # the character that scripts may follow, and where its last script ends
    is_changed = False
    for i in range(len(text)):
        if text[i].isspace():
            continue
        if host >= 0 and heights[i] < _SMALL * heights[host]:
            high = heights[host]
            beside = -0.5 * high < lefts[i] - rights[host] and lefts[i] - end < _NEAR * high
            shared = min(bottoms[i], bottoms[host]) - max(tops[i], tops[host])
            if beside and shared > _OVERLAP * heights[i]:
                is_changed = is_changed or abs(bases[i] - bases[host]) > 0.1
                bases[i], end = bases[host], max(end, rights[i])
                continue
        host, end = i, rights[i]
    return replace(page, baselines=np.asarray(bases)) if is_changed else page
