"""A run that is told to stop ends at once and cleanly: no child left, the lock free, the old version there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.publishing import layout
from pipeline.publishing.publish import read_documents
from pipeline.version import ROOT

RUN = """
import sys
from pipeline.cli import run_options
from pipeline.cli import main
run_options.EXTRACTOR = "tests.stubs:extract"
sys.exit(main(sys.argv[1:]))
"""


def started(home: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RUN, "ingest", "raw", "--data", "out", "--workers", "2", *arguments]
    return subprocess.Popen(
        command,
        cwd=home,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def living(session: int) -> list[str]:
    """Processes of a session that have not ended."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (entry / "stat").read_text().rpartition(")")
        except OSError:
            continue
        state, _, _, owner = rest.split()[:4]
        if int(owner) == session and state not in "ZX":
            found.append(name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are counted in /proc")
@pytest.mark.parametrize(
    ("number", "code", "everybody"),
    [(signal.SIGINT, 130, True), (signal.SIGTERM, 143, False), (signal.SIGHUP, 129, True)],
    ids=["Ctrl-C", "SIGTERM", "SIGHUP"],
)
def test_told_to_stop(tmp_path: Path, number: signal.Signals, code: int, everybody: bool) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "first.pdf").write_text("ok first", "utf-8")
    with started(tmp_path) as first:
        assert first.wait() == 0, first.stderr and first.stderr.read()
    # The largest are read first: two that are done, then those that take a minute.
    for name in ("a", "b"):
        (raw / f"{name}.pdf").write_text(f"ok {name} " + "x" * 1000, "utf-8")
    for name in ("c", "d", "e"):
        (raw / f"{name}.pdf").write_text(f"sleep {name}", "utf-8")
    with started(tmp_path) as process:
        assert process.stderr is not None
        while not (line := process.stderr.readline()).startswith("[2/5]"):
            assert line, "the run ended by itself"
        (os.killpg if everybody else os.kill)(process.pid, number)
        said = process.stderr.read()
        assert process.wait() == code
    assert said.splitlines()[-2:] == [
        "stopped",
        "2 of 5 documents had been read; they will be read again; what was published before stands",
    ]
    assert "Traceback" not in said
    for _ in range(200):
        # The fork server needs a moment to see that it is alone.
        if not living(process.pid):
            break
        time.sleep(0.05)
    assert living(process.pid) == []
    with layout.exclusive(tmp_path / "out"):
        assert [row["file_name"] for row in read_documents(tmp_path / "out")] == ["first.pdf"]
