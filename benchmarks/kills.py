"""Runs that are killed at random moments: what is published stays whole, and nothing is lost or doubled.

    python -m benchmarks.kills --kills 100

A run reads made-up reports into a folder, and a SIGKILL ends it with all its processes somewhere between its start
and its usual end. Before every run one report is new and one is changed. After every kill the published version must
answer and hold all documents that it held before; after the last one a run that is left alone must complete it.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import duckdb

from pipeline import run
from pipeline.publishing import layout
from pipeline.schemas import SCHEMAS
from pipeline.version import ROOT
from pipeline.workers.isolation import Limits
from tests import factories, stubs

FIRST = 6
ENDED = "ended before the kill"


class Silent:
    """Hears of progress, says nothing."""

    def start(self, total: int) -> None: ...
    def page(self, source: object, number: int, count: int) -> None: ...
    def done(self, result: object) -> None: ...
    def finish(self) -> None: ...


def read_all(folder: Path) -> None:
    """What a killed run is: all reports of the folder into the data beside them."""
    options = run.Options([folder / "raw"], folder / "data", workers=2, limits=Limits(60, 1000))
    run.ingest(options, stubs.extract, [factories.region()], Silent())


def kill_runs(folder: Path, kills: int, seed: int = 0) -> Counter[str]:
    """Kill so many runs; counts how they ended, with those that were too quick.

    Raises AssertionError at the first thing lost or doubled.
    """
    chance = random.Random(seed)
    (folder / "raw").mkdir()
    for number in range(FIRST):
        _write(folder, number, "first")
    usual = _run(folder)
    held = _published(folder)
    assert len(held) == FIRST
    ended: Counter[str] = Counter()
    number = FIRST
    while ended.total() - ended[ENDED] < kills:
        _write(folder, number, "first")
        _write(folder, chance.randrange(number), f"changed {number}")
        ended[_killed(folder, chance.uniform(0.1, 0.9) * usual)] += 1
        now = _published(folder)
        assert held <= now, f"lost in run {number - FIRST + 1}: {held - now}"
        held = now
        number += 1
    _run(folder)
    wanted = {sha256(path.read_bytes()).hexdigest()[:16] for path in (folder / "raw").iterdir()}
    assert held | wanted == _published(folder), "the last run did not complete what the killed ones left"
    rest = [path.name for path in (folder / "data" / layout.VERSIONS).iterdir() if not path.name.isdigit()]
    assert not rest, f"left over: {rest}"
    return ended


def _write(folder: Path, number: int, content: str) -> None:
    (folder / "raw" / f"{number}.pdf").write_text(f"ok {number} {content}", "utf-8")


def _start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from benchmarks import kills; kills.main()", "--run", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def _run(folder: Path) -> float:
    """Seconds that a run takes when it is left alone."""
    began = time.monotonic()
    assert _start(folder).wait(timeout=300) == 0, "a run that was left alone failed"
    return time.monotonic() - began


def _killed(folder: Path, after: float) -> str:
    """Start a run and kill it, with all its processes, after so many seconds."""
    number = _number(folder)
    process = _start(folder)
    try:
        assert process.wait(timeout=after) == 0, "a run failed although it was not killed"
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return "killed after the switch" if _number(folder) > number else "killed before the switch"
    return ENDED


def _number(folder: Path) -> int:
    version = layout.current_version(folder / "data")
    assert version is not None, "nothing is published any more"
    return int(version.name)


def _published(folder: Path) -> set[str]:
    """Documents of the published version; every table must answer, every row be there once."""
    data = folder / "data"
    for name in SCHEMAS:
        duckdb.sql(f"SELECT count(*) FROM (FROM '{data}/{name}/**/*.parquet')").fetchall()
    documents = duckdb.sql(f"SELECT document_id FROM '{data}/documents/**/*.parquet'").fetchall()
    facts = duckdb.sql(f"SELECT document_id FROM '{data}/budget/**/*.parquet'").fetchall()
    assert len(set(documents)) == len(documents), "a document is doubled"
    assert sorted(documents) == sorted(facts), "facts do not go with the documents"
    return {document_id for (document_id,) in documents}


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill runs at random moments and look what is left.")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        read_all(options.run)
        return
    with tempfile.TemporaryDirectory() as folder:
        ended = kill_runs(Path(folder), options.kills, options.seed)
    for how, count in sorted(ended.items()):
        print(f"{count:5}  {how}")
    print("0 unreadable versions, 0 documents lost, 0 doubled; the next run completed the rest")


if __name__ == "__main__":
    main()
