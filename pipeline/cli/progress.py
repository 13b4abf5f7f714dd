"""How far a run is: a bar on a terminal, one line a document elsewhere. Written to standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from pipeline.cli.terminal import has_colour, is_capable
from pipeline.names import harmless, shown_name
from pipeline.sources import Source
from pipeline.workers.batch import DocumentResult

_PACE_SECONDS = 30.0
_MINUTE, _HOUR = 60, 3600


class Pace:
    """How many documents of how many are read, how fast, and how long the rest will take."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self.total = self.count = 0

    def start(self, total: int) -> None:
        self._began, self.total, self.count = self._clock(), total, 0

    def done(self) -> None:
        self.count += 1

    def said(self) -> str:
        """`2.5 documents a second, about 4 min left`; '' before the first document is read."""
        passed = self._clock() - self._began
        if not self.count or passed <= 0:
            return ""
        left = (self.total - self.count) * passed / self.count
        return f"{_rate(self.count / passed)}, about {_duration(left)} left"

    def interrupted(self) -> str:
        """What a run that was stopped leaves: documents are published together, at its end."""
        stands = "what was published before stands"
        if not self.total:
            return stands
        if self.count == self.total:
            return f"{self.total} documents had been read; what is not published will be read again; {stands}"
        return f"{self.count} of {self.total} documents had been read; they will be read again; {stands}"


def _rate(per_second: float) -> str:
    if per_second >= 1:
        return f"{per_second:.1f} documents a second"
    return f"{per_second * _MINUTE:.1f} documents a minute"


def _duration(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"


class Lines:
    """One line for every document read, and now and then one that says how fast it goes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told = clock()
        self.pace = Pace(clock)

    def start(self, total: int) -> None:
        self.pace.start(total)
        self._told = self._clock()
        if total:
            self._say(f"reading {total} document{'s' if total != 1 else ''}")

    def page(self, source: Source, number: int, count: int) -> None:
        """Every tenth page, and the last, of a document whose pages take long."""
        if number % 10 == 0 or number == count:
            self._say(f"reading  {shown_name(source.path.name)}  page {number} of {count}")

    def done(self, result: DocumentResult) -> None:
        self.pace.done()
        reason = harmless(result.document.get("status_reason") or "")
        place = f"[{self.pace.count}/{self.pace.total}] {result.status:8} {result.seconds:6.1f} s"
        self._say(f"{place}  {shown_name(result.source.path.name)}  {reason}".rstrip())
        if self._clock() - self._told >= _PACE_SECONDS and self.pace.count < self.pace.total:
            self._told = self._clock()
            self._say(f"so far   {self.pace.said()}")

    def finish(self) -> None:
        return

    def _say(self, line: str) -> None:
        # A log that is full or that nobody reads any more is no reason to stop a run.
        with suppress(OSError):
            print(line, file=sys.stderr, flush=True)


class Bar:
    """A progress bar with rate and remaining time; only documents that failed get a line of their own."""

    def __init__(self, console: Console) -> None:
        self.pace = Pace()
        self._progress = Progress(
            TextColumn("reading"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            _PaceColumn(self.pace),
            TextColumn("{task.fields[name]}"),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None

    def start(self, total: int) -> None:
        self.pace.start(total)
        if total:
            self._progress.start()
            self._task = self._progress.add_task("", total=total, name="")

    def page(self, source: Source, number: int, count: int) -> None:
        if self._task is not None:
            name = escape(shown_name(source.path.name))
            self._progress.update(self._task, name=f"{name} page {number} of {count}")

    def done(self, result: DocumentResult) -> None:
        self.pace.done()
        if result.status == "failed":
            self._progress.console.print(
                f"failed  {harmless(result.document['status_reason'])}", markup=False, highlight=False
            )
        if self._task is not None:
            name = escape(shown_name(result.source.path.name))
            self._progress.update(self._task, advance=1, name=name)

    def finish(self) -> None:
        if self._task is not None:
            self._progress.stop()


class _PaceColumn(ProgressColumn):
    """What the pace says, looked up whenever the bar is drawn."""

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self._pace = pace

    def render(self, task: Task) -> Text:
        return Text(self._pace.said())


def listener() -> Lines | Bar:
    """The one that suits where standard error goes."""
    if not is_capable(sys.stderr):
        return Lines()
    return Bar(Console(stderr=True, no_color=not has_colour(sys.stderr)))
