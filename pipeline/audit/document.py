"""All checks of one document, in the order in which its findings are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from extractors.failures import UNLIMITED, Failures, Part
from extractors.kinds import ClassifiedTable
from pipeline.audit import (
    budgets,
    claims,
    codes,
    consequences,
    duplicate_tables,
    lines,
    lists,
    meanings,
    outcomes,
    prose,
    rates,
    recognition_errors,
    repeated_sentences,
    row_totals,
    scores,
    sums,
    table_numbers,
    targets,
    text_against_tables,
)
from pipeline.audit.rules import Report
from pipeline.audit.table_block import Sheet
from pipeline.context import Context, Row, TableRows
from pipeline.prose import StatedBudgets
from pipeline.schemas import FACTS, SCHEMAS

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Runner:
    """Runs checks, those of one table or those of the document: one that fails costs itself."""

    failures: Failures
    table_id: str | None = None
    page: int | None = None

    def __call__(self, check: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | None:
        """What the check returns; None when it failed."""
        name = f"{check.__module__.rpartition('.')[2]}.{check.__name__}"
        with self.failures.limited_to(Part.CHECK, self.page, self.table_id, name):
            return check(*given, **named)
        return None

    def of(self, view: TableRows) -> _Runner:
        """For the checks of one table."""
        return _Runner(self.failures, view.table_id, view.table.page_first)


def audit_document(
    context: Context,
    tables: Sequence[ClassifiedTable],
    rows: dict[str, list[Row]],
    facts: Row,
    failures: Failures = UNLIMITED,
    told: StatedBudgets | None = None,
) -> None:
    """Write a finding for every figure that the document's other figures contradict.

    `rows` are the published rows by table, `rows["tables"]` in the order of `tables`; `facts` those of the
    whole document; `told` is what its sentences say of its budget.
    """
    report = Report(context)
    run = _Runner(failures)
    rows = rows | {name: _complete(name, rows.get(name, [])) for name in FACTS}
    ids = [row["table_id"] for row in rows["tables"]]
    seen = [run(TableRows, context, table, table_id) for table, table_id in zip(tables, ids, strict=True)]
    views = [view for view in seen if view is not None]
    sheets = [Sheet(view, block) for view in views for block in view.classified.blocks if block.rows]
    wrong = [error for sheet in sheets for error in run.of(sheet.view)(_wrong_totals, sheet, report) or ()]
    for sheet in sheets:
        run.of(sheet.view)(row_totals.wrong_row_sums, sheet, report)
        run.of(sheet.view)(rates.wrong_execution_rates, sheet, report)
    carried = run(consequences.carried_on, wrong, sheets, report)
    run(consequences.told_on, carried or [], context.prose, report)
    _indicators(context, views, rows["indicators"], facts, report, run)
    run(lines.lines_off_total, rows["budget"], report)
    if told is not None:
        run(budgets.differing_first_budgets, rows["budget"], told, report)
    run(codes.doubtful_codes, rows["budget"], report)
    run(duplicate_tables.differing_tables, rows, report)
    run(meanings.differing_meanings, rows, report)
    run(meanings.mixed_currencies, rows["indicators"], report)
    run(_differing_amounts, context, views, report)
    run(_missing_in_payments, rows, report)
    run(_numbers_twice, rows["tables"], report)


def _wrong_totals(sheet: Sheet, report: Report) -> list[sums.WrongTotal]:
    """Totals that are wrong; one that a slip of recognition explains is reported as such only."""
    return sums.wrong_totals(sheet, report, recognition_errors.misread_figures(sheet, report))


def _complete(name: str, rows: Sequence[Row]) -> list[Row]:
    """Rows with every column of their table: the builders leave out what is not printed."""
    empty = dict.fromkeys(SCHEMAS[name].names)
    return [empty | row for row in rows]


def _indicators(
    context: Context,
    views: Sequence[TableRows],
    rows: Sequence[Row],
    facts: Row,
    report: Report,
    run: _Runner,
) -> None:
    """Targets, scores and what the text says of them."""
    run(rates.wrong_indicator_rates, rows, report)
    run(targets.wrong_target_sums, rows, report)
    run(targets.wrong_multiples, rows, report)
    run(_missing_in_indicators, rows, report)
    run(scores.wrong_score_sums, rows, report)
    words = run(prose.Prose, context.prose) or prose.Prose([])
    run(text_against_tables.check_statements, words, report)
    run(text_against_tables.check_stated_scores, words, rows, report)
    run(text_against_tables.check_sections, words, rows, report)
    run(claims.check_full_marks, words, report)
    run(claims.check_stated_targets, words, rows, report)
    run(outcomes.check_stated_outcomes, words, rows, report)
    of_table: dict[str | None, list[Row]] = {}
    for row in rows:
        of_table.setdefault(row["table_id"], []).append(row)
    for view in views:
        own = of_table.get(view.table_id, [])
        run.of(view)(text_against_tables.check_reasons, view, own, report)
        run.of(view)(claims.check_row_claims, view, own, report)
        run.of(view)(outcomes.check_row_outcomes, view, own, report)
    run(scores.wrong_grade, facts.get("total_score"), facts.get("grade"), words.text, report)


def _missing_in_indicators(rows: Sequence[Row], report: Report) -> None:
    lists.missing_regions(lists.indicator_lists(rows), report)


def _missing_in_payments(rows: dict[str, list[Row]], report: Report) -> None:
    titles = {row["table_id"]: row["caption"] or "" for row in rows["tables"]}
    lists.missing_regions(lists.payment_lists(rows.get("disbursement", []), titles), report)


def _numbers_twice(tables: Sequence[Row], report: Report) -> None:
    table_numbers.numbers_twice(
        ((row["table_id"], row["page_first"], row["caption"]) for row in tables), report
    )


def _differing_amounts(context: Context, views: Sequence[TableRows], report: Report) -> None:
    repeated_sentences.differing_amounts(_texts(context, views), report)


def _texts(context: Context, views: Sequence[TableRows]) -> list[tuple[repeated_sentences.Place, str]]:
    """Running text by page and the cells, in the order of the pages."""
    pages: dict[int, list[str]] = {}
    for page, line in context.prose:
        pages.setdefault(page, []).append(line)
    found: list[tuple[repeated_sentences.Place, str]] = [
        ((None, page, None), "".join(ls)) for page, ls in pages.items()
    ]
    for view in views:
        for cell in view.table.cells:
            if cell.text:
                found.append(((view.table_id, view.page(cell.row, cell.column), cell.row), cell.text))
    return sorted(found, key=lambda item: item[0][1] or 0)
