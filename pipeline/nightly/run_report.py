"""What a run of the night did, kept for whoever comes in the morning.

    DIR/.reports/000012.json   for programs
    DIR/.reports/000012.txt    the same for people

A report is written after every run: when something was published, when nothing had changed, and when it failed.
Readers of `<table>/**/*.parquet` do not see the folder.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.answers.streamed import as_json
from pipeline.errors import JixiaoError, UsageError
from pipeline.language import tr
from pipeline.masking import masked
from pipeline.nightly.run_report_text import as_text
from pipeline.publishing import layout

FOLDER = ".reports"
KEPT = 100
"""Runs whose reports are kept."""

Body = dict[str, Any]


def write_report(data_dir: Path, body: Body) -> Path | None:
    """Keep the report of a run; returns its JSON file, and puts the run's number into the body as `run`.

    Where the published folder does not take it, or is not there, it stands in a temporary folder; None where nothing
    can be written at all.
    """
    places = [data_dir / FOLDER] if data_dir.is_dir() else []
    for place in (*places, None):
        with suppress(OSError):
            folder = place or Path(tempfile.mkdtemp(prefix="jixiao-report-"))
            folder.mkdir(exist_ok=True)
            written = _write_next(folder, body)
            _forget(folder)
            return written
    return None


def rewrite_report(path: Path, body: Body) -> None:
    """The report with what came to be known after it was written; what cannot be written stays as it was."""
    with suppress(OSError):
        _replace(path, as_json(body))
        _replace(path.with_suffix(".txt"), as_text(body))


def report_files(data_dir: Path) -> list[Path]:
    """JSON files of the reports that are kept, oldest first."""
    found = (data_dir / FOLDER).glob("*.json")
    return sorted((path for path in found if path.stem.isdigit()), key=lambda path: int(path.stem))


def find_report(data_dir: Path, number: int | None) -> Path:
    """The report of that run, or of the last one. Raises UsageError when there is none."""
    files = report_files(data_dir)
    if not files:
        raise UsageError(
            tr("there is no report in {data_dir}", data_dir=data_dir), tr("`jixiao refresh` writes one.")
        )
    if number is None:
        return files[-1]
    for path in files:
        if int(path.stem) == number:
            return path
    raise UsageError(
        tr("there is no report of run {number} in {data_dir}", number=number, data_dir=data_dir),
        tr(
            "Kept are {first} to {last}; `jixiao report --list` lists them.",
            first=int(files[0].stem),
            last=int(files[-1].stem),
        ),
    )


def now() -> str:
    """The present second in UTC, as reports write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def error_body(error: BaseException) -> Mapping[str, Any]:
    """What stopped a run."""
    if isinstance(error, JixiaoError):
        return {"kind": type(error).__name__, "message": masked(error.message), "next": masked(error.hint)}
    if isinstance(error, KeyboardInterrupt):
        notes = " ".join(getattr(error, "__notes__", []))
        return {"kind": "Interrupted", "message": tr("stopped by a signal"), "next": notes}
    hint = tr("This is a defect of the program; please report it.")
    return {"kind": type(error).__name__, "message": masked(str(error)), "next": hint}


def _write_next(folder: Path, body: Body) -> Path:
    """Under the next free number; a name is taken with one link, so that two runs never share it."""
    numbers = [int(path.stem) for path in folder.glob("*.json") if path.stem.isdigit()]
    body["run"] = max(numbers, default=0) + 1
    while True:
        target = folder / f"{body['run']:06d}.json"
        fresh = _fresh(target, as_json(body))
        try:
            os.link(fresh, target)
            break
        except FileExistsError:
            body["run"] += 1
        finally:
            fresh.unlink(missing_ok=True)
    _replace(target.with_suffix(".txt"), as_text(body))
    layout.sync(folder)
    return target


def _replace(path: Path, text: str) -> None:
    os.replace(_fresh(path, text), path)


def _fresh(path: Path, text: str) -> Path:
    """The text in a whole file beside the path."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def _forget(folder: Path) -> None:
    """Delete reports beyond those kept."""
    files = sorted((path for path in folder.glob("*.json") if path.stem.isdigit()), key=lambda p: int(p.stem))
    for path in files[:-KEPT]:
        path.unlink(missing_ok=True)
        path.with_suffix(".txt").unlink(missing_ok=True)
