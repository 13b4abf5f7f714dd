"""Reads by other processes while versions are switched as fast as they can be: errors and mixed reads.

    python -m benchmarks.reads --reads 10000

Every version replaces all rows, and changes how many documents and years there are. Its number stands in every row, and
says how many rows there must be. A read is mixed when its rows are of several versions or their number is wrong.

    table     DuckDB on DIR/budget/**/*.parquet
    union     DuckDB on DIR/budget/**/*.parquet with union_by_name=true, with a pause of up to 100 ms after each answer
    joined    DuckDB on DIR/budget/**/*.parquet joined to DIR/documents/**/*.parquet
    pandas    pandas.read_parquet(DIR/budget)
    pinned    as joined, in the folder that DIR/.current leads to
    catalog   as joined, through the program's own open_catalog, opened for every read
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas

from pipeline.answers.catalog import open_catalog
from pipeline.publishing.publish import open_publication
from pipeline.rows import tables_from_rows
from pipeline.version import ROOT
from tests import factories
from tests.faults import without_comparisons

Rows = list[tuple[str, int]]  # stamp, number of rows with it
_JOINED = """
SELECT amount_text || '/' || d.title, count(*)
FROM '{0}/budget/**/*.parquet' JOIN '{0}/documents/**/*.parquet' AS d USING (document_id) GROUP BY 1"""


def documents(stamp: int) -> range:
    return range(2 + stamp % 3)


def years(stamp: int) -> range:
    return range(2020, 2022 + stamp // 2 % 4)


def publish(data: Path, stamp: int) -> None:
    """One more version, with rows that all carry the stamp."""
    with open_publication(data) as publication:
        for number in documents(2):
            row = factories.document(str(number), title=str(stamp))
            facts = [
                factories.budget(str(number), fiscal_year=year, amount_text=str(stamp))
                for year in years(stamp)
            ]
            if number in documents(stamp):
                publication.put(row, tables_from_rows({"budget": facts}))
            else:
                publication.remove(row["document_id"])
        publication.commit([factories.region()])


def _table(data: Path) -> Callable[[], Rows]:
    connection = duckdb.connect()
    sql = f"SELECT amount_text, count(*) FROM '{data}/budget/**/*.parquet' GROUP BY 1"
    return lambda: connection.execute(sql).fetchall()


def _union(data: Path) -> Callable[[], Rows]:
    connection = duckdb.connect()
    files = f"read_parquet('{data}/budget/**/*.parquet', union_by_name=true)"

    def read() -> Rows:
        time.sleep(random.uniform(0, 0.1))
        return connection.execute(f"SELECT amount_text, count(*) FROM {files} GROUP BY 1").fetchall()

    return read


def _joined(data: Path) -> Callable[[], Rows]:
    connection = duckdb.connect()
    return lambda: connection.execute(_JOINED.format(data)).fetchall()


def _pinned(data: Path) -> Callable[[], Rows]:
    connection = duckdb.connect()
    return lambda: connection.execute(_JOINED.format(os.path.realpath(data / ".current"))).fetchall()


def _pandas(data: Path) -> Callable[[], Rows]:
    return lambda: list(Counter(pandas.read_parquet(data / "budget")["amount_text"]).items())


def _catalog(data: Path) -> Callable[[], Rows]:
    sql = """SELECT amount_text || '/' || title AS a, count(*) AS n
        FROM budget JOIN documents USING (document_id) GROUP BY 1"""

    def read() -> Rows:
        with open_catalog(data) as catalog:
            return [(row["a"], row["n"]) for row in catalog.select(sql).to_pylist()]

    return read


READERS = {
    "table": _table,
    "union": _union,
    "joined": _joined,
    "pandas": _pandas,
    "pinned": _pinned,
    "catalog": _catalog,
}


def read_many(kind: str, data: Path, reads: int) -> Counter[str]:
    """Read so many times; counts good and mixed reads, errors, and versions seen."""
    seen: Counter[str] = Counter(good=0, mixed=0, errors=0, versions=0)
    read, last = READERS[kind](data), ""
    for _ in range(reads):
        try:
            rows = read()
        except (duckdb.Error, OSError) as error:
            seen["errors"] += 1
            print(f"{kind}: {str(error)[:200]}", file=sys.stderr)
            continue
        good = len(rows) == 1 and _is_whole(*rows[0])
        seen["good" if good else "mixed"] += 1
        if good and rows[0][0] != last:
            last = rows[0][0]
            seen["versions"] += 1
    return seen


def _is_whole(stamps: str, rows: int) -> bool:
    first, _, second = stamps.partition("/")
    return second in ("", first) and rows == len(documents(int(first))) * len(years(int(first)))


def switch_while_reading(
    kinds: list[str], data: Path, reads: int
) -> Iterator[tuple[str, dict[str, int], int]]:
    """Kind of reader, what it counted, and versions published meanwhile."""
    stamp = 0
    with without_comparisons():
        publish(data, stamp)
        for kind in kinds:
            command = [sys.executable, "-m", "benchmarks.reads", "--reader", kind, str(data), str(reads)]
            reader = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            start = stamp
            while reader.poll() is None:
                stamp += 1
                publish(data, stamp)
            said, _ = reader.communicate()
            assert reader.returncode == 0, f"the reader {kind} failed"
            yield kind, {name: int(count) for name, count in map(str.split, said.splitlines())}, stamp - start


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Read while versions are switched; count errors and mixed reads."
    )
    parser.add_argument("--reads", type=int, default=10_000, help="by each kind of reader (%(default)s)")
    parser.add_argument("--kinds", nargs="+", choices=READERS, default=list(READERS))
    parser.add_argument("--reader", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reader:
        kind, data, reads = options.reader
        for name, count in read_many(kind, Path(data), int(reads)).items():
            print(name, count)
        return
    print(f"{'reader':10}{'reads':>8}{'switches':>10}{'seen':>6}{'errors':>8}{'mixed':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for kind, counts, switches in switch_while_reading(options.kinds, Path(folder), options.reads):
            seen = f"{counts['versions']:>6}{counts['errors']:>8}{counts['mixed']:>7}"
            print(f"{kind:10}{options.reads:>8}{switches:>10}{seen}", flush=True)


if __name__ == "__main__":
    main()
