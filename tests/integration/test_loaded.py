"""What a run loads: libraries that it does not use cost every run, and every process that reads, their start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.version import ROOT

SAMPLE = ROOT / "data" / "samples" / "fujian_2024_targets.pdf"
INGEST = """
import sys
from pipeline.cli import main
assert main(["ingest", sys.argv[1], "--data", "out", "--workers", "1", "--json"]) == 0
assert main([*sys.argv[2:], "--data", "out", "--workers", "1", "--json"]) == 0
print(*sys.modules, file=sys.stderr)
"""
READ = """
import sys
from pathlib import Path
from pipeline.workers.reading import Named, read_in_child
from pipeline.sources import Source
from pipeline.checksums import Checksums
source = Checksums(Path("out")).source(Path(sys.argv[1]))
assert read_in_child(Named("pipeline.ingest:extract_document"), "1", source)
print(*sys.modules, file=sys.stderr)
"""


def loaded(program: str, folder: Path, *more: str) -> set[str]:
    """Names of the modules that a program has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(SAMPLE), *more],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("again", [["ingest", str(SAMPLE)], ["refresh", str(SAMPLE.parent), "--force"]])
def test_the_supervisor_loads_neither_pandas_nor_what_reads(tmp_path: Path, again: list[str]) -> None:
    found = loaded(INGEST, tmp_path, *again)
    assert {"duckdb", "pyarrow", "pipeline.publishing.publish"} <= found
    assert not found & {"pandas", "pipeline.ingest", "pypdfium2", "pikepdf", "pipeline.meaning"}


def test_a_reader_loads_neither_pandas_nor_the_database(tmp_path: Path) -> None:
    found = loaded(READ, tmp_path)
    assert {"pipeline.ingest", "pypdfium2", "pyarrow"} <= found
    assert not found & {"pandas", "duckdb", "camelot", "matplotlib", "rich", "pipeline.cli"}
