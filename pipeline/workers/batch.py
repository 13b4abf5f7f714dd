"""Read many documents side by side, each unable to harm the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from pipeline.errors import (
    DocumentCrashed,
    DocumentFailed,
    PagesCrashed,
    PagesLate,
    PagesTooLarge,
    failure_class,
)
from pipeline.names import harmless
from pipeline.schemas import PARTITION_KEY, SCHEMAS, allowed_values
from pipeline.sources import Place, Source
from pipeline.version import extractor_version
from pipeline.workers import wire
from pipeline.workers.executors import Answer, Executor, PageListener, Processes
from pipeline.workers.isolation import Limits
from pipeline.workers.reading import Extractor, identity, read_in_child

# Pages that may be given up before a document is.
_MOST_LEFT_OUT = 3
# Every year of facts is a folder of its own in the published version.
_MOST_YEARS = 200


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """One document, read or failed. A failed one has a `document` row and nothing else."""

    source: Source
    document: Mapping[str, Any]
    rows: Mapping[str, pa.Table]
    seconds: float

    @property
    def status(self) -> str:
        return str(self.document["status"])


def read_all(
    sources: Sequence[Source],
    extract: Extractor,
    *,
    workers: int = 0,
    executor: Executor | None = None,
    limits: Limits | None = None,
    on_page: PageListener | None = None,
) -> Iterator[DocumentResult]:
    """Yield every source's result as soon as it is there, in no fixed order.

    `workers` processes of this machine read, 0 is one per processor; or the `executor`, where one is given. A crash,
    a timeout or any exception fails one document only; one that crashed its process or broke a limit is read once
    more at the end, alone. `on_page` hears, from other threads, of pages that took long: source, page number, number
    of pages.
    """
    limits = limits or Limits()
    executor = executor or Processes(workers)
    # The version is the one that this process started with, also where files change while others start.
    target = partial(read_in_child, extract, extractor_version())
    again = []
    for answer in executor.answers(sources, target, limits, on_page):
        result = _result(answer, limits)
        if failure_class(result.document["status_reason"]).once_more:
            again.append(result.source)
        else:
            yield result
    # What broke a limit or its process may only have suffered from its neighbours.
    for source in again:
        yield _read_alone(source, target, executor, limits, on_page)


def _read_alone(
    source: Source,
    target: Callable[..., bytes],
    executor: Executor,
    limits: Limits,
    on_page: PageListener | None,
) -> DocumentResult:
    """Read once more; where one page is what the document fails at, without this page."""
    left_out: dict[int, str] = {}
    while True:
        without = partial(target, left_out=dict(left_out)) if left_out else target
        [answer] = executor.answers([source], without, limits, on_page)
        failure = answer.said if isinstance(answer.said, DocumentFailed) else None
        page = failure.page if failure is not None and failure.once_more else None
        if failure is None or page is None or page in left_out or len(left_out) == _MOST_LEFT_OUT:
            return _result(answer, limits)
        left_out[page] = failure.reason


def failed_document(
    path: Place, sha256: str, error: DocumentFailed, limits: Limits | None = None
) -> dict[str, Any]:
    """Row in `documents` of a file that could not be read, with the limits that it was read under."""
    failed = {"status": "failed", "status_reason": harmless(error.status_reason)}
    return identity(path, sha256, extractor_version()) | failed | _allowed(limits)


def _allowed(limits: Limits | None) -> dict[str, Any]:
    """The limits under which a document was not read, or not to its end; a higher one is worth another reading."""
    return {
        "time_limit_seconds": limits.seconds if limits else None,
        "memory_limit_mb": limits.megabytes if limits else None,
    }


def _result(answer: Answer, limits: Limits) -> DocumentResult:
    source, said = answer.source, answer.said
    try:
        if isinstance(said, DocumentFailed):
            raise said
        document, rows = _unpacked(source, said)
        if issubclass(failure_class(document["status_reason"]), PagesLate | PagesTooLarge | PagesCrashed):
            document |= _allowed(limits)
    except DocumentFailed as error:
        document = failed_document(source.path, source.sha256, error, limits)
        rows = {}
    return DocumentResult(source, document, rows, answer.seconds)


def _unpacked(source: Source, answer: bytes) -> tuple[dict[str, Any], Mapping[str, pa.Table]]:
    """Row and tables of a document, from what its reader said. Raises DocumentCrashed when that is no sense.

    A reader that was taken over could speak for other documents: only rows of its own are taken.
    """
    try:
        parts = wire.unpacked_views(answer)
        described = {"documents": parts.pop("documents")}
        check = partial(_check_rows, document_id=source.document_id)
        [document] = wire.PackedTables(described, SCHEMAS, check)["documents"].to_pylist()
        rows = wire.PackedTables(parts, SCHEMAS, check)
        _check_status(document)
    except (wire.Garbled, KeyError, ValueError) as error:
        raise DocumentCrashed(f"the reader of {source.path.name} gave no sound answer: {error}") from error
    return document | identity(source.path, source.sha256, document["extractor_version"]), rows


def _check_rows(name: str, rows: pa.Table, document_id: str) -> None:
    """Raise Garbled for rows that Arrow holds to be sound, and that would harm the published version."""
    owners = set(rows["document_id"].unique().to_pylist())
    if owners - {document_id}:
        raise wire.Garbled(f"rows of {name} belong to another document")
    for field, values in zip(rows.schema, rows.columns, strict=True):
        if not field.nullable and values.null_count:
            raise wire.Garbled(f"{name}.{field.name} is required but a row has none")
    if PARTITION_KEY in rows.schema.names and len(rows[PARTITION_KEY].unique()) > _MOST_YEARS:
        raise wire.Garbled(f"rows of {name} are of more than {_MOST_YEARS} years")


def _check_status(document: Mapping[str, Any]) -> None:
    """Raise Garbled unless the document is said to be something, and why if it is not well."""
    if document["status"] not in allowed_values(SCHEMAS["documents"].field("status")):
        raise wire.Garbled("the status is unknown")
    if document["status"] != "ok" and not document["status_reason"]:
        raise wire.Garbled("no reason is given for the status")
