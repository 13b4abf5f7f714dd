"""Cells found by jixiao beside pdfplumber and camelot on the same documents.

    python -m benchmarks.compare_readers [--corpus ../shared/corpus] [--score ../shared/score]

Every reader's tables are published in the same layout (documents, tables, cells) and judged by the same scorer, which
pairs tables by their texts and counts cells in the right column of the matching row. Prints a Markdown table: cells F1
by style of typesetting and the seconds that reading took (one process).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.ingest import extract_document
from scripts.corpus import parsed

ROOT = Path(__file__).resolve().parent.parent
Row = dict[str, Any]
Grid = list[list[str]]


def read_jixiao(path: Path) -> tuple[list[Row], list[Row]]:
    """Rows of `tables` and `cells` as published."""
    found = extract_document(path)
    return found.rows["tables"], found.rows["cells"]


def read_pdfplumber(path: Path) -> Iterator[Grid]:
    """pdfplumber's `extract_tables` with its default settings."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield [[cell or "" for cell in row] for row in table]


def camelot_reader(**settings: str) -> Callable[[Path], Iterator[Grid]]:
    """camelot's `read_pdf` on all pages with these settings."""

    def read(path: Path) -> Iterator[Grid]:
        import camelot

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for table in camelot.read_pdf(str(path), pages="all", suppress_stdout=True, **settings):
                yield [[str(cell) for cell in row] for row in table.df.values.tolist()]

    return read


PEERS: dict[str, Callable[[Path], Iterator[Grid]]] = {
    "pdfplumber": read_pdfplumber,
    "camelot lattice": camelot_reader(flavor="lattice"),
    "camelot hybrid vector": camelot_reader(flavor="hybrid", engine="vector"),
}


def rows_of(grids: Iterator[Grid], document_id: str) -> tuple[list[Row], list[Row]]:
    """Tables and cells of a reader that gives plain grids."""
    tables: list[Row] = []
    cells: list[Row] = []
    for index, grid in enumerate(grids):
        table_id = f"{document_id}-{index:04d}"
        tables.append({"document_id": document_id, "table_id": table_id, "table_index": index})
        cells += [
            {
                "document_id": document_id,
                "table_id": table_id,
                "row_index": r,
                "column_index": c,
                "row_span": 1,
                "column_span": 1,
                "text": text,
            }
            for r, row in enumerate(grid)
            for c, text in enumerate(row)
        ]
    return tables, cells


def publish(
    folder: Path, paths: list[Path], read: Callable[[Path, str], tuple[list[Row], list[Row]]]
) -> float:
    """Write documents, tables and cells of all paths; return the seconds that reading took."""
    documents: list[Row] = []
    tables: list[Row] = []
    cells: list[Row] = []
    seconds = 0.0
    for path in paths:
        document_id = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        start = time.perf_counter()
        try:
            found = read(path, document_id)
        except Exception as error:  # a reader that fails on a document finds nothing in it
            print(f"{path.name}: {error}", file=sys.stderr)
            found = ([], [])
        seconds += time.perf_counter() - start
        documents.append({"document_id": document_id, "file_name": path.name})
        tables += found[0]
        cells += found[1]
    for name, rows in (("documents", documents), ("tables", tables), ("cells", cells)):
        if not rows:
            continue
        (folder / name).mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(rows), folder / name / "part.parquet")
    return seconds


def styles(corpus: Path) -> dict[str, list[Path]]:
    """Text reports of the corpus by style of typesetting."""
    found: dict[str, list[Path]] = {}
    for truth in sorted((corpus / "dev").glob("*.json")):
        entry = json.loads(truth.read_text(encoding="utf-8"))
        if not entry["style"].endswith("scan"):
            found.setdefault(entry["style"], []).append(corpus / "dev" / entry["pdf"])
    for style in ("word", "web", "threeline"):
        found[f"seeds {style}"] = sorted((corpus / "seeds").glob(f"*__{style}.pdf"))
    return found


def main() -> int:
    """Score every reader on every style."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options = parsed(parser)
    if options is None:
        return 0
    sys.path.insert(0, str(options.score))
    readers: dict[str, Callable[[Path, str], tuple[list[Row], list[Row]]]] = {
        "jixiao": lambda path, _: read_jixiao(path)
    }
    for name, peer in PEERS.items():
        readers[name] = lambda path, document_id, peer=peer: rows_of(peer(path), document_id)  # type: ignore[misc]
    results: dict[str, dict[str, float]] = {}
    seconds: dict[str, float] = {}
    by_style = styles(options.corpus)
    for name, read in readers.items():
        results[name] = {}
        seconds[name] = 0.0
        for style, paths in by_style.items():
            truth = options.corpus / ("seeds" if style.startswith("seeds") else "dev")
            with tempfile.TemporaryDirectory() as scratch:
                seconds[name] += publish(Path(scratch), paths, read)
                results[name][style] = _cells_f1(options.score / "score.py", Path(scratch), truth)
    _print(results, seconds, list(by_style))
    return 0


def _cells_f1(scorer: Path, published: Path, truth: Path) -> float:
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [sys.executable, str(scorer), str(published), str(truth), "--json", report.name]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        total = json.loads(Path(report.name).read_text())
    return 2 * total.get("chit", 0) / max(1, total.get("cpred", 0) + total.get("ctruth", 0))


def _print(results: dict[str, dict[str, float]], seconds: dict[str, float], names: list[str]) -> None:
    print("| style | " + " | ".join(results) + " |")
    print("|---|" + "---:|" * len(results))
    for style in names:
        print(f"| {style} | " + " | ".join(f"{results[r][style]:.3f}" for r in results) + " |")
    print("| seconds, all | " + " | ".join(f"{seconds[r]:.1f}" for r in results) + " |")


if __name__ == "__main__":
    sys.exit(main())
