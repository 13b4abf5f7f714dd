"""Broken, locked, hostile and misnamed files of all formats: each against what its catalogue says of it.

    python -m benchmarks.other_formats FOLDER [--catalog FOLDER/CATALOG.csv] [--timeout 60] [--ocr never]

The catalogue has the columns `file`, `category`, `expect` (statuses parted by |) and `must_not`. All files are read in
one run, while this program listens where some of them point to; those with a bound on memory or time are read once
more, each alone, with the memory, the files and the processor time of all processes watched. Prints one row a file.
Exits 1 when a file has another status than it may have, breaks its bound, reaches the port, or leaves a canary.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pipeline.archives.member import INSIDE

PORT = 47811
CANARIES = "jixiao_canary*"
SECRET = "root:x:"
STATUSES = ("ok", "degraded", "failed")
_MEGABYTE = 1024 * 1024
_LOOK_SECONDS = 0.1


@dataclass(slots=True)
class Cost:
    """Seconds, those of the processors, and the most megabytes of memory of its own and of files that a run took."""

    seconds: float = 0.0
    processor: float = 0.0
    memory: int = 0
    disk: int = 0


@dataclass(slots=True)
class Run:
    """What an ingest said and cost. `documents` are rows by path, those of members by the paths of their archives."""

    code: int
    cost: Cost
    documents: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    tells_secret: bool = False


class Listener:
    """Hears whoever calls at the port."""

    def __init__(self) -> None:
        self.callers: list[str] = []
        self._server = socket.create_server(("127.0.0.1", PORT))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            caller, _ = self._server.accept()
            with caller:
                caller.settimeout(1)
                try:
                    self.callers.append(caller.recv(200).decode("ascii", "replace").partition("\r")[0])
                except OSError:
                    self.callers.append("a silent caller")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.other_formats")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--catalog", type=Path)
    parser.add_argument("--timeout", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--ocr", default="auto")
    options = parser.parse_args(arguments)
    with (options.catalog or options.folder / "CATALOG.csv").open(encoding="utf-8", newline="") as file:
        catalog = list(csv.DictReader(file))
    listener, before = Listener(), _canaries()
    whole = ingest([options.folder], options)
    wrong = []
    print("| file | category | may be | is | reason | s | s of processor | MB | files MB | |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for row in catalog:
        path = options.folder / row["file"]
        rows = whole.documents.get(str(path), [])
        cost = ingest([path], options).cost if _bounds(row["must_not"]) else None
        troubles = [*_of_status(row["expect"], rows), *_of_cost(row["must_not"], cost)]
        wrong += troubles
        _print_row(row, rows, cost, troubles)
    wrong += [f"called at the port: {caller}" for caller in listener.callers]
    wrong += [f"written outside: {path}" for path in sorted(_canaries() - before)]
    wrong += ["the content of /etc/passwd is published"] if whole.tells_secret else []
    wrong += [f"exit code {whole.code}"] if whole.code not in (0, 2) else []
    cost = whole.cost
    print(
        f"\nall in one run: exit code {whole.code}, {cost.seconds:.0f} s, {cost.memory} MB, files {cost.disk} MB"
    )
    print(f"callers at the port: {len(listener.callers)}; wrong: {'; '.join(wrong) or 'nothing'}")
    return int(bool(wrong))


def _print_row(
    row: Mapping[str, str], rows: Sequence[Mapping[str, Any]], cost: Cost | None, troubles: Sequence[str]
) -> None:
    statuses = [f"{count} {status}" for status in STATUSES if (count := _count(rows, status))]
    reasons = sorted({(one["status_reason"] or "").partition(":")[0] for one in rows} - {""})
    said = [""] * 4
    if cost is not None:
        said = [f"{cost.seconds:.0f}", f"{cost.processor:.1f}", str(cost.memory), str(cost.disk)]
    cells = [row["file"], row["category"], row["expect"], ", ".join(statuses), ", ".join(reasons), *said]
    print(
        f"| {' | '.join(cell.replace('|', '/') for cell in cells)} | {'; '.join(troubles) or 'as it should'} |",
        flush=True,
    )


def _count(rows: Sequence[Mapping[str, Any]], status: str) -> int:
    return sum(one["status"] == status for one in rows)


def _of_status(expect: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not rows:
        yield "no status"
    for one in rows:
        if one["status"] != "ok" and not one["status_reason"]:
            yield "no reason"
    allowed = set(expect.split("|"))
    if not allowed <= set(STATUSES):
        # Of an archive: one member is good.
        if not _count(rows, "ok"):
            yield f"expected {expect}"
    elif len(rows) == 1 and rows[0]["status"] not in allowed:
        yield f"is {rows[0]['status']}"


def _bounds(must_not: str) -> dict[str, float]:
    """Megabytes and seconds that a file may cost at most."""
    found = {}
    if match := re.search(r"(\d+) (MB|GB) of ", must_not):
        found["megabytes"] = float(match[1]) * (1024 if match[2] == "GB" else 1)
    if match := re.search(r"(\d+) s\b", must_not):
        found["seconds"] = float(match[1])
    return found


def _of_cost(must_not: str, cost: Cost | None) -> Iterator[str]:
    bounds = _bounds(must_not)
    if cost is None:
        return
    # Others may be at work on the machine.
    if cost.processor > bounds.get("seconds", cost.processor):
        yield f"takes {cost.processor:.0f} s"
    most = bounds.get("megabytes", float(max(cost.memory, cost.disk)))
    if cost.memory > most:
        yield f"takes {cost.memory} MB of memory"
    if cost.disk > most:
        yield f"writes {cost.disk} MB"


def ingest(paths: Sequence[Path], options: argparse.Namespace) -> Run:
    """Read all below the paths in one run; `options` are `timeout`, `workers` and `ocr`."""
    with tempfile.TemporaryDirectory() as folder:
        data, temporary = Path(folder) / "out", Path(folder) / "tmp"
        temporary.mkdir()
        command = [
            sys.executable,
            "-m",
            "pipeline",
            "ingest",
            *map(str, paths),
            "--data",
            str(data),
            "--json",
        ]
        command += [
            "--timeout",
            str(options.timeout),
            "--workers",
            str(options.workers),
            "--ocr",
            options.ocr,
        ]
        environment = os.environ | {"TMPDIR": str(temporary)}
        with (Path(folder) / "said").open("w+") as said:
            began = time.monotonic()
            process = subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL, env=environment)
            cost, spent = Cost(), dict[int, int]()
            while process.poll() is None:
                _watch(process.pid, temporary, cost, spent)
                time.sleep(_LOOK_SECONDS)
            cost.seconds = time.monotonic() - began
            said.seek(0)
            told = said.read()
        run = Run(process.returncode, cost)
        if process.returncode in (0, 2):
            _documents(run, data, json.loads(told))
        return run


def _documents(run: Run, data: Path, report: Mapping[str, Any]) -> None:
    found = duckdb.sql(
        f"SELECT source_path, status, status_reason FROM read_parquet('{data}/documents/*.parquet')"
    )
    rows = {row[0]: dict(zip(found.columns, row, strict=True)) for row in found.fetchall()}
    rows |= {row["source_path"]: row for row in report["failures"]}
    rows |= {
        same["source_path"]: rows[same["same_as"]]
        for same in report["same_content"]
        if same["same_as"] in rows
    }
    for path, row in rows.items():
        run.documents.setdefault(path.partition(INSIDE)[0], []).append(row)
    for file in data.rglob("*.parquet"):
        for line in duckdb.sql(f"SELECT * FROM read_parquet('{file}', hive_partitioning = false)").fetchall():
            run.tells_secret |= any(SECRET in str(value) for value in line)


def _watch(root: int, temporary: Path, cost: Cost, spent: dict[int, int]) -> None:
    """Note what a process and all below it take now. Processes may end at any time."""
    memory = disk = 0
    for process, ticks in _tree(root).items():
        spent[process] = max(spent.get(process, 0), ticks)
        try:
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                memory += int(line.split()[1]) if line.startswith(("Private_Dirty:", "Private_Clean:")) else 0
            for handle in Path(f"/proc/{process}/fd").iterdir():
                if " (deleted)" in os.readlink(handle):
                    disk += handle.stat().st_blocks * 512
        except OSError:
            continue
    for folder, _, names in os.walk(temporary):  # which passes over what is gone
        for name in names:
            with suppress(OSError):
                disk += Path(folder, name).stat().st_blocks * 512
    cost.processor = sum(spent.values()) / os.sysconf("SC_CLK_TCK")
    cost.memory, cost.disk = max(cost.memory, memory // 1024), max(cost.disk, disk // _MEGABYTE)


def _tree(root: int) -> dict[int, int]:
    """A process and all below it, each with the ticks of the clock that it has spent on processors."""
    children: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parts = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(parts[1]), []).append(int(entry.name))
            spent[int(entry.name)] = int(parts[11]) + int(parts[12])
    found, waiting = {}, [root]
    while waiting:
        process = waiting.pop()
        found[process] = spent.get(process, 0)
        waiting += children.get(process, [])
    return found


def _canaries() -> set[Path]:
    """What a member with a name that climbs would leave."""
    folders = {Path("/"), Path("/tmp"), Path(tempfile.gettempdir()), Path.cwd(), *Path.cwd().parents}
    return {path for folder in folders for path in folder.glob(CANARIES)}


if __name__ == "__main__":
    sys.exit(main())
