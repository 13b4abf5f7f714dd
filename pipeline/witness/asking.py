"""Which cells the picture is asked about: those whose numbers became facts and, unless all are asked, are in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from extractors.kinds import ClassifiedTable
from extractors.model import RawCell

Row = Mapping[str, Any]

ARITHMETIC = frozenset(
    {
        "rate_differs",
        "score_sum_differs",
        "sum_differs_across",
        "sum_differs_down",
    }
)
"""Findings that a misread figure would explain as well as a wrong document does."""

_LONGEST = 40  # characters of a cell; a longer one is a sentence
_FELLOWS = 8  # cells above and below a broken total that are asked with it
_OF_A_PAGE = 12  # cells of a page whose fonts could not be proved
_IN_DOUBT = 40  # cells of a document that are asked because they are in doubt


class Place(NamedTuple):
    """A cell of the document: its table, the grid place where it begins, and the cell itself."""

    table_id: str
    row: int
    column: int
    cell: RawCell


def asked_cells(
    tables: Sequence[tuple[str, ClassifiedTable]],
    figures: Iterable[Row],
    findings: Iterable[Row],
    recognised: Collection[int],
    unproved: Collection[int],
    *,
    every: bool,
) -> list[Place]:
    """The cells to ask about, the most doubtful first, each once.

    Cells of `recognised` pages have been read from the picture already; `unproved` pages have fonts whose digits could
    not be compared with their outlines.
    """
    found = _taken_cells(tables, figures, recognised)
    if every:
        return list(found.values())
    doubtful = [*_of_broken_rows(found, findings), *_of_pages(found, unproved)]
    return list({(place.table_id, place.row, place.column): place for place in doubtful}.values())[:_IN_DOUBT]


def broken_tables(findings: Iterable[Row]) -> Counter[str]:
    """How many sums and rates of each table do not hold."""
    return Counter(f["table_id"] for f in findings if f["check"] in ARITHMETIC and f.get("table_id"))


def _taken_cells(
    tables: Sequence[tuple[str, ClassifiedTable]], figures: Iterable[Row], recognised: Collection[int]
) -> dict[tuple[str, int, int], Place]:
    """Cells with a number that a fact took, by table and the grid place where each begins."""
    owners = {table_id: table.table.owners() for table_id, table in tables}
    found: dict[tuple[str, int, int], Place] = {}
    for figure in figures:
        taker, grid = figure["fact_table"], owners.get(figure["table_id"])
        if taker is None or taker.startswith("none:") or grid is None:
            continue
        cell = grid[figure["row_index"]][figure["column_index"]]
        if cell is None or cell.parts or len(cell.text) > _LONGEST or cell.page_number in recognised:
            continue
        found[figure["table_id"], cell.row, cell.column] = Place(
            figure["table_id"], cell.row, cell.column, cell
        )
    return found


def _of_broken_rows(found: Mapping[tuple[str, int, int], Place], findings: Iterable[Row]) -> list[Place]:
    """Cells of rows that break a sum or a rate, then those above and below the figure that does."""
    near: list[Place] = []
    far: list[Place] = []
    for finding in findings:
        if finding["check"] not in ARITHMETIC or finding.get("row_index") is None:
            continue
        table_id, row = finding.get("table_id"), finding["row_index"]
        of_table = [place for place in found.values() if place.table_id == table_id]
        own = [place for place in of_table if place.row == row]
        near += own
        columns = {place.column for place in own if place.cell.text == finding.get("printed")}
        columns = columns or {place.column for place in own}
        fellows = [place for place in of_table if place.column in columns and place.row != row]
        far += sorted(fellows, key=lambda place: abs(place.row - row))[: _FELLOWS * max(1, len(columns))]
    return [*near, *far]


def _of_pages(found: Mapping[tuple[str, int, int], Place], pages: Collection[int]) -> list[Place]:
    """A few cells of each of these pages."""
    counts = dict.fromkeys(pages, 0)
    chosen = []
    for place in found.values():
        page = place.cell.page_number
        if counts.get(page, _OF_A_PAGE) < _OF_A_PAGE:
            counts[page] += 1
            chosen.append(place)
    return chosen
