"""Started in a folder of somebody else's: nothing that lies there is obeyed or run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pipeline.version import ROOT

# Modules that the processes of `multiprocessing` and of a query load first.
MODULES = ("multiprocessing", "signal", "selectors", "struct", "json", "random", "duckdb", "sitecustomize")


def test_modules_in_the_working_directory_are_not_run(tmp_path: Path) -> None:
    reports, ran = tmp_path / "reports", tmp_path / "ran"
    reports.mkdir()
    for name in MODULES:
        (reports / f"{name}.py").write_text(f"open({str(ran)!r}, 'a').write('{name} ')\n", "utf-8")
    (reports / "a.pdf").write_text("no PDF", "utf-8")
    # As the script `jixiao` does it: its own folder is looked into first, not the working directory.
    start = tmp_path / "start" / "jixiao.py"
    start.parent.mkdir()
    start.write_text(
        "from pipeline.entry import main\nif __name__ == '__main__':\n    raise SystemExit(main())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JIXIAO_LANG": "en"}
    environment.pop("PYTHONSAFEPATH", None)

    def jixiao(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(start), *arguments, "--data", str(tmp_path / "data")]
        return subprocess.run(
            command, cwd=reports, env=environment, capture_output=True, text=True, check=False
        )

    done = jixiao("ingest", ".", "--ocr", "never")
    assert "1 failed" in done.stdout + done.stderr, done.stderr
    assert jixiao("query", "--sql", "SELECT 1 AS a").returncode == 0
    assert not ran.exists(), ran.read_text("utf-8")
