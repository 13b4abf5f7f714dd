"""Options that say who reads, and answers of a cluster that make no sense."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.errors import DocumentCrashed, EmptyFile, EnvironmentProblem
from pipeline.sources import Source
from pipeline.workers import cluster, wire
from pipeline.workers.executors import Processes

SOURCE = Source(Path("a.pdf"), "0" * 64)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--executor", "dask"], "--executor dask and --scheduler go together"),
        (["--scheduler", "tcp://127.0.0.1:9"], "--executor dask and --scheduler go together"),
        (
            ["--executor", "dask", "--scheduler", "tcp://127.0.0.1:9", "--workers", "2"],
            "--workers goes with the local executor",
        ),
    ],
)
def test_options_that_do_not_go_together(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ingest", str(tmp_path), "--data", str(tmp_path / "out"), *options]) == 1
    assert said in capsys.readouterr().err


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EnvironmentProblem) as caught, cluster.executor(0, "tcp://127.0.0.1:9"):
        pass
    assert ".[dask]" in caught.value.hint


def test_processors_are_shared_among_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    assert [Processes().threads(documents) for documents in (1, 2, 3, 100)] == [8, 4, 2, 1]
    assert Processes(2).threads(100) == 4


def test_answers_of_a_worker_are_data() -> None:
    def decoded(**parts: bytes) -> object:
        return cluster._decoded(wire.pack(parts), SOURCE).said

    assert decoded(seconds=b"1.5", done=b"rows") == b"rows"
    failed = decoded(seconds=b"0", failed=wire.failure_to_bytes(EmptyFile("a.pdf is empty")))
    assert isinstance(failed, EmptyFile)
    with pytest.raises(EnvironmentProblem, match="other version"):
        decoded(problem=json.dumps(["other version", "update"]).encode())
    for nonsense in (
        b"",
        b"x" * 20,
        wire.pack({"seconds": b"?"}),
        wire.pack({"seconds": b"1"}),
        "text",
        None,
    ):
        assert isinstance(cluster._decoded(nonsense, SOURCE).said, DocumentCrashed)
