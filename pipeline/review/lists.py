"""The pages that go over all documents: documents, search, findings, cities, numbers not understood, corrections.

Each list can be taken away as a file (`?format=xlsx` or `csv`), as far as it is narrowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from pipeline.names import shown_name
from pipeline.review import comparing, correction_lists, documents, finding_lists, searching, unread_lists
from pipeline.review.downloads import FORMATS, MOST, Answer, download
from pipeline.review.measures import measures
from pipeline.review.published import Reader
from pipeline.review.site import Site, texts_of
from pipeline.samples import warning_of_answer


def documents_page(site: Site, request: Request) -> Response:
    """All documents, narrowed."""

    def answer(reader: Reader, given: Mapping[str, str]) -> Answer:
        return documents.answer(reader, given, MOST + 1, texts_of(request))

    def page(reader: Reader, given: Mapping[str, str]) -> dict[str, Any]:
        found = documents.list_documents(reader, given)
        ids = [row["document_id"] for row in found.page.rows]
        return {
            "found": found,
            "orders": tuple(documents.LISTED.orders),
            "shares": site.checked.shares(reader, ids),
            "samples": site.samples.intersection(ids),
            "sample_count": len(documents.published_ids(reader, sorted(site.samples))),
            "why": documents.why,
        }

    return _list(site, request, "documents", page, answer)


def search_page(site: Site, request: Request) -> Response:
    """Places that hold a text."""

    def answer(reader: Reader, given: Mapping[str, str]) -> Answer:
        return searching.answer(reader, given, MOST + 1, texts_of(request))

    def page(reader: Reader, given: Mapping[str, str]) -> dict[str, Any]:
        return {"found": searching.search(reader, given)}

    return _list(site, request, "search", page, answer)


def findings_page(site: Site, request: Request) -> Response:
    """Findings of all documents."""

    def answer(reader: Reader, given: Mapping[str, str]) -> Answer:
        return finding_lists.answer(reader, given, MOST + 1, texts_of(request))

    def page(reader: Reader, given: Mapping[str, str]) -> dict[str, Any]:
        found = finding_lists.list_findings(reader, given)
        return {"found": found, "orders": tuple(finding_lists.LISTED.orders)}

    return _list(site, request, "findings", page, answer)


def compare_page(site: Site, request: Request) -> Response:
    """Cities side by side."""

    def answer(reader: Reader, given: Mapping[str, str]) -> Answer:
        return comparing.answer(comparing.compare(reader, given, texts_of(request)), texts_of(request))

    def page(reader: Reader, given: Mapping[str, str]) -> dict[str, Any]:
        found = comparing.compare(reader, given, texts_of(request))
        return {"comparison": found, "measures": tuple(measures()), "orders": comparing.ORDERS}

    return _list(site, request, "compare", page, answer)


def unread_page(site: Site, request: Request) -> Response:
    """Headings and labels whose numbers are not understood, and what is taught."""

    def answer(reader: Reader, given: Mapping[str, str]) -> Answer:
        return unread_lists.answer(reader, given, MOST + 1, texts_of(request))

    def page(reader: Reader, given: Mapping[str, str]) -> dict[str, Any]:
        found = unread_lists.list_unread(reader, given)
        return {
            "found": found,
            "counts": unread_lists.counts(reader),
            "lessons": site.teaching.lessons(reader),
        }

    return _list(site, request, "unread", page, answer)


def corrections_page(site: Site, request: Request) -> Response:
    """What was corrected, last first, and what became of it."""
    lines = site.corrections.lines()[::-1]

    def answer(reader: Reader, given: Mapping[str, str]) -> Answer:
        return correction_lists.answer(reader, lines[: MOST + 1], given, texts_of(request))

    def page(reader: Reader, given: Mapping[str, str]) -> dict[str, Any]:
        found = correction_lists.list_corrections(reader, lines, given, site.data_dir)
        return {"found": found, "file": shown_name(site.corrections.path)}

    return _list(site, request, "corrections", page, answer)


def _list(
    site: Site,
    request: Request,
    name: str,
    page: Callable[[Reader, Mapping[str, str]], dict[str, Any]],
    answer: Callable[[Reader, Mapping[str, str]], Answer],
) -> Response:
    """The page of a list, or the list as a file."""
    given = dict(request.query_params)
    kind = given.pop("format", "")
    with site.reading() as reader:
        if kind in FORMATS:
            taken = answer(reader, given)
            invented = warning_of_answer(site.data_dir, [row.get("document_id") for row in taken.rows])
            return download(taken, kind, texts_of(request), reader.number, invented)
        return site.page(request, f"{name}.html", active=name, version=reader.number, **page(reader, given))
