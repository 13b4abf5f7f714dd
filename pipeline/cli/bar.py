"""A progress bar on a terminal. Loads `rich`, so it is loaded only where there is a terminal to draw on."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from pipeline.answers.reasons import reason_said
from pipeline.cli.pace import Pace
from pipeline.cli.terminal import has_colour
from pipeline.language import tr
from pipeline.names import harmless, shown_name
from pipeline.sources import Source
from pipeline.workers.batch import DocumentResult


class Bar:
    """A progress bar with rate and remaining time; only documents that failed get a line of their own."""

    def __init__(self, console: Console) -> None:
        self.pace = Pace()
        self._progress = Progress(
            TextColumn(tr("reading")),
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
            self._progress.update(
                self._task, name=tr("{name} page {number} of {count}", name=name, number=number, count=count)
            )

    def done(self, result: DocumentResult) -> None:
        self.pace.done()
        if result.status == "failed":
            self._progress.console.print(
                tr("failed  {reason}", reason=harmless(reason_said(result.document["status_reason"]))),
                markup=False,
                highlight=False,
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


def terminal_bar() -> Bar:
    """One that is drawn on standard error."""
    return Bar(Console(stderr=True, no_color=not has_colour(sys.stderr)))
