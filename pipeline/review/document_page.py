"""The page of one document: its data beside the picture of its page, and the card about one place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pipeline.errors import JixiaoError
from pipeline.names import shown_name
from pipeline.review import documents, facts, grids
from pipeline.review.correcting import Place, correction_of, place_of
from pipeline.review.drawing import Drawn
from pipeline.review.paging import offset_of, query_string, whole_number
from pipeline.review.published import Reader, Row
from pipeline.review.site import Site, document_of, texts_of
from pipeline.schemas import FACTS

VIEWS = ("facts", "tables", "findings", "about")
LARGEST_FORM = 64 * 1024
_ABOUT_LEFT_OUT = ("document_id", "file_name", "title")
Fact = tuple[str, Row]


def document_page(site: Site, request: Request) -> Response:
    """The whole page, or for a script only the part on the left."""
    given = dict(request.query_params)
    with site.reading() as reader:
        document = document_of(reader, request)
        document_id = document["document_id"]
        chosen = _chosen_fact(reader, document, given)
        counts = documents.counts_of(reader, document_id)
        view = given.get("view", "")
        if view not in VIEWS:
            view = "tables" if "row" in given and "table" in given and chosen is None else "facts"
        context = _view(reader, site, document, view, given, chosen, counts)
        page = whole_number(given.get("page")) or _first_page(context, chosen)
        part = request.headers.get("x-part") == "pane"
        return site.page(
            request,
            "pane.html" if part else "document.html",
            active="documents",
            version=reader.number,
            document=document,
            counts=counts,
            views=VIEWS,
            view=view,
            fact_tables=FACTS,
            page_number=max(1, min(page, document["page_count"] or 1)),
            chosen=chosen,
            card=_card(site, reader, request, document, given, chosen),
            saved="saved" in given,
            **context,
        )


def card(site: Site, request: Request) -> Response:
    """What is known of one cell, fact or sentence, as a part of a page."""
    given = dict(request.query_params)
    with site.reading() as reader:
        document = document_of(reader, request)
        about = _card(site, reader, request, document, given, _chosen_fact(reader, document, given))
        if about is None:
            raise HTTPException(404)
        return site.page(request, "card.html", document=document, card=about, saved=False)


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


def correct(site: Site, request: Request, body: bytes) -> Response:
    """Add the correction of a form; then back to the fact."""
    say = texts_of(request)
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    form = {name: values[-1].replace("\r\n", "\n") for name, values in fields.items()}
    if not site.token.fits(form.get("token", "")):
        return site.message(request, 403, say("message.wrong"), say("correct.expired"))
    table, _, number = form.get("fact", "").partition(".")
    with site.reading() as reader:
        document = document_of(reader, request)
        fact = facts.find_fact(reader, document["document_id"], table, whole_number(number) or 0)
        if fact is None:
            return site.message(request, 409, say("message.wrong"), say("correct.expired"))
        if form.get("place") != place_key(table, fact):
            return site.message(request, 409, say("message.wrong"), say("correct.expired"))
        try:
            site.corrections.add(correction_of(reader, table, fact, form))
        except JixiaoError as error:
            return site.message(request, 422, say("message.wrong"), error.message, error.hint)
    back = query_string(
        {}, view="facts", kind=table, fact=f"{table}.{number}", page=fact["page_number"], saved=1
    )
    response = RedirectResponse(f"/documents/{document['document_id']}?{back}", 303)
    response.set_cookie(
        "who", quote(form["who"].strip()[:200]), max_age=365 * 86400, httponly=True, samesite="strict"
    )
    return response


def place_key(table: str, fact: Mapping[str, Any]) -> str:
    """A short name of where a fact was read: a form made for one fact is not taken for another."""
    return hashlib.sha256(repr([table, *(fact[name] for name in facts.PLACE)]).encode()).hexdigest()[:16]


def _view(
    reader: Reader,
    site: Site,
    document: Row,
    view: str,
    given: Mapping[str, str],
    chosen: Fact | None,
    counts: Mapping[str, int],
) -> dict[str, Any]:
    """What the left part shows."""
    document_id = document["document_id"]
    if view == "facts":
        kind = given.get("kind", chosen[0] if chosen else "")
        if kind not in FACTS:
            kind = next((table for table in FACTS if counts[table]), FACTS[0])
        offset = offset_of(given)
        if chosen and chosen[0] == kind and "offset" not in given:
            offset = (chosen[1]["number"] - 1) // facts.ROWS * facts.ROWS
        found = facts.list_facts(reader, document_id, kind, offset, counts[kind])
        columns, same = facts.parted_columns(kind, found.rows)
        return {
            "kind": kind,
            "found": found,
            "columns": columns,
            "same": same,
            "corrected": _corrected(site, document_id, kind, found.rows),
        }
    if view == "tables":
        tables = grids.list_tables(reader, document_id)
        wanted = given.get("table", "")
        table = next((one for one in tables if one["table_id"] == wanted), tables[0] if tables else None)
        grid = grids.grid(reader, table, whole_number(given.get("row")) or 0) if table else None
        return {"tables": tables, "grid": grid}
    if view == "findings":
        return {"found": documents.list_findings(reader, given, document_id)}
    shown = [(name, document[name]) for name in document if name not in _ABOUT_LEFT_OUT]
    return {"about": [(name, value) for name, value in shown if value is not None]}


def _first_page(context: Mapping[str, Any], chosen: Fact | None) -> int:
    """The page to open at: that of what is chosen, else of the first place that the left part lists."""
    if chosen is not None:
        pages = [chosen[1]["page_number"]]
    elif context.get("grid"):
        pages = [context["grid"].table["page_first"]]
    else:
        pages = [row["page_number"] for row in context["found"].rows] if "found" in context else []
    return next((int(page) for page in pages if page), 1)


def _chosen_fact(reader: Reader, document: Row, given: Mapping[str, str]) -> Fact | None:
    """The fact that the address names, by its number or by the words that it was read from."""
    table, _, number = given.get("fact", "").partition(".")
    if table in FACTS:
        row = facts.find_fact(reader, document["document_id"], table, whole_number(number) or 0)
        return (table, row) if row else None
    if given.get("words"):
        page = whole_number(given.get("page"))
        return facts.find_by_words(reader, document["document_id"], given["words"], page)
    return None


def _card(
    site: Site, reader: Reader, request: Request, document: Row, given: Mapping[str, str], chosen: Fact | None
) -> dict[str, Any] | None:
    """The card about the chosen fact, cell or sentence; None when nothing is chosen."""
    if chosen is not None:
        return _fact_card(site, reader, request, chosen)
    document_id = document["document_id"]
    row, column, page = (whole_number(given.get(name)) for name in ("row", "column", "page"))
    if given.get("table") and row is not None and column is not None:
        cell = grids.find_cell(reader, document_id, given["table"], row, column)
        if cell is None:
            return None
        found = list(facts.facts_in_cell(reader, document_id, cell))
        return {
            "sort": "cell",
            "cell": cell,
            "table": grids.find_table(reader, document_id, cell["table_id"]),
            "exact": [fact for fact in found if fact[1]["is_exact"]],
            "beside": [fact for fact in found if not fact[1]["is_exact"]],
        }
    if given.get("sentence") and page is not None:
        in_prose = facts.facts_in_prose(reader, document_id, page)
        found = [fact for fact in in_prose if facts.words_id(fact[1]["source_text"]) == given["sentence"]]
        return {"sort": "sentence", "page": page, "exact": found, "beside": []} if found else None
    return None


def _fact_card(site: Site, reader: Reader, request: Request, chosen: Fact) -> dict[str, Any]:
    kind, fact = chosen
    in_table = fact["table_id"] is not None
    return {
        "sort": "fact",
        "kind": kind,
        "fact": fact,
        "table": grids.find_table(reader, fact["document_id"], fact["table_id"]) if in_table else None,
        "fields": facts.correctable(kind, fact),
        "corrected": _corrected(site, fact["document_id"], kind, [fact]),
        "place": place_key(kind, fact),
        "sentence": None if in_table else facts.words_id(fact["source_text"]),
        "who": unquote(request.cookies.get("who", "")),
        "file": shown_name(site.corrections.path),
    }


def _corrected(site: Site, document_id: str, kind: str, rows: Any) -> dict[tuple[int, str], str]:
    """(number of the fact, column) -> the value that a correction asks for."""
    try:
        lines: dict[Place, Any] = site.corrections.of_document(document_id)
    except JixiaoError:
        return {}  # the page of corrections says what is wrong with the file
    if not lines:
        return {}
    return {
        (row["number"], name): lines[place].new_value
        for row in rows
        for name, _ in facts.correctable(kind, row)
        if (place := place_of(kind, row, name)) in lines
    }


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
