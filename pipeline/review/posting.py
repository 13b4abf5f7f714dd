"""What forms of a document's page ask for: corrections and their withdrawal, marks of checked facts, taught labels.

Every form carries the token of this run. What was typed is shown again with what is wrong about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pipeline.errors import JixiaoError
from pipeline.review import facts
from pipeline.review.cards import check_key, place_key
from pipeline.review.checking import facts_named
from pipeline.review.correcting import correction_of, state_of
from pipeline.review.document_page import show
from pipeline.review.meaning_names import said
from pipeline.review.paging import query_string, whole_number
from pipeline.review.published import Reader
from pipeline.review.request_guard import MOST_FIELDS
from pipeline.review.site import Site, document_of, texts_of
from pipeline.review.views import Lesson

LARGEST_FORM = 64 * 1024
_YEAR = 365 * 86400
Form = Mapping[str, str]
Take = Callable[[Site, Request, Reader, Form], Response]


def take(how: Take, site: Site, request: Request, body: bytes) -> Response:
    """Read a form, see that it is ours, and do what it asks."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(413) from error
    form = {name: values[-1].replace("\r\n", "\n") for name, values in fields.items()}
    if not site.token.fits(form.get("token", "")):
        return _expired(site, request, 403)
    with site.reading() as reader:
        return how(site, request, reader, form)


def correct(site: Site, request: Request, reader: Reader, form: Form) -> Response:
    """Add the correction of a form; then back to the fact."""
    table, _, number = form.get("fact", "").partition(".")
    document = document_of(reader, request)
    fact = facts.find_fact(reader, document["document_id"], table, whole_number(number) or 0)
    if fact is None or form.get("place") != place_key(table, fact):
        return _expired(site, request, 409)
    where = {
        "view": "facts",
        "kind": table,
        "fact": f"{table}.{number}",
        "page": str(fact["page_number"] or ""),
    }
    try:
        site.corrections.add(correction_of(reader, table, fact, form))
    except JixiaoError as error:
        return show(site, request, reader, where, 422, form=form, problem=_said(request, error))
    return _remembering(_back(document["document_id"], where | {"saved": "1"}), form)


def withdraw(site: Site, request: Request, reader: Reader, form: Form) -> Response:
    """Take a correction out of the file; `back` is `document`, or the list of corrections."""
    try:
        line = site.corrections.withdraw(form.get("line", ""))
    except JixiaoError as error:
        return site.message(request, 409, texts_of(request)("message.wrong"), *_said(request, error))
    if form.get("back") != "document":
        state = "applied" if state_of(reader, line) == "applied" else "1"
        return RedirectResponse(f"/corrections?withdrawn={state}", 303)
    where = {"kind": line.table, "page": line.page_number, "words": facts.words_id(line.source_text)}
    return _back(line.document_id, {"view": "facts", **where, "withdrawn": "1"})


def check(site: Site, request: Request, reader: Reader, form: Form) -> Response:
    """Mark one fact as checked, or take the mark away where it has one."""
    document = document_of(reader, request)
    document_id = document["document_id"]
    name, _, key = form.get("mark", "").rpartition(".")
    found = facts_named(reader, document_id, [name])
    if not found or check_key(*found[0]) != key:
        return _expired(site, request, 409)
    standing = site.checked.standing(reader, document_id, found)
    is_new = standing.checked[0] is None
    who, note = (form.get(name, "").strip() for name in ("who", "note"))
    where = {
        "view": "facts",
        "kind": found[0][0],
        "fact": name,
        "page": str(found[0][1]["page_number"] or ""),
    }
    try:
        site.checked.set(reader, document_id, found, who, note, is_new)
    except JixiaoError as error:
        problem = _said(request, error)
        if _by_script(request):
            return JSONResponse({"problem": " ".join(filter(None, problem))}, 422)
        return show(site, request, reader, where, 422, problem=problem)
    if _by_script(request):
        share = site.checked.shares(reader, [document_id])[document_id]
        say = texts_of(request)
        body: dict[str, Any] = {
            "checked": is_new,
            "title": say("checked.by", who=who, when=say("checked.now")) if is_new else say("checked.mark"),
            "share": say("checked.share", checked=share.checked, facts=share.facts),
        }
        return _remembering(JSONResponse(body), form)
    return _remembering(_back(document_id, where | {"checked": "1"}), form)


def teach(site: Site, request: Request, reader: Reader, form: Form) -> Response:
    """Say what a taught label would change, or with `save` teach it."""
    document_id = document_of(reader, request)["document_id"]
    where = {"view": "unread", "page": form.get("page", "")}
    asked = {name: form.get(name, "")[:4000] for name in
             ("label", "means", "means_too", "like", "where", "why", "who")}  # fmt: skip
    try:
        if form.get("do") == "save":
            entry = site.teaching.add(asked)
            return _remembering(_back(document_id, where | {"taught": entry.label}), form)
        lesson = Lesson(asked, tried=site.teaching.tried(reader, asked))
    except JixiaoError as error:
        return show(site, request, reader, where, 422, lesson=Lesson(asked, problem=_said(request, error)))
    return show(site, request, reader, where, lesson=lesson)


def forget(site: Site, request: Request, reader: Reader, form: Form) -> Response:
    """Take a taught label back, from the page of a document or from the list of all."""
    if "document_id" not in request.path_params:
        try:
            site.teaching.drop(form.get("label", ""))
        except JixiaoError as error:
            return site.message(request, 409, texts_of(request)("message.wrong"), *_said(request, error))
        return RedirectResponse(f"/unread?{query_string({}, forgotten=form['label'][:200])}", 303)
    document_id = document_of(reader, request)["document_id"]
    where = {"view": "unread", "page": form.get("page", "")}
    try:
        site.teaching.drop(form.get("label", ""))
    except JixiaoError as error:
        return show(site, request, reader, where, 409, problem=_said(request, error))
    return _back(document_id, where | {"forgotten": form["label"][:200]})


def _said(request: Request, error: JixiaoError) -> tuple[str, str]:
    """What went wrong and what to do, in the language of the page."""
    say = texts_of(request)
    return said(error.message, say), said(error.hint, say)


def _expired(site: Site, request: Request, status: int) -> Response:
    say = texts_of(request)
    if _by_script(request):
        return JSONResponse({"problem": say("correct.expired")}, status)
    return site.message(request, status, say("message.wrong"), say("correct.expired"))


def _by_script(request: Request) -> bool:
    return request.headers.get("x-part") == "json"


def _back(document_id: str, where: Mapping[str, str]) -> Response:
    place = f"#{where['fact']}" if where.get("fact") else ""
    return RedirectResponse(f"/documents/{document_id}?{query_string(where)}{place}", 303)


def _remembering(response: Response, form: Form) -> Response:
    """The name is filled in next time."""
    who = quote(form.get("who", "").strip()[:200])
    response.set_cookie("who", who, max_age=_YEAR, httponly=True, samesite="strict")
    return response
