"""What the left part of a document's page shows: facts, tables, findings, numbers not understood, about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from pipeline.review import fact_rows, facts, grids, teaching, unread
from pipeline.review.cards import Fact, check_key, corrections_of, who_of
from pipeline.review.finding_lists import findings_of
from pipeline.review.paging import offset_of, whole_number
from pipeline.review.published import Reader, Row
from pipeline.review.site import Site, texts_of
from pipeline.schemas import FACTS

VIEWS = ("facts", "tables", "findings", "unread", "about")
_ABOUT_LEFT_OUT = ("document_id", "file_name", "title")


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was asked of the teaching form: its fields, what it would do, and what was wrong with it."""

    form: Mapping[str, Any]
    tried: teaching.Tried | None = None
    problem: tuple[str, str] = ("", "")


def view_named(given: Mapping[str, str], chosen: Fact | None) -> str:
    """The view that an address asks for."""
    view = given.get("view", "")
    if view in VIEWS:
        return view
    return "tables" if "row" in given and "table" in given and chosen is None else "facts"


def view_of(
    site: Site,
    reader: Reader,
    request: Request,
    document: Row,
    view: str,
    given: Mapping[str, str],
    chosen: Fact | None,
    counts: Mapping[str, int],
    lesson: Lesson | None = None,
) -> dict[str, Any]:
    """The parts of the template that belong to the view."""
    document_id = document["document_id"]
    if view == "facts":
        return _facts(site, reader, request, document_id, given, chosen, counts)
    if view == "tables":
        tables = grids.list_tables(reader, document_id)
        wanted = given.get("table", "")
        table = next((one for one in tables if one["table_id"] == wanted), tables[0] if tables else None)
        grid = grids.grid(reader, table, whole_number(given.get("row")) or 0) if table else None
        return {"tables": tables, "grid": grid}
    if view == "findings":
        return {"found": findings_of(reader, given, document_id)}
    if view == "unread":
        understood = given.get("all") == "1"
        if lesson is None and given.get("teach", "").strip():
            lesson = Lesson(teaching.empty_form(given["teach"].strip()[:200], who_of(request)))
        return {
            "groups": unread.groups(reader, document_id, understood),
            "understood": understood,
            "lesson": lesson,
            "lessons": site.teaching.lessons(reader),
            "meanings": teaching.choices() if lesson else {},
            "places": teaching.PLACES,
        }
    shown = [(name, document[name]) for name in document if name not in _ABOUT_LEFT_OUT]
    return {"about": [(name, value) for name, value in shown if value is not None]}


def _facts(
    site: Site,
    reader: Reader,
    request: Request,
    document_id: str,
    given: Mapping[str, str],
    chosen: Fact | None,
    counts: Mapping[str, int],
) -> dict[str, Any]:
    kind = given.get("kind", chosen[0] if chosen else "")
    if kind not in FACTS:
        kind = next((table for table in FACTS if counts[table]), FACTS[0])
    offset = offset_of(given)
    if chosen and chosen[0] == kind and "offset" not in given:
        offset = (chosen[1]["number"] - 1) // facts.ROWS * facts.ROWS
    found = facts.list_facts(reader, document_id, kind, offset, counts[kind])
    say = texts_of(request)
    common = fact_rows.common(found.rows)
    columns = fact_rows.listed_columns(kind, found.rows, [name for name, _ in common])
    known = [name for name, _ in common]
    return {
        "kind": kind,
        "found": found,
        "columns": columns,
        "entries": [[fact_rows.entry(column, row, say, known) for column in columns] for row in found.rows],
        "keys": [f"{kind}.{row['number']}.{check_key(kind, row)}" for row in found.rows],
        "same": common,
        "standing": site.checked.standing(reader, document_id, [(kind, row) for row in found.rows]),
        "corrected": corrections_of(site, document_id, kind, found.rows),
    }


def first_page(context: Mapping[str, Any], chosen: Fact | None) -> int:
    """The page to open at: that of what is chosen, else of the first place that the left part lists."""
    pages: Sequence[Any] = ()
    if chosen is not None:
        pages = [chosen[1]["page_number"]]
    elif context.get("grid"):
        pages = [context["grid"].table["page_first"]]
    elif "groups" in context:
        pages = [number["page_number"] for group in context["groups"] for number in group.numbers]
    elif "found" in context:
        pages = [row["page_number"] for row in context["found"].rows]
    return next((int(page) for page in pages if page), 1)
