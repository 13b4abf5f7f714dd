"""What happens in a child process: it answers until its parent goes away, and says how far it is."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from extractors.failures import said
from pipeline.errors import (
    DocumentFailed,
    DocumentOutOfMemory,
    InternalError,
)
from pipeline.limits import MEGABYTE as _MEGABYTE
from pipeline.limits import Limits as Limits
from pipeline.workers import wire
from pipeline.workers.clock import Clock
from pipeline.workers.message_pipe import MessagePipe

# Objects made before children look for garbage: reading a page makes many that stay until the document is done.
_GARBAGE_AFTER = 50_000


# The pipe to the parent and the time that is left, in a child only.
_parent: MessagePipe | None = None
_clock: Clock | None = None


def announce_slow_step(seconds: float, number: int, count: int) -> None:
    """Tell the parent, in a child process, that a step of known cost was done; elsewhere nothing happens.

    The time limit grows by `seconds`; which step of how many it was reaches the caller's `on_step`.
    """
    if _parent is not None:
        _parent.send_bytes(wire.SLOW_STEP + wire.step_to_bytes(seconds, number, count))
    if _clock is not None:
        _clock.add(seconds)


def announce_page(number: int) -> None:
    """Tell the parent, in a child process, which page is begun (1-based), 0 that none is any more.

    Should it be the last thing that the child says, this page is what the child failed at.
    """
    if _parent is not None:
        _parent.send_bytes(wire.PAGE + wire.page_to_bytes(number))


def time_is_up() -> bool:
    """Is so much of the time gone that no further page should be begun? Never but in a child process."""
    return _clock is not None and _clock.is_up()


def serve(target: Callable[[Any], bytes], connection: Connection, seconds: float, scratch: str) -> None:
    """The child: answer until the parent goes away; each answer should take so many seconds at most.

    What it writes for a while lies in the folder `scratch`.
    """
    global _parent, _clock
    _parent = MessagePipe(connection)
    tempfile.tempdir = scratch
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
    _be_expendable()
    gc.freeze()
    gc.set_threshold(_GARBAGE_AFTER)
    threading.Thread(target=_end_with_parent, args=(connection.fileno(), scratch), daemon=True).start()
    _parent.send_bytes(wire.READY)
    while True:
        try:
            argument = connection.recv()
        except (EOFError, OSError):
            shutil.rmtree(scratch, ignore_errors=True)
            return
        _clock = Clock(seconds)
        try:
            _parent.send_bytes(wire.DONE + _bounded(target(argument)))
        except BaseException as error:
            _parent.send_bytes(wire.FAILED + wire.failure_to_bytes(_portable(error)))


def _end_with_parent(descriptor: int, scratch: str) -> None:
    """Nobody watches a child whose parent was killed; it must not go on with an endless document, nor leave files."""
    hangup = select.poll()
    hangup.register(descriptor, select.POLLHUP)
    while not any(event & select.POLLHUP for _, event in hangup.poll()):
        pass
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)


def _silence() -> None:
    """Libraries print warnings about odd files; they would break the progress display."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _be_expendable() -> None:
    """A machine that runs out of memory ends readers first, not their supervisor; a crash leaves no file behind."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # not Linux
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _bounded(answer: bytes) -> bytes:
    """The supervisor holds answers in memory; one document may not fill it."""
    if len(answer) > wire.LARGEST:
        raise DocumentOutOfMemory(f"the file gives {len(answer) // _MEGABYTE} MB of rows")
    return answer


def _portable(error: BaseException) -> DocumentFailed:
    if isinstance(error, DocumentFailed):
        return error
    if isinstance(error, MemoryError):
        return DocumentOutOfMemory("the file needs more memory than there is")
    return InternalError(said(error))
