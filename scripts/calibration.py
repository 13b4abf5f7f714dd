"""Does confidence mean something? Facts of the made-up reports by confidence, and how many of them are wrong.

    python -m scripts.calibration [--published DIR] [--corpus ../shared/corpus] [--score ../shared/score]

Reads the reports of corpus/dev, or takes the folder DIR into which they were published, and holds every fact against
the truth files by the scorer's own rules. Says so and ends with 0 when the corpus is not there.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parent.parent
EDGES = (0.0, 0.6, 0.75, 0.85, 0.9, 0.95, 1.0)
SURE = 0.9
TABLES = ("budget", "disbursement", "indicators", "subsidy_terms")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One number of a fact: how sure the reading was, and whether the truth has it."""

    source: str  # text, ocr or mixed
    confidence: float
    is_right: bool


def main() -> int:
    """Print one table for text reports and one for scans."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--published", type=Path)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--score", type=Path, default=ROOT.parent / "shared" / "score")
    options = parser.parse_args()
    reports = options.corpus / "dev"
    if not reports.is_dir():
        print(f"no corpus at {options.corpus}: nothing to measure")
        return 0
    scorer = load_scorer(options.score / "score.py")
    if options.published is not None:
        print(as_text(judge(options.published, reports, scorer)))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        ingest = [sys.executable, "-m", "pipeline", "ingest", str(reports), "--data", scratch]
        subprocess.run(ingest, cwd=ROOT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print(as_text(judge(Path(scratch), reports, scorer)))
    return 0


def load_scorer(path: Path) -> ModuleType:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("shared_score", path)
    assert spec is not None and spec.loader is not None, path
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(published: Path, truths: Path, scorer: ModuleType) -> list[Judged]:
    """Every number that the scorer compares, of the documents that have a truth file."""
    connection = duckdb.connect()
    tables = {name: scorer.read(connection, published, name) for name in TABLES}
    documents = {row["file_name"]: row for row in scorer.read(connection, published, "documents")}
    found: list[Judged] = []
    for path in sorted(truths.glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))
        names = truth.get("pdf", [])
        for name in [names] if isinstance(names, str) else names:
            if name in documents:
                found += _judge_document(documents[name], tables, truth, scorer)
    return found


def _judge_document(
    document: Row, tables: Mapping[str, list[Row]], truth: Row, scorer: ModuleType
) -> Iterator[Judged]:
    """Row by row, for the scorer does not say which row a number came from.

    As in the scorer, a kind that the truth does not cover is not judged, nor is a total that it does not hold.
    """
    covered = {fact["kind"] for fact in truth["facts"]}
    for name, rows in tables.items():
        for row in rows:
            if row["document_id"] != document["document_id"]:
                continue
            alone: dict[str, list[Row]] = {other: [] for other in (*TABLES, "documents")} | {name: [row]}
            for number in scorer.predicted(alone, document["document_id"], truth):
                is_right = scorer.match(truth["facts"], [number], 0, "")[0] == 1
                if is_right or (number[0] in covered and not number[4]):
                    yield Judged(document["text_source"], row["confidence"], is_right)


def as_text(judged: Iterable[Judged]) -> str:
    """A Markdown table: numbers and wrong ones by band, for text and for scans."""
    numbers: Counter[tuple[str, float]] = Counter()
    wrong: Counter[tuple[str, float]] = Counter()
    for one in judged:
        kind = "text" if one.source == "text" else "scans"
        for key in {(kind, band(one.confidence)), *([(kind, -SURE)] if one.confidence >= SURE else [])}:
            numbers[key] += 1
            wrong[key] += not one.is_right
    lines = [
        "| confidence | text: numbers | wrong | scans: numbers | wrong |",
        "|---|---:|---:|---:|---:|",
    ]
    shown = [(low, f"{low:.2f} to {high:.2f}") for low, high in reversed(list(pairwise(EDGES)))]
    for low, label in [*shown, (-SURE, f"{SURE} and more")]:
        figures = [f"{count[kind, low]}" for kind in ("text", "scans") for count in (numbers, wrong)]
        lines.append(f"| {label} | {' | '.join(figures)} |")
    return "\n".join(lines)


def band(confidence: float) -> float:
    """Lower edge of the band; 1.0 belongs to the highest."""
    return max(edge for edge in EDGES[:-1] if edge <= confidence)


if __name__ == "__main__":
    sys.exit(main())
