"""The application: addresses and what answers them."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from pipeline.errors import JixiaoError
from pipeline.review import document_page, lists
from pipeline.review.door import Door
from pipeline.review.site import Site, texts_of

_STATIC = Path(__file__).with_name("static")
# By name, not by path: nothing of a request ever becomes a path.
_FILES = {"review.css": "text/css", "review.js": "text/javascript", "icon.svg": "image/svg+xml"}
_PLACE = "/documents/{document_id}/pages/{number:int}"


def create_app(site: Site) -> Starlette:
    """The application for one published folder."""

    def get(path: str, handler: Callable[[Site, Request], Response]) -> Route:
        return Route(path, functools.partial(_answer, handler, site), methods=["GET"])

    routes = [
        get("/", lists.documents_page),
        get("/documents", lists.documents_page),  # what is left when the end of an address is taken off
        get("/search", lists.search_page),
        get("/findings", lists.findings_page),
        get("/compare", lists.compare_page),
        get("/corrections", lists.corrections_page),
        get("/documents/{document_id}", document_page.document_page),
        get("/documents/{document_id}/card", document_page.card),
        get(_PLACE, document_page.page_json),
        get(_PLACE + "/picture", document_page.page_picture),
        Route("/documents/{document_id}/corrections", functools.partial(_take, site), methods=["POST"]),
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


async def _take(site: Site, request: Request) -> Response:
    """A form; one that is larger than any of ours is not read to its end."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > document_page.LARGEST_FORM:
            raise HTTPException(413)
    return await run_in_threadpool(document_page.correct, site, request, body)


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
    return site.message(request, 503, texts_of(request)("message.wrong"), error.message, error.hint)


def _unknown_error(site: Site, request: Request, error: Exception) -> Response:
    logging.getLogger(__name__).error("%s %s", request.method, request.url.path, exc_info=error)
    say = texts_of(request)
    return site.message(request, 500, say("message.failed"), type(error).__name__, say("message.failed_hint"))
