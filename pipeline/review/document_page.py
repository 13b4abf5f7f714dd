"""The page of one document: its data beside the picture of its page, and the card about one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.nightly.checked_file import Share
from pipeline.review import documents, facts, grids
from pipeline.review.cards import Fact, card_of, chosen_fact, who_of
from pipeline.review.drawing import Drawn
from pipeline.review.paging import whole_number
from pipeline.review.published import Reader, Row
from pipeline.review.site import Site, document_of, texts_of
from pipeline.review.views import VIEWS, Lesson, first_page, view_named, view_of
from pipeline.schemas import FACTS

# Formats that know their own grids and have no picture of a page.
STORED = ("csv", "doc", "docx", "html", "ods", "xls", "xlsx")
# Actions that an address says were done, as POST requests lead back to the page.
_DONE = ("saved", "withdrawn", "checked", "taught", "forgotten")


def document_page(site: Site, request: Request) -> Response:
    """The whole page, or for a script only the part on the left."""
    with site.reading() as reader:
        return show(site, request, reader, dict(request.query_params))


def show(
    site: Site,
    request: Request,
    reader: Reader,
    given: Mapping[str, str],
    status: int = 200,
    form: Mapping[str, str] | None = None,
    problem: tuple[str, str] = ("", ""),
    lesson: Lesson | None = None,
) -> Response:
    """The page as an address `given` asks for it. `form`: a correction as it was typed, refused for `problem`: what is
    wrong, and what to do."""
    document = document_of(reader, request)
    document_id = document["document_id"]
    chosen = chosen_fact(reader, document, given)
    counts = documents.counts_of(reader, document_id)
    view = view_named(given, chosen)
    context = view_of(site, reader, request, document, view, given, chosen, counts, lesson)
    page = whole_number(given.get("page")) or first_page(context, chosen)
    part = request.headers.get("x-part") == "pane"
    share = site.checked.shares(reader, [document_id]).get(document_id, Share())
    return site.page(
        request,
        "pane.html" if part else "document.html",
        status,
        active="documents",
        version=reader.number,
        document=document,
        counts=counts | {"unread": (document["number_count"] or 0) - (document["understood_count"] or 0)},
        views=VIEWS,
        view=view,
        fact_tables=FACTS,
        page_number=max(1, min(page, document["page_count"] or 1)),
        stored=document["source_format"] in STORED,
        stored_grid=_stored_grid(reader, document, given, chosen),
        chosen=chosen,
        card=card_of(site, reader, request, document, given, chosen, form),
        done=next((name for name in _DONE if given.get(name)), ""),
        problem=problem if form is None else ("", ""),
        card_problem=problem if form is not None else ("", ""),
        share=share,
        who=who_of(request),
        asked=dict(given),
        remedy=documents.remedy_of(document["status_reason"], texts_of(request).language),
        **context,
    )


def stored(site: Site, request: Request) -> Response:
    """The part of a table in which a place stands, where the document has no picture; as a part of a page."""
    with site.reading() as reader:
        document = document_of(reader, request)
        grid = _stored_grid(reader, document, dict(request.query_params), None)
        return site.page(request, "stored.html", document=document, grid=grid)


def _stored_grid(
    reader: Reader, document: Row, given: Mapping[str, str], chosen: Fact | None
) -> grids.Grid | None:
    """What stands in the picture's place: the table of the chosen fact or cell."""
    if document["source_format"] not in STORED:
        return None
    table_id, row = given.get("table", ""), whole_number(given.get("row"))
    if chosen is not None:
        table_id, row = chosen[1]["table_id"] or "", chosen[1]["row_index"]
    table = grids.find_table(reader, document["document_id"], table_id)
    return grids.grid(reader, table, row or 0) if table else None


def card(site: Site, request: Request) -> Response:
    """What is known of one cell, fact or sentence, as a part of a page."""
    given = dict(request.query_params)
    with site.reading() as reader:
        document = document_of(reader, request)
        about = card_of(site, reader, request, document, given, chosen_fact(reader, document, given))
        if about is None:
            raise HTTPException(404)
        return site.page(request, "card.html", document=document, card=about, done="", card_problem=("", ""))


def page_json(site: Site, request: Request) -> Response:
    """Size of the picture of a page, its address, and the boxes on it; `state` is not ok where there is no picture."""
    number = request.path_params["number"]
    say = texts_of(request)
    with site.reading() as reader:
        document = document_of(reader, request)
        cells, sentences = _on_page(reader, document, number)
    drawn, _ = site.pictures.page(document, number, cells, sentences)
    places = drawn.places or [[] for _ in sentences]
    body: dict[str, Any] = {
        "state": drawn.state,
        "note": _note(say, document, number, drawn),
        "width": drawn.width,
        "height": drawn.height,
        "picture": f"/documents/{document['document_id']}/pages/{number}/picture?v={document['sha256'][:16]}",
        "cells": cells,
        "sentences": [
            {"id": facts.words_id(text), "boxes": boxes}
            for text, boxes in zip(sentences, places, strict=True)
        ],
    }
    return JSONResponse(body)


def page_picture(site: Site, request: Request) -> Response:
    """The picture of a page."""
    number = request.path_params["number"]
    with site.reading() as reader:
        document = document_of(reader, request)
        cells, sentences = _on_page(reader, document, number)
    drawn, picture = site.pictures.page(document, number, cells, sentences)
    if drawn.state != "ok":
        raise HTTPException(404)
    return Response(picture, media_type=drawn.kind, headers={"Cache-Control": "private, max-age=600"})


def _on_page(reader: Reader, document: Row, number: int) -> tuple[list[Row], list[str]]:
    """The cells of a page, and its sentences that facts were read from."""
    cells = grids.cells_on_page(reader, document["document_id"], number)
    in_prose = facts.facts_in_prose(reader, document["document_id"], number)
    return cells, list(dict.fromkeys(fact["source_text"] for _, fact in in_prose if fact["source_text"]))


def _note(say: Any, document: Row, number: int, drawn: Drawn) -> str:
    """What to know about the picture, or why there is none."""
    if drawn.state != "ok":
        text: str = say(f"picture.{drawn.state}", path=document["source_path"] or "", number=number)
        return text
    notes = []
    if drawn.turned:
        notes.append(say("picture.turned", degrees=drawn.turned))
    if abs(drawn.skew) > 0.04:
        notes.append(say("picture.straightened", degrees=f"{abs(drawn.skew):.1f}"))
    if drawn.as_scanned:
        notes.append(say("picture.as_scanned"))
    return " ".join(notes)
