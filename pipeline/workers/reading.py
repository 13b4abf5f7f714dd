"""What happens in a process that reads documents: a source comes in, its rows go out as bytes.

Only what reading needs is loaded here; the supervisor names the extractor and never loads it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from typing import Any, Protocol

import pyarrow as pa

from extractors.failures import Failure, Part, said
from pipeline.checksums import confirm
from pipeline.errors import SchemaMismatch
from pipeline.lost_parts import degraded, findings_of
from pipeline.names import shown_name
from pipeline.rows import Misfit, table_from_rows, tables_from_rows
from pipeline.sources import Place, Source
from pipeline.workers import wire

Row = Mapping[str, Any]

_ALLOCATIONS = 10_000
"""Objects made between two searches for cycles. Python's 700 take a tenth of the time of a long document, for nothing:
hardly any of its objects are in cycles."""
_OUTCOME = ("page_count", "text_source", "status", "status_reason")


class Extraction(Protocol):
    """What reading one document gives: its row in `documents` and the rows of the other tables."""

    @property
    def document(self) -> dict[str, Any]: ...
    @property
    def rows(self) -> dict[str, list[dict[str, Any]]]: ...
    @property
    def rest(self) -> Iterator[dict[str, list[dict[str, Any]]]]:
        """Further rows, some at a time; the others are whole when these have been taken."""


Extractor = Callable[..., Extraction]
"""Reads the file at a path with a known SHA-256, recognising pictures as `ocr` says.

Raises DocumentFailed. Must be importable by name.
"""


@dataclass(frozen=True, slots=True)
class Named:
    """An extractor by its name, `module:function`; it is loaded where it is called."""

    where: str

    def __call__(self, *arguments: Any, **options: Any) -> Extraction:
        module, _, name = self.where.partition(":")
        extraction: Extraction = getattr(import_module(module), name)(*arguments, **options)
        return extraction


def read_in_child(
    extract: Extractor, version: str, source: Source, left_out: Mapping[int, str] | None = None
) -> bytes:
    """The row and the tables of one document, packed. Raises what the extractor raises, and UnreadableFile.

    `left_out` are pages not to be tried, each with the reason of the failure that it caused.
    """
    # Arrow's own allocator keeps what it once took, and a reader's memory is limited.
    pa.set_memory_pool(pa.system_memory_pool())
    gc.set_threshold(_ALLOCATIONS)
    try:
        extraction = extract(source.path, source.sha256, **({"left_out": left_out} if left_out else {}))
    finally:
        # A file that changed under its reader fails for that, whatever the reader made of it.
        confirm(source)
    lost: list[Failure] = []
    own = identity(source.path, source.sha256, version)
    pieces = [encode_rows(some, partial(_lose, lost)) for some in extraction.rest]
    document = _fitting({"status": "ok"} | dict(extraction.document) | own, own.keys(), lost)
    pieces.insert(0, encode_rows(extraction.rows, partial(_lose, lost)))
    if lost:
        document |= degraded(document, lost)
        pieces.append(encode_rows({"findings": findings_of(lost, source.document_id)}))
    described = wire.table_to_bytes(table_from_rows("documents", [document]))
    return wire.pack({"documents": described} | wire.numbered(pieces))


def encode_rows(rows: Mapping[str, Sequence[Row]], on_misfit: Misfit | None = None) -> dict[str, bytes]:
    """Checked rows of one document as compressed Arrow streams, one per table that has any.

    `on_misfit` hears of rows that do not fit, which are left out; without it they raise SchemaMismatch.
    """
    return {name: wire.table_to_bytes(table) for name, table in tables_from_rows(rows, on_misfit).items()}


def _fitting(document: dict[str, Any], known: Collection[str], lost: list[Failure]) -> dict[str, Any]:
    """The row of a document; where it does not fit, what is `known` of the file and how reading it went."""
    try:
        table_from_rows("documents", [document])
    except SchemaMismatch as error:
        lost.append(Failure(Part.DESCRIPTION, said(error)))
        return {name: value for name, value in document.items() if name in known or name in _OUTCOME}
    return document


def _lose(lost: list[Failure], table: str, row: Row, error: SchemaMismatch) -> None:
    """Leave out a row that does not fit its table: a defect of the program costs the row, not the document."""
    page, table_id = row.get("page_number"), row.get("table_id")
    lost.append(
        Failure(
            Part.ROW,
            said(error),
            page if isinstance(page, int) else None,
            table_id if isinstance(table_id, str) else None,
            table,
        )
    )


def identity(path: Place, sha256: str, version: str) -> dict[str, Any]:
    """The columns of `documents` that say which file was read, by which code and when."""
    return {
        "document_id": sha256[:16],
        "sha256": sha256,
        "file_name": shown_name(path.name),
        "source_path": shown_name(str(path)),
        "extractor_version": version,
        "ingested_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
    }
