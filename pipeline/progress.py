"""How far a run is: a bar on a terminal, one line a document elsewhere. Written to standard error."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from pipeline.batch import DocumentResult
from pipeline.names import harmless, shown_name
from pipeline.sources import Source


class Lines:
    """One line for every document read."""

    def __init__(self) -> None:
        self._total = self._count = 0

    def start(self, total: int) -> None:
        self._total = total
        if total:
            print(f"reading {total} document{'s' if total != 1 else ''}", file=sys.stderr, flush=True)

    def page(self, source: Source, number: int, count: int) -> None:
        """Every tenth page, and the last, of a document whose pages take long."""
        if number % 10 == 0 or number == count:
            name = shown_name(source.path.name)
            print(f"reading  {name}  page {number} of {count}", file=sys.stderr, flush=True)

    def done(self, result: DocumentResult) -> None:
        self._count += 1
        reason = harmless(result.document.get("status_reason") or "")
        place = f"[{self._count}/{self._total}] {result.status:8} {result.seconds:6.1f} s"
        name = shown_name(result.source.path.name)
        print(f"{place}  {name}  {reason}".rstrip(), file=sys.stderr, flush=True)

    def finish(self) -> None:
        return


class Bar:
    """A progress bar; only documents that failed get a line of their own."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[name]}"),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None

    def start(self, total: int) -> None:
        if total:
            self._progress.start()
            self._task = self._progress.add_task("", total=total, name="")

    def page(self, source: Source, number: int, count: int) -> None:
        if self._task is not None:
            name = escape(shown_name(source.path.name))
            self._progress.update(self._task, name=f"{name} page {number} of {count}")

    def done(self, result: DocumentResult) -> None:
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


def listener() -> Lines | Bar:
    """The one that suits where standard error goes."""
    console = Console(stderr=True)
    return Bar(console) if console.is_terminal else Lines()
