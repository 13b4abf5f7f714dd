"""Statements of users reach the published tables and nothing else, and cost no more than they may."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline import cli
from pipeline.answers import guard
from pipeline.answers.catalog import Catalog, open_catalog
from pipeline.answers.sandbox import QueryLimits, ask
from pipeline.errors import UsageError
from pipeline.publishing.publish import open_publication, tables_from_rows
from tests import factories
from tests.refused_statements import COSTLY, FILES, OTHERS


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions in published/, and files that are nobody's business in outside/."""
    root = tmp_path_factory.mktemp("doors")
    for seed in ("a", "b"):
        with open_publication(root / "published") as publication:
            publication.put(factories.document(seed), tables_from_rows({"budget": [factories.budget(seed)]}))
            publication.commit([factories.region()])
    (root / "published" / ".checksums.json").write_text("{}", "utf-8")
    outside = root / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text("a\n1\n", "utf-8")
    (outside / "secret.txt").write_text("secret", "utf-8")
    (outside / "secret.json").write_text('{"a": 1}', "utf-8")
    with duckdb.connect(outside / "secret.db") as database:
        database.execute("CREATE TABLE a AS SELECT 1 AS a")
        database.execute(f"COPY a TO '{outside}/secret.parquet'")
    return root


@pytest.fixture(scope="module")
def catalog(place: Path) -> Iterator[Catalog]:
    with open_catalog(place / "published") as opened:
        yield opened


def filled(sql: str, place: Path, catalog: Catalog) -> str:
    return sql.format(data=place / "published", version=catalog.version, outside=place / "outside")


def everything(place: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in place.rglob("*")}


@pytest.mark.parametrize("sql", ["", "  ", ";", *FILES, *OTHERS])
def test_a_statement_reaches_nothing_else(
    sql: str, place: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place / "outside")
    before = everything(place)
    with pytest.raises(UsageError) as caught:
        catalog.select(filled(sql, place, catalog))
    assert caught.value.message and "\n" not in caught.value.message
    assert caught.value.hint
    assert everything(place) == before
    assert catalog.select("SELECT count(*) AS n FROM budget").to_pylist() == [{"n": 2}]


@pytest.mark.parametrize("sql", FILES)
def test_the_second_door_is_closed_too(
    sql: str, place: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the look at the statement, the database itself opens no file."""
    monkeypatch.chdir(place / "outside")
    monkeypatch.setattr(guard, "check", lambda connection, text, *_: connection.extract_statements(text)[0])
    with pytest.raises(UsageError):
        catalog.select(filled(sql, place, catalog))


@pytest.mark.parametrize(
    "sql",
    [
        "FROM budget",
        "TABLE budget",
        "FROM main.budget",
        "FROM BUDGET",
        "VALUES (1), (2)",
        "DESCRIBE budget",
        "SUMMARIZE budget",
        "SHOW TABLES",
        "SELECT * FROM range(3)",
        "SELECT unnest([1, 2])",
        "WITH a AS (FROM budget), b AS (FROM a) FROM b",
        "WITH RECURSIVE t AS (SELECT 1 a UNION ALL SELECT a + 1 FROM t WHERE a < 5) FROM t",
        "SELECT fiscal_year, sum(amount_yuan) OVER (PARTITION BY region_code) FROM budget",
        "PIVOT budget ON fiscal_year IN (2022, 2023) USING count(*)",
        "SELECT regexp_matches(line_item, '支出'), list_transform([1], lambda x: x + 1) FROM budget",
        "FROM information_schema.columns",
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'budget'",
        "SELECT 'FROM read_text(x); DROP VIEW budget' AS text -- and a comment; with a semicolon",
    ],
)
def test_honest_statements_are_answered(sql: str, place: Path) -> None:
    assert ask(place / "published", sql).num_rows


@pytest.mark.parametrize("sql", COSTLY)
def test_a_costly_statement_is_ended_and_the_program_lives(sql: str, place: Path) -> None:
    before = everything(place)
    limits = QueryLimits(seconds=2, megabytes=400, answer_megabytes=20)
    with pytest.raises(
        UsageError, match=r"more memory|longer than 2 seconds|more than (20|400) MB"
    ) as caught:
        ask(place / "published", sql, limits)
    assert "Ask for less" in caught.value.hint
    assert everything(place) == before


def test_a_process_that_dies_is_said_in_words(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.answers.sandbox.sys.executable", shutil.which("false"))
    with pytest.raises(UsageError, match="ended its process with exit code 1"):
        ask(place / "published", "SELECT 1")


def test_modules_of_the_folder_one_stands_in_are_not_loaded(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "duckdb.py").write_text("raise SystemExit(9)", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert ask(place / "published", "SELECT 1 AS a").to_pylist() == [{"a": 1}]


@pytest.mark.parametrize(
    "sql",
    ["", "FROM read_text('/etc/passwd')", "COPY (SELECT 1) TO 'new.csv'", "SELECT '\x1b[31m' FROM nowhere"],
)
def test_on_the_command_line_a_refusal_is_one_message(
    sql: str, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["query", "--sql", sql, "--data", str(place / "published")]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    first, *_ = told.err.splitlines()
    assert first.startswith("jixiao: ") and "Traceback" not in told.err and "\x1b" not in told.err
    assert os.listdir(tmp_path) == []


def test_a_parameter_is_a_value_and_no_sql(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = "city=x' OR 1=1; COPY (SELECT 1) TO 'new.csv' --"
    assert cli.main(["query", "subsidy_ratios", "--param", value, "--data", str(place / "published")]) == 1
    assert "there is no such region" in capsys.readouterr().err
    assert not Path("new.csv").exists()
