"""The published tables for people who write Python."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

import pipeline
from pipeline import open_catalog
from pipeline.errors import UsageError
from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.version import ROOT
from tests import factories


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_publication(tmp_path / "data") as publication:
        publication.put(factories.document(), tables_from_rows({"subsidy_terms": [factories.term()]}))
        publication.commit([factories.region()])
    return tmp_path / "data"


def test_statements_and_queries_give_arrow_and_pandas(data: Path) -> None:
    with open_catalog(str(data)) as published:
        assert published.version == 1 and "subsidy_ratios" in published.queries
        frame = published.query("subsidy_ratios", city="宁波", year=2023, status=None).to_pandas()
        assert frame["ceiling_pct"].tolist() == [50.0]
        assert published.query("subsidy_ratios", year=2022).num_rows == 0
        sql = "SELECT ratio_pct FROM subsidy_terms WHERE region_code = $code"
        assert published.sql(sql, code="330200").to_pylist() == [{"ratio_pct": 50.0}]
        assert published.select(sql, {"code": "110000"}).num_rows == 0


def test_nothing_can_be_changed_and_mistakes_are_said(data: Path) -> None:
    with open_catalog(data) as published:
        with pytest.raises(UsageError, match="only one SELECT"):
            published.sql("DELETE FROM budget")
        with pytest.raises(UsageError, match="no parameter town"):
            published.query("subsidy_ratios", town="宁波")
    with pytest.raises((UsageError, duckdb.Error)):
        published.sql("SELECT 1")
    with pytest.raises(UsageError, match="nothing is published"):
        open_catalog(data / "missing")


def test_the_package_loads_it_only_when_it_is_asked_for() -> None:
    loaded = "assert ('duckdb' in sys.modules) is"
    code = f"import sys, pipeline; {loaded} False; pipeline.open_catalog; {loaded} True"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = pipeline.nothing_like_it


def test_the_example_of_the_docs_runs(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / "export.md").read_text("utf-8")
    [example] = re.findall(r"```python\n(.+?)```", text, re.DOTALL)
    work = tmp_path / "work"
    (work / "data").mkdir(parents=True)
    (work / "data" / "parquet").symlink_to(data)
    monkeypatch.chdir(work)
    exec(compile(example, "docs/export.md", "exec"), {})
    assert "ceiling_pct" in capsys.readouterr().out
