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
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from pipeline import export, run
from pipeline.nightly.failure_hook import FailureHook
from pipeline.nightly.override_file import Override, append_override, read_overrides, value_text
from pipeline.nightly.overrides import load_overrides
from pipeline.nightly.refresh import read_and_compare, refresh
from pipeline.publishing import integrity, layout, versions
from pipeline.schemas import SCHEMAS
from pipeline.version import ROOT
from pipeline.workers.isolation import Limits
from tests import factories, stubs

FIRST = 6
ENDED = "ended before the kill"
READ: Decimal = factories.budget()["amount_yuan"]
"""Amount that every report has before it is corrected."""

State = dict[str, Decimal]
"""Published documents with their amount in yuan."""


class Silent:
    """Hears of progress, says nothing."""

    def start(self, total: int) -> None: ...
    def page(self, source: object, number: int, count: int) -> None: ...
    def done(self, result: object) -> None: ...
    def finish(self) -> None: ...


def _asked(folder: Path, **changes: Any) -> run.Options:
    return run.Options(
        [folder / "raw"],
        folder / "data",
        workers=2,
        limits=Limits(60, 1000),
        overrides=load_overrides(folder / "overrides.csv"),
        release=True,
        allow_removal=True,
        **changes,
    )


def _ingest(folder: Path) -> None:
    run.ingest(_asked(folder), stubs.extract, [factories.region()], Silent())


def _refresh(folder: Path) -> None:
    def read() -> dict[str, Any]:
        return read_and_compare(_asked(folder, mirror=True), stubs.extract, [factories.region()], Silent())

    assert refresh(folder / "data", [folder / "raw"], read, FailureHook())["exit_code"] == 0


def _correct(folder: Path) -> None:
    """A published document that has no correction yet."""
    lines = read_overrides(folder / "overrides.csv")
    free = _ids_in(folder / "raw") - {line.document_id for line in lines}
    facts = pq.read_table(folder / "data" / "budget").to_pylist()
    fact = min((row for row in facts if row["document_id"] in free), key=lambda row: row["document_id"])
    place = {
        name: value_text(fact[name])
        for name in ("table_id", "page_number", "row_index", "column_index", "source_text")
    }
    append_override(
        folder / "overrides.csv",
        Override(
            document_id=fact["document_id"],
            table="budget",
            column="amount_yuan",
            old_value=value_text(READ),
            new_value=str(1000 + len(lines)),
            who="王芳",
            at="2026-11-20T08:00:00Z",
            why="与原件核对",
            **place,
        ),
    )
    _ingest(folder)


def _restore(folder: Path) -> None:
    versions.restore(folder / "data", _number_before(folder))


def _prune(folder: Path) -> None:
    versions.prune(folder / "data", 2)


def _export(folder: Path) -> None:
    choice = export.Choice(("documents", "budget"), form="parquet", workbook=False)
    export.export(folder / "data", folder / "exported", choice)


OPERATIONS: dict[str, Callable[[Path], None]] = {
    "ingest": _ingest,
    "refresh": _refresh,
    "correct": _correct,
    "restore": _restore,
    "prune": _prune,
    "export": _export,
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
        here: State = {one: amounts.get(one, READ) for one in _ids_in(self.folder / "raw")}
        return here if operation == "refresh" else self.state | here

    def try_out(self, operation: str, is_killed: bool = True) -> str:
        """Prepare, start, kill and look. Raises AssertionError at the first thing that is not as it must be."""
        self.prepare(operation)
        lines = read_overrides(self.folder / "overrides.csv")
        restored = _number_before(self.folder) if operation == "restore" else 0
        before = _number(self.folder) if self.history else 0
        usual = self.usual.get(operation, 0.0)
        ended, seconds = _end(
            self.folder, operation, self.chance.uniform(0.0, 1.0) * usual if is_killed else 300.0
        )
        if not is_killed:
            assert ended == ENDED, f"{operation} did not come to an end"
            self.usual[operation] = seconds
        self.look(operation, lines, restored, is_whole=ended == ENDED)
        after = _number(self.folder)
        return ended if ended == ENDED else f"killed {'after' if after > before else 'before'} the switch"

    def look(self, operation: str, lines: list[Override], restored: int, is_whole: bool) -> None:
        now = read_overrides(self.folder / "overrides.csv")
        assert now[: len(lines)] == lines, "a correction is lost"
        assert len(now) <= len(lines) + (operation == "correct"), "a correction is doubled"
        meant = self.meant(operation, restored)
        current = _number(self.folder)
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


def _ids_in(raw: Path) -> set[str]:
    return {sha256(path.read_bytes()).hexdigest()[:16] for path in raw.iterdir()}


def _difference(found: State, *allowed: State) -> str:
    return "; ".join(
        f"lost {dict(one.items() - found.items())}, too much {dict(found.items() - one.items())}"
        for one in allowed
    )


def _number(folder: Path) -> int:
    version = layout.current_version(folder / "data")
    assert version is not None, "nothing is published any more"
    return int(version.name)


def _number_before(folder: Path) -> int:
    current = _number(folder)
    return max(int(path.name) for path in layout.versions(folder / "data") if int(path.name) < current)


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
