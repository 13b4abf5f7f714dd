"""How far a run is: a bar on a terminal, one line a document elsewhere. Written to standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.answers.chinese_names import code_said
from pipeline.answers.reasons import reason_said
from pipeline.cli.pace import Pace
from pipeline.cli.terminal import is_capable
from pipeline.language import padded, tr
from pipeline.names import harmless, shown_name
from pipeline.sources import Source
from pipeline.workers.batch import DocumentResult

if TYPE_CHECKING:
    from pipeline.cli.bar import Bar

_PACE_SECONDS = 30.0


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
            self._say(
                tr("reading {count} documents", count=total) if total != 1 else tr("reading 1 document")
            )

    def page(self, source: Source, number: int, count: int) -> None:
        """Every tenth page, and the last, of a document whose pages take long."""
        if number % 10 == 0 or number == count:
            self._say(
                tr(
                    "reading  {name}  page {number} of {count}",
                    name=shown_name(source.path.name),
                    number=number,
                    count=count,
                )
            )

    def done(self, result: DocumentResult) -> None:
        self.pace.done()
        reason = harmless(reason_said(result.document.get("status_reason")))
        status = padded(code_said("status", result.status, "documents"), 8)
        seconds = tr("{seconds:6.1f} s", seconds=result.seconds)
        place = f"[{self.pace.count}/{self.pace.total}] {status} {seconds}"
        self._say(f"{place}  {shown_name(result.source.path.name)}  {reason}".rstrip())
        if self._clock() - self._told >= _PACE_SECONDS and self.pace.count < self.pace.total:
            self._told = self._clock()
            self._say(tr("so far   {pace}", pace=self.pace.said()))

    def finish(self) -> None:
        return

    def _say(self, line: str) -> None:
        # A log that is full or that nobody reads any more is no reason to stop a run.
        with suppress(OSError):
            print(line, file=sys.stderr, flush=True)


def listener() -> Lines | Bar:
    """The one that suits where standard error goes."""
    if not is_capable(sys.stderr):
        return Lines()
    from pipeline.cli.bar import terminal_bar

    return terminal_bar()
