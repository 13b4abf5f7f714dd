"""Indicators down, regions across: the numbers are targets although the headings name places alone."""

from __future__ import annotations

import re
from collections.abc import Collection

from extractors.addresses import Column, Part
from normalizers.facets import Facets

_LEVELS = frozenset({"level1", "level2", "level3"})
_OPERATOR = re.compile(r"\s*[≥≤＝=＞＜><≧≦]")
_HALF = 0.5


def with_targets(
    part: Part, columns: list[Column], heads: dict[int, Facets], places: Collection[int], caption: Facets
) -> dict[int, Facets]:
    """`heads` by grid column, those of regions beside levels of indicators with the measure target, where the title
    says targets or most of the cells print an operator. `places` are the grid columns that name regions."""
    if not any(_LEVELS.intersection(heads[c.index].names[:1]) for c in part.of_kind("stub")):
        return heads
    own = {
        c.index
        for c in columns
        if heads[c.index].measure is None and (c.index in places or heads[c.index].is_whole_region)
    }
    texts = [line.figures[index].text for line in part.lines for index in own if index in line.figures]
    signs = sum(_OPERATOR.match(text) is not None for text in texts)
    if not places or (caption.measure != "target" and signs <= _HALF * len(texts)):
        return heads
    return {i: head.changed(measure="target") if i in own else head for i, head in heads.items()}
