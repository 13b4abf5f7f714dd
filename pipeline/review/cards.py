"""The card about one place: a fact with all its fields, a cell, or a sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request

from pipeline.errors import JixiaoError
from pipeline.names import shown_name
from pipeline.nightly.checked_file import said
from pipeline.review import facts, grids
from pipeline.review.correcting import Place, id_of, place_of
from pipeline.review.fact_rows import name_of
from pipeline.review.paging import whole_number
from pipeline.review.published import Reader, Row
from pipeline.review.site import Site, texts_of
from pipeline.schemas import FACTS

Fact = tuple[str, Row]
Form = Mapping[str, str]


def chosen_fact(reader: Reader, document: Row, given: Mapping[str, str]) -> Fact | None:
    """The fact that the address names, by its number or by the words that it was read from."""
    table, _, number = given.get("fact", "").partition(".")
    if table in FACTS:
        row = facts.find_fact(reader, document["document_id"], table, whole_number(number) or 0)
        return (table, row) if row else None
    if given.get("words"):
        page = whole_number(given.get("page"))
        return facts.find_by_words(reader, document["document_id"], given["words"], page)
    return None


def card_of(
    site: Site,
    reader: Reader,
    request: Request,
    document: Row,
    given: Mapping[str, str],
    chosen: Fact | None,
    form: Form | None = None,
) -> dict[str, Any] | None:
    """The card about the chosen fact, cell or sentence; None when nothing is chosen. `form`: a correction that was
    typed and refused."""
    if chosen is not None:
        return _fact_card(site, reader, request, chosen, form or {})
    document_id = document["document_id"]
    row, column, page = (whole_number(given.get(name)) for name in ("row", "column", "page"))
    if given.get("table") and row is not None and column is not None:
        cell = grids.find_cell(reader, document_id, given["table"], row, column)
        return _cell_card(reader, document_id, cell) if cell else None
    if given.get("sentence") and page is not None:
        in_prose = facts.facts_in_prose(reader, document_id, page)
        found = [fact for fact in in_prose if facts.words_id(fact[1]["source_text"]) == given["sentence"]]
        return {"sort": "sentence", "page": page, "exact": found, "beside": []} if found else None
    return None


def _cell_card(reader: Reader, document_id: str, cell: Row) -> dict[str, Any]:
    found = list(facts.facts_in_cell(reader, document_id, cell))
    return {
        "sort": "cell",
        "cell": cell,
        "table": grids.find_table(reader, document_id, cell["table_id"]),
        "exact": [fact for fact in found if fact[1]["is_exact"]],
        "beside": [fact for fact in found if not fact[1]["is_exact"]],
    }


def _fact_card(site: Site, reader: Reader, request: Request, chosen: Fact, form: Form) -> dict[str, Any]:
    kind, fact = chosen
    in_table = fact["table_id"] is not None
    standing = site.checked.standing(reader, fact["document_id"], [chosen])
    return {
        "sort": "fact",
        "kind": kind,
        "fact": fact,
        "name": name_of(kind, fact, texts_of(request)),
        "cell": _cell_of(reader, fact),
        "table": grids.find_table(reader, fact["document_id"], fact["table_id"]) if in_table else None,
        "fields": facts.correctable(kind, fact),
        "corrected": corrections_of(site, fact["document_id"], kind, [fact]),
        "place": place_key(kind, fact),
        "key": check_key(kind, fact),
        "checked": standing.checked[0],
        "changed": standing.changed[0],
        "sentence": None if in_table else facts.words_id(fact["source_text"]),
        "form": {"who": who_of(request), "why": "", "column": "", "new_value": ""} | dict(form),
        "file": shown_name(site.corrections.path),
    }


def _cell_of(reader: Reader, fact: Row) -> Row | None:
    """The cell that a fact was read from; None for a fact of a sentence or of a whole row."""
    if fact["table_id"] is None or fact["row_index"] is None or fact["column_index"] is None:
        return None
    return grids.find_cell(
        reader, fact["document_id"], fact["table_id"], fact["row_index"], fact["column_index"]
    )


def who_of(request: Request) -> str:
    """The name under which this browser corrected or checked last."""
    return unquote(request.cookies.get("who", ""))[:200]


def corrections_of(
    site: Site, document_id: str, kind: str, rows: Sequence[Row]
) -> dict[tuple[int, str], dict[str, str]]:
    """(number of the fact, column) -> the correction that asks for another value: its value, who, why and id."""
    try:
        lines: dict[Place, Any] = site.corrections.of_document(document_id)
    except JixiaoError:
        return {}  # the page of corrections says what is wrong with the file
    if not lines:
        return {}
    found = {}
    for row in rows:
        for name, _ in facts.correctable(kind, row):
            line = lines.get(place_of(kind, row, name))
            if line is not None:
                about = {"value": line.new_value, "who": line.who, "why": line.why, "id": id_of(line)}
                found[row["number"], name] = about
    return found


def place_key(table: str, fact: Mapping[str, Any]) -> str:
    """A short name of where a fact was read: a form made for one fact is not taken for another."""
    return _short(table, *(fact[name] for name in facts.PLACE))


def check_key(table: str, fact: Mapping[str, Any]) -> str:
    """A short name of where a fact was read and of what it says: what one has not seen is not marked as checked."""
    return _short(place_key(table, fact), said(table, fact))


def _short(*parts: Any) -> str:
    return hashlib.sha256(repr(list(parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
