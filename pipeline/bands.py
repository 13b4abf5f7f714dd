"""Rows of tables too long to be had at once: read a band at a time, in the light of the first, and let go.

What the document says of itself is known by then. Sums of such a table are not checked, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.failures import Failures, Part
from extractors.formats import LongTable
from extractors.kinds import ClassifiedTable
from extractors.whole import assemble
from pipeline.account import NOT_UNDERSTOOD, Account, Counts, account, not_understood
from pipeline.confidence import doubt_damaged, settle_confidence
from pipeline.context import Context, Row
from pipeline.document import Opened
from pipeline.facts import Paper
from pipeline.lost_parts import degraded, findings_of
from pipeline.programme_numbers import number_programmes
from pipeline.records import CellRows, name_places, tell_pages, with_topics
from pipeline.schemas import FACTS
from pipeline.tables import classified_table, each_once, facts_of_table

Rows = dict[str, Sequence[Row]]
LONG_TABLE = "long_table"


@dataclass(slots=True)
class Rest:
    """What the rest of a document's long tables is read with, and what has been found in it."""

    context: Context
    document: Row
    """The document's row of `documents`; its counts grow."""
    rows: Mapping[str, list[Row]]
    """Rows of the document without the rest; what is not understood of its tables is said anew."""
    paper: Paper
    opened: Opened
    date_terms: Callable[[Iterable[Row]], None]
    failures: Failures
    counts: Counts
    """Numbers of the document, which grow."""
    said: set[tuple[str, str]] = field(default_factory=set)
    """Findings made already: what holds for the whole table is said once."""


@dataclass(slots=True)
class _Band:
    """Some rows of a table; `rows` are their numbers in the whole table, `own` those that no other band gives."""

    table: ClassifiedTable
    rows: list[int]
    own: range


def first_of(long: LongTable, tables: Sequence[ClassifiedTable]) -> int:
    """The place of the table whose first rows are those of a long one. Raises LookupError."""
    for number, one in enumerate(tables):
        if any(cell.place == long.place for cell in one.table.cells):
            return number
    raise LookupError(f"the first rows of the table at {long.place} are in no table")


def keep_first_band(
    long: LongTable, table: ClassifiedTable, rows: Mapping[str, list[Row]], table_id: str
) -> None:
    """Leave the rows that stand behind the first band to the next: without them in `rows` and in the table's cells."""
    for name, found in rows.items():
        if name != "tables":
            found[:] = [
                row
                for row in found
                if row.get("table_id") != table_id or (row.get("row_index") or 0) < long.end
            ]
    table.table.cells = [cell for cell in table.table.cells if cell.row < long.end]


def read_rest(rest: Rest, long: LongTable, table: ClassifiedTable, row: Row) -> Iterator[Rows]:
    """Rows of all bands behind the first by table, a band at a time; `row`, that of `tables`, is completed.

    A band that fails costs its own rows.
    """
    rest.said |= {_key(one) for one in rest.rows.get("findings", ())}
    own = account(rest.rows.get("figures", ())).tables.get(row["table_id"], Counts())
    parents: list[int] = []
    failed = len(rest.failures.found)
    row["row_count"] = long.end
    while not long.is_done:
        with rest.failures.limited_to(Part.TABLE, table.table.page_first, row["table_id"]):
            band, parents = _next_band(rest, long, table, row, parents), []
            facts = _facts(rest, band, row)
            parents = _parents(facts.get("figures", ()), band)
            given = {name: list(_moved(rows, band)) for name, rows in facts.items()}
            for counts in (own, rest.counts):
                counts.take(account(given.get("figures", ())).document)
            yield given | {"cells": _cells(rest, band, row["table_id"])}
    row["row_count"] = long.end
    row |= {"number_count": own.numbers, "taken_count": own.taken}
    rest.document |= rest.counts.of_document()
    _say_anew(rest, table, row, own)
    lost = rest.failures.found[failed:]
    if lost:
        rest.document |= degraded(rest.document, lost)
    last: Rows = {"findings": [*findings_of(lost, rest.context.document_id), _sums_not_checked(row)]}
    tell_pages(last, rest.opened.has_pages, rest.opened.sheets)
    yield last


def _next_band(rest: Rest, long: LongTable, table: ClassifiedTable, row: Row, parents: list[int]) -> _Band:
    headings = [n for n in range(table.table.row_count) if n in table.header_rows]
    start = long.end
    page, rows = long.next_band(headings, parents)
    [found] = assemble([page], rest.failures).tables
    if found.row_count != len(rows):
        raise ValueError(f"{found.row_count} rows for {len(rows)}")
    known = classified_table(found, row["table_index"], rest.context.document_id, rest.failures)
    return _Band(known, rows, range(start, long.end))


def _facts(rest: Rest, band: _Band, row: Row) -> dict[str, list[Row]]:
    """Rows of a band, its numbers of rows as yet those within it."""
    context = replace(rest.context, findings=[], programme_lines=set())
    table_id, lines = row["table_id"], context.programme_lines
    found = facts_of_table(context, band.table, table_id, rest.paper, rest.failures)
    settle_confidence(found, (), frozenset())
    for name in FACTS:
        found[name] = each_once(found.get(name, []))
    rest.date_terms(found["subsidy_terms"])
    doubt_damaged(found, rest.opened.in_doubt)
    document = dict(rest.document)
    with_topics(document, found | {"tables": [row]})
    number_programmes(document, found, lambda one: (one["table_id"], one["row_index"]) in lines)
    found["findings"] = [one for one in each_once(context.findings) if _key(one) not in rest.said]
    rest.said |= {_key(one) for one in found["findings"]}
    name_places(found, [(table_id, band.table.table)], (*FACTS, "findings"))
    tell_pages(found, rest.opened.has_pages, rest.opened.sheets)
    return found


def _key(finding: Row) -> tuple[str, str]:
    return finding["check"], finding["message"]


def _moved(rows: Iterable[Row], band: _Band) -> Iterator[Row]:
    """Rows with their numbers in the whole table, without those that an earlier band gave."""
    for row in rows:
        at = row.get("row_index")
        if at is None:
            yield row
        elif band.rows[at] in band.own:
            yield row | {"row_index": band.rows[at]}


def _parents(figures: Sequence[Row], band: _Band) -> list[int]:
    """Rows of the whole table that the last row of a band stands below: those with the labels of its path."""
    own = [one for one in figures if band.rows[one["row_index"]] in band.own]
    if not own:
        return []
    last, labels = own[-1]["row_index"], set((own[-1].get("row_path") or ())[:-1])
    named = {
        cell.text: cell.row for cell in band.table.table.cells if cell.text in labels and cell.row < last
    }
    return [band.rows[row] for row in named.values()]


def _cells(rest: Rest, band: _Band, table_id: str) -> CellRows:
    cells = CellRows(rest.context.document_id, has_boxes=False, has_pages=rest.opened.has_pages)
    own = []
    header = frozenset(band.rows[row] for row in band.table.header_rows)
    for cell in band.table.table.cells:
        if band.rows[cell.row] in band.own:
            cell.row = band.rows[cell.row]
            own.append(cell)
    cells.add(table_id, replace(band.table, table=replace(band.table.table, cells=own), header_rows=header))
    return cells


def _say_anew(rest: Rest, table: ClassifiedTable, row: Row, counts: Counts) -> None:
    """What is not understood of a whole table, instead of its first rows."""
    said = NOT_UNDERSTOOD, row["table_id"]
    findings = [one for one in rest.rows["findings"] if (one["check"], one.get("table_id")) != said]
    # The row of a file without pages has lost the page by which `tell_pages` knows what to leave out.
    known = row | {"page_first": table.table.page_first}
    found = {"findings": not_understood(Account(tables={row["table_id"]: counts}), [known])}
    name_places(found, [(row["table_id"], table.table)], found)
    tell_pages(found, rest.opened.has_pages, rest.opened.sheets)
    rest.rows["findings"][:] = [*findings, *found["findings"]]


def _sums_not_checked(row: Row) -> Row:
    return {
        "document_id": row["document_id"],
        "check": LONG_TABLE,
        "severity": "info",
        "table_id": row["table_id"],
        "page_number": row["page_first"],
        "message": f"表格共{row['row_count']}行，分段读取；合计与各行之和是否相等、与文件中其他数字是否相符，均未核对",
    }
