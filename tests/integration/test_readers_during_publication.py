"""Readers that work while versions are switched never fail and never see a row twice or half a version."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.publish import encode_rows, open_publication
from tests import factories

# Every document brings one row in each of two years; a reader that mixed versions would count them unequal.
# `pinned` readers resolve the link once, as a program that joins tables should. Others use the plain path:
# there each year's folder is of one version, and a switch just between the listing of two folders shows the
# second one newer.
READER = """
import os, sys, duckdb
folder, stop, pinned = sys.argv[1], sys.argv[2], sys.argv[3] == "pinned"
last = {2022: 0, 2023: 0}
reads = 0
while not os.path.exists(stop):
    root = os.path.realpath(f"{folder}/.current") if pinned else folder
    sql = "SELECT fiscal_year, count(*), count(DISTINCT document_id) FROM '{}/budget/**/*.parquet' GROUP BY 1"
    rows = duckdb.sql(sql.format(root)).fetchall()
    seen = {year: count for year, count, _ in rows}
    assert all(count == distinct for _, count, distinct in rows), rows
    assert not pinned or seen[2022] == seen[2023], rows
    assert all(seen[year] >= last[year] for year in last), (rows, last)
    last, reads = seen, reads + 1
assert reads > 5
print(last[2022], last[2023])
"""
VERSIONS = 12


def add(data: Path, seed: str) -> None:
    rows = {"budget": [factories.budget(seed, fiscal_year=year) for year in (2022, 2023)]}
    with open_publication(data) as publication:
        publication.put(factories.document(seed), encode_rows(rows))
        publication.commit([factories.region()])


@pytest.mark.parametrize("kind", ["pinned", "plain"])
def test_readers_see_whole_versions(tmp_path: Path, kind: str) -> None:
    data, stop = tmp_path / "data", tmp_path / "stop"
    add(data, "0")
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(data), str(stop), kind],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for number in range(1, VERSIONS):
        add(data, str(number))
        time.sleep(0.02)
    time.sleep(0.3)
    stop.touch()
    said, complaint = reader.communicate(timeout=60)
    assert (reader.returncode, complaint) == (0, "")
    assert said.split() == [str(VERSIONS)] * 2
