"""Measure accuracy on the shared corpus: ingest every set and run its scorer.

    python -m scripts.accuracy [--corpus ../shared/corpus] [--score ../shared/score]

Prints one line per document and the totals of each set. Says so and ends with 0 when the corpus is not there.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.corpus import parsed

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Corpus:
    """A set of documents, the folder of their truth files, and the scorer that compares them."""

    name: str
    folder: str
    keep: Callable[[str], bool]
    scorer: str = "score.py"


SETS = (
    Corpus("seeds, set by a word processor or a browser", "seeds", lambda n: "__w" in n),
    Corpus("seeds, three-line tables", "seeds", lambda n: "__threeline" in n),
    Corpus("seeds, scanned", "seeds", lambda n: "__scan" in n),
    Corpus("made-up reports", "dev", lambda n: True),
    Corpus("real files, transcribed pages", "real", lambda n: True, "score_pages.py"),
)


def main() -> int:
    """Ingest and score each set in a folder of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options = parsed(parser)
    if options is None:
        return 0
    for corpus in SETS:
        print(f"\n== {corpus.name}", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            _measure(corpus, options.corpus / corpus.folder, options.score / corpus.scorer, Path(scratch))
    return 0


def _measure(corpus: Corpus, source: Path, scorer: Path, scratch: Path) -> None:
    reports, published = scratch / "raw", scratch / "parquet"
    reports.mkdir()
    for path in sorted(source.glob("*.pdf")):
        if corpus.keep(path.name):
            shutil.copy(path, reports)
    ingest = [sys.executable, "-m", "pipeline", "ingest", str(reports), "--data", str(published)]
    subprocess.run(ingest, cwd=ROOT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    scored = subprocess.run(
        [sys.executable, str(scorer), str(published), str(source)], check=True, capture_output=True, text=True
    )
    lines = [
        line
        for line in scored.stdout.splitlines()
        if "ABSENT" not in line and " 0.0000 | cells F1 0.0000" not in line
    ]
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(main())
