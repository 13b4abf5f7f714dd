"""The backup that docs/night.md describes, made and restored by its own commands."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline import run
from pipeline.answers.catalog import open_catalog
from pipeline.cli import doctor_data
from pipeline.publishing import layout, versions
from pipeline.schemas import SCHEMAS
from pipeline.version import ROOT
from tests import factories, stubs
from tests.unit.test_run import Ear

BESIDE = ("overrides.csv", "programs.csv", "vocabulary.toml", "checked.csv")


def commands() -> tuple[str, str]:
    """The one that backs up, and the first of those that restore."""
    text = (ROOT / "docs/night.md").read_text("utf-8").partition("\n## Backup\n")[2]
    made, restored, *_ = re.findall(r"```sh\n(.*?)\n", text)
    return made, restored


def ingest(home: Path) -> run.Report:
    options = run.Options([home.parent / "reports"], home / "data/parquet", executor=stubs.InProcess())
    return run.ingest(options, stubs.extract, [factories.region()], Ear())


def rows(home: Path) -> dict[str, list[object]]:
    with open_catalog(home / "data/parquet") as catalog:
        return {name: catalog.connection.sql(f"FROM {name} ORDER BY ALL").fetchall() for name in SCHEMAS}


@pytest.mark.skipif(not (shutil.which("flock") and shutil.which("tar")), reason="needs flock and tar")
def test_a_backup_restores_all_that_was_published_and_decided(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    (tmp_path / "reports").mkdir()
    (home / "data/raw").mkdir(parents=True)
    (home / "data/raw/report.pdf").write_text("stays where it is", "utf-8")
    other.mkdir()
    for number in range(3):
        (tmp_path / f"reports/{number}.pdf").write_text(f"ok {number}", "utf-8")
        ingest(home)
    for name in BESIDE:
        (home / "data" / name).write_text(f"what people wrote into {name}\n", "utf-8")
    made, restored = (text.replace("/backup", str(tmp_path)) for text in commands())
    subprocess.run(made, shell=True, check=True, cwd=home)
    subprocess.run(restored, shell=True, check=True, cwd=other)
    assert not (other / "data/raw").exists()
    for name in BESIDE:
        assert (other / "data" / name).read_bytes() == (home / "data" / name).read_bytes()
    assert rows(other) == rows(home)
    assert versions.list_versions(other / "data/parquet") == versions.list_versions(home / "data/parquet")
    verdicts = {one.subject: one.state for one in doctor_data.look(other / "data/parquet", deep=True)}
    assert verdicts["published data"] == "ok"
    assert (ingest(other).read, ingest(other).unchanged) == (0, 3)


@pytest.mark.skipif(not shutil.which("flock"), reason="needs flock")
def test_a_backup_waits_for_the_lock_of_a_run(tmp_path: Path) -> None:
    (tmp_path / "data/parquet").mkdir(parents=True)
    command = commands()[0].replace("/backup", str(tmp_path)).replace("flock", "flock --nonblock", 1)
    with layout.exclusive(tmp_path / "data/parquet"):
        assert subprocess.run(command, shell=True, cwd=tmp_path).returncode != 0
    assert subprocess.run(command, shell=True, cwd=tmp_path).returncode == 0
