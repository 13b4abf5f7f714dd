"""Documents that hang, crash, eat memory and raise, among good ones: do the good ones come out the same?

    python -m benchmarks.chaos [--documents 200] [--share 0.2] [--seed 1] [--workers 2]

Reads the same good reports twice, once alone and once with `share` of the files faulty, and compares the published
rows of every good report byte by byte (all but the moment of reading). Good reports are those in data/samples and
tests/reports, each made different by a comment at its end. Exits 1 when a row differs, a document has no status, or
a faulty one is called good.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from extractors.recognition import Ocr
from pipeline import run
from pipeline.ingest import Extraction, extract_document
from pipeline.publishing import layout
from pipeline.schemas import DOCUMENT_TABLES
from pipeline.sources import Source
from pipeline.version import ROOT
from pipeline.workers import child
from pipeline.workers.batch import DocumentResult
from pipeline.workers.isolation import Limits

MARK = b"%FAULT "
REASONS = {
    "abort": "crashed",
    "garble": "crashed",
    "hang": "timeout",
    "hoard": "out_of_memory",
    "leave": "crashed",
    "raise": "internal_error",
    "recurse": "internal_error",
    "segfault": "crashed",
    "spin": "timeout",
}
LIMITS = Limits(seconds=5, megabytes=700)


def read_with_faults(path: Path, sha256: str, ocr: Ocr) -> Extraction:
    """The real reader, but a file that begins with the mark does to its process what the mark says."""
    with path.open("rb") as file:
        head = file.read(64)
    if head.startswith(MARK):
        _misbehave(head[len(MARK) :].split()[0].decode())
    return extract_document(path, sha256, ocr)


def _misbehave(fault: str) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    connection = child._parent
    assert connection is not None
    match fault:
        case "abort":
            os.abort()
        case "garble":
            connection.send_bytes(random.Random(1).randbytes(1000))
            time.sleep(3600)
        case "hang":
            time.sleep(3600)
        case "hoard":
            hoard = [bytearray(b"x" * 1_000_000)]
            while True:
                hoard.append(hoard[-1] * 2 if len(hoard) < 6 else bytearray(b"x" * 50_000_000))
        case "leave":
            os._exit(0)
        case "raise":
            raise RuntimeError("as it was told")
        case "recurse":
            _misbehave_deeply()
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "spin":
            sum(range(10**15))


def _misbehave_deeply() -> None:
    _misbehave_deeply()


@dataclass(slots=True)
class Quiet:
    """Hears nothing."""

    def start(self, total: int) -> None:
        return

    def page(self, source: Source, number: int, count: int) -> None:
        return

    def done(self, result: DocumentResult) -> None:
        return

    def finish(self) -> None:
        return


def make_files(folder: Path, documents: int, share: float, seed: int) -> tuple[list[str], dict[str, str]]:
    """Write the files; names of the good ones, and the fault of each of the others by name."""
    samples = sorted(
        [*(ROOT / "data" / "samples").glob("*.pdf"), *(ROOT / "tests" / "reports").glob("*.pdf")]
    )
    chooser = random.Random(seed)
    faulty = set(chooser.sample(range(documents), round(documents * share)))
    kinds = sorted(REASONS)
    good, bad = [], {}
    for number in range(documents):
        name = f"{number:04d}.pdf"
        if number in faulty:
            bad[name] = kinds[len(bad) % len(kinds)]
            (folder / name).write_bytes(
                MARK + f"{bad[name]} {number}\n".encode() + bytes(chooser.randrange(200_000))
            )
        else:
            good.append(name)
            (folder / name).write_bytes(chooser.choice(samples).read_bytes() + f"\n% {number}\n".encode())
    return good, bad


def read(paths: Sequence[Path], data: Path, workers: int) -> run.Report:
    options = run.Options(paths, data, workers=workers, limits=LIMITS)
    return run.ingest(options, read_with_faults, [], Quiet())


def checksums(data: Path, names: Sequence[str]) -> dict[tuple[str, str], str]:
    """(file name, table) -> checksum of the published rows of that document, in their order."""
    version = layout.current_version(data)
    assert version is not None
    documents = pq.read_table(version / "documents", partitioning=None)
    ids = dict(zip(documents["document_id"].to_pylist(), documents["file_name"].to_pylist(), strict=True))
    wanted = set(names)
    found: dict[tuple[str, str], str] = {}
    for table in ("documents", *DOCUMENT_TABLES):
        rows = pq.read_table(version / table, partitioning=None)
        rows = rows.select([name for name in rows.schema.names if name not in ("ingested_at", "source_path")])
        for document_id, name in ids.items():
            if name in wanted:
                mine = rows.filter(pc.equal(rows["document_id"], document_id))
                found[name, table] = hashlib.sha256(repr(mine.to_pylist()).encode()).hexdigest()
    return found


def statuses(data: Path) -> Mapping[str, tuple[str, str | None]]:
    version = layout.current_version(data)
    assert version is not None
    rows: list[dict[str, Any]] = pq.read_table(version / "documents", partitioning=None).to_pylist()
    return {row["file_name"]: (row["status"], row["status_reason"]) for row in rows}


def compare(folder: Path, documents: int, share: float, seed: int, workers: int) -> tuple[list[str], str]:
    """What is wrong (nothing, one hopes), and the figures of the run in words."""
    raw = folder / "raw"
    raw.mkdir()
    good, bad = make_files(raw, documents, share, seed)
    began = time.monotonic()
    read([raw / name for name in good], folder / "clean", workers)
    between = time.monotonic()
    read([raw], folder / "mixed", workers)
    ended = time.monotonic()
    wrong = []
    before, after = checksums(folder / "clean", good), checksums(folder / "mixed", good)
    wrong += [
        f"{name}: {table} differs"
        for (name, table), value in before.items()
        if after.get((name, table)) != value
    ]
    became = statuses(folder / "mixed")
    for name in sorted({*good, *bad}):
        status, reason = became.get(name, ("none", None))
        expected = ("failed", REASONS[bad[name]]) if name in bad else ("ok", "")
        if (status, (reason or "").split(":")[0]) != expected:
            wrong.append(f"{name} ({bad.get(name, 'good')}): {status} {reason}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    counted = ", ".join(f"{count} {fault}" for fault, count in sorted(Counter(bad.values()).items()))
    figures = (
        f"{len(good)} good and {len(bad)} faulty documents ({counted}); alone {between - began:.0f} s, "
        f"mixed {ended - between:.0f} s; {len(before)} tables of rows compared; supervisor {memory} MB"
    )
    return wrong, figures


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.chaos")
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--share", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        wrong, figures = compare(
            Path(folder), options.documents, options.share, options.seed, options.workers
        )
    print(figures)
    print("\n".join(wrong) or "every good document's rows are the same")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
