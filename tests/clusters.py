"""Dask clusters of real processes on this machine, for tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pipeline.version import ROOT

_START_SECONDS = 60.0


class Cluster:
    """A scheduler and one worker of one thread for every word of `nannies`, all in processes of their own."""

    def __init__(self, folder: Path, nannies: tuple[str, ...] = ("--no-nanny", "--no-nanny")) -> None:
        self._folder = folder
        port = _free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-show")
        self.workers = [
            self._start("worker", self.address, "--nthreads", "1", nanny, "--local-directory", str(folder))
            for nanny in nannies
        ]

    def wait_until(self, ready: Callable[[], bool]) -> None:
        until = time.monotonic() + _START_SECONDS
        while not ready():
            assert time.monotonic() < until, "the cluster did not start: " + self._said()
            time.sleep(0.1)

    def all_registered(self) -> bool:
        return self._said().count("Register worker") == len(self.workers)

    def stop(self) -> None:
        """Kill everything that was started, at once."""
        for process in [*self.workers, self.scheduler]:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
        with (self._folder / "dask.log").open("ab") as log:
            # Workers find the extractors of the tests, too.
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _said(self) -> str:
        return (self._folder / "dask.log").read_text("utf-8", "replace")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
