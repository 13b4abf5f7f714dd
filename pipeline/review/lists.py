"""The pages that go over all documents: documents, search, findings, cities, corrections."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from pipeline.names import shown_name
from pipeline.review import comparing, documents, searching
from pipeline.review.correcting import state_of
from pipeline.review.paging import ROWS, cut, offset_of
from pipeline.review.site import Site, texts_of
from pipeline.schemas import FACTS


def documents_page(site: Site, request: Request) -> Response:
    """All documents, filtered."""
    with site.reading() as reader:
        return site.page(
            request,
            "documents.html",
            active="documents",
            version=reader.number,
            found=documents.list_documents(reader, request.query_params),
            about=documents.overview(reader),
            statuses=documents.STATUSES,
            kinds=documents.DOCUMENT_TYPES,
            orders=tuple(documents.ORDERS),
        )


def search_page(site: Site, request: Request) -> Response:
    """Places that hold a text."""
    with site.reading() as reader:
        return site.page(
            request,
            "search.html",
            active="search",
            version=reader.number,
            found=searching.search(reader, request.query_params),
        )


def findings_page(site: Site, request: Request) -> Response:
    """Findings of all documents."""
    with site.reading() as reader:
        return site.page(
            request,
            "findings.html",
            active="findings",
            version=reader.number,
            found=documents.list_findings(reader, request.query_params),
            severities=documents.SEVERITIES,
            checks=documents.checks_found(reader),
        )


def compare_page(site: Site, request: Request) -> Response:
    """Cities side by side."""
    with site.reading() as reader:
        return site.page(
            request,
            "compare.html",
            active="compare",
            version=reader.number,
            comparison=comparing.compare(reader, request.query_params, texts_of(request)),
            queries=comparing.QUERIES,
            rates=comparing.RATES,
            choices=comparing.choices,
        )


def corrections_page(site: Site, request: Request) -> Response:
    """What was corrected, last first, and what became of it."""
    offset = offset_of(request.query_params)
    lines = site.corrections.lines()[::-1]
    with site.reading() as reader:
        rows = [
            {"line": line, "state": state_of(reader, line), "is_fact": line.table in FACTS}
            for line in lines[offset : offset + ROWS + 1]
        ]
        return site.page(
            request,
            "corrections.html",
            active="corrections",
            version=reader.number,
            found=cut(rows, offset, total=len(lines)),
            file=shown_name(site.corrections.path),
        )
