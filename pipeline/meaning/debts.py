"""What is paid on debts, among lines of expenditure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extractors.addresses import Part
from normalizers.facets import Facets, read_label
from pipeline.meaning.figure import Figure
from pipeline.meaning.line_sums import Sums


def count_as_spending(part: Part, heads: Mapping[int, Facets], sums: Sums, figures: Iterable[Figure]) -> None:
    """债务还本付息资金 is spent like the other lines that it adds up with, where most of these are about no debt.

    `heads`: by grid column, what the headings say.
    """
    lines = part.lines
    owed = {
        n for n, line in enumerate(lines) if any(read_label(x.text).no_fact == "debt" for x in line.labels)
    }
    spent: set[int] = set()
    for n in owed:
        whole = sums.rows[n].summed_in
        if whole is not None and whole not in owed:
            parts = sums.rows[whole].total_of
            if 2 * len(owed.intersection(parts)) < len(parts):
                spent.add(id(lines[n]))
    for figure in figures if spent else ():
        is_of_line = id(figure.line) in spent and heads[figure.column.index].no_fact != "debt"
        if is_of_line and figure.facets.no_fact == "debt":
            figure.facets = figure.facets.changed(no_fact=None)
