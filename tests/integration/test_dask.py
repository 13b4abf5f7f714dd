"""Documents read on a Dask cluster of real processes: the same rows, and nothing lost with a worker."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="the extra dask is not installed")

import duckdb

from pipeline import run
from pipeline.checksums import Checksums
from pipeline.errors import EnvironmentProblem
from pipeline.ingest import extract_document
from pipeline.publishing import layout
from pipeline.publishing.publish import read_documents
from pipeline.schemas.schemas import SCHEMAS
from pipeline.sources import Source
from pipeline.version import ROOT
from pipeline.workers import cluster
from pipeline.workers.batch import DocumentResult, read_all
from pipeline.workers.cluster import dask_cluster
from pipeline.workers.isolation import Limits
from tests import factories, stubs
from tests.clusters import Cluster

REPORTS = [
    *sorted((ROOT / "data" / "samples").glob("*.pdf")),
    *sorted((ROOT / "tests" / "reports").glob("*.pdf")),
]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Cluster]:
    """Two workers, one of them under a nanny."""
    started = Cluster(tmp_path, ("--nanny", "--no-nanny"))
    try:
        started.wait_until(started.all_registered)
        yield started
    finally:
        started.stop()


class OnFirst:
    """Does something once, when the first document is there."""

    def __init__(self, do: Callable[[], None]) -> None:
        self._do: Callable[[], None] | None = do
        self.left = 0

    def start(self, total: int) -> None:
        self.left = total

    def page(self, source: Source, number: int, count: int) -> None: ...

    def done(self, result: DocumentResult) -> None:
        if self._do is not None:
            self._do()
            self._do = None
        self.left -= 1

    def finish(self) -> None: ...


def ingest(folder: Path, data: Path, ear: OnFirst, **changes: Any) -> run.Report:
    options = run.Options([folder], data, workers=2, limits=Limits(60, 2000), **changes)
    return run.ingest(options, extract_document, [factories.region()], ear)


def rows(data: Path) -> dict[str, list[Any]]:
    """All published rows of every table without the moment when they were read."""
    published = {}
    for name in SCHEMAS:
        star = "* EXCLUDE (ingested_at)" if name == "documents" else "*"
        files = f"{data}/{name}/**/*.parquet"
        published[name] = duckdb.sql(f"SELECT {star} FROM read_parquet('{files}') ORDER BY ALL").fetchall()
    return published


def test_a_killed_worker_costs_no_row(tmp_path: Path, small: Cluster) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for report in REPORTS[:10]:
        shutil.copy2(report, raw)
    doomed = small.workers[1]
    ear = OnFirst(doomed.kill)
    with dask_cluster(small.address) as executor:
        report = ingest(raw, tmp_path / "there", ear, executor=executor)
    assert doomed.wait(10) < 0
    assert (report.read, ear.left, report.documents["failed"]) == (10, 0, 0)
    ingest(raw, tmp_path / "here", OnFirst(lambda: None))
    here, there = rows(tmp_path / "here"), rows(tmp_path / "there")
    assert there == here
    assert len(there["documents"]) == 10
    assert there["budget"]


def test_documents_harm_no_worker_and_trouble_is_told(
    tmp_path: Path, small: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = {
        "a": "ok a",
        "b": "crash",
        "d": "leave",
        "e": "grow",
        "f": "encrypted",
        "g": "ok g",
    }
    sources = []
    for name, content in contents.items():
        path = tmp_path / f"{name}.pdf"
        path.write_text(content, "utf-8")
        sources.append(Checksums(tmp_path).source(path))
    sources.append(Source(tmp_path / "gone.pdf", "0" * 64))
    with dask_cluster(small.address) as executor:
        results = list(read_all(sources, stubs.extract, executor=executor, limits=Limits(30, 500)))
    said = {one.source.path.name.removesuffix(".pdf"): one.document["status_reason"] or "" for one in results}
    assert len(results) == len(sources)
    assert {name: reason.partition(":")[0] for name, reason in said.items()} == {
        "a": "", "b": "crashed", "d": "crashed", "e": "out_of_memory", "f": "encrypted", "g": "",
        "gone": "unreadable",
    }  # fmt: skip
    assert "(on the worker tcp://127.0.0.1:" in said["gone"]
    assert all(worker.poll() is None for worker in small.workers)
    monkeypatch.setattr(cluster, "extractor_version", lambda: "0.0.0+other")
    with pytest.raises(EnvironmentProblem, match=r"has version .*this run has 0\.0\.0\+other"), \
         dask_cluster(small.address):  # fmt: skip
        pass


def test_without_its_scheduler_a_run_ends_and_the_old_version_stands(tmp_path: Path, small: Cluster) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy2(REPORTS[0], raw)
    ingest(raw, tmp_path / "out", OnFirst(lambda: None))
    before = layout.current_version(tmp_path / "out")
    for report in REPORTS[1:8]:
        shutil.copy2(report, raw)
    with (
        pytest.raises(EnvironmentProblem, match=r"scheduler .* is gone") as caught,
        dask_cluster(small.address) as executor,
    ):
        ingest(raw, tmp_path / "out", OnFirst(small.scheduler.kill), executor=executor)
    assert "run the same command again" in caught.value.hint
    assert layout.current_version(tmp_path / "out") == before
    assert len(read_documents(tmp_path / "out")) == 1


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(EnvironmentProblem, match="no Dask scheduler answers"), \
         dask_cluster("tcp://127.0.0.1:9"):  # fmt: skip
        pass
