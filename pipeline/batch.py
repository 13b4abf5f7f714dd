"""Read many documents side by side, each unable to harm the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

import pyarrow as pa

from pipeline import wire
from pipeline.checksums import confirm
from pipeline.errors import DocumentCrashed, DocumentFailed, failure_class
from pipeline.executors import Answer, Executor, PageListener, Processes
from pipeline.isolation import Limits
from pipeline.names import harmless, shown_name
from pipeline.publish import Encoded, encode_rows
from pipeline.rows import table_from_rows
from pipeline.schemas import SCHEMAS
from pipeline.sources import Place, Source
from pipeline.version import extractor_version


class Extraction(Protocol):
    """What reading one document gives: its row in `documents` and the rows of the other tables."""

    @property
    def document(self) -> dict[str, Any]: ...
    @property
    def rows(self) -> dict[str, list[dict[str, Any]]]: ...


Extractor = Callable[..., Extraction]
"""Reads the file at a path with a known SHA-256, recognising pictures as `ocr` says.

Raises DocumentFailed. Must be importable by name.
"""


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """One document, read or failed. A failed one has a `document` row and nothing else."""

    source: Source
    document: Mapping[str, Any]
    rows: Encoded
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
    target = partial(_read_in_child, extract, extractor_version())
    again = []
    for answer in executor.answers(sources, target, limits, on_page):
        result = _result(answer, limits)
        if failure_class(result.document["status_reason"]).once_more:
            again.append(result.source)
        else:
            yield result
    # What broke a limit or its process may only have suffered from its neighbours.
    for source in again:
        for answer in executor.answers([source], target, limits, on_page):
            yield _result(answer, limits)


def failed_document(
    path: Place, sha256: str, error: DocumentFailed, limits: Limits | None = None
) -> dict[str, Any]:
    """Row in `documents` of a file that could not be read, with the limits that it was read under."""
    return _identity(path, sha256, extractor_version()) | {
        "status": "failed",
        "status_reason": harmless(error.status_reason),
        "time_limit_seconds": limits.seconds if limits else None,
        "memory_limit_mb": limits.megabytes if limits else None,
    }


def _result(answer: Answer, limits: Limits) -> DocumentResult:
    source, said = answer.source, answer.said
    try:
        if isinstance(said, DocumentFailed):
            raise said
        document, rows = _unpacked(source, said)
    except DocumentFailed as error:
        document, rows = failed_document(source.path, source.sha256, error, limits), {}
    return DocumentResult(source, document, rows, answer.seconds)


def _read_in_child(extract: Extractor, version: str, source: Source) -> bytes:
    # Arrow's own allocator keeps what it once took, and a reader's memory is limited.
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        extraction = extract(source.path, source.sha256)
    finally:
        # A file that changed under its reader fails for that, whatever the reader made of it.
        confirm(source)
    identity = _identity(source.path, source.sha256, version)
    document = {"status": "ok"} | dict(extraction.document) | identity
    described = wire.table_to_bytes(table_from_rows("documents", [document]))
    return wire.pack({"documents": described} | encode_rows(extraction.rows))


def _unpacked(source: Source, answer: bytes) -> tuple[dict[str, Any], Encoded]:
    """Row and tables of a document, from what its reader said. Raises DocumentCrashed when that is no sense.

    A reader that was taken over could speak for other documents: only rows of its own are taken.
    """
    try:
        rows = wire.unpack(answer)
        for name, body in rows.items():
            owners = set(wire.table_from_bytes(body, SCHEMAS[name])["document_id"].unique().to_pylist())
            if owners - {source.document_id}:
                raise wire.Garbled(f"rows of {name} belong to another document")
        [document] = wire.table_from_bytes(rows.pop("documents", b""), SCHEMAS["documents"]).to_pylist()
    except (wire.Garbled, KeyError, ValueError) as error:
        raise DocumentCrashed(f"the reader of {source.path.name} gave no sound answer: {error}") from error
    return document | _identity(source.path, source.sha256, document["extractor_version"]), rows


def _identity(path: Place, sha256: str, version: str) -> dict[str, Any]:
    return {
        "document_id": sha256[:16],
        "sha256": sha256,
        **_names(path),
        "extractor_version": version,
        "ingested_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
    }


def _names(path: Place) -> dict[str, str]:
    return {"file_name": shown_name(path.name), "source_path": shown_name(str(path))}
