"""Every table of a document to fact rows: settle the meanings of its numbers, then project them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.addresses import Addressed, addressed
from extractors.kinds import ClassifiedTable, classify
from normalizers.facets import read_label
from normalizers.text import clean, is_blank
from pipeline.context import Context, Row, TableRows
from pipeline.facts.budget import Paper, budget_rows
from pipeline.facts.debt import is_about_debt
from pipeline.facts.disbursement import disbursement_rows, is_disbursement_part, why_no_grant
from pipeline.facts.findings import note_unreadable
from pipeline.facts.indicators import indicator_rows, is_indicator_part
from pipeline.facts.instruments import follow_the_others
from pipeline.facts.marks_across import marks_across
from pipeline.facts.non_monetary import note_non_monetary
from pipeline.facts.points import point_rows
from pipeline.facts.policy_table import stated_terms
from pipeline.facts.prose_cells import sentence_rows
from pipeline.facts.rates import attach_lone_rates
from pipeline.facts.scales import is_scale
from pipeline.facts.stated_numbers import note_taken
from pipeline.facts.terms import term_rows, together
from pipeline.facts.transposed import put_back, turned
from pipeline.meaning import (
    Figure,
    PartMeaning,
    figure_rows,
    settle,
    settle_choices,
    settle_cycles,
    settle_forecasts,
    settle_parts,
    settle_repeated,
    settle_words,
)
from pipeline.records import note_untyped


def table_facts(
    context: Context, table: ClassifiedTable, table_id: str, paper: Paper
) -> dict[str, list[Row]]:
    """Fact rows of one table by the name of the published table, and under `figures` all its printed numbers."""
    address = addressed(table.table)
    other = turned(address)
    if other is None:
        return _facts(context, table, table_id, paper, address)
    said = len(context.findings)
    found = _facts(context, classify(other), table_id, paper, addressed(other))
    for finding in context.findings[said:]:
        finding["row_index"] = None  # the table was read by its columns
    return put_back(found, table.table.row_count - other.column_count)


def _facts(
    context: Context, table: ClassifiedTable, table_id: str, paper: Paper, address: Addressed
) -> dict[str, list[Row]]:
    """The facts of a table that stands."""
    views = [(row, TableRows(own, table, table_id)) for row, own in _of_forms(context, address)]
    found: dict[str, list[Row]] = {"budget": [], "disbursement": [], "indicators": [], "subsidy_terms": []}
    figures: list[Figure] = []
    meanings = settle(views[0][1], address, paper.title)
    for meaning in meanings:
        settle_choices(meaning.figures, paper.is_after_changes)
        settle_parts(meaning)
        settle_forecasts(meaning.figures)
        settle_words(meaning.figures)
    settle_repeated(meanings)
    settle_cycles(meanings)
    for meaning in meanings:
        first = min((line.row for line in meaning.part.lines), default=0)
        view = [own for row, own in views if row <= first][-1]
        caption = table.table.caption
        reason = "debt" if is_about_debt(meaning, caption) else why_no_grant(meaning, caption)
        marks = marks_across(view, meaning)
        if marks:
            found["indicators"] += marks
            found["budget"] += budget_rows(view, meaning, paper)
        elif is_indicator_part(meaning):
            found["indicators"] += indicator_rows(view, meaning)
            found["budget"] += budget_rows(view, meaning, paper) if _names_programs(meaning) else []
        elif reason is not None:
            no_facts = {
                id(f.facets): f.facets.changed(no_fact=f.facets.no_fact or reason) for f in meaning.figures
            }
            for figure in meaning.figures:
                figure.facets = no_facts[id(figure.facets)]
        elif is_disbursement_part(meaning, table.table.caption) and not is_scale(meaning):
            found["disbursement"] += disbursement_rows(view, meaning)
        else:
            found["budget"] += budget_rows(view, meaning, paper)
            found["indicators"] += point_rows(view, meaning)
        if not is_indicator_part(meaning):
            found["subsidy_terms"] += term_rows(view, meaning)
            note_non_monetary(meaning, table.table.caption)
        figures += meaning.figures
    own = views[0][1]
    is_policy = any(block.kind == "subsidy_policy" for block in table.blocks)
    stated = stated_terms(own, address) or ([] if is_policy else sentence_rows(own))
    found["subsidy_terms"] = together(stated, found["subsidy_terms"])
    follow_the_others(found["subsidy_terms"])
    attach_lone_rates(meanings, found["budget"])
    note_unreadable(views[0][1], meanings, found)
    # A table of a known kind says itself what it could not read, and may be a form left blank.
    if not any(found.values()) and all(block.kind == "other" for block in table.blocks):
        note_untyped(views[0][1])
    for meaning in meanings:
        meaning.figures = []
    found["figures"] = figure_rows(views[0][1], address, _one_by_one(figures))
    note_taken(found["figures"], found["subsidy_terms"])
    return found


def _one_by_one(figures: list[Figure]) -> Iterator[Figure]:
    """Each figure taken from the list: a list of many lines has no room for them beside their rows."""
    figures.reverse()
    while figures:
        yield figures.pop()


def _names_programs(meaning: PartMeaning) -> bool:
    """Does each row of a list of indicators say of which programme it is: 项目名称 | 预算金额 | 三级指标?"""
    return any("program" in head.names[:1] for head in meaning.heads.values())


def _of_forms(context: Context, address: Addressed) -> list[tuple[int, Context]]:
    """The forms of a table by the row where each begins: the context with the programme that it states.

    A table that states none goes on with the last form of the document.
    """
    stated = [
        (pair.value.row, clean(pair.value.text))
        for pair in address.pairs
        if read_label(pair.labels[-1]).names[:1] == ("program",) and not is_blank(pair.value.text)
    ]
    if not stated:
        is_open = context.program_name is None and context.form_program is not None
        return [(0, replace(context, program_name=context.form_program) if is_open else context)]
    context.form_program = stated[-1][1]
    forms = [(row, replace(context, program_name=name)) for row, name in sorted(stated)]
    return [(0, forms[0][1]), *forms[1:]]
