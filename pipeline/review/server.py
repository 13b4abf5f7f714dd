"""Running the page: a free port on 127.0.0.1, a browser where there is a desktop, an end at Ctrl-C."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from pipeline.errors import EnvironmentProblem
from pipeline.language import tr
from pipeline.review import client_limits
from pipeline.review.app import create_app
from pipeline.review.site import Site

ADDRESS = "127.0.0.1"
_TRIED = 20  # ports, from the one asked for


def serve(
    data_dir: Path,
    overrides: Path,
    port: int,
    browser: bool,
    say: Callable[[str], None],
    folders: Sequence[Any] = (),
) -> None:
    """Answer until Ctrl-C. `folders`: where PDF files are looked for that are no longer where they were read.

    Raises UsageError when nothing is published, EnvironmentProblem without a free port."""
    site = Site(data_dir, overrides, folders)
    with site.reading():
        pass  # says now, not in the browser, that there is nothing to show
    bound = bind(port)
    taken = bound.getsockname()[1]
    if taken != port:
        say(tr("port {port} is in use; taking {taken}", port=port, taken=taken))
    address = f"http://{ADDRESS}:{taken}/"
    say(tr("review  {address}", address=address))
    say(tr("        Ctrl-C ends it"))
    config = configured(create_app(site))
    if browser and has_desktop():
        threading.Timer(0.5, webbrowser.open, [address]).start()
    try:
        # The server hands Ctrl-C on once it has closed its connections.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[bound])
    finally:
        bound.close()
        site.close()


def configured(app: ASGIApp) -> uvicorn.Config:
    """How the application is served: to few, and to none that let it wait."""
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        http=client_limits.ImpatientProtocol,
        h11_max_incomplete_event_size=client_limits.LONGEST_HEAD,
        limit_concurrency=client_limits.MOST_CONNECTIONS,
        timeout_graceful_shutdown=2,
    )


def bind(port: int) -> socket.socket:
    """A socket on this machine only, at the port or the next free one. Raises EnvironmentProblem."""
    for candidate in range(port, min(port + _TRIED, 65536)):
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((ADDRESS, candidate))
            # Two servers may bind one port; only one may listen on it.
            bound.listen(128)
            return bound
        except OSError as error:
            bound.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise EnvironmentProblem(
                    tr("cannot open port {candidate}: {reason}", candidate=candidate, reason=error.strerror)
                ) from error
    raise EnvironmentProblem(
        tr("no free port from {port} on", port=port),
        tr("Name another one with --port, or end what uses them."),
    )


def has_desktop() -> bool:
    """Is there a screen in front of this machine, where a browser window makes sense?"""
    if "SSH_CONNECTION" in os.environ:
        return False
    return sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
