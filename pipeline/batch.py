"""Read many documents side by side, each unable to harm the others."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from pipeline import wire
from pipeline.errors import DocumentCrashed, DocumentFailed, failure_class
from pipeline.isolation import Limits, Worker
from pipeline.names import harmless, shown_name
from pipeline.publish import Encoded, encode_rows
from pipeline.rows import table_from_rows
from pipeline.schemas import SCHEMAS
from pipeline.sources import Source, confirm
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


PageListener = Callable[[Source, int, int], None]


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


def worker_count(workers: int, documents: int) -> int:
    """Processes for so many documents; `workers` 0 asks for one per processor."""
    return max(1, min(workers or os.cpu_count() or 1, documents))


def read_all(
    sources: Sequence[Source],
    extract: Extractor,
    *,
    workers: int = 0,
    limits: Limits | None = None,
    on_page: PageListener | None = None,
) -> Iterator[DocumentResult]:
    """Yield every source's result as soon as it is there, in no fixed order.

    `workers` 0 takes one process per processor. A crash, a timeout or any exception fails one document only; one
    that crashed its process or broke a limit is read once more at the end, alone.
    `on_page` hears, from other threads, of pages that took long: source, page number, number of pages.
    """
    limits = limits or Limits()
    # The version is the one that this process started with, also where files change while others start.
    target = partial(_read_in_child, extract, extractor_version())
    again = []
    for result in _side_by_side(sources, target, worker_count(workers, len(sources)), limits, on_page):
        if failure_class(result.document["status_reason"]).once_more:
            again.append(result.source)
        else:
            yield result
    # What broke a limit or its process may only have suffered from its neighbours.
    for source in again:
        yield from _side_by_side([source], target, 1, limits, on_page)


def _side_by_side(
    sources: Sequence[Source],
    target: Callable[[Source], bytes],
    count: int,
    limits: Limits,
    on_page: PageListener | None,
) -> Iterator[DocumentResult]:
    """Every source's result, from `count` processes."""
    pool = [Worker(target, limits) for _ in range(count)]
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in pool:
        idle.put(worker)
    threads = ThreadPoolExecutor(count, thread_name_prefix="reader")
    # The largest first, so that no long one is left for the end when all others are done.
    ordered = sorted(sources, key=lambda source: source.size, reverse=True)
    try:
        # No list of them is kept: a result would be held in memory for as long as the run goes on.
        for done in as_completed([threads.submit(_read_one, idle, one, limits, on_page) for one in ordered]):
            yield done.result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in pool:
            worker.retire()


def failed_document(
    path: Path, sha256: str, error: DocumentFailed, limits: Limits | None = None
) -> dict[str, Any]:
    """Row in `documents` of a file that could not be read, with the limits that it was read under."""
    return _identity(path, sha256, extractor_version()) | {
        "status": "failed",
        "status_reason": harmless(error.status_reason),
        "time_limit_seconds": limits.seconds if limits else None,
        "memory_limit_mb": limits.megabytes if limits else None,
    }


def _read_one(
    idle: queue.SimpleQueue[Worker], source: Source, limits: Limits, on_page: PageListener | None
) -> DocumentResult:
    worker = idle.get()
    start = time.monotonic()

    def hear(note: tuple[int, int]) -> None:
        if on_page is not None:
            on_page(source, *note)

    try:
        document, rows = _unpacked(source, worker.call(source.path.name, source, hear))
    except DocumentFailed as error:
        document, rows = failed_document(source.path, source.sha256, error, limits), {}
    finally:
        idle.put(worker)
    return DocumentResult(source, document, rows, time.monotonic() - start)


def _read_in_child(extract: Extractor, version: str, source: Source) -> bytes:
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


def _identity(path: Path, sha256: str, version: str) -> dict[str, Any]:
    return {
        "document_id": sha256[:16],
        "sha256": sha256,
        "file_name": shown_name(path.name),
        "source_path": shown_name(path),
        "extractor_version": version,
        "ingested_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
    }
