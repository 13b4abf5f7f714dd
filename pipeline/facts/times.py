"""Of which year a number is, and whether its labels say the day at which it stands."""

from __future__ import annotations

from normalizers.facets import Facets, read_label
from pipeline.context import TableRows
from pipeline.meaning import Figure


def year_of(view: TableRows, facets: Facets) -> int | None:
    """The year of a number: what its labels state, else that of the caption or the document."""
    base = view.fiscal_year
    if facets.fiscal_year is not None:
        return facets.fiscal_year
    if facets.year_offset and base is not None:
        return base + facets.year_offset
    return base


def states_day(figure: Figure) -> bool:
    """Do the labels of a number itself say of which day, months or quarter it is?"""
    labels = (label.text for label in (*figure.line.groups, *figure.line.labels))
    said = [read_label(text) for text in (*figure.column.path, figure.part.side, *labels)]
    return any(one.as_of or one.month or one.quarter for one in said)
