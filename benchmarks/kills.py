"""Commands that are killed at random moments: what is published stays whole, and nothing is lost, doubled or mended.

    python -m benchmarks.kills --kills 100

A command works on a folder with made-up reports, and a SIGKILL ends it with all its processes somewhere between its
beginning and its usual end. The commands take turns:

    ingest     one report is new and one is changed
    refresh    as well, and one is gone
    correct    a correction is written down, and applied by an ingest
    restore    the version before the published one
    prune      all but two versions
    export     over an earlier export

After every kill the published version must hold what it held before, or what the command makes of it, to the document
and amount; all parts of all versions must be as their manifests say, and older versions hold what they held. After the
last one a refresh that is left alone must complete it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from benchmarks.killed_commands import (
    READ,
    correct_document,
    document_ids,
    export_all,
    ingest_folder,
    prune_versions,
    refresh_folder,
    restore_version,
    version_before,
    version_number,
)
from pipeline.nightly.override_file import Override, read_overrides
from pipeline.publishing import integrity, layout
from pipeline.schemas import SCHEMAS
from pipeline.version import ROOT

FIRST = 6
ENDED = "ended before the kill"
State = dict[str, Decimal]
"""Published documents with their amount in yuan."""
OPERATIONS: dict[str, Callable[[Path], None]] = {
    "ingest": ingest_folder,
    "refresh": refresh_folder,
    "correct": correct_document,
    "restore": restore_version,
    "prune": prune_versions,
    "export": export_all,
}


@dataclass(slots=True)
class Trial:
    """A folder whose commands are killed, and what is known of it."""

    folder: Path
    chance: random.Random
    number: int = 0
    """Reports written so far."""
    state: State = field(default_factory=dict)
    history: dict[int, State] = field(default_factory=dict)
    """What each version held."""
    usual: dict[str, float] = field(default_factory=dict)
    """Seconds that an operation takes when it is left alone."""

    def prepare(self, operation: str) -> None:
        """What changes before the operation."""
        raw = self.folder / "raw"
        if operation in ("ingest", "refresh"):
            self.write(self.number, "first")
            self.write(self.chance.randrange(self.number), f"changed {self.number}")
            self.number += 1
        if operation == "refresh":
            self.chance.choice(sorted(raw.iterdir())).unlink()

    def write(self, number: int, content: str) -> None:
        (self.folder / "raw" / f"{number}.pdf").write_text(f"ok {number} {content}", "utf-8")

    def meant(self, operation: str, restored: int) -> State:
        """What is published once the operation has come to its end."""
        if operation == "restore":
            return self.history[restored]
        if operation in ("prune", "export"):
            return self.state
        amounts = {
            line.document_id: Decimal(line.new_value)
            for line in read_overrides(self.folder / "overrides.csv")
        }
        here: State = {one: amounts.get(one, READ) for one in document_ids(self.folder / "raw")}
        return here if operation == "refresh" else self.state | here

    def try_out(self, operation: str, is_killed: bool = True) -> str:
        """Prepare, start, kill and look. Raises AssertionError at the first thing that is not as it must be."""
        self.prepare(operation)
        lines = read_overrides(self.folder / "overrides.csv")
        restored = version_before(self.folder) if operation == "restore" else 0
        before = version_number(self.folder) if self.history else 0
        usual = self.usual.get(operation, 0.0)
        ended, seconds = _end(
            self.folder, operation, self.chance.uniform(0.0, 1.0) * usual if is_killed else 300.0
        )
        if not is_killed:
            assert ended == ENDED, f"{operation} did not come to an end"
            self.usual[operation] = seconds
        self.look(operation, lines, restored, is_whole=ended == ENDED)
        after = version_number(self.folder)
        return ended if ended == ENDED else f"killed {'after' if after > before else 'before'} the switch"

    def look(self, operation: str, lines: list[Override], restored: int, is_whole: bool) -> None:
        now = read_overrides(self.folder / "overrides.csv")
        assert now[: len(lines)] == lines, "a correction is lost"
        assert len(now) <= len(lines) + (operation == "correct"), "a correction is doubled"
        meant = self.meant(operation, restored)
        current = version_number(self.folder)
        found = state_of(self.folder / "data")
        allowed = (meant,) if is_whole else (self.state, meant)
        assert found in allowed, f"{operation}: {_difference(found, *allowed)}"
        self.state = self.history[current] = found
        for version in layout.versions(self.folder / "data"):
            if int(version.name) > current:
                continue  # never became current, and goes with the next run
            assert not integrity.damage_in(version, deep=True), version.name
            assert state_of(version) == self.history[int(version.name)], f"version {version.name} changed"
        target = self.folder / "exported"
        if target.exists():
            told = json.loads((target / "datapackage.json").read_text("utf-8"))
            assert state_of(target / "tables", "{}.parquet") in self.history.values(), told["version"]


def kill_commands(folder: Path, kills: int, seed: int = 0) -> Counter[str]:
    """Kill so many commands, each kind in its turn; counts how they ended, with those that were too quick.

    Raises AssertionError at the first thing lost, doubled, unreadable or mended.
    """
    trial = Trial(folder, random.Random(seed))
    (folder / "raw").mkdir()
    for number in range(FIRST):
        trial.write(number, "first")
    trial.number = FIRST
    for operation in OPERATIONS:
        trial.try_out(operation, is_killed=False)
    ended: Counter[str] = Counter()
    killed = 0
    names = list(OPERATIONS)
    while killed < kills:
        operation = names[killed % len(names)]
        how = trial.try_out(operation)
        ended[f"{operation} {how}"] += 1
        killed += how != ENDED
    trial.try_out("refresh", is_killed=False)
    rest = [path.name for path in (folder / "data" / layout.VERSIONS).iterdir() if not path.name.isdigit()]
    assert not rest, f"left over: {rest}"
    return ended


def state_of(root: Path, form: str = "{}/**/*.parquet") -> State:
    """Documents and amounts below a folder; every table must answer, every row be there once."""
    files = {name: f"{root}/{form.format(name)}" for name in SCHEMAS}
    ask = duckdb.connect().execute
    if "**" in form:
        for pattern in files.values():
            ask(f"SELECT count(*) FROM (FROM '{pattern}')").fetchall()
    documents = [row[0] for row in ask(f"SELECT document_id FROM '{files['documents']}'").fetchall()]
    facts = ask(f"SELECT document_id, amount_yuan FROM '{files['budget']}'").fetchall()
    assert len(set(documents)) == len(documents), "a document is doubled"
    assert sorted(documents) == sorted(row[0] for row in facts), "facts do not go with the documents"
    return dict(facts)


def _difference(found: State, *allowed: State) -> str:
    return "; ".join(
        f"lost {dict(one.items() - found.items())}, too much {dict(found.items() - one.items())}"
        for one in allowed
    )


def _end(folder: Path, operation: str, after: float) -> tuple[str, float]:
    """Start an operation and kill it with all its processes so long after it began; how it ended, and when."""
    command = [
        sys.executable,
        "-c",
        "from benchmarks import kills; kills.main()",
        "--run",
        operation,
        str(folder),
    ]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline(), f"{operation} did not begin"
        began = time.monotonic()
        ended = ENDED
        try:
            assert process.wait(timeout=after) == 0, f"{operation} failed although it was not killed"
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            ended = "killed"
    return ended, time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill commands at random moments and look what is left.")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        operation, where = options.run
        print("begun", flush=True)  # what comes before is loading
        OPERATIONS[operation](Path(where))
        return
    with tempfile.TemporaryDirectory() as folder:
        ended = kill_commands(Path(folder), options.kills, options.seed)
    for how, count in sorted(ended.items()):
        print(f"{count:5}  {how}")
    print("0 documents or corrections lost, 0 doubled, 0 versions unreadable or other than they were;")
    print("the last refresh completed what the killed ones left")


if __name__ == "__main__":
    main()
