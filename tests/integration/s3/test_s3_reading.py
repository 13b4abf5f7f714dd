"""Reports read from a store of objects like files of a folder, and their rows published there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("moto", reason="the extra dev is not installed: no store to test with")

import duckdb
import pyarrow.dataset as ds
from pyarrow import fs

from pipeline import checksums, cli, run, sources
from pipeline.errors import EnvironmentProblem, UnreadableFile, UsageError
from pipeline.schemas.schemas import SCHEMAS
from pipeline.stores import stored
from pipeline.stores.object_store import Store, StoredFile
from pipeline.stores.remote import Published
from pipeline.version import ROOT
from pipeline.workers.batch import read_all
from pipeline.workers.cluster import dask_cluster
from pipeline.workers.isolation import Limits
from tests import archives, factories, stubs
from tests.clusters import Cluster
from tests.stores import put

SAMPLES = sorted((ROOT / "data" / "samples").glob("*.pdf"))


class Ear:
    def __init__(self) -> None:
        self.heard: list[str] = []

    def start(self, total: int) -> None: ...
    def page(self, source: object, number: int, count: int) -> None: ...
    def finish(self) -> None: ...
    def done(self, result: Any) -> None:
        self.heard.append(result.source.path.name)


def ingest(address: str, data: Path) -> tuple[run.Report, list[str]]:
    ear = Ear()
    options = run.Options([StoredFile(address)], data, workers=2, limits=Limits(30, 700))
    return run.ingest(options, stubs.extract, [factories.region()], ear), sorted(ear.heard)


def test_objects_are_read_like_files(
    s3: Any, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.pdf", "deep/b.PDF", "deep/.hidden.pdf", ".away/c.pdf", "notes.txt"):
        put(s3, f"{address}/{name}", f"ok {name}".encode())
    put(s3, f"{address}/{'长' * 90}.pdf", b"ok long")
    report, heard = ingest(address, tmp_path / "out")
    assert heard == ["a.pdf", "b.PDF", f"{'长' * 90}.pdf"]
    assert (report.files, report.ignored, report.documents["ok"]) == (3, 3, 3)
    rows = duckdb.sql(f"SELECT file_name, source_path FROM '{tmp_path}/out/documents/*.parquet'").fetchall()
    assert ("b.PDF", f"{address}/deep/b.PDF") in rows
    # Nothing is fetched again that is listed as it was; what was changed, is.
    monkeypatch.setattr(checksums, "_SETTLED_IN_STORE_NS", -(10**12))
    ingest(address, tmp_path / "out")
    put(s3, f"{address}/a.pdf", b"ok another")
    fetched = []
    pieces = Store.pieces
    monkeypatch.setattr(
        Store, "pieces", lambda store, *key: fetched.append(store.address) or pieces(store, *key)
    )
    report, heard = ingest(address, tmp_path / "out")
    assert heard == ["a.pdf"]
    assert set(fetched) == {f"{address}/a.pdf"}


def test_members_of_an_archive_are_read_and_only_they_are_fetched_again(
    s3: Any, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = archives.plain({"b.pdf": "ok b"})
    put(s3, f"{address}/z.zip", archives.plain({"附件/a.pdf": "ok a", "2.zip": inner}))
    put(s3, f"{address}/broken.zip", inner[:-9])
    monkeypatch.setattr(checksums, "_SETTLED_IN_STORE_NS", -(10**12))
    report, heard = ingest(address, tmp_path / "out")
    assert heard == ["a.pdf", "b.pdf", "broken.zip"]
    rows = duckdb.sql(f"SELECT source_path, status FROM '{tmp_path}/out/documents/*.parquet'").fetchall()
    assert sorted(rows) == [
        (f"{address}/broken.zip", "failed"),
        (f"{address}/z.zip!/2.zip!/b.pdf", "ok"),
        (f"{address}/z.zip!/附件/a.pdf", "ok"),
    ]
    monkeypatch.setattr(Store, "pieces", lambda store, *key: pytest.fail("fetched again"))
    report, heard = ingest(address, tmp_path / "out")
    assert (heard, report.unchanged) == ([], 3)


def test_workers_of_a_cluster_fetch_for_themselves(
    s3: Any, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    for name in "ab":
        put(s3, f"{address}/{name}.pdf", f"ok {name}".encode())
    found = sources.find_files([StoredFile(address)]).files
    known = [checksums.Checksums(tmp_path).source(file) for file in found]
    monkeypatch.setattr(stored, "fetched", lambda *given: pytest.fail("fetched here"))
    started = Cluster(tmp_path, ("--no-nanny",))
    try:
        started.wait_until(started.all_registered)
        with dask_cluster(started.address) as executor:
            gone = sources.Source(StoredFile(f"{address}/gone.pdf"), "0" * 64)
            results = list(read_all([*known, gone], stubs.extract, executor=executor, limits=Limits(30, 700)))
    finally:
        started.stop()
    told = {result.document["source_path"]: result.document["status_reason"] or "" for result in results}
    assert told.pop(f"{address}/gone.pdf").startswith("unreadable: gone.pdf is no longer at")
    assert told == {f"{address}/a.pdf": "", f"{address}/b.pdf": ""}


def test_objects_that_vanish_change_or_are_too_large(
    s3: Any, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(s3, f"{address}/a.pdf", b"ok a")
    put(s3, f"{address}//b.pdf", b"ok b")
    put(s3, f"{address}/c.pdf", b"ok" + b"c" * 100)
    monkeypatch.setattr(Limits, "file_bytes", property(lambda _: 50))
    report, heard = ingest(address, tmp_path / "out")
    reasons = {row["file_name"]: row["status_reason"] for row in report.failures}
    assert heard == ["a.pdf"]
    assert reasons["b.pdf"].startswith("unreadable: b.pdf has a key that cannot be asked for")
    assert reasons["c.pdf"].startswith("too_large: c.pdf is larger than")
    gone = StoredFile(f"{address}/gone.pdf")
    with pytest.raises(UnreadableFile, match="no longer at"):
        checksums.Checksums(tmp_path).source(gone)
    source = sources.Source(StoredFile(f"{address}/a.pdf"), "0" * 64)
    with pytest.raises(UnreadableFile, match="was changed"), checksums.local_copy(source):
        pass
    with pytest.raises(UsageError, match="nothing to read in"):
        sources.find_files([StoredFile(f"{address}/empty")])
    with pytest.raises(EnvironmentProblem, match="there is no bucket nowhere-at-all"):
        sources.find_files([StoredFile("s3://nowhere-at-all/raw")])
    assert sources.find_files([StoredFile(f"{address}/a.pdf")]).files == [
        sources.find_files([StoredFile(address)]).files[1]
    ]


def test_the_store_holds_what_a_folder_would(
    s3: Any, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for sample in SAMPLES[:2]:
        put(s3, f"{address}/raw/{sample.name}", sample.read_bytes())
        (tmp_path / "raw").mkdir(exist_ok=True)
        shutil.copy2(sample, tmp_path / "raw")
    assert cli.main(["ingest", f"{address}/raw", "--data", f"{address}/out", "--workers", "2"]) == 0
    said = capsys.readouterr().out
    assert f"version    1 in {address}/out" in said
    assert cli.main(["ingest", str(tmp_path / "raw"), "--data", str(tmp_path / "out"), "--workers", "2"]) == 0
    assert rows_of(Published(f"{address}/out").reading()) == rows_of(tmp_path / "out")
    assert read_by_others(s3, f"{address}/out", "budget") == read_here(tmp_path / "out", "budget")
    # Another machine, which has no copy, sees the same and reads nothing again.
    shutil.rmtree(tmp_path / "cache")
    for command in (["status"], ["query", "subsidy_ratios"], ["findings"], ["versions"]):
        capsys.readouterr()
        assert cli.main([*command, "--data", f"{address}/out"]) == 0
        there = capsys.readouterr().out
        assert cli.main([*command, "--data", str(tmp_path / "out")]) == 0
        if command != ["versions"] and command != ["status"]:
            assert there == capsys.readouterr().out
    assert cli.main(["ingest", f"{address}/raw", "--data", f"{address}/out"]) == 0
    assert "read now 0, read before 2" in capsys.readouterr().out
    assert not list((tmp_path / "cache").glob("*/writing-*"))
    assert cli.main(["status", "--data", f"{address}/nothing"]) == 1
    assert f"nothing is published at {address}/nothing" in capsys.readouterr().err
    assert cli.main(["status", "--data", "s3://nowhere-at-all/x"]) == 1
    assert "there is no bucket nowhere-at-all" in capsys.readouterr().err


def rows_of(data: Path) -> dict[str, list[Any]]:
    return {name: read_here(data, name) for name in SCHEMAS}


def read_here(data: Path, name: str) -> list[Any]:
    star = "* EXCLUDE (ingested_at, source_path)" if name == "documents" else "*"
    files = f"{data}/{name}/**/*.parquet"
    return duckdb.sql(f"SELECT {star} FROM read_parquet('{files}') ORDER BY ALL").fetchall()


def read_by_others(s3: Any, address: str, table: str) -> list[Any]:
    """As docs/scale.md tells readers that do not know the program."""
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    current = json.loads(s3.get_object(Bucket=bucket, Key=f"{prefix}/current.json")["Body"].read())
    files = [
        f"{bucket}/{prefix}/{one['key']}" for one in current["files"] if one["path"].startswith(f"{table}/")
    ]
    endpoint = s3.meta.endpoint_url.removeprefix("http://")
    store = fs.S3FileSystem(
        access_key="test", secret_key="test", region="us-east-1", endpoint_override=endpoint, scheme="http"
    )
    budget = ds.dataset(files, filesystem=store, partitioning="hive").to_table()
    assert budget.num_rows
    return duckdb.sql("SELECT * FROM budget ORDER BY ALL").fetchall()


def test_settings_that_make_no_sense(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["status", "--data", "s3:///x"]) == 1
    assert "no address of a store" in capsys.readouterr().err
    monkeypatch.setenv("AWS_ENDPOINT_URL", "127.0.0.1:9000")
    assert cli.main(["status", "--data", "s3://bucket/x"]) == 1
    assert "AWS_ENDPOINT_URL is 127.0.0.1:9000" in capsys.readouterr().err
