"""All checks of one document, in the order in which its findings are read."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.classify import ClassifiedTable
from pipeline.audit import (
    across,
    captions,
    claims,
    consequences,
    lists,
    meanings,
    outcomes,
    prose,
    rates,
    repeated,
    scores,
    slips,
    sums,
    targets,
    told,
    twins,
)
from pipeline.audit.rules import Report
from pipeline.audit.sheet import Sheet
from pipeline.records.context import Context, Row, TableRows
from pipeline.schemas import FACTS, SCHEMAS


def audit_document(
    context: Context, tables: Sequence[ClassifiedTable], rows: dict[str, list[Row]], facts: Row
) -> None:
    """Write a finding for every figure that the document's other figures contradict.

    `rows` are the published rows by table, `rows["tables"]` in the order of `tables`; `facts` those of the
    whole document.
    """
    report = Report(context)
    rows = rows | {name: _complete(name, rows.get(name, [])) for name in FACTS}
    views = [TableRows(context, t, row["table_id"]) for t, row in zip(tables, rows["tables"], strict=True)]
    sheets = [Sheet(view, block) for view in views for block in view.classified.blocks if block.rows]
    wrong = [error for sheet in sheets for error in _wrong_totals(sheet, report)]
    for sheet in sheets:
        across.wrong_row_sums(sheet, report)
        rates.wrong_execution_rates(sheet, report)
    consequences.told_on(consequences.carried_on(wrong, sheets, report), context.prose, report)
    _indicators(context, views, rows.get("indicators", []), facts, report)
    twins.differing_tables(rows, report)
    meanings.differing_meanings(rows, report)
    meanings.mixed_currencies(rows["indicators"], report)
    repeated.differing_amounts(_texts(context, views), report)
    titles = {row["table_id"]: row["caption"] or "" for row in rows["tables"]}
    lists.missing_regions(lists.payment_lists(rows.get("disbursement", []), titles), report)
    captions.numbers_twice(
        ((row["table_id"], row["page_first"], row["caption"]) for row in rows["tables"]), report
    )


def _wrong_totals(sheet: Sheet, report: Report) -> list[sums.WrongTotal]:
    """Totals that are wrong; one that a slip of recognition explains is reported as such only."""
    return sums.wrong_totals(sheet, report, slips.slips(sheet, report))


def _complete(name: str, rows: Sequence[Row]) -> list[Row]:
    """Rows with every column of their table: the builders leave out what is not printed."""
    empty = dict.fromkeys(SCHEMAS[name].names)
    return [empty | row for row in rows]


def _indicators(
    context: Context, views: Sequence[TableRows], rows: Sequence[Row], facts: Row, report: Report
) -> None:
    """Targets, scores and what the text says of them."""
    rates.wrong_indicator_rates(rows, report)
    targets.wrong_target_sums(rows, report)
    targets.wrong_multiples(rows, report)
    lists.missing_regions(lists.indicator_lists(rows), report)
    scores.wrong_score_sums(rows, report)
    words = prose.Prose(context.prose)
    told.check_statements(words, report)
    told.check_told_scores(words, rows, report)
    told.check_sections(words, rows, report)
    claims.check_full_marks(words, report)
    claims.check_told_targets(words, rows, report)
    outcomes.check_told_outcomes(words, rows, report)
    of_table: dict[str | None, list[Row]] = {}
    for row in rows:
        of_table.setdefault(row["table_id"], []).append(row)
    for view in views:
        own = of_table.get(view.table_id, [])
        told.check_reasons(view, own, report)
        claims.check_row_claims(view, own, report)
        outcomes.check_row_outcomes(view, own, report)
    scores.wrong_grade(facts.get("total_score"), facts.get("grade"), words.text, report)


def _texts(context: Context, views: Sequence[TableRows]) -> list[tuple[repeated.Place, str]]:
    """Running text by page and the cells, in the order of the pages."""
    pages: dict[int, list[str]] = {}
    for page, line in context.prose:
        pages.setdefault(page, []).append(line)
    found: list[tuple[repeated.Place, str]] = [
        ((None, page, None), "".join(ls)) for page, ls in pages.items()
    ]
    for view in views:
        for cell in view.table.cells:
            if cell.text:
                found.append(((view.table_id, view.page(cell.row, cell.column), cell.row), cell.text))
    return sorted(found, key=lambda item: item[0][1] or 0)
