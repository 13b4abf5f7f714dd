"""Does confidence mean something? Facts of the made-up reports by confidence, and how many of them are wrong.

    python -m scripts.calibration [--sets dev,eval,forms,money] [--published DIR] [--ocr auto|never]
                                  [--corpus ../shared/corpus] [--score ../shared/score]

Reads the reports of each set of the corpus, or takes the folders DIR/SET into which they were published, and holds
every fact against the truth files by the rules of their own scorer: those of `dev` by score.py, those of the other
sets by judge.py, where a number that stands on its page but says something else is wrong. Says so and ends with 0
when the corpus is not there.
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

from scripts.corpus import parsed

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
    """Print the numbers by confidence, for text reports and for scans."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", default="dev,eval,forms,money")
    parser.add_argument("--published", type=Path)
    parser.add_argument("--ocr", default="auto")
    options = parsed(parser)
    if options is None:
        return 0
    judged: list[Judged] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.sets.split(","):
            published = (options.published or Path(scratch)) / name
            if options.published is None:
                _ingest(options.corpus / name, published, options.ocr)
            judged += _of_set(name, published, options.corpus / name, options.score)
    print(as_text(judged))
    return 0


def _ingest(reports: Path, published: Path, ocr: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "ingest",
        str(reports),
        "--data",
        str(published),
        "--ocr",
        ocr,
    ]
    subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _of_set(name: str, published: Path, truths: Path, score: Path) -> list[Judged]:
    if name == "dev":
        return judge(published, truths, load_scorer(score / "score.py"))
    return judge_addresses(published, truths, load_scorer(score / "judge.py"))


def load_scorer(path: Path) -> ModuleType:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location(f"shared_{path.stem}", path)
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


def judge_addresses(published: Path, truths: Path, judge_module: ModuleType) -> list[Judged]:
    """Every published number that a truth of the second form expects, accepts or does not know; totals that it does
    not know are not judged."""
    connection = duckdb.connect()
    tables: dict[str, dict[str, list[Row]]] = {}
    for name in judge_module.MEASURES:
        rows = tables[name] = {}
        for row in judge_module.read(connection, published, name):
            rows.setdefault(row["document_id"], []).append(row)
    documents = {
        Path(row["file_name"]).name: row for row in judge_module.read(connection, published, "documents")
    }
    found: list[Judged] = []
    for path in sorted(truths.glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))
        if not isinstance(truth, dict) or "pdf" not in truth or not truth["facts"]:
            continue
        for name in [truth["pdf"]] if isinstance(truth["pdf"], str) else truth["pdf"]:
            if name in documents:
                found += _judge_numbers(documents[name], tables, truth, judge_module)
    return found


def _judge_numbers(
    document: Row, tables: Mapping[str, Mapping[str, list[Row]]], truth: Row, judge_module: ModuleType
) -> Iterator[Judged]:
    """In the order of the judge: exact facts first, then what is accepted, then facts that say something else."""
    ignored = truth.get("ignore", [])
    pool = [p for p in judge_module.published(tables, document["document_id"]) if p["measure"] not in ignored]
    missed = [fact for fact in truth["facts"] if not judge_module.claim(pool, fact, True, "right")]
    for fact in truth.get("accept") or []:
        judge_module.claim(pool, fact, True, "right")
    for fact in missed:
        judge_module.claim(pool, fact, False, "attributed")
    for number in pool:
        if number["used"] or not number["row"].get("is_total"):
            yield Judged(document["text_source"], number["row"]["confidence"], number["used"] == "right")


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
