"""A program that stays and refreshes at the times of a plan, each time in a process of its own.

It looks at the clock every half minute instead of sleeping until the time has come: a machine that was asleep is
noticed when it wakes. What was due meanwhile is made up for once, however often it was due.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from pipeline.cli.settings import declared_default
from pipeline.language import tr
from pipeline.nightly.plan import Plan

_LOOK_SECONDS = 30.0
# Later than this counts as missed, and is said to be made up for.
_LATE_SECONDS = 90.0
_END_SECONDS = 30.0
_STARTER = "jixiao"


class Clock(Protocol):
    """Time, and the wish to end."""

    def now(self) -> datetime:
        """The present moment, with a zone."""

    def wait(self, seconds: float) -> bool:
        """Let time pass; True, at once, when the schedule is to end."""


class WallClock:
    """The machine's clock; `stop` is set by a signal."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, seconds: float) -> bool:
        return self.stop.wait(seconds)


def keep_to(
    plan: Plan, run: Callable[[], int], clock: Clock, say: Callable[[str], None], last: datetime | None = None
) -> list[int]:
    """Refresh whenever the plan says so, one at a time, until the clock wants to end; returns the exit codes.

    `last`: when the last refresh before began; what was due since then is made up for at once. A refresh that fails
    does not end the schedule.
    """
    codes: list[int] = []
    since = last or clock.now()
    while not clock.wait(0):
        due = plan.after(since)
        if due > clock.now():
            say(tr("next refresh at {due:%Y-%m-%d %H:%M} {zone}", due=due, zone=plan.zone))
        while (left := (due - clock.now()).total_seconds()) > 0:
            if clock.wait(min(left, _LOOK_SECONDS)):
                return codes
        since = clock.now()
        if (since - due).total_seconds() > _LATE_SECONDS:
            say(
                tr(
                    "missed the refresh of {due:%Y-%m-%d %H:%M} {zone}; made up for now",
                    due=due,
                    zone=plan.zone,
                )
            )
        codes.append(run())
        say(
            tr(
                "refresh ended with exit code {code} after {seconds:.0f} s",
                code=codes[-1],
                seconds=(clock.now() - since).total_seconds(),
            )
        )
    return codes


def refresh_in_child(arguments: Sequence[str], clock: Clock) -> int:
    """Exit code of `jixiao refresh` with these arguments; it is ended when the clock wants to end."""
    # A session of its own: Ctrl-C on the terminal reaches this process only, which then ends the other in order.
    child = subprocess.Popen([*program(), "refresh", *arguments], start_new_session=True)
    while child.poll() is None:
        if clock.wait(0.2):
            _end(child)
    return child.wait()


def program() -> list[str]:
    """How this checkout's jixiao is started, whatever the working directory."""
    starter = Path(sys.executable).with_name(_STARTER)
    return [str(starter)] if starter.is_file() else [sys.executable, "-m", "pipeline"]


def arguments_for(parser: ArgumentParser, options: Namespace) -> list[str]:
    """The arguments that make `parser` give these options, paths absolute; options at their defaults are left out.

    What environment or settings file say is written out: the child may run elsewhere.
    """
    named: list[str] = []
    listed: list[str] = []
    for action in parser._actions:
        value = getattr(options, action.dest, None)
        if value is None or action.dest == "help":
            continue
        if not action.option_strings:
            listed += [_word(one) for one in (value if isinstance(value, list) else [value])]
        elif action.nargs == 0:
            named += [action.option_strings[0]] if value != declared_default(action) else []
        elif value != declared_default(action) or _is_place(value):
            # One word: a value may begin with a dash.
            named.append(f"{action.option_strings[0]}={_word(value)}")
    return [*named, "--", *listed] if listed else named


@contextmanager
def ending_by_signal(clock: WallClock) -> Iterator[None]:
    """SIGTERM, Ctrl-C and a terminal that closes ask the clock to end, for as long as the block lasts."""
    asked = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    # What is ignored, as under nohup, stays so.
    before = {number: held for number in asked if (held := signal.getsignal(number)) is not signal.SIG_IGN}
    try:
        for number in before:
            signal.signal(number, lambda *_: clock.stop.set())
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(child: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        os.killpg(child.pid, signal.SIGTERM)
    until = time.monotonic() + _END_SECONDS
    while child.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
    with suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL)


def _is_place(value: Any) -> bool:
    return isinstance(getattr(value, "path", value), Path)


def _word(value: Any) -> str:
    place = getattr(value, "path", value)
    return os.path.abspath(place) if isinstance(place, Path) else str(value)
