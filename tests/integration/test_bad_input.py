"""Files that are no readable PDF: each fails with a reason of its own, and the others are published."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline import cli
from pipeline.version import ROOT

SAMPLE = ROOT / "data" / "samples" / "luoyang_2022_self_evaluation.pdf"


def empty(path: Path) -> None:
    path.write_bytes(b"")


def program(path: Path) -> None:
    path.write_bytes(b"MZ" + bytes(400))


def locked(path: Path) -> None:
    with pikepdf.open(SAMPLE) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="owner", user="user"))


def truncated(path: Path) -> None:
    path.write_bytes(SAMPLE.read_bytes()[:600])


BAD = {
    "empty_file": empty,
    "unknown_format": program,
    "encrypted": locked,
    "damaged": truncated,
}


def run(*arguments: str | Path) -> int:
    return cli.main([str(argument) for argument in arguments])


def answer(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, Any]:
    code = run(*arguments, "--json")
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    return raw


@pytest.mark.parametrize("reason", BAD)
def test_a_bad_file_alone_fails_with_its_reason(
    reason: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    BAD[reason](folder / "bad.pdf")
    code, report = answer(capsys, "ingest", folder, "--data", folder.parent / "out")
    assert code == report["exit_code"] == 2
    assert report["documents"] == {"ok": 0, "degraded": 0, "failed": 1}
    [failure] = report["failures"]
    assert failure["status_reason"].startswith(f"{reason}:")
    assert failure["next"]


def test_the_rest_is_published_beside_bad_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = folder.parent / "out"
    for reason, make in BAD.items():
        make(folder / f"{reason}.pdf")
    shutil.copy(SAMPLE, folder / "good.pdf")
    code, report = answer(capsys, "ingest", folder, "--data", data)
    assert code == 2
    assert report["documents"] == {"ok": 1, "degraded": 0, "failed": len(BAD)}
    assert report["checks"] == []
    sql = "SELECT file_name, status, split_part(status_reason, ':', 1) AS reason FROM documents"
    _, documents = answer(capsys, "query", "--sql", sql, "--data", data)
    assert {d["file_name"]: d["reason"] for d in documents if d["status"] == "failed"} == {
        f"{reason}.pdf": reason for reason in BAD
    }
    _, [facts] = answer(capsys, "query", "--sql", "SELECT count(*) AS n FROM budget", "--data", data)
    assert facts["n"] > 0


def test_status_names_each_bad_file_and_the_next_step(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder.parent / "out"
    for reason, make in BAD.items():
        make(folder / f"{reason}.pdf")
    run("ingest", folder, "--data", data)
    capsys.readouterr()
    code, body = answer(capsys, "status", "--data", data)
    assert code == 0
    named = {one["file_name"]: one["status_reason"].split(":")[0] for one in body["attention"]}
    assert named == {f"{reason}.pdf": reason for reason in BAD}
    assert all(one["next"] for one in body["attention"])


def test_a_repaired_file_is_read_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = folder.parent / "out"
    truncated(folder / "report.pdf")
    assert run("ingest", folder, "--data", data) == 2
    shutil.copy(SAMPLE, folder / "report.pdf")
    capsys.readouterr()
    code, report = answer(capsys, "ingest", folder, "--data", data)
    assert code == 0
    assert report["documents"] == {"ok": 1, "degraded": 0, "failed": 0}


def test_nothing_published_by_a_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = folder.parent / "out"
    assert run("ingest", folder, "--data", data) == 1
    assert run("ingest", folder / "missing", "--data", data) == 1
    assert not (data / "documents").exists()
    assert "nothing to read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["query", "no_such_query"], "no_such_query"),
        (["query", "subsidy_ratios", "--param", "planet=mars"], "planet"),
        (["query", "--sql", "SELECT * FROM read_csv('/etc/passwd')"], ""),
        (["query", "--sql", "SELECT nonsense FROM budget"], "nonsense"),
    ],
)
def test_queries_that_cannot_be_answered(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    data = folder.parent / "out"
    shutil.copy(SAMPLE, folder / "good.pdf")
    assert run("ingest", folder, "--data", data) == 0
    capsys.readouterr()
    assert run(*arguments, "--data", data) == 1
    said = capsys.readouterr()
    assert said.out == "" and says in said.err and "Traceback" not in said.err
