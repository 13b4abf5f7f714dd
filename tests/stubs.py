"""Extractors for tests: what the file says is what happens to the process that reads it."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from extractors.pictures.source import Ocr
from pipeline.account.counting import account
from pipeline.checksums import local_copy
from pipeline.errors import DocumentFailed, Encrypted, NeedsOcr
from pipeline.programme_numbers import number_programmes
from pipeline.rows import table_from_rows
from pipeline.sources import Source
from pipeline.workers import child, wire
from pipeline.workers.child import announce_slow_step
from pipeline.workers.executors import Answer, PageListener, Target
from pipeline.workers.isolation import Limits, Worker
from tests import factories


@dataclass(frozen=True, slots=True)
class StubExtraction:
    document: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rest: Iterator[dict[str, list[dict[str, Any]]]] = field(default_factory=lambda: iter(()))


def extract(path: Path, sha256: str, ocr: Ocr | None = None) -> StubExtraction:
    """`ok NAME` gives a document with rows, `counted NAME` one with four numbers, `programme NAME` one about this
    programme; other words do what they say."""
    word, _, name = path.read_text("utf-8").partition(" ")
    if word == "encrypted":
        raise Encrypted(f"{path.name} is protected by a password")
    if word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "crash-once" and not Path(name).exists():
        Path(name).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "leave":
        os._exit(3)
    if word == "sleep":
        time.sleep(60)
    if word == "slow":
        # As long as it takes, but with every step announced.
        for step in range(1, 5):
            time.sleep(0.4)
            announce_slow_step(0.6, step, 4)
    if word == "needs_ocr":
        raise NeedsOcr(f"{path.name} is a picture")
    if word == "grow":
        hoard = []
        while True:
            hoard.append(bytearray(b"x" * 10_000_000))
            time.sleep(0.01)
    if word == "defect":
        raise KeyError("no such column")
    if word == "lie":
        _lie(name, sha256)
    if word == "usurp":
        _speak_for_another(name)
    document_id = sha256[:16]
    rows = {
        "tables": [factories.table(name, document_id=document_id)],
        "budget": [factories.budget(name, document_id=document_id)],
    }
    if word == "misfit":
        own, other = rows["budget"][0], factories.budget(name, document_id=document_id, line_item="展会补贴")
        rows["budget"] = [own, own | {"no_such_column": 1}, other]
    if word == "misprint":
        rows["budget"][0]["fiscal_year"] = 20230
    changes: dict[str, Any] = {"total_score": "full marks"} if word == "misdescribe" else {}
    if word == "late":
        changes = {"status": "degraded", "status_reason": "pages_not_in_time: 2 of 3 pages (2, 3) were late"}
    if word == "torn":
        reasons = (
            "unreadable_pages: 1 of 3 pages (2) could not be opened; pictured_text_unread: text was not read"
        )
        changes = {"status": "degraded", "status_reason": reasons}
    document = factories.document(name, **changes)
    if word == "counted":
        takers = ("budget", "budget", "none:debt", None)
        rows["figures"] = [factories.figure(name, document_id=document_id, fact_table=one) for one in takers]
        document |= account(rows["figures"]).of_document()
    if word == "programme":
        document |= {"program_name": name}
        rows["budget"][0]["program_name"] = name
        number_programmes(document, rows, lambda row: False)
    return StubExtraction(document, rows)


def say_pid(_: object) -> bytes:
    return str(os.getpid()).encode()


def sleep(seconds: float) -> bytes:
    time.sleep(seconds)
    return b"awake"


def say_bytes(answer: bytes, _: object) -> bytes:
    """Say something to the supervisor that the protocol does not know, as a reader that was taken over could."""
    assert child._parent is not None
    child._parent.send_bytes(answer)
    time.sleep(60)
    return b""


def _speak_for_another(table: str) -> None:
    """Answer in the middle of reading with rows of a document that is none of this reader's business."""
    rows = {"documents": factories.document("x"), table: getattr(factories, table.removesuffix("s"))("x")}
    parts = {key: wire.table_to_bytes(table_from_rows(key, [row])) for key, row in rows.items()}
    say_bytes(wire.DONE + wire.pack(parts), None)


def _lie(kind: str, sha256: str) -> None:
    """Answer in the middle of reading with rows that no honest reader makes."""
    document = factories.document("x", document_id=sha256[:16], sha256=sha256)
    years = range(300) if kind == "years" else [2023]
    facts = [factories.budget("x", document_id=sha256[:16], fiscal_year=year) for year in years]
    tables = {
        "documents": table_from_rows("documents", [document]),
        "budget": table_from_rows("budget", facts),
    }
    tables["findings"] = table_from_rows("findings", [factories.finding("x", document_id=sha256[:16])])
    if kind == "status":
        tables["documents"] = _with(tables["documents"], "status", "fine")
    if kind == "reason":
        tables["documents"] = _with(tables["documents"], "status", "failed")
    if kind == "null":
        tables["findings"] = _with(tables["findings"], "check", None)
    say_bytes(
        wire.DONE + wire.pack({name: wire.table_to_bytes(table) for name, table in tables.items()}), None
    )


def _with(table: pa.Table, column: str, value: str | None) -> pa.Table:
    place = table.schema.get_field_index(column)
    return table.set_column(place, table.schema.field(place), pa.array([value] * len(table), pa.string()))


def say_half(_: object) -> bytes:
    """Begin a long answer and stop there."""
    assert child._parent is not None
    os.write(child._parent._connection.fileno(), (1_000_000).to_bytes(8, "big") + wire.DONE + b"half")
    time.sleep(60)
    return b""


def announce_for_ever(_: object) -> bytes:
    while True:
        announce_slow_step(3600, 1, 1)
        time.sleep(0.1)


def say_how_expendable(_: object) -> bytes:
    core, _most = resource.getrlimit(resource.RLIMIT_CORE)
    oom = Path("/proc/self/oom_score_adj").read_text("ascii").strip()
    return f"core {core}, oom {oom}".encode()


class InProcess:
    """An executor for tests that are not about how documents are read: this process reads, at once."""

    def threads(self, documents: int) -> int:
        return 1

    def answers(
        self, sources: Sequence[Source], target: Target, limits: Limits, on_page: PageListener | None
    ) -> Iterator[Answer]:
        for source in sources:
            try:
                with local_copy(source, limits) as copy:
                    said = target(copy)
                yield Answer(source, said, 0.0)
            except DocumentFailed as error:
                yield Answer(source, error, 0.0)


class Bomb:
    """A pickle of it ends the process that loads it."""

    def __reduce__(self) -> Any:
        return os._exit, (77,)


def say_pickle(_: object) -> bytes:
    return say_bytes(pickle.dumps(Bomb()), None)


def wait_long(told: str) -> bytes:
    """Say which process this is, and where a file of it lies for a while, then do not come to an end."""
    file = Path(tempfile.mkdtemp()) / "pages.pdf"
    file.write_bytes(b"%PDF-")
    Path(told).write_text(f"{os.getpid()} {file}", "utf-8")
    time.sleep(600)
    return b""


def wait_in_child() -> None:
    """Started as a program with a file name: wait for a child that tells its number there."""
    Worker(wait_long, Limits()).call("endless", sys.argv[1])
