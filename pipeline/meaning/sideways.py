"""A list of marks on its side: indicators across, 分值, 得分 and 得分率 down."""

from __future__ import annotations

from extractors.addresses import Part
from normalizers.facets import Facets, read_label

_FEWEST = 2  # rows of different marks
_MARKS = frozenset({"rate", "score", "weight"})  # 得分率, 得分, 分值
_MAY_BE = _MARKS | {"other"}  # 扣分 beside them


def with_indicators_across(part: Part, heads: dict[int, Facets]) -> dict[int, Facets]:
    """`heads` by grid column; where every row is a mark, those of figures are mere names: 资金到位率 is no rate."""
    said = [read_label(line.labels[-1].text) for line in part.lines if line.labels and line.figures]
    marks = {"rate" if f.rate_of == "score" else f.measure for f in said}
    if part.is_pairs or not marks <= _MAY_BE or len(marks & _MARKS) < _FEWEST:
        return heads
    across = {c.index for c in part.of_kind("figures")}
    return {
        index: head.changed(measure=None, rate_of=None, no_fact=None, choices=()) if index in across else head
        for index, head in heads.items()
    }
