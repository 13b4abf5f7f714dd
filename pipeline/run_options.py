"""The options of the commands that read documents, declared once, and the run that they ask for."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import run
from pipeline.isolation import Limits
from pipeline.progress import listener


def positive(text: str) -> int:
    """A whole number above 0, as the value of an option."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


WAIT: Mapping[str, Any] = {
    "type": positive,
    "default": 0,
    "metavar": "S",
    "help": "seconds to wait for another run to end",
}
"""Declaration of `--wait`, for every command that takes the lock."""


def add_reading_options(parser: ArgumentParser) -> None:
    """Options that say how documents are read."""
    parser.add_argument(
        "--workers", type=positive, default=0, metavar="N", help="processes (one per processor)"
    )
    parser.add_argument("--timeout", type=positive, default=int(Limits().seconds), metavar="S",
                        help="seconds that one document may take (%(default)s)")  # fmt: skip
    parser.add_argument("--memory", type=positive, default=Limits().megabytes, metavar="MB",
                        help="memory that one document may take (%(default)s)")  # fmt: skip
    parser.add_argument("--ocr", choices=("auto", "always", "never"), default="auto",
                        help="recognise pictures of pages: needed ones, all, none (%(default)s)")  # fmt: skip
    parser.add_argument("--force", action="store_true", help="read again what was read before")
    parser.add_argument("--wait", **WAIT)


def asked_for(options: Namespace, paths: Sequence[Path]) -> run.Options:
    """What a run is asked to do by the options above."""
    # Loading the reading code takes a second; commands that read nothing do without.
    from extractors.source import ocr_available

    return run.Options(
        paths=paths,
        data_dir=options.data,
        workers=options.workers,
        limits=Limits(options.timeout, options.memory),
        force=options.force,
        ocr=options.ocr,
        ocr_ready=options.ocr != "never" and ocr_available(),
        wait=options.wait,
    )


def start(asked: run.Options, how: Callable[..., run.Report] = run.ingest) -> run.Report:
    """The run with everything that it needs besides its options; it says on a terminal how far it is."""
    from normalizers.regions import all_regions
    from pipeline.ingest import extract_document

    return how(asked, extract_document, all_regions(), listener())
