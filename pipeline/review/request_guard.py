"""What every request passes: only this machine's own pages get in, and answers may load nothing from elsewhere.

A page of another site can make a browser send requests here. It cannot name this machine in `Host` (a name of its
own that leads to 127.0.0.1 is refused), and what changes something needs our own `Origin` and a token that only our
own pages hold.
"""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Any port: the page may be reached through a tunnel that begins at another one.
_OURS = re.compile(r"(127\.0\.0\.1|localhost)(:\d{1,5})?")
# Far more than a browser sends to our pages; a cookie of another program on this machine comes along.
LONGEST_ADDRESS, LONGEST_HEADERS = 8 * 1024, 16 * 1024
MOST_HEADERS, MOST_FIELDS = 100, 200
Refusal = tuple[str, int]
"""A sentence and the status of the answer."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Door:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        refusal = _too_much(scope) or _refusal(scope["method"], Headers(scope=scope))
        app = self._app if refusal is None else PlainTextResponse(*refusal)

        async def send_closed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await app(scope, receive, send_closed)


def _too_much(scope: Scope) -> Refusal | None:
    """Whether a request is longer than any that our pages make."""
    query = scope["query_string"]
    if len(scope.get("raw_path") or scope["path"].encode()) + len(query) > LONGEST_ADDRESS:
        return "The address is too long.\n", 414
    if query.count(b"&") >= MOST_FIELDS:
        return "The address has too many fields.\n", 414
    headers = scope["headers"]
    if (
        len(headers) > MOST_HEADERS
        or sum(len(name) + len(value) for name, value in headers) > LONGEST_HEADERS
    ):
        return "The headers are too long.\n", 431
    return None


def _refusal(method: str, headers: Headers) -> Refusal | None:
    """Why a request may not come in; None when it may."""
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _OURS.fullmatch(hosts[0]):
        return "jixiao review answers to 127.0.0.1 and localhost only.\n", 403
    origins = headers.getlist("origin")
    if method not in ("GET", "HEAD") and any(origin != f"http://{hosts[0]}" for origin in origins):
        return "This request comes from the page of another site.\n", 403
    return None


class Token:
    """A secret of one run of the server, which our own forms carry."""

    def __init__(self) -> None:
        self.text = secrets.token_urlsafe(32)

    def fits(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self.text.encode())
