"""One document from file to rows: PDF → pages → raw tables → logical tables → classified tables → records."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.assemble import Body, assemble
from extractors.classify import ClassifiedTable, classify
from extractors.model import PageContent
from extractors.pages import Document, PdfError
from extractors.read import read_pages
from extractors.title import find_title
from pipeline.errors import DamagedPdf, EmptyFile, EncryptedPdf, NoPages, NotAPdf
from pipeline.records import Context, fact_rows
from pipeline.records.document import document_facts, score_facts

Row = dict[str, Any]


@dataclass(slots=True)
class Extraction:
    """What one document gives: its row of `documents` and the rows of every other table by name."""

    document: Row
    rows: dict[str, list[Row]] = field(default_factory=dict)


def extract_document(path: Path, sha256: str | None = None) -> Extraction:
    """Read one PDF. Raises a DocumentFailed subclass when it cannot be read at all."""
    sha256 = sha256 or hashlib.sha256(path.read_bytes()).hexdigest()
    pages = _read_pages(path)
    body = assemble(pages)
    tables = [classify(table) for table in body.tables]
    if all(page.is_broken for page in pages):
        raise DamagedPdf(f"{path.name} is a damaged PDF: none of its {len(pages)} pages can be opened.")
    facts = document_facts(find_title(pages), body, tables)
    context = Context(
        document_id=sha256[:16],
        region_code=facts["region_code"],
        region_name=facts["region_name"],
        fiscal_year=facts["fiscal_year"],
        program_name=facts["program_name"],
        prose=body.prose,
    )
    rows: dict[str, list[Row]] = {"tables": [], "cells": []}
    for index, table in enumerate(tables):
        table_id = f"{context.document_id}-{index:04d}"
        rows["tables"].append(_table_row(context, table, table_id, index))
        rows["cells"] += _cell_rows(context, table, table_id)
        for name, found in fact_rows(context, table, table_id).items():
            rows.setdefault(name, []).extend(found)
    facts |= score_facts(body, tables, rows.get("indicators", []))
    rows["findings"] = context.findings
    return Extraction(_document_row(path, sha256, facts, pages, body), rows)


def _read_pages(path: Path) -> list[PageContent]:
    """Every page read for tables and lines; errors become the failures of the contract."""
    if path.stat().st_size == 0:
        raise EmptyFile(f"{path.name} is empty (0 bytes).")
    try:
        with Document(path) as document:
            if len(document) == 0:
                raise NoPages(f"{path.name} has no pages.")
            return read_pages(document)
    except PdfError as error:
        if error.code == "password":
            raise EncryptedPdf(f"{path.name} asks for a password.") from error
        with path.open("rb") as file:
            looks_like_pdf = b"%PDF-" in file.read(4096)
        if looks_like_pdf:
            raise DamagedPdf(f"{path.name} is a damaged PDF: {error}") from error
        raise NotAPdf(f"{path.name} is not a PDF file.") from error


def _document_row(path: Path, sha256: str, facts: Row, pages: list[PageContent], body: Body) -> Row:
    status, reason = _status(pages)
    return {
        "document_id": sha256[:16],
        "sha256": sha256,
        "file_name": path.name,
        "source_path": str(path),
        "page_count": len(pages),
        "text_source": "text",
        "status": status,
        "status_reason": reason,
        **facts,
    }


def _status(pages: list[PageContent]) -> tuple[str, str | None]:
    """ok, or degraded with what could not be read."""
    broken = [page.number for page in pages if page.is_broken]
    silent = [page.number for page in pages if page.is_image]
    if broken:
        return "degraded", f"unreadable_pages: {_count(broken, pages)} could not be opened"
    if silent:
        return (
            "degraded",
            f"pages_without_text: {_count(silent, pages)} are images without text and were not read",
        )
    return "ok", None


def _count(numbers: list[int], pages: list[PageContent]) -> str:
    shown = ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")
    return f"{len(numbers)} of {len(pages)} pages ({shown})"


def _table_row(context: Context, classified: ClassifiedTable, table_id: str, index: int) -> Row:
    table = classified.table
    return {
        "document_id": context.document_id,
        "table_id": table_id,
        "table_index": index,
        "caption": table.caption or None,
        "unit_text": table.unit_text or None,
        "kind": classified.kind,
        "page_first": table.page_first,
        "page_last": table.page_last,
        "row_count": table.row_count,
        "column_count": table.column_count,
        "header_row_count": classified.header_row_count,
        "method": table.method,
        "method_reason": table.method_reason or None,
        "confidence": table.confidence,
    }


def _cell_rows(context: Context, classified: ClassifiedTable, table_id: str) -> list[Row]:
    """One row per physical cell; a cell cut by a page break has one on each page."""
    return [
        {
            "document_id": context.document_id,
            "table_id": table_id,
            "row_index": piece.row,
            "column_index": piece.column,
            "row_span": piece.row_span,
            "column_span": piece.column_span,
            "text": piece.text,
            "is_header": cell.row in classified.header_rows,
            "page_number": piece.page_number,
            "x0": piece.x0,
            "top": piece.top,
            "x1": piece.x1,
            "bottom": piece.bottom,
            "ocr_confidence": None,
        }
        for cell in classified.table.cells
        for piece in cell.pieces()
    ]
