"""What a version keeps of the helper views is what they tell, and a commit writes as little of it as it can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.answers import materialized_views
from pipeline.answers.catalog import QUERIES, open_catalog
from pipeline.publishing import materialized_views as writing
from pipeline.publishing.layout import current_version
from pipeline.publishing.publish import open_publication
from tests import factories
from tests.asking import Facts, money, publish

WHOLE = {materialized_views.OF_ALL, materialized_views.OF_PROGRAMMES}
VIEWS = (*materialized_views.OF_DOCUMENTS, *sorted(WHOLE))
SEEDS = "abcde"


def facts(seed: str, amount: int = 100) -> Facts:
    return {
        "budget": [money(seed, phase, amount) for phase in ("initial", "executed")]
        + [money(seed, "executed", amount, funding_source="province", table_id=None)],
        "disbursement": [factories.disbursement(seed)],
        "indicators": [factories.indicator(seed)],
        "subsidy_terms": [factories.term(seed)],
        "metrics": [factories.metric(seed)],
    }


def told(data: Path, *names: str) -> dict[str, list[tuple[object, ...]]]:
    with open_catalog(data) as catalog:
        return {name: catalog.connection.sql(f"FROM {name} ORDER BY ALL").fetchall() for name in names}


def schemas(data: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_catalog(data) as catalog:
        return {name: catalog.connection.sql(f"DESCRIBE {name}").fetchall() for name in VIEWS}


def parts(data: Path) -> dict[Path, int]:
    version = current_version(data)
    assert version is not None
    folder = version / materialized_views.FOLDER
    return {path.relative_to(folder): path.stat().st_ino for path in folder.rglob("*.parquet")}


@pytest.fixture(autouse=True)
def little_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "LEAST_FACTS", 0)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(writing, "FACTS_A_PART", 16)
    monkeypatch.setattr(writing, "_AT_ONCE", 2)
    yield


def assert_kept_is_computed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = told(data, *VIEWS)
    with monkeypatch.context() as patch:
        patch.setattr(materialized_views, "FOLDER", ".none")
        assert told(data, *VIEWS) == stored


def assert_types_are_kept(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    types = schemas(data)
    with monkeypatch.context() as patch:
        patch.setattr(materialized_views, "FOLDER", ".none")
        assert schemas(data) == types


@pytest.mark.usefixtures("small_parts")
def test_kept_rows_are_those_of_the_views_after_every_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, {"a": facts("a")}).connection.close()
    assert_kept_is_computed(tmp_path, monkeypatch)
    publish(tmp_path, {seed: facts(seed) for seed in SEEDS}).connection.close()  # more parts
    assert_kept_is_computed(tmp_path, monkeypatch)
    publish(tmp_path, {"a": facts("a", 200)}).connection.close()
    assert_kept_is_computed(tmp_path, monkeypatch)
    with open_publication(tmp_path) as publication:
        publication.remove(factories.document("b")["document_id"])
        publication.describe(factories.document("c", region_code="370200", region_name="青岛市"))
        publication.commit()
    assert_kept_is_computed(tmp_path, monkeypatch)
    assert_types_are_kept(tmp_path, monkeypatch)
    assert len(told(tmp_path, "scores_told")["scores_told"]) == len(SEEDS) - 1


@pytest.mark.usefixtures("small_parts")
def test_one_document_writes_one_part_of_each_view(tmp_path: Path) -> None:
    publish(tmp_path, {seed: facts(seed) for seed in SEEDS}).connection.close()
    before = parts(tmp_path)
    publish(tmp_path, {"a": facts("a", 200)}).connection.close()
    after = parts(tmp_path)
    assert after.keys() == before.keys()
    written = [
        path for path, inode in after.items() if inode != before[path] and WHOLE.isdisjoint(path.parts)
    ]
    assert 1 <= len(written) <= len(materialized_views.OF_DOCUMENTS)
    assert len({path.name for path in written}) == 1


@pytest.mark.usefixtures("small_parts")
def test_the_order_of_the_documents_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        materialized_views, "OF_DOCUMENTS", ("indicators_told",)
    )  # all are written in the same way
    publish(tmp_path / "x", {seed: facts(seed) for seed in SEEDS}).connection.close()
    for seed in reversed(SEEDS):
        publish(tmp_path / "y", {seed: facts(seed)}).connection.close()

    def contents(data: Path) -> dict[str, bytes]:
        version = current_version(data)
        assert version is not None
        return {
            str(path.name): path.read_bytes()
            for path in (version / materialized_views.FOLDER).rglob("indicators_told/*")
        }

    assert contents(tmp_path / "x") == contents(tmp_path / "y")


def test_other_statements_find_nothing_kept(tmp_path: Path) -> None:
    publish(tmp_path / "data", {"a": facts("a")}).connection.close()
    version = current_version(tmp_path / "data")
    assert version is not None
    assert materialized_views.files_in(version, QUERIES).keys() >= {"indicators_told", "terms_told"}
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "1.sql").write_text("CREATE VIEW other AS SELECT 1", "utf-8")
    assert materialized_views.files_in(version, tmp_path) == {}


def test_plain_readers_see_the_tables_only(tmp_path: Path) -> None:
    publish(tmp_path, {"a": facts("a")}).connection.close()
    for name in ("indicators", "budget"):
        rows = duckdb.sql(f"FROM '{tmp_path}/{name}/**/*.parquet'").fetchall()
        assert len(rows) == len(facts("a")[name])


def test_few_facts_are_not_worth_keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "LEAST_FACTS", 1000)
    publish(tmp_path, {"a": facts("a")}).connection.close()
    assert not parts(tmp_path)
    assert told(tmp_path, "payments_told")["payments_told"]


@pytest.mark.parametrize(
    ("facts", "before", "parts"),
    [
        (200_000, 1, 2),
        (580_000, 1, 8),
        (3_200_000, 1, 32),
        (10_000_000, 1, 32),
        (13_000_000, 1, 64),
        (1, 8, 8),
    ],
)
def test_parts_are_cut_in_two_and_grow_larger_from_many_on(facts: int, before: int, parts: int) -> None:
    assert writing._parts_for(facts, before) == parts
