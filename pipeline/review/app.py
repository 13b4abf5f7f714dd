"""The application: addresses and what answers them."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline.errors import JixiaoError
from pipeline.review import document_page, lists, posting
from pipeline.review.meaning_names import said
from pipeline.review.request_guard import Door
from pipeline.review.site import Site, texts_of

_STATIC = Path(__file__).with_name("static")
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# By name, not by path: nothing of a request ever becomes a path.
_FILES = {path.name: _KINDS[path.suffix] for path in _STATIC.iterdir() if path.suffix in _KINDS}
_PLACE = "/documents/{document_id}/pages/{number:int}"


def create_app(site: Site) -> Starlette:
    """The application for one published folder."""

    def get(path: str, handler: Callable[[Site, Request], Response]) -> Route:
        return Route(path, functools.partial(_answer, handler, site), methods=["GET"])

    def post(path: str, how: posting.Take) -> Route:
        return Route(path, functools.partial(_take, how, site), methods=["POST"])

    routes = [
        get("/", lists.documents_page),
        get("/documents", lists.documents_page),  # what is left when the end of an address is taken off
        get("/search", lists.search_page),
        get("/findings", lists.findings_page),
        get("/compare", lists.compare_page),
        get("/unread", lists.unread_page),
        get("/corrections", lists.corrections_page),
        get("/documents/{document_id}", document_page.document_page),
        get("/documents/{document_id}/card", document_page.card),
        get("/documents/{document_id}/stored", document_page.stored),
        get("/documents/{document_id}/{form}", _back_to_document),
        get(_PLACE, document_page.page_json),
        get(_PLACE + "/picture", document_page.page_picture),
        post("/corrections/withdraw", posting.withdraw),
        post("/unread/forget", posting.forget),
        post("/documents/{document_id}/corrections", posting.correct),
        post("/documents/{document_id}/checked", posting.check),
        post("/documents/{document_id}/teach", posting.teach),
        post("/documents/{document_id}/forget", posting.forget),
        Route("/static/{name}", _static, methods=["GET"]),
    ]
    say_so = functools.partial(_http_error, site)
    return Starlette(
        routes=routes,
        middleware=[Middleware(Door)],
        exception_handlers={
            HTTPException: say_so,
            JixiaoError: functools.partial(_known_error, site),
            Exception: functools.partial(_unknown_error, site),
        },
    )


async def _answer(handler: Callable[[Site, Request], Response], site: Site, request: Request) -> Response:
    return await run_in_threadpool(handler, site, request)


async def _take(how: posting.Take, site: Site, request: Request) -> Response:
    """A form; one that is larger than any of ours is not read to its end."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > posting.LARGEST_FORM:
            raise HTTPException(413)
    return await run_in_threadpool(posting.take, how, site, request, body)


_FORMS = ("corrections", "checked", "teach", "forget")


def _back_to_document(site: Site, request: Request) -> Response:
    """A link or a reload on what a form answered with leads back to the page of the document."""
    if request.path_params["form"] not in _FORMS:
        raise HTTPException(404)
    back = f"/documents/{quote(request.path_params['document_id'], safe='')}"
    return RedirectResponse(f"{back}?{request.url.query}", 303)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        raise HTTPException(404)
    return FileResponse(_STATIC / name, media_type=_FILES[name], headers={"Cache-Control": "no-cache"})


def _http_error(site: Site, request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    say = texts_of(request)
    if error.status_code == 404:
        return site.message(request, 404, say("message.not_found"), hint=say("message.not_found_hint"))
    return site.message(request, error.status_code, say("message.wrong"), error.detail)


def _known_error(site: Site, request: Request, error: Exception) -> Response:
    assert isinstance(error, JixiaoError)
    say = texts_of(request)
    return site.message(request, 503, say("message.wrong"), said(error.message, say), said(error.hint, say))


def _unknown_error(site: Site, request: Request, error: Exception) -> Response:
    logging.getLogger(__name__).error("%s %s", request.method, request.url.path, exc_info=error)
    say = texts_of(request)
    return site.message(request, 500, say("message.failed"), type(error).__name__, say("message.failed_hint"))
