"""Broken, hostile and odd files: what becomes of each kind.

    python -m benchmarks.bad_files FOLDER [FOLDER …] [--catalog CSV …] [--timeout 60]

A catalogue has the columns `file` and `category`; files in none are counted under `other`. Prints one row a category,
the seconds of the run and the largest memory of the supervising process. Exits 1 when a file has no status, more than
one, or one without a reason, or when the run itself broke.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

STATUSES = ("ok", "degraded", "failed")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.bad_files")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--catalog", action="append", type=Path, default=[])
    parser.add_argument("--timeout", type=int, default=60)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--list", action="store_true", help="also print every file with its status")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        code, seconds, megabytes = _ingest(options, Path(folder))
        rows = _documents(Path(folder))
    categories = _categories(options.catalog)
    _print_table(rows, categories)
    print(f"\nexit code {code}, {seconds:.0f} s, supervisor {megabytes} MB at most")
    if options.list:
        for row in sorted(rows, key=lambda row: (row["status"], row["file_name"])):
            print(f"{row['status']:8}  {row['file_name']}  {row['status_reason'] or ''}")
    unexplained = [row["file_name"] for row in rows if row["status"] != "ok" and not row["status_reason"]]
    if unexplained:
        print(f"without a reason: {', '.join(unexplained)}")
    return int(code not in (0, 2) or bool(unexplained))


def _ingest(options: argparse.Namespace, data: Path) -> tuple[int, float, int]:
    """Exit code, seconds, and megabytes of the process that supervises."""
    command = [sys.executable, "-m", "pipeline", "ingest", *map(str, options.folders)]
    command += [
        "--data",
        str(data),
        "--timeout",
        str(options.timeout),
        "--workers",
        str(options.workers or os.cpu_count()),
    ]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - began, usage.ru_maxrss // 1024


def _documents(data: Path) -> list[dict[str, Any]]:
    found = duckdb.sql(f"SELECT * FROM read_parquet('{data}/documents/**/*.parquet')")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def _categories(catalogs: Iterable[Path]) -> dict[str, str]:
    categories = {}
    for path in catalogs:
        with path.open(encoding="utf-8", newline="") as file:
            categories |= {row["file"]: row["category"] for row in csv.DictReader(file)}
    return categories


def _print_table(rows: Sequence[Mapping[str, Any]], categories: Mapping[str, str]) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        category = categories.get(row["file_name"], "other")
        for key in (category, "all"):
            counts[key][row["status"]] += 1
            if row["status"] != "ok":
                reasons[key][row["status_reason"].split(":")[0]] += 1
    print("| category | ok | degraded | failed | reasons |\n|---|---|---|---|---|")
    for key in [*sorted(counts.keys() - {"all"}), "all"]:
        numbers = " | ".join(str(counts[key][status]) for status in STATUSES)
        why = ", ".join(f"{name} {count}" for name, count in reasons[key].most_common())
        print(f"| {key} | {numbers} | {why} |")


if __name__ == "__main__":
    sys.exit(main())
