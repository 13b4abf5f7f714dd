"""One document from file to rows: file → pages → raw tables → logical tables → classified tables → records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.choice import WHERE_NEEDED
from extractors.failures import Failures, Part
from extractors.formats import LongTable
from extractors.kinds import ClassifiedTable
from extractors.model import PageContent
from extractors.prose import read_prose
from extractors.recognition import Ocr
from extractors.whole import Body, assemble, find_title
from normalizers.facets import TaughtWords, use_taught
from pipeline.account import account, not_understood, taught_labels
from pipeline.audit import audit_document
from pipeline.bands import Rest, first_of, keep_first_band, read_rest
from pipeline.confidence import doubt_damaged, settle_confidence
from pipeline.context import Context
from pipeline.document import (
    NOTHING,
    Left,
    Opened,
    Printed,
    note_pages,
    open_pages,
    printed,
    refuse_unread,
    status_of,
    text_source_of,
)
from pipeline.errors import DocumentFailed
from pipeline.facts import Paper, common_phases
from pipeline.lost_parts import findings_of
from pipeline.programme_numbers import number_programmes
from pipeline.prose import ProseRows, StatedBudgets, prose_rows
from pipeline.records import (
    NOTHING_STATED,
    CellRows,
    document_facts,
    name_places,
    score_facts,
    tell_pages,
    with_topics,
)
from pipeline.schemas import FACTS
from pipeline.tables import classified_table, each_once, facts_of_table, row_of_table, table_id_of
from pipeline.witness import Understood, compare_with_pictures

Row = dict[str, Any]


@dataclass(slots=True)
class Extraction:
    """What one document gives: its row of `documents` and the rows of every other table by name."""

    document: Row
    rows: dict[str, Sequence[Row]] = field(default_factory=dict)
    rest: Iterator[dict[str, Sequence[Row]]] = field(default_factory=lambda: iter(()))
    """Further rows, some at a time, of tables too long to be had at once; `document` and `rows` are whole when they
    have been taken."""


def extract_document(
    path: Path,
    sha256: str | None = None,
    ocr: Ocr = WHERE_NEEDED,
    left_out: Left = NOTHING,
    taught: TaughtWords = (),
) -> Extraction:
    """Read one file without the pages of `left_out`. Raises a DocumentFailed subclass when it cannot be read at all.

    A step that fails costs its page, table, check or paragraph: the document is degraded, with a finding. A process
    reads all its documents with the same `taught` words.
    """
    use_taught(taught)
    sha256 = sha256 or hashlib.sha256(path.read_bytes()).hexdigest()
    with printed(path) as file:
        return _extract(file, sha256, ocr, left_out, taught)


def _extract(file: Printed, sha256: str, ocr: Ocr, left_out: Left, taught: TaughtWords) -> Extraction:
    failures = Failures(DocumentFailed)
    opened = open_pages(file, ocr, failures, left_out)
    pages = opened.pages
    refuse_unread(file.path, pages, failures)
    body = assemble(pages, failures)
    _let_go(pages)
    tables = [
        classified_table(table, index, sha256[:16], failures) for index, table in enumerate(body.tables)
    ]
    # Of a page read from its picture in parts, only cells tell which are these.
    recognised = frozenset(page.number for page in pages if page.source in ("ocr", "mixed"))
    before = len(failures.found)
    understood = _understand(sha256[:16], pages, body, tables, failures)
    with failures.limited_to(Part.CHECK, name="witness"):
        if ocr.asks_pictures and file.pdf is not None:
            # Numbers that the picture sets right go the whole way again, as if they had been printed so.
            understood = compare_with_pictures(
                file.pdf,
                pages,
                [(table_id_of(sha256[:16], index), table) for index, table in enumerate(tables)],
                understood,
                ocr,
                lambda: _understand(sha256[:16], pages, body, tables, failures.since(before)),
                failures,
            )
    context, facts, rows = understood.context, understood.facts, understood.rows
    with failures.limited_to(Part.CHECK, name="confidence"):
        settle_confidence(rows, context.findings, recognised)
    sentences = read_prose(pages, body.tables, failures)
    policies = ProseRows(context, facts["document_type"], recognised)
    terms = policies.build(sentences, failures)
    policies.date(rows.get("subsidy_terms", ()))
    has_scores = any(row.get("score") is not None for row in rows.get("indicators", []))
    has_targets = any(row.get("target_value") is not None for row in rows.get("indicators", []))
    paper = Paper(facts["document_type"], facts["program_name"], facts["title"] or "")
    stated = prose_rows(
        context,
        sentences,
        paper,
        recognised,
        has_scores=has_scores,
        has_targets=has_targets,
        failures=failures,
    )
    for name, found in (*terms.items(), *stated.items()):
        rows.setdefault(name, []).extend(found)
    for name in FACTS:
        rows[name] = each_once(rows.get(name, []))
    doubt_damaged(rows, opened.in_doubt)
    with failures.limited_to(Part.DESCRIPTION, name="topics"):
        with_topics(facts, rows)
    with failures.limited_to(Part.DESCRIPTION, name="programmes"):
        lines = context.programme_lines
        number_programmes(facts, rows, lambda row: (row["table_id"], row["row_index"]) in lines)
    for long in opened.long_tables:
        with failures.limited_to(Part.TABLE):
            place = first_of(long, tables)
            keep_first_band(long, tables[place], rows, table_id_of(context.document_id, place))
    cells = CellRows(context.document_id, has_boxes=file.pdf is not None, has_pages=opened.has_pages)
    for index, table in enumerate(tables):
        cells.add(table_id_of(context.document_id, index), table)
    with failures.limited_to(Part.CHECK, name="taught"):
        context.findings += taught_labels(context.document_id, taught, rows.get("figures", ()), cells)
    rows["findings"] = each_once([*context.findings, *findings_of(failures.found, context.document_id)])
    if file.pdf is None:
        numbered = ((table_id_of(context.document_id, index), one.table) for index, one in enumerate(tables))
        name_places(rows, numbered, (*FACTS, "findings"))
        tell_pages(rows, opened.has_pages, opened.sheets)
    document = _document_row(file, sha256, facts, opened, failures)
    rest = Rest(
        context,
        document,
        rows,
        understood.paper,
        opened,
        policies.date,
        failures,
        account(rows.get("figures", ())).document,
    )
    return Extraction(document, {**rows, "cells": cells}, _rest_of(rest, opened.long_tables, tables))


def _rest_of(
    rest: Rest, long_tables: Sequence[LongTable], tables: list[ClassifiedTable]
) -> Iterator[dict[str, Sequence[Row]]]:
    for long in long_tables:
        with rest.failures.limited_to(Part.TABLE):
            place = first_of(long, tables)
            yield from read_rest(rest, long, tables[place], rest.rows["tables"][place])


def _understand(
    document_id: str,
    pages: list[PageContent],
    body: Body,
    tables: list[ClassifiedTable],
    failures: Failures,
) -> Understood:
    """What the tables of a document say: its facts, how they fit together, and what is doubtful about them."""
    context = Context(document_id, prose=body.prose)
    facts = _document_facts(pages, body, tables, context, failures)
    for name in ("region_code", "region_name", "fiscal_year", "program_name"):
        setattr(context, name, facts[name])
    note_pages(pages, context)
    rows: dict[str, list[Row]] = {"tables": []}
    phases: dict[int, str] = {}
    with failures.limited_to(Part.DESCRIPTION, name="phases"):
        phases = common_phases(tables, context.fiscal_year)
    aside = Failures(DocumentFailed)  # noted where the sentences give facts
    told = StatedBudgets(context, lambda: read_prose(pages, body.tables, aside), aside)
    paper = Paper(
        facts["document_type"],
        facts["program_name"],
        facts["title"] or "",
        phases,
        told.is_after_changes,
    )
    for index, table in enumerate(tables):
        table_id = table_id_of(context.document_id, index)
        rows["tables"].append(row_of_table(context, table, table_id, index))
        for name, found in facts_of_table(context, table, table_id, paper, failures).items():
            rows.setdefault(name, []).extend(found)
    counts = account(rows.get("figures", []))
    for row in rows["tables"]:
        row |= counts.of_table(row["table_id"])
    facts |= counts.of_document()
    context.findings += not_understood(counts, rows["tables"])
    with failures.limited_to(Part.DESCRIPTION):
        facts |= score_facts(body, tables, rows.get("indicators", []), facts)
    # Before the prose gives rows: the audit reads sentences itself, by their places and headings.
    audit_document(context, tables, rows, facts, failures, told)
    return Understood(context, facts, rows, paper)


def _document_facts(
    pages: list[PageContent],
    body: Body,
    tables: list[ClassifiedTable],
    context: Context,
    failures: Failures,
) -> Row:
    """What the document says of itself."""
    title = ""
    with failures.limited_to(Part.DESCRIPTION, name="title"):
        title = find_title(pages)
    with failures.limited_to(Part.DESCRIPTION):
        return document_facts(title, body, tables, context.finding)
    return NOTHING_STATED | {"title": title or None}


def _let_go(pages: list[PageContent]) -> None:
    """Forget the cells of the pages' own tables: they are in the whole tables now, and a document may be long."""
    for page in pages:
        parts = [page, *page.turned, *([page.facing] if page.facing is not None else [])]
        for table in (table for part in parts for table in part.tables):
            table.cells = []


def _document_row(file: Printed, sha256: str, facts: Row, opened: Opened, failures: Failures) -> Row:
    path, pages = file.path, opened.pages
    status, reason = status_of(pages, opened.health, failures)
    return {
        "document_id": sha256[:16],
        "sha256": sha256,
        "file_name": path.name,
        "source_path": str(path),
        "source_format": file.source_format,
        "page_count": max((page.number for page in pages), default=0) if opened.has_pages else None,
        "text_source": text_source_of(pages, failures),
        "status": status,
        "status_reason": reason,
        **facts,
    }
