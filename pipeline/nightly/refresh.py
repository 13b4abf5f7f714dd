"""The run of the night: the published set made equal to the folders, checked, and reported, come what may."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.compute as pc

from pipeline import run
from pipeline.answers.catalog import OWN_CHECKS, open_catalog
from pipeline.errors import EXIT_LOCKED, EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, JixiaoError, failure_class
from pipeline.language import tr
from pipeline.masking import masked
from pipeline.names import shown_name
from pipeline.nightly.differences import LISTED, compare
from pipeline.nightly.failure_hook import FailureHook
from pipeline.nightly.run_report import (
    FOLDER,
    Body,
    error_body,
    now,
    report_files,
    rewrite_report,
    write_report,
)
from pipeline.nightly.run_report_text import as_text
from pipeline.publishing import layout
from pipeline.publishing.data_checks import run_checks
from pipeline.publishing.parts import table_below
from pipeline.rows import column_of
from pipeline.schemas import TEXT

_INTERRUPTED = 130


def refresh(
    data_dir: Path, folders: list[Any], read: Callable[[], Body], hook: FailureHook, address: str = ""
) -> Body:
    """Report what `read` does, which gives what `read_and_compare` gives; the report is kept under DIR/.reports.

    `address`: where it is published, if that is not this folder.
    The report is written and the hook called also when the run fails; the error is raised again then.
    """
    began = time.monotonic()
    body: Body = {
        "run": 0,
        "started_at": now(),
        "seconds": 0.0,
        "exit_code": EXIT_OK,
        "folders": [masked(shown_name(str(folder))) for folder in folders],
        "data": masked(shown_name(address or data_dir)),
    }
    try:
        failed_before = _failed_before(data_dir)
        body |= read()
        for row in body["failed"]:
            row["is_new"] &= (row["source_path"], _reason(row)) not in failed_before
        body["failed"].sort(key=lambda row: (not row["is_new"], row["source_path"]))
    except KeyboardInterrupt as stop:
        code = getattr(stop, "exit_code", _INTERRUPTED)
        # Who stops a run knows of it, and is waiting for it to end.
        _close(data_dir, body | {"exit_code": code, "error": error_body(stop)}, began, FailureHook())
        raise
    except JixiaoError as error:
        closed = _close(
            data_dir, body | {"exit_code": error.exit_code, "error": error_body(error)}, began, hook
        )
        if closed["report"] and Path(closed["report"]).parent != data_dir / FOLDER:
            where = tr("The report of this run: {report}", report=closed["report"])
            error.hint = f"{error.hint} {where}".strip()
        raise
    except Exception as error:
        _close(data_dir, body | {"exit_code": EXIT_USAGE, "error": error_body(error)}, began, hook)
        raise
    return _close(data_dir, body, began, hook)


def is_alarming(body: Mapping[str, Any]) -> bool:
    """Whether somebody must hear of it: the run failed, or a document failed that had not failed before.

    A document that fails every night is told in every report, and calls nobody a second time.
    """
    if body["exit_code"] == EXIT_SOME_FAILED:
        return any(row["is_new"] for row in body["failed"])
    return bool(body["exit_code"] != EXIT_OK)


def read_and_compare(
    asked: run.Options, extract: Callable[..., Any], regions: Any, listener: run.Listener
) -> Body:
    """Read and publish; then check what was published, and compare it with the version before."""
    report = run.ingest(asked, extract, regions, listener)
    with open_catalog(asked.data_dir, queries=None, settings=OWN_CHECKS) as catalog:
        violations = run_checks(catalog)
    before = _version(asked.data_dir, report.version_before)
    failed_before = _failed_in(before)
    counts = ("files", "read", "unchanged", "duplicates", "ignored", "removed", "renamed", "documents")
    failed = [
        {
            "document_id": row["document_id"],
            "source_path": row["source_path"],
            "status_reason": row["status_reason"],
            "next": failure_class(row["status_reason"]).default_next(),
            "is_new": (row["source_path"], _reason(row)) not in failed_before,
        }
        for row in report.failures
    ]
    listed = {name: getattr(report, name) for name in ("skipped", "left_out", "kept", "same_content")}
    return {
        "exit_code": report.exit_code,
        "version_before": report.version_before,
        "version": report.version,
        "counts": {name: getattr(report, name) for name in counts},
        "rows": report.published,
        "numbers": report.numbers,
        "failed": failed,
        "skipped": [asdict(one) for one in report.skipped[:LISTED]],
        "left_out": [asdict(one) for one in report.left_out[:LISTED]],
        "kept": list(report.kept[:LISTED]),
        "same_content": list(report.same_content[:LISTED]),
        "list_counts": {name: len(rows) for name, rows in listed.items()},
        "corrections": report.corrections,
        "decisions": report.decisions,
        "samples": asdict(report.samples),
        "vocabulary": report.vocabulary,
        "differences": _differences(before, _version(asked.data_dir, report.version)),
        "checks": [asdict(found) for found in violations],
    }


def _version(data_dir: Path, number: int | None) -> Path | None:
    return None if number is None else data_dir / layout.VERSIONS / f"{number:06d}"


def _differences(before: Path | None, after: Path | None) -> Body | None:
    if after is None or before == after:
        return None
    try:
        return compare(before, after).as_object()
    except duckdb.Error as error:
        # What was published stands; only the comparison is missing.
        return {"problem": str(error).splitlines()[0]}


def _failed_in(version: Path | None) -> set[tuple[str, str]]:
    """Path and kind of failure of the documents that failed in a version."""
    if version is None:
        return set()
    documents = table_below(version / "documents", ["source_path", "status", "status_reason"])
    failed = documents.filter(pc.is_in(documents.column("status"), column_of(TEXT, ["failed"])))
    return {(row["source_path"], _reason(row)) for row in failed.to_pylist()}


def _failed_before(data_dir: Path) -> set[tuple[str, str]]:
    """The same of the last report that tells; it knows also of files that could not even be opened."""
    for path in reversed(report_files(data_dir)):
        with suppress(OSError, ValueError):
            told = json.loads(path.read_text("utf-8")).get("failed")
            if told is not None:
                return {(row["source_path"], _reason(row)) for row in told}
    return set()


def _reason(row: Mapping[str, Any]) -> str:
    return failure_class(row["status_reason"]).reason


def _close(data_dir: Path, body: Body, began: float, hook: FailureHook) -> Body:
    """Write the report, leave or take away the failure file, and call the hook."""
    body["seconds"] = round(time.monotonic() - began, 1)
    path = write_report(data_dir, body)
    body["report"] = shown_name(path) if path else None
    # Another run is at work: whether all is well is for that one to say.
    problem = "" if body["exit_code"] == EXIT_LOCKED else hook.mark(body["exit_code"], as_text(body))
    if hook.command and is_alarming(body):
        body["hook"] = dict(hook.call(path, body["exit_code"]))
    if problem:
        body["failure_file"] = problem
    if path and (problem or "hook" in body):
        rewrite_report(path, body)
    return body
