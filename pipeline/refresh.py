"""The run of the night: the published set made equal to the folders, checked, and reported, come what may."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from pipeline import layout, run
from pipeline.catalog import open_catalog
from pipeline.data_checks import run_checks
from pipeline.differences import LISTED, compare
from pipeline.errors import EXIT_LOCKED, EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, JixiaoError, failure_class
from pipeline.failure_hook import FailureHook
from pipeline.names import shown_name
from pipeline.publish import read_documents
from pipeline.run_report import Body, error_body, now, rewrite_report, write_report
from pipeline.run_report_text import as_text

_INTERRUPTED = 130


def refresh(data_dir: Path, folders: list[Any], read: Callable[[], run.Report], hook: FailureHook) -> Body:
    """Do what `read` does, and report it; returns the report, which is kept under DIR/.reports.

    The report is written and the hook called also when the run fails; the error is raised again then.
    """
    began = time.monotonic()
    body: Body = {
        "run": 0,
        "started_at": now(),
        "seconds": 0.0,
        "exit_code": EXIT_OK,
        "folders": [shown_name(str(folder)) for folder in folders],
        "data": shown_name(data_dir),
    }
    try:
        before = layout.current_version(data_dir)
        failed_before = _failed(data_dir)
        body |= _outcome(read(), before, failed_before, data_dir)
    except KeyboardInterrupt as stop:
        code = getattr(stop, "exit_code", _INTERRUPTED)
        # Who stops a run knows of it, and is waiting for it to end.
        _close(data_dir, body | {"exit_code": code, "error": error_body(stop)}, began, FailureHook())
        raise
    except JixiaoError as error:
        _close(data_dir, body | {"exit_code": error.exit_code, "error": error_body(error)}, began, hook)
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


def _outcome(
    report: run.Report, before: Path | None, failed_before: set[tuple[str, str]], data_dir: Path
) -> Body:
    after = layout.current_version(data_dir)
    with open_catalog(data_dir) as catalog:
        violations = run_checks(catalog)
    counts = ("files", "read", "unchanged", "duplicates", "ignored", "removed", "renamed", "documents")
    failed = [
        {
            "document_id": row["document_id"],
            "source_path": row["source_path"],
            "status_reason": row["status_reason"],
            "next": failure_class(row["status_reason"]).default_hint,
            "is_new": (row["source_path"], _reason(row)) not in failed_before,
        }
        for row in report.failures
    ]
    return {
        "exit_code": report.exit_code,
        "version_before": int(before.name) if before else None,
        "version": report.version,
        "counts": {name: getattr(report, name) for name in counts},
        "rows": report.published,
        "failed": sorted(failed, key=lambda row: (not row["is_new"], row["source_path"])),
        "skipped": [asdict(one) for one in report.skipped[:LISTED]],
        "kept": list(report.kept[:LISTED]),
        "same_content": list(report.same_content[:LISTED]),
        "corrections": report.corrections,
        "differences": _differences(before, after),
        "checks": [asdict(found) for found in violations],
    }


def _differences(before: Path | None, after: Path | None) -> Body | None:
    if after is None or before == after:
        return None
    try:
        return compare(before, after).as_object()
    except duckdb.Error as error:
        # What was published stands; only the comparison is missing.
        return {"problem": str(error).splitlines()[0]}


def _failed(data_dir: Path) -> set[tuple[str, str]]:
    return {
        (row["source_path"], _reason(row)) for row in read_documents(data_dir) if row["status"] == "failed"
    }


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
