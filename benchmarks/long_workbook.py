"""A workbook with one very long table: time and memory, and is every row of it published?

    python -m benchmarks.long_workbook [--rows 100000] [--most 300]

Writes a list of invented payments to farmers with a total at its end, reads it with one worker, and compares rows,
cells and sums with what was written. Prints the most megabytes that each process held at once. Exits 1 when anything
is missing, or a process held more than `--most`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl

_HEADINGS = ("序号", "乡镇", "村", "户主", "补贴面积（亩）", "应补金额（元）", "实补金额（元）")
_LOOK_SECONDS = 0.05


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.long_workbook")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--most", type=int, default=300, help="megabytes that a process may hold")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path, data = Path(folder) / "payments.xlsx", Path(folder) / "data"
        due, paid = _write(path, options.rows)
        command = [
            sys.executable,
            "-m",
            "pipeline",
            "ingest",
            str(path),
            "--data",
            str(data),
            "--ocr",
            "never",
        ]
        began = time.monotonic()
        held = _watched([*command, "--workers", "1"])
        seconds = time.monotonic() - began
        found = _published(data)
    # With the headings and the total; the title is a line.
    meant = (options.rows, (options.rows + 1) * len(_HEADINGS) + 3, due, paid)
    print(f"{options.rows} rows, {meant[1]} cells: {seconds:.0f} s; MB by process: {held}")
    print(f"rows of payments, cells, due, paid: {found}, meant {meant}")
    return int(found != meant or max(held) > options.most)


def _write(path: Path, rows: int) -> tuple[Decimal, Decimal]:
    """What is due and what was paid, in yuan."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("发放明细")
    sheet.append(["临夏县2023年耕地地力保护补贴发放明细表"])
    sheet.append(list(_HEADINGS))
    due = paid = Decimal(0)
    for number in range(1, rows + 1):
        area = Decimal(number * 37 % 900 + 20) / 100
        owed = area * 110
        given = owed if number % 9 else owed - 5
        due, paid = due + owed, paid + given
        place = number // 400
        sheet.append(
            [
                number,
                f"乡镇{place // 30 + 1}",
                f"村{place + 1}",
                f"户{number}",
                area,
                float(owed),
                float(given),
            ]
        )
    sheet.append(["合计", None, None, None, None, float(due), float(paid)])
    book.save(path)
    return due, paid


def _watched(command: Sequence[str]) -> list[int]:
    """The most megabytes that each process of a command held at once, from the largest."""
    most: dict[int, int] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            for pid in [process.pid, *_below(process.pid)]:
                most[pid] = max(most.get(pid, 0), _held(pid))
            time.sleep(_LOOK_SECONDS)
    return sorted((pages // 1024 for pages in most.values()), reverse=True)


def _below(pid: int) -> Iterator[int]:
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listed.read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _below(child)


def _held(pid: int) -> int:
    """Kilobytes that are in memory."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)


def _published(data: Path) -> tuple[int, int, Decimal, Decimal]:
    """Rows of payments, cells, what is due and what was paid."""
    with duckdb.connect() as connection:
        paid = f"read_parquet('{data}/disbursement/**/*.parquet')"
        sums = f"SELECT count(*), sum(due_yuan), sum(paid_yuan) FROM {paid} WHERE NOT is_total"
        [(rows, due, given)] = connection.sql(sums).fetchall()
        [(cells,)] = connection.sql(f"SELECT count(*) FROM read_parquet('{data}/cells/*.parquet')").fetchall()
    return rows, cells, due, given


if __name__ == "__main__":
    sys.exit(main())
