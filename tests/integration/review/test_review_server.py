"""The command `jixiao review`: its address, busy ports, Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.errors import EnvironmentProblem
from pipeline.review import server
from pipeline.version import ROOT
from tests import reviewing


def occupied() -> socket.socket:
    taken = socket.socket()
    taken.bind((server.ADDRESS, 0))
    taken.listen()
    return taken


def test_a_busy_port_gives_the_next_free_one() -> None:
    with occupied() as taken:
        port = taken.getsockname()[1]
        with server.bind(port) as bound:
            host, found = bound.getsockname()
            assert host == "127.0.0.1" and port < found < port + 20


def test_no_free_port_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_TRIED", 1)
    with occupied() as taken, pytest.raises(EnvironmentProblem, match="no free port") as error:
        server.bind(taken.getsockname()[1])
    assert "--port" in error.value.hint


@pytest.mark.parametrize(
    ("variables", "there"),
    [({}, False), ({"DISPLAY": ":0"}, True), ({"DISPLAY": ":0", "SSH_CONNECTION": "1 2"}, False)],
)
def test_a_browser_is_opened_on_a_desktop_only(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], there: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert server.has_desktop() is there


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_wrong_port_is_said(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review", "--port", port]) == 1
    assert "--port" in capsys.readouterr().err


def test_nothing_published_is_said_before_anything_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["review", "--data", str(tmp_path), "--no-browser"]) == 1
    said = capsys.readouterr()
    assert "nothing is published" in said.err and "http" not in said.out


def test_it_answers_until_it_is_interrupted(tmp_path: Path) -> None:
    reviewing.publish(tmp_path)
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "review",
        "--data",
        str(tmp_path / "data"),
        "--no-browser",
    ]
    with occupied() as taken:
        port = taken.getsockname()[1]
        command += ["--port", str(port), "--overrides", str(tmp_path / "o.csv")]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"LANG": "C.UTF-8"},
        )
        try:
            assert process.stdout is not None
            assert f"port {port} is in use" in process.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
            assert address is not None
            with urllib.request.urlopen(address[0], timeout=60) as answer:
                assert "good.pdf" in answer.read().decode()
            process.send_signal(signal.SIGINT)
            _, complaints = process.communicate(timeout=60)
            assert (process.returncode, complaints) == (0, "")
        finally:
            process.kill()
