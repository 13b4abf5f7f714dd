"""Which published documents a run reads again."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.errors import (
    DocumentFailed,
    DocumentOutOfMemory,
    DocumentTimeout,
    NeedsOcr,
    failure_classes,
)
from pipeline.names import harmless
from pipeline.nightly import manual_input
from pipeline.run_model import Options, Row
from pipeline.version import extractor_version

# What a run asks of published documents; it holds no more of each, however many there are.
ASKED = (
    "document_id",
    "file_name",
    "source_path",
    "status",
    "status_reason",
    "extractor_version",
    "corrections",
    "time_limit_seconds",
    "memory_limit_mb",
)


def is_current(
    row: Row | None, options: Options, marks: Mapping[str, str], failure: DocumentFailed | None = None
) -> bool:
    """True when reading again would give the same: same code, and nothing missing for a passing reason. `failure`: what
    is known of it before it is read.

    A document that broke a limit or its process is kept aside until it may take more than it did then.
    """
    if row is None or row["extractor_version"] != extractor_version():
        return False
    if failure is not None:
        return bool(row["status_reason"] == harmless(failure.status_reason))
    document_id = row["document_id"]
    own = manual_input.mark(
        options.overrides.digest(document_id), marks.get(document_id), options.taught.digest()
    )
    if row.get("corrections") != own:
        return False
    return all(_would_stay(missing, row, options) for missing in failure_classes(row["status_reason"]))


def _would_stay(missing: type[DocumentFailed], row: Row, options: Options) -> bool:
    """Would a document lack again what it lacks, for one of its reasons?"""
    if issubclass(missing, NeedsOcr):
        return not options.ocr_ready
    if issubclass(missing, DocumentTimeout):
        return options.limits.seconds <= (row.get("time_limit_seconds") or 0)
    if issubclass(missing, DocumentOutOfMemory):
        return options.limits.megabytes <= (row.get("memory_limit_mb") or 0)
    return row["status"] == "ok" or missing.lasting
