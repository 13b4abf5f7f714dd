"""Runs of `refresh` on documents that are read by the stub, and what they report."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli
from pipeline.cli import run_options
from pipeline.nightly import run_report
from tests import stubs


def make_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two reports, read by the stub, as the place where commands run."""
    monkeypatch.setattr(run_options, "EXTRACTOR", "tests.stubs:extract")
    monkeypatch.setattr(run_options, "executor", lambda *_: nullcontext(stubs.InProcess()))
    monkeypatch.chdir(tmp_path)
    put(tmp_path, a="ok a", b="ok b")
    return tmp_path


def put(home: Path, **contents: str) -> None:
    (home / "raw").mkdir(exist_ok=True)
    for name, content in contents.items():
        (home / "raw" / f"{name}.pdf").write_text(content, "utf-8")


def refresh(*arguments: str) -> int:
    return cli.main(["refresh", "raw", "--data", "out", "--workers", "1", *arguments])


def last_report() -> dict[str, Any]:
    body: dict[str, Any] = json.loads(run_report.find_report(Path("out"), None).read_text("utf-8"))
    return body


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [Path(row["source_path"]).stem for row in rows]
