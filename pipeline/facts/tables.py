"""Every table of a document to fact rows: settle the meanings of its numbers, then project them."""

from __future__ import annotations

from dataclasses import replace

from extractors.addresses import addressed
from extractors.classify import ClassifiedTable
from pipeline.facts.budget import Paper, budget_rows
from pipeline.facts.disbursement import disbursement_rows, is_disbursement_part, why_no_grant
from pipeline.facts.indicators import indicator_rows, is_indicator_part
from pipeline.facts.terms import term_rows
from pipeline.meaning.figure import Figure
from pipeline.meaning.figure_rows import figure_rows
from pipeline.meaning.phases import settle_choices
from pipeline.meaning.settle import settle
from pipeline.records.context import Context, Row, TableRows


def table_facts(
    context: Context, table: ClassifiedTable, table_id: str, paper: Paper
) -> dict[str, list[Row]]:
    """Fact rows of one table by the name of the published table, and under `figures` all its printed numbers."""
    view = TableRows(context, table, table_id)
    found: dict[str, list[Row]] = {"budget": [], "disbursement": [], "indicators": [], "subsidy_terms": []}
    address = addressed(table.table)
    figures: list[Figure] = []
    for meaning in settle(view, address, paper.title):
        settle_choices(meaning.figures)
        reason = why_no_grant(meaning, table.table.caption)
        if is_indicator_part(meaning):
            found["indicators"] += indicator_rows(view, meaning)
        elif reason is not None:
            for figure in meaning.figures:
                figure.facets = replace(figure.facets, no_fact=figure.facets.no_fact or reason)
        elif is_disbursement_part(meaning, table.table.caption):
            found["disbursement"] += disbursement_rows(view, meaning)
        else:
            found["budget"] += budget_rows(view, meaning, paper)
            found["indicators"] += indicator_rows(view, meaning)
        if not is_indicator_part(meaning):
            found["subsidy_terms"] += term_rows(view, meaning)
        figures += meaning.figures
    found["figures"] = figure_rows(view, address, figures)
    return found
