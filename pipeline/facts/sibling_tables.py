"""What the tables of a document say together, for the one among them that leaves it open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractors.kinds import ClassifiedTable
from normalizers.facets import Facets, read_label
from pipeline.meaning import caption_facets

_PHASES = frozenset({"initial", "adjusted", "executed"})
_LEAST = 2  # tables that agree


def common_phases(tables: Iterable[ClassifiedTable], year: int | None) -> dict[int, str]:
    """By year, `year` being the document's own: the one phase of budgets that all tables state which state any for it.

    Where a document prints what was spent beside what was planned for a year, the year has none.
    """
    stated: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for table in tables:
        caption = caption_facets(table.table.caption)
        said = [caption, *(read_label(text).merged(caption) for text in dict.fromkeys(_headings(table)))]
        for phase, of_year in {(f.phase, _year(f, year)) for f in said if _is_of_budget(f)}:
            if phase is not None and of_year is not None:
                stated[of_year][phase] += 1
    return {
        of_year: phase
        for of_year, phases in stated.items()
        if len(phases) == 1
        for phase, count in phases.items()
        if count >= _LEAST
    }


def _year(facets: Facets, year: int | None) -> int | None:
    if facets.fiscal_year is not None or year is None:
        return facets.fiscal_year
    return year + (facets.year_offset or 0)


def _headings(table: ClassifiedTable) -> list[str]:
    header = set(table.header_rows)
    return [cell.text for cell in table.table.cells if cell.row in header and cell.text]


def _is_of_budget(facets: Facets) -> bool:
    return facets.measure == "amount" and not facets.no_fact and facets.phase in _PHASES
