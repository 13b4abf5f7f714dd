"""Files of any name and kind in one folder: each is read, left alone with a reason, or counted."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli, run
from pipeline.names import path_of
from pipeline.publishing.publish import read_documents
from pipeline.version import ROOT
from pipeline.workers.isolation import Limits
from tests import factories, stubs
from tests.unit.test_run import Ear

SAMPLE = ROOT / "data" / "samples" / "luoyang_2022_self_evaluation.pdf"
ODD = "\udcff\udcfe\x1b[31m\n=1.pdf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(SAMPLE, raw / ODD)
    shutil.copy(SAMPLE, raw / "z same.PDF")
    (raw / "notes.txt").write_text("x", "utf-8")
    (raw / "--help.pdf").write_text("minutes of a meeting", "utf-8")
    (raw / "nowhere.pdf").symlink_to("gone\n")
    (raw / "out\x1b[2J.pdf").symlink_to("/etc/hostname")
    os.mkfifo(raw / "pipe.pdf")
    return raw


def test_every_file_has_one_outcome(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = folder.parent / "out"
    assert cli.main(["ingest", str(folder), "--data", str(data), "--workers", "1", "--json"]) == 2
    told = capsys.readouterr()
    report = json.loads(told.out)
    shown = r"\xff\xfe\x1b[31m\x0a=1.pdf"
    assert report["ignored"] == 1
    assert {Path(one["source_path"]).name: one["reason"] for one in report["skipped"]} == {
        r"out\x1b[2J.pdf": "is a link that leads out of the folder",
        "pipe.pdf": "is a named pipe",
    }
    assert [Path(row["source_path"]).name for row in report["same_content"]] in (["z same.PDF"], [shown])
    failed = {row["file_name"]: row["status_reason"].split(":")[0] for row in report["failures"]}
    assert failed == {"--help.pdf": "unknown_format", "nowhere.pdf": "unreadable"}
    names = {row["file_name"] for row in read_documents(data)}
    assert names <= {shown, "z same.PDF", "--help.pdf"} and len(names) == 2
    assert "\x1b" not in told.out + told.err and "out\\x1b[2J.pdf  is a link" in told.err
    files = report["files"]
    assert files == sum(report["documents"].values()) + len(report["same_content"]) == 4


def test_an_odd_name_is_published_so_that_the_file_is_found_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw").mkdir()
    shutil.copy(SAMPLE, tmp_path / "raw" / ODD)
    data = tmp_path / "out"
    assert cli.main(["ingest", str(tmp_path / "raw"), "--data", str(data), "--workers", "1"]) == 0
    [row] = read_documents(data)
    assert row["status"] == "ok"
    assert path_of(row["source_path"]).read_bytes() == SAMPLE.read_bytes()
    assert cli.main(["status", "--data", str(data)]) == 0
    assert cli.main(["query", "--sql", "SELECT file_name FROM documents", "--data", str(data)]) == 0
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err and r"\xff\xfe\x1b[31m\x0a=1.pdf" in told.out


def changed_while_read(path: Path, sha256: str, ocr: object = None) -> stubs.StubExtraction:
    extraction = stubs.extract(path, sha256)
    path.write_text("ok another content", "utf-8")
    return extraction


def removed_while_read(path: Path, sha256: str, ocr: object = None) -> stubs.StubExtraction:
    path.unlink()
    return stubs.extract(path, sha256)


@pytest.mark.parametrize("extract", [changed_while_read, removed_while_read])
def test_a_file_that_changes_under_its_reader_publishes_nothing(tmp_path: Path, extract: Any) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.pdf").write_text("ok a", "utf-8")
    options = run.Options([tmp_path / "raw"], tmp_path / "out", workers=1, limits=Limits(20, 700))
    report = run.ingest(options, extract, [factories.region()], Ear())
    [failure] = report.failures
    assert failure["status_reason"].startswith("unreadable: a.pdf was ")
    assert report.exit_code == 2
    assert report.published["documents"] == report.published["budget"] == 0
    if extract is changed_while_read:
        again = run.ingest(options, stubs.extract, [factories.region()], Ear())
        assert again.published["documents"] == 1


@pytest.mark.parametrize("name", ["region_name=x", "\udcff"])
@pytest.mark.parametrize("command", ["ingest", "status"])
def test_a_published_folder_whose_path_misleads_readers_is_refused(
    folder: Path, name: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder.parent / name / "out"
    words = [command, str(folder)] if command == "ingest" else [command]
    assert cli.main([*words, "--data", str(data)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("jixiao: --data ") and "another folder" in told
    assert not data.parent.exists()
