"""Columns of income by where it comes from: 财政拨款收入 | 事业收入 | 其他收入."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.addresses import Column
from normalizers.facets import Facets
from normalizers.labels import names_the_rest


def rest_of_sources(columns: Sequence[Column], heads: dict[int, Facets]) -> dict[int, Facets]:
    """`heads` by grid column: 其他收入 beside columns of income that state their sources is the other sources."""
    groups: dict[tuple[str, ...], list[Column]] = {}
    for column in columns:
        groups.setdefault(column.path[:-1], []).append(column)
    changed = dict(heads)
    for group in groups.values():
        stated = [c for c in group if heads[c.index].funding_source and heads[c.index].flow == "income"]
        for column in group if stated else []:
            head = heads[column.index]
            if head.flow == "income" and head.funding_source is None and names_the_rest(column.path[-1]):
                changed[column.index] = head.changed(funding_source="other")
    return changed
