"""How far a run is, as a terminal and as a file see it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.cli.bar import Bar
from pipeline.cli.pace import Pace
from pipeline.cli.progress import Lines, listener
from pipeline.sources import Source
from pipeline.workers.batch import DocumentResult


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def result(name: str = "a.pdf", status: str = "ok") -> DocumentResult:
    source = Source(Path(name), "0" * 64, 1, None)  # type: ignore[arg-type]
    reason = "encrypted: by [bold]a\x1b[31m password" if status == "failed" else None
    return DocumentResult(source, {"status": status, "status_reason": reason}, {}, 1.5)


def test_pace_says_rate_and_time_left() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.start(1000)
    assert pace.said() == ""
    for seconds, count, said in [
        (10, 20, "2.0 documents a second, about 8 min left"),
        (100, 30, "18.0 documents a minute, about 54 min left"),
        (2000, 40, "1.2 documents a minute, about 13.3 h left"),
    ]:
        pace.count = count
        clock.now = 1000.0 + seconds
        assert pace.said() == said


def test_an_interrupted_run_says_what_was_read() -> None:
    pace = Pace(Clock())
    assert pace.interrupted() == "what was published before stands"
    pace.start(3)
    pace.done()
    assert pace.interrupted().startswith("1 of 3 documents had been read; they will be read again")


def test_lines_tell_every_document_and_now_and_then_the_pace(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    lines = Lines(clock)
    lines.start(3)
    clock.now += 20
    lines.done(result())
    clock.now += 20
    lines.done(result("b.pdf", "failed"))
    clock.now += 20
    lines.done(result("c.pdf"))
    assert capsys.readouterr().err.splitlines() == [
        "reading 3 documents",
        "[1/3] ok          1.5 s  a.pdf",
        "[2/3] failed      1.5 s  b.pdf  encrypted: by [bold]a\\x1b[31m password",
        "so far   3.0 documents a minute, about 20 s left",
        "[3/3] ok          1.5 s  c.pdf",
    ]


def test_a_bar_shows_pace_and_names_only_what_failed() -> None:
    seen = io.StringIO()
    bar = Bar(Console(file=seen, force_terminal=True, width=120, no_color=True))
    bar.start(2)
    bar.pace._clock = lambda: bar.pace._began + 4
    bar.done(result("good.pdf"))
    bar.page(result("long.pdf").source, 3, 9)
    bar.done(result("bad.pdf", "failed"))
    bar._progress.refresh()
    bar.finish()
    text = seen.getvalue()
    assert "failed  encrypted: by [bold]a\\x1b[31m password" in text
    assert "2/2" in text and "a minute, about 0 s left" in text


@pytest.mark.parametrize(("kind", "made"), [("xterm", Bar), ("dumb", Lines), ("", Lines)])
def test_a_terminal_that_cannot_move_its_cursor_gets_lines(
    kind: str, made: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", kind)
    assert isinstance(listener(), made)
    monkeypatch.setattr("sys.stderr.isatty", lambda: False, raising=False)
    assert isinstance(listener(), Lines)
