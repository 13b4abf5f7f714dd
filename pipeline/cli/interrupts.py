"""Being told to stop: Ctrl-C, a service manager's SIGTERM, a terminal that closes.

All three end a command the same way: children are ended, the lock is let go, the last published version stands.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """A signal asked this process to end. Notes (`add_note`) say what was under way."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = 128 + number
        """As shells report it: 130 for Ctrl-C, 143 for SIGTERM."""


@contextmanager
def signals_interrupt() -> Iterator[None]:
    """Inside, signals that ask a process to end raise Interrupted, once: more of them do not disturb the tidying up.

    Signals that are ignored (nohup) stay so. Only the main thread can do this; in others nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _ASKED}
    usual = (signal.SIG_DFL, signal.default_int_handler)
    taken = [number for number in _ASKED if before[number] in usual]

    def stop(number: int, _: FrameType | None) -> None:
        for one in taken:
            signal.signal(one, signal.SIG_IGN)
        raise Interrupted(number)

    try:
        for number in taken:
            signal.signal(number, stop)
        yield
    finally:
        for number in taken:
            signal.signal(number, before[number])
