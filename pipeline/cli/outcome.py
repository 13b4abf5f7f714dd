"""What came of a run, for a reader: documents by status, what was left out, what failed and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from pipeline import run
from pipeline.account import shares_text
from pipeline.answers.chinese_names import table_said
from pipeline.answers.reasons import reason_said
from pipeline.errors import failure_class
from pipeline.language import listed, padded, tr
from pipeline.names import harmless
from pipeline.nightly.report_lines import (
    about,
    broken_rule,
    corrections_text,
    decisions_text,
    statuses_text,
    vocabulary_text,
)
from pipeline.publishing.data_checks import Violation
from pipeline.samples import samples_text

_FAILURES_SHOWN = 10
_SAME_SHOWN = 5
_LEFT_OUT_SHOWN = 5
_LABEL_COLUMNS = 11
_NEXT = ("jixiao query subsidy_ratios", "jixiao queries", "jixiao findings", "jixiao status")


def failure(row: Mapping[str, Any]) -> dict[str, Any]:
    """A failed document with what to do next."""
    kept = {key: row[key] for key in ("status", "file_name", "source_path", "status_reason")}
    return kept | {"next": failure_class(row["status_reason"]).default_next()}


def summary(place: Any, report: run.Report, violations: Sequence[Violation]) -> str:
    """The report of a run for people; `place`: where it is published."""
    lines = ["", *(_row(label, text) for label, text in _outcome(place, report) if text)]
    lines += [_row(tr("check"), broken_rule(asdict(found))) for found in violations]
    lines.append(_row(tr("next"), listed(_NEXT)))
    return "\n".join(lines)


def _row(label: str, text: str) -> str:
    return padded(label, _LABEL_COLUMNS) + text


def _outcome(place: Any, report: run.Report) -> Iterator[tuple[str, str]]:
    """What came of a run, each line with its label; a line without text is left out."""
    yield (
        tr("documents"),
        tr(
            "{statuses}  (files {files}, read now {read}, read before {unchanged}, same content {same})",
            statuses=statuses_text(report.documents),
            files=report.files,
            read=report.read,
            unchanged=report.unchanged,
            same=report.duplicates,
        ),
    )
    yield (
        tr("published"),
        tr(", ").join(f"{table_said(name)} {rows}" for name, rows in report.published.items()),
    )
    yield tr("numbers"), shares_text(report.numbers)
    yield (
        tr("version"),
        tr(
            "{version} in {place}, {seconds} s",
            version=report.version,
            place=place,
            seconds=report.seconds,
        ),
    )
    yield tr("samples"), samples_text(report.samples)
    if report.skipped:
        yield tr("left out"), tr("{count} skipped, named above", count=len(report.skipped))
    for one in report.left_out[:_LEFT_OUT_SHOWN]:
        yield tr("left out"), about(one.source_path, one.reason)
    if (more := len(report.left_out) - _LEFT_OUT_SHOWN) > 0:
        yield "", tr("and {count} more; --json lists all", count=more)
    for same in islice(report.same_content, _SAME_SHOWN):
        yield tr("same"), f"{same['source_path']} = {same['same_as']}"
    if (more := len(report.same_content) - _SAME_SHOWN) > 0:
        yield "", tr("and {count} more; --json lists all", count=more)
    for row in report.failures[:_FAILURES_SHOWN]:
        yield tr("failed"), about(row["source_path"], harmless(reason_said(row["status_reason"])))
        yield "", failure(row)["next"]
    if (more := len(report.failures) - _FAILURES_SHOWN) > 0:
        yield "", tr("and {count} more; jixiao status lists all", count=more)
    yield tr("corrected"), corrections_text(report.corrections)
    yield tr("programmes"), decisions_text(report.decisions)
    yield tr("vocabulary"), vocabulary_text(report.vocabulary)
