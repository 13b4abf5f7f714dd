"""Run a function in a child process that may be slow, greedy or crash, and tell the three apart."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.errors import (
    DocumentCrashed,
    DocumentFailed,
    DocumentOutOfMemory,
    DocumentTimeout,
    EnvironmentProblem,
)
from pipeline.language import tr
from pipeline.limits import MEGABYTE as _MEGABYTE
from pipeline.limits import Limits as Limits
from pipeline.workers import wire
from pipeline.workers.child import serve
from pipeline.workers.message_pipe import MessagePipe

_START_SECONDS = 120.0
_LOOK_SECONDS = 0.05
# All slow steps of one document together: a child that only announces comes to its end, too.
_MOST_EXTRA_SECONDS = 24 * 3600.0
_PAGE = os.sysconf("SC_PAGE_SIZE")
# What the process that makes children loads, once for all of them.
_LOADED_ONCE = ["pipeline.workers.reading", "pipeline.ingest"]
StepListener = Callable[[int, int], None]
"""Hears which step of how many was done."""


class Worker:
    """A child process that answers `target(argument)` with bytes, again and again.

    A child that breaks a limit or dies is replaced at the next call. Its temporary files lie in a folder of its own,
    which goes with it, however it ends. Not to be shared between threads.
    """

    def __init__(self, target: Callable[[Any], bytes], limits: Limits) -> None:
        self._target, self._limits = target, limits
        self._process: Any = None
        self._connection: Connection | None = None
        self._pipe: MessagePipe | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None  # of the child's temporary files
        self._retired = False
        self._page = 0  # that the child is at
        # Only for starting and ending the child: retire() comes from another thread than call().
        self._lock = threading.Lock()

    def call(self, name: str, argument: Any, on_step: StepListener | None = None) -> bytes:
        """The target's answer. `name` is for messages; `on_step` hears of slow steps as they are done.

        Raises what the target raised if that is a DocumentFailed, else InternalError; DocumentTimeout,
        DocumentOutOfMemory or DocumentCrashed when the child had to be ended or ended itself.
        """
        connection, pipe = self._ensure()
        self._page = 0
        try:
            connection.send(argument)
            answer = self._wait(name, pipe, on_step)
        except (EOFError, OSError) as error:
            obituary = self._obituary(name)
            obituary.page = self._page or None
            raise obituary from error
        except wire.Garbled as error:
            self.close()
            raise DocumentCrashed(
                f"the reader of {name} gave an answer that makes no sense: {error}"
            ) from error
        except BaseException as error:
            self.close()
            if isinstance(error, DocumentFailed):
                error.page = self._page or None
            raise
        if self._megabytes() > self._limits.megabytes / 2:
            self.close()
        if isinstance(answer, DocumentFailed):
            raise answer
        return answer

    @property
    def limits(self) -> Limits:
        return self._limits

    def retire(self) -> None:
        """End the child for good; a call under way in another thread fails."""
        self._retired = True
        self.close()

    def close(self) -> None:
        """End the child, at once; the next call starts another."""
        with self._lock:
            process, self._process = self._process, None
            connection, self._connection = self._connection, None
            scratch, self._scratch = self._scratch, None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.join()
        if scratch is not None:
            scratch.cleanup()

    def _ensure(self) -> tuple[Connection, MessagePipe]:
        if self._process is not None and self._process.is_alive() and self._connection and self._pipe:
            return self._connection, self._pipe
        self.close()
        with self._lock:
            if self._retired:
                raise DocumentCrashed("the run was stopped")
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(_LOADED_ONCE)
            ours, theirs = context.Pipe()
            try:
                self._scratch = tempfile.TemporaryDirectory(
                    prefix="jixiao-reader-", ignore_cleanup_errors=True
                )
                process = context.Process(
                    target=serve,
                    args=(self._target, theirs, self._limits.seconds, self._scratch.name),
                    daemon=True,
                )
                process.start()
            except (EOFError, OSError) as error:
                raise _not_started(f": {error}") from error
            finally:
                theirs.close()
            self._process, self._connection, self._pipe = process, ours, MessagePipe(ours)
            pipe = self._pipe
        with contextlib.suppress(EOFError, OSError, wire.Garbled):
            if ours.poll(_START_SECONDS) and pipe.receive(_START_SECONDS) == wire.READY:
                return ours, pipe
        self.close()
        raise _not_started("")

    def _wait(self, name: str, pipe: MessagePipe, on_step: StepListener | None) -> bytes | DocumentFailed:
        """What the child says at the end; both limits are watched until then."""
        allowed = self._limits.seconds
        began = time.monotonic()
        looked = 0.0
        while True:
            said = pipe.receive(_LOOK_SECONDS)
            if said is not None:
                kind, body = said[:1], said[1:]
                if kind == wire.DONE:
                    return body
                if kind == wire.FAILED:
                    return wire.failure_from_bytes(body)
                if kind == wire.PAGE:
                    self._page = wire.page_from_bytes(body)
                elif kind == wire.SLOW_STEP:
                    seconds, number, count = wire.step_from_bytes(body)
                    allowed = min(allowed + seconds, self._limits.seconds + _MOST_EXTRA_SECONDS)
                    if on_step is not None:
                        on_step(number, count)
                else:
                    raise wire.Garbled("unknown kind of message")
            now = time.monotonic()
            if now - looked < _LOOK_SECONDS:
                continue  # a child may say much
            looked = now
            if self._megabytes() > self._limits.megabytes:
                raise DocumentOutOfMemory(f"{name} needs more than {self._limits.megabytes} MB of memory")
            if now - began > allowed:
                raise DocumentTimeout(f"{name} takes longer than {allowed:g} seconds")

    def _obituary(self, name: str) -> DocumentFailed:
        process = self._process
        if process is None:
            return DocumentCrashed(f"{name} was not read to the end: the run was stopped")
        process.join(1.0)
        code = process.exitcode
        self.close()
        if code is not None and code < 0:
            known = next((one.name for one in signal.Signals if one == -code), str(-code))
            return DocumentCrashed(f"{name} ended its reader with signal {known}")
        return DocumentCrashed(f"{name} ended its reader with exit code {code}")

    def _megabytes(self) -> float:
        """Memory that the child holds, with the programs that it started; 0 where the system does not tell."""
        return 0.0 if self._process is None else _pages(self._process.pid) * _PAGE / _MEGABYTE


def _pages(pid: int, deep: int = 4) -> int:
    """Pages of memory that a process holds, and those that it started, to so many generations."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    started: list[str] = []
    with contextlib.suppress(OSError):  # not every system tells
        started = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split() if deep else []
    return own + sum(_pages(int(one), deep - 1) for one in started)


def _not_started(why: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        tr("a worker process did not start{why}", why=why),
        tr("Run again with --workers 1; report it if that fails, too."),
    )
