"""The review server and clients that are slow, endless or long: others are answered, and these are hung up on."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from pipeline.review import client_limits, request_guard, server
from pipeline.review.site import Site
from tests import reviewing


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Of a server as `jixiao review` runs it, less patient; its application answers with 30 MB."""
    monkeypatch.setattr(client_limits, "REQUEST_SECONDS", 1.0)
    monkeypatch.setattr(client_limits, "ANSWER_SECONDS", 1.0)
    running = uvicorn.Server(server.configured(request_guard.Door(PlainTextResponse("x" * 30_000_000))))
    running.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    with server.bind(20_000) as bound:
        thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.02)
        yield bound.getsockname()[1]
        running.should_exit = True
        thread.join(20)


def seconds_until_hung_up(port: int, head: bytes, drip: bytes) -> float:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        began = time.monotonic()
        try:
            client.sendall(head)
            while time.monotonic() - began < 15:
                if drip:
                    client.sendall(drip)
                time.sleep(0.2)
                client.setblocking(False)
                try:
                    if not client.recv(1):
                        break
                except BlockingIOError:
                    pass
                client.setblocking(True)
        except OSError:
            pass
        return time.monotonic() - began


HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    ("head", "drip"),
    [(b"", b""), (b"GET / HT", b""), (HEAD, b"X"), (HEAD + b"Content-Length: 900\r\n\r\n", b"x")],
    ids=["nothing", "half a line", "endless headers", "an endless body"],
)
def test_a_request_that_does_not_end_is_hung_up_on(port: int, head: bytes, drip: bytes) -> None:
    assert seconds_until_hung_up(port, head, drip) < 10


def test_an_answer_that_is_not_taken_is_given_up(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(HEAD + b"\r\n")
        time.sleep(4)
        taken = 0
        try:
            while piece := client.recv(1 << 20):
                taken += len(piece)
        except OSError:
            pass
    assert taken < 30_000_000


def test_a_quick_client_is_served_for_longer_than_one_request_may_take(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        for _ in range(4):
            client.sendall(b"GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n")
            assert client.recv(1 << 16).startswith(b"HTTP/1.1 403")
            time.sleep(0.5)


def test_long_requests_are_refused(tmp_path: Path) -> None:
    reviewing.publish(tmp_path)
    client = reviewing.client_of(Site(tmp_path / "data", tmp_path / "o.csv"))
    assert client.get("/" + "a" * 9000).status_code == 414
    assert client.get("/?q=" + "a" * 9000).status_code == 414
    assert client.get("/?" + "a=1&" * 300).status_code == 414
    assert client.get("/", headers={f"x-{n}": "1" for n in range(120)}).status_code == 431
    assert client.get("/", headers={"cookie": "a" * 17_000}).status_code == 431
    assert client.get("/").status_code == 200
    many = "&".join(["a=1"] * 300)
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/corrections/withdraw", content=many, headers=form).status_code == 413
