"""Readers of the published folder see the old version or the new one, never a mixture, never an error."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from pipeline.publish import encode_rows, open_publication
from tests import factories

# Every document brings one row in each of two years, so that a reader that mixed versions would count them unequal.
READER = """
import os, sys, duckdb
folder, stop = sys.argv[1:]
last = 0
while not os.path.exists(stop):
    rows = duckdb.sql(
        f"SELECT fiscal_year, count(*), count(DISTINCT document_id) FROM '{folder}/budget/**/*.parquet' GROUP BY 1"
    ).fetchall()
    counts = {n for _, n, _ in rows} | {n for _, _, n in rows}
    assert len(rows) == 2 and len(counts) == 1, rows
    assert counts.pop() >= last, rows
    last = rows[0][1]
print(last)
"""
VERSIONS = 40


def add(data: Path, seed: str) -> None:
    rows = {"budget": [factories.budget(seed, fiscal_year=year) for year in (2022, 2023)]}
    with open_publication(data) as publication:
        publication.put(factories.document(seed), encode_rows(rows))
        publication.commit([factories.region()])


def test_readers_see_whole_versions(tmp_path: Path) -> None:
    data, stop = tmp_path / "data", tmp_path / "stop"
    add(data, "0")
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(data), str(stop)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for number in range(1, VERSIONS):
        add(data, str(number))
    time.sleep(0.5)
    stop.touch()
    for reader in readers:
        said, complaint = reader.communicate(timeout=60)
        assert (reader.returncode, complaint) == (0, "")
        assert int(said) == VERSIONS
