"""Every table of a document to fact rows: settle the meanings of its numbers, then project them."""

from __future__ import annotations

from dataclasses import replace

from extractors.addresses import Addressed, addressed
from extractors.classify import ClassifiedTable
from normalizers.facets import read_label
from normalizers.text import clean, is_blank
from pipeline.facts.budget import Paper, attach_lone_rates, budget_rows
from pipeline.facts.disbursement import disbursement_rows, is_disbursement_part
from pipeline.facts.indicators import indicator_rows, is_indicator_part
from pipeline.facts.points import point_rows, sideways_rows
from pipeline.meaning.phases import settle_choices, settle_repeated
from pipeline.meaning.settle import settle
from pipeline.records.context import Context, Row, TableRows


def table_facts(
    context: Context, table: ClassifiedTable, table_id: str, paper: Paper
) -> tuple[dict[str, list[Row]], list[object]]:
    """Fact rows of one table by the name of the published table, and its figures."""
    address = addressed(table.table)
    view = TableRows(_of_form(context, address), table, table_id)
    found: dict[str, list[Row]] = {"budget": [], "disbursement": [], "indicators": []}
    figures: list[object] = []
    meanings = settle(view, address, paper.title)
    for meaning in meanings:
        settle_choices(meaning.figures)
    settle_repeated(meanings)
    for meaning in meanings:
        if is_indicator_part(meaning):
            found["indicators"] += indicator_rows(view, meaning)
        elif is_disbursement_part(meaning):
            found["disbursement"] += disbursement_rows(view, meaning)
        else:
            found["budget"] += budget_rows(view, meaning, paper)
            found["indicators"] += sideways_rows(view, meaning) or point_rows(view, meaning)
        figures += meaning.figures
    attach_lone_rates(meanings, found["budget"])
    return found, figures


def _of_form(context: Context, address: Addressed) -> Context:
    """The context with the programme that the form states; one without a name of its own goes on with the last."""
    values = [p.value.text for p in address.pairs if read_label(p.labels[-1]).names[:1] == ("program",)]
    stated = [clean(text) for text in values if not is_blank(text)]
    if len(stated) == 1:
        context.form_program = stated[0]
        return replace(context, program_name=stated[0])
    if context.program_name is None and context.form_program is not None:
        return replace(context, program_name=context.form_program)
    return context
