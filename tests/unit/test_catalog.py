"""The published data as a read-only database."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.answers.catalog import Catalog, open_catalog
from pipeline.answers.usage import helpers, usage_of_views
from pipeline.errors import DamagedVersion, UsageError
from pipeline.publishing import layout
from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.schemas.schemas import SCHEMAS, describe
from tests import factories


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("published") / "data"
    publish(place, "a")
    return place


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(published, tmp_path / "data", symlinks=True))


def publish(data: Path, seed: str) -> None:
    with open_publication(data) as publication:
        publication.put(factories.document(seed), tables_from_rows({"budget": [factories.budget(seed)]}))
        publication.commit([factories.region()])


def rows(catalog: Catalog, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in catalog.select(sql).to_pylist()]


def test_every_table_is_a_view_with_its_columns_in_order(data: Path) -> None:
    with open_catalog(data) as catalog:
        for name, schema in SCHEMAS.items():
            assert catalog.select(f'FROM "{name}"').column_names == schema.names


def test_what_is_listed_is_what_is_described(data: Path) -> None:
    given = {"mine": pa.table({"a": [1]})}
    with open_catalog(data, given=given) as catalog:
        listed = {name for (name,) in rows(catalog, "SHOW TABLES")}
        assert listed == {*SCHEMAS, *usage_of_views(), "mine"}
        assert not helpers() & listed and helpers() < catalog.known
        assert rows(catalog, "SELECT 'tables' AS a") == [("tables",)]


def test_the_year_is_an_integer_and_columns_carry_their_notes(data: Path) -> None:
    with open_catalog(data) as catalog:
        assert rows(catalog, "SELECT fiscal_year, typeof(fiscal_year) FROM budget") == [(2023, "INTEGER")]
        sql = "SELECT comment FROM duckdb_columns() WHERE table_name = 'budget' AND column_name = 'line_item'"
        assert rows(catalog, sql) == [(describe(SCHEMAS["budget"].field("line_item")),)]


def test_a_folder_of_another_version_of_the_program_says_what_to_do(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SCHEMAS, "ratings", SCHEMAS["budget"])  # a table that came later
    with pytest.raises(UsageError, match="another version of the program") as error:
        open_catalog(data)
    assert "jixiao ingest" in error.value.hint


@pytest.mark.parametrize("table", ["budget", "documents"])
def test_a_table_that_is_lost_is_named(data: Path, table: str) -> None:
    version = layout.current_version(data)
    assert version is not None
    shutil.rmtree(version / table)
    with pytest.raises(DamagedVersion, match=f"{table}/.*is missing") as error:
        open_catalog(data)
    assert "versions restore" in error.value.hint


def test_a_damaged_file_of_a_small_version_is_called_one(data: Path) -> None:
    [part] = (path for path in (data / "budget").rglob("*.parquet") if "=2023" in str(path))
    part.write_bytes(part.read_bytes()[:-100])
    with pytest.raises(DamagedVersion, match=f"is damaged.*{part.name} has") as error:
        open_catalog(data, queries=None)
    assert "versions restore" in error.value.hint


def test_an_open_catalog_keeps_its_version(data: Path) -> None:
    with open_catalog(data) as catalog:
        publish(data, "b")
        assert rows(catalog, "SELECT count(*) FROM budget") == [(1,)]
    with open_catalog(data) as catalog:
        assert rows(catalog, "SELECT count(*) FROM budget") == [(2,)]


@pytest.mark.parametrize(
    "sql",
    [
        "DROP VIEW budget",
        "CREATE TABLE x (a INTEGER)",
        "INSERT INTO budget SELECT * FROM budget",
        "SELECT 1; SELECT 2",
        "COPY (SELECT 1) TO '{version}/x.csv'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{version}/x.csv'",
        "SET enable_external_access = true",
        "ATTACH '{outside}/x.db'",
        "INSTALL httpfs",
        "SELECT * FROM read_text('{outside}/secret.txt')",
        "FROM '{outside}/secret.csv'",
        "FROM glob('{outside}/*')",
        "FROM read_csv('https://example.org/x.csv')",
        "",
        "SELEC 1",
        "SELECT no_such_column FROM budget",
        "SELECT $x",
    ],
)
def test_nothing_but_reading_the_published_tables_is_possible(data: Path, tmp_path: Path, sql: str) -> None:
    for name in ("secret.txt", "secret.csv"):
        (tmp_path / name).write_text("a\n1\n", "utf-8")
    with open_catalog(data) as catalog:
        with pytest.raises(UsageError) as caught:
            catalog.select(sql.format(version=catalog.version, outside=tmp_path))
        assert caught.value.hint
        assert not (catalog.version / "x.csv").exists()


@pytest.mark.parametrize(
    "sql", ["FROM budget", "WITH a AS (SELECT 1) FROM a", "DESCRIBE budget", "SUMMARIZE budget"]
)
def test_all_forms_of_reading_work(data: Path, sql: str) -> None:
    with open_catalog(data) as catalog:
        assert catalog.select(sql).num_rows


def test_an_odd_folder_name_does_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "it's 数据"
    publish(folder, "a")
    with open_catalog(folder) as catalog:
        assert rows(catalog, "SELECT count(*) FROM budget") == [(1,)]


def test_nothing_published_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing is published"):
        open_catalog(tmp_path)
