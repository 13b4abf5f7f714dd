"""Publishing: one version at a time, whole, and never less than before."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.errors import LockHeld, PublishFailed
from pipeline.publishing import layout, parts
from pipeline.publishing.publish import open_publication, read_documents, read_manifest, tables_from_rows
from pipeline.schemas.schemas import PARTITIONED, REFERENCES, SCHEMAS, describe
from tests import factories

Rows = Mapping[str, list[dict[str, Any]]]


def publish(data: Path, put: Mapping[str, Rows] | None = None, remove: Iterable[str] = ()) -> Path:
    with open_publication(data) as publication:
        for seed, rows in (put or {}).items():
            publication.put(factories.document(seed), tables_from_rows(rows))
        for seed in remove:
            publication.remove(identity(seed))
        return publication.commit([factories.region()])


def identity(seed: str) -> str:
    return str(factories.document(seed)["document_id"])


def read(data: Path, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    return duckdb.sql(f"SELECT {columns} FROM '{data}/{table}/**/*.parquet' ORDER BY ALL").fetchall()


def budget_files(version: Path) -> dict[str, int]:
    """Path below the table -> inode, without the part that every table begins with."""
    root = version / "budget"
    found = {str(path.relative_to(root)): path.stat().st_ino for path in root.rglob("*.parquet")}
    del found["fiscal_year=0/part-000000.parquet"]
    return found


def years(seed: str, *fiscal_years: int | None) -> Rows:
    return {"budget": [factories.budget(seed, fiscal_year=year) for year in fiscal_years]}


def test_an_empty_version_has_every_table(tmp_path: Path) -> None:
    publish(tmp_path)
    for name, schema in SCHEMAS.items():
        found = duckdb.sql(f"FROM '{tmp_path}/{name}/**/*.parquet'")
        assert set(found.columns) == set(schema.names)
        if name in PARTITIONED:
            assert dict(zip(found.columns, found.types, strict=True))["fiscal_year"] == "BIGINT"


def test_years_become_folders_and_an_unknown_year_is_null(tmp_path: Path) -> None:
    version = publish(tmp_path, {"a": years("a", 2022, 2023, None)})
    assert sorted(budget_files(version)) == [
        "fiscal_year=2022/part-000001.parquet",
        "fiscal_year=2023/part-000001.parquet",
        "fiscal_year=__HIVE_DEFAULT_PARTITION__/part-000001.parquet",
    ]
    assert [row[0] for row in read(tmp_path, "budget", "fiscal_year")] == [2022, 2023, None]


def test_figures_keep_their_paths_by_year_and_from_version_to_version(tmp_path: Path) -> None:
    def figures(seed: str, *some: tuple[int, list[str] | None]) -> Rows:
        return {"figures": [factories.figure(seed, fiscal_year=year, row_path=path) for year, path in some]}

    first = publish(
        tmp_path, {"b": figures("b", (2023, ["甲市", "乙县"]), (2022, [])), "c": figures("c", (2023, None))}
    )
    second = publish(tmp_path, {"a": figures("a", (2023, ["甲市", "丙县"]))}, remove=["c"])
    found = {row[:2]: row[2] for row in read(tmp_path, "figures", "document_id, fiscal_year, row_path")}
    assert found == {
        (identity("a"), 2023): ["甲市", "丙县"],
        (identity("b"), 2023): ["甲市", "乙县"],
        (identity("b"), 2022): [],
    }
    # What does not change is the same file: no reading of it gives another schema.
    place = Path("figures/fiscal_year=2022/part-000001.parquet")
    assert (first / place).samefile(second / place)
    assert pq.read_table(tmp_path / "figures").column("row_path").type.value_type == "string"


def test_other_readers_see_the_same_rows(tmp_path: Path) -> None:
    publish(tmp_path, {"a": years("a", 2022, 2023), "b": years("b", 2023)})
    assert pq.read_table(tmp_path / "budget").num_rows == 3
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_parquet(tmp_path / "budget")
    assert sorted(frame["fiscal_year"]) == [2022, 2023, 2023]
    assert len(list((tmp_path / "budget").rglob("*.parquet"))) == 3


def test_column_notes_are_in_the_files(tmp_path: Path) -> None:
    version = publish(tmp_path, {"a": years("a", 2023)})
    schema = pq.read_schema(next((version / "budget").rglob("*.parquet")))
    assert describe(schema.field("amount_yuan"), "unit") == "yuan"


def test_documents_published_before_stay(tmp_path: Path) -> None:
    publish(tmp_path, {"a": years("a", 2023)})
    publish(tmp_path, {"b": years("b", 2023)})
    assert {row["document_id"] for row in read_documents(tmp_path)} == {identity("a"), identity("b")}
    assert len(read(tmp_path, "budget")) == 2


def test_untouched_files_are_linked_not_copied(tmp_path: Path) -> None:
    first = budget_files(publish(tmp_path, {"a": years("a", 2022, 2023)}))
    second = budget_files(publish(tmp_path, {"b": years("b", 2023)}))
    assert first.keys() == second.keys()
    same = {path for path in first if first[path] == second[path]}
    assert same == {"fiscal_year=2022/part-000001.parquet"}


def test_files_seen_before_a_switch_are_there_after_it(tmp_path: Path) -> None:
    before = budget_files(publish(tmp_path, {"a": years("a", 2022, 2023), "b": years("b", 2022)}))
    after = budget_files(publish(tmp_path, {"b": years("b", 2021), "c": years("c", 2022)}, remove=["a"]))
    assert before.keys() <= after.keys()


def test_every_table_begins_with_the_same_file_for_ever(tmp_path: Path) -> None:
    def first(version: Path, table: str) -> int:
        return min((version / table).rglob("*.parquet")).stat().st_ino

    tables = [name for name in SCHEMAS if name not in REFERENCES]
    one = publish(tmp_path, {"a": years("a", 2022)})
    two = publish(tmp_path, {"b": years("b", 2021)}, remove=["a"])
    assert [first(one, table) for table in tables] == [first(two, table) for table in tables]


def test_new_names_come_first_without_rows(tmp_path: Path) -> None:
    one = publish(tmp_path, {"a": years("a", 2022)})
    two = publish(tmp_path, {"b": years("b", 2021)})
    assert budget_files(one).keys() == budget_files(two).keys()
    assert duckdb.sql(f"SELECT fiscal_year FROM '{one}/budget/**/*.parquet'").fetchall() == [(2022,)]


def test_a_document_put_again_is_replaced_in_its_file(tmp_path: Path) -> None:
    publish(tmp_path, {"a": years("a", 2023), "b": years("b", 2023)})
    version = publish(tmp_path, {"a": {"budget": [factories.budget("a", line_item="更正")] * 2}})
    assert sorted(budget_files(version)) == ["fiscal_year=2023/part-000001.parquet"]
    assert [row[0] for row in read(tmp_path, "budget", "line_item")].count("更正") == 2
    assert len(read(tmp_path, "budget")) == 3


def test_a_removed_document_leaves_no_row(tmp_path: Path) -> None:
    publish(
        tmp_path, {"a": {**years("a", 2022), "findings": [factories.finding("a")]}, "b": years("b", 2023)}
    )
    publish(tmp_path, remove=["a"])
    assert [row["document_id"] for row in read_documents(tmp_path)] == [identity("b")]
    assert read(tmp_path, "budget", "document_id") == [(identity("b"),)]
    assert read(tmp_path, "findings") == []
    kept = budget_files(current(tmp_path)).keys()
    publish(tmp_path, {"c": years("c", 2022)})
    assert budget_files(current(tmp_path)).keys() == kept


def current(data: Path) -> Path:
    version = layout.current_version(data)
    assert version is not None
    return version


def test_the_same_documents_give_the_same_bytes(tmp_path: Path) -> None:
    seeds = ["a", "b", "c"]
    one = publish(tmp_path / "one", {seed: years(seed, 2023) for seed in seeds})
    two = publish(tmp_path / "two", {seed: years(seed, 2023) for seed in reversed(seeds)})
    assert read_manifest(one)["files"] == read_manifest(two)["files"]


def test_small_files_take_in_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALL_PART", 2)
    for seed in "abcde":
        version = publish(tmp_path, {seed: years(seed, 2023)})
    assert sorted(budget_files(version)) == [
        f"fiscal_year=2023/part-00000{number}.parquet" for number in (1, 3, 5)
    ]
    assert len(read(tmp_path, "budget")) == 5


def test_a_file_full_of_rows_stays_as_it_is_when_documents_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LARGEST_PART", 3)
    first = budget_files(publish(tmp_path, {seed: years(seed, 2023) for seed in "ab"}))
    second = budget_files(publish(tmp_path, {seed: years(seed, 2023) for seed in "cd"}))
    assert first.items() < second.items()


def test_a_document_in_place_of_another_changes_one_file_of_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "SMALL_PART", 1)
    publish(tmp_path, {"a": years("a", 2023)})
    first = budget_files(publish(tmp_path, {"b": years("b", 2023)}))
    monkeypatch.setattr(parts, "SMALL_PART", 9)
    second = budget_files(publish(tmp_path, {"c": years("c", 2023)}, remove=["b"]))
    assert len(first) == 2 and first.keys() == second.keys()
    assert len(first.items() & second.items()) == 1
    assert {row[0] for row in read(tmp_path, "budget", "document_id")} == {identity("a"), identity("c")}


def test_large_tables_are_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LARGEST_PART", 2)
    version = publish(tmp_path, {seed: years(seed, 2023) for seed in "abcde"})
    assert len(budget_files(version)) == 3
    assert len(read(tmp_path, "budget")) == 5


def test_a_column_that_is_new_is_null_in_older_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A column that no view or statement asks for.
    narrow = SCHEMAS["metrics"].remove(SCHEMAS["metrics"].get_field_index("corrected"))
    with monkeypatch.context() as patch:
        patch.setitem(SCHEMAS, "metrics", narrow)
        publish(tmp_path, {"a": {"metrics": [factories.metric("a")]}})
    publish(tmp_path, {"b": {"metrics": [factories.metric("b")]}})
    assert read(tmp_path, "metrics", "corrected") == [(None,), (None,)]


def test_the_manifest_counts_what_is_there(tmp_path: Path) -> None:
    version = publish(tmp_path, {"a": years("a", 2022, 2023)})
    manifest = read_manifest(version)
    assert manifest["version"] == 1
    assert manifest["documents"] == {"ok": 1}
    assert manifest["rows"]["budget"] == 2 and manifest["rows"]["regions"] == 1
    assert {file["path"] for file in manifest["files"]} == {
        str(path.relative_to(version)) for path in version.rglob("*.parquet")
    }


def test_versions_replaced_just_now_are_kept(tmp_path: Path) -> None:
    for seed in "abcde":
        publish(tmp_path, {seed: {}})
    assert len(list((tmp_path / ".versions").iterdir())) == 5


def test_only_the_last_versions_are_kept_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "KEPT_SECONDS", -1.0)
    for seed in "abcde":
        publish(tmp_path, {seed: {}})
    kept = sorted(path.name for path in (tmp_path / ".versions").iterdir())
    assert kept == ["000003", "000004", "000005"]
    assert current(tmp_path).name == "000005"


def test_a_second_writer_is_turned_away(tmp_path: Path) -> None:
    with open_publication(tmp_path), pytest.raises(LockHeld), open_publication(tmp_path):
        pass
    publish(tmp_path, {"a": {}})


def test_a_failure_while_writing_leaves_the_old_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, {"a": years("a", 2023)})
    calls = 0

    def full_disk(*given: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(28, "No space left on device")
        return writer(*given, **options)

    writer = pq.ParquetWriter
    monkeypatch.setattr(parts.pq, "ParquetWriter", full_disk)
    with pytest.raises(PublishFailed, match="No space left"):
        publish(tmp_path, {"b": years("b", 2023)})
    monkeypatch.undo()
    assert calls == 3
    assert [row["document_id"] for row in read_documents(tmp_path)] == [identity("a")]
    assert [path.name for path in (tmp_path / ".versions").iterdir()] == ["000001"]
    publish(tmp_path, {"b": years("b", 2023)})
    assert len(read(tmp_path, "budget")) == 2


def test_leftovers_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    publish(tmp_path, {"a": years("a", 2023)})
    for name in (".tmp-000002-99", "000002"):
        (tmp_path / ".versions" / name / "budget").mkdir(parents=True)
    version = publish(tmp_path, {"b": years("b", 2023)})
    assert version.name == "000002"
    assert not (tmp_path / ".versions" / ".tmp-000002-99").exists()
    assert len(read(tmp_path, "budget")) == 2


def test_nothing_is_published_without_commit(tmp_path: Path) -> None:
    with open_publication(tmp_path) as publication:
        publication.put(factories.document("a"), {})
    assert layout.current_version(tmp_path) is None


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "budget").mkdir()
    with pytest.raises(PublishFailed, match="in the way"):
        publish(tmp_path, {"a": {}})
    assert layout.current_version(tmp_path) is None


def test_a_moved_folder_still_works(tmp_path: Path) -> None:
    publish(tmp_path / "here", {"a": years("a", 2023)})
    (tmp_path / "here").rename(tmp_path / "there")
    assert len(read(tmp_path / "there", "budget")) == 1


def test_where_files_cannot_be_linked_they_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    publish(tmp_path, {"a": years("a", 2023)})
    monkeypatch.setattr(os, "link", refuse)
    publish(tmp_path, {"b": years("b", 2023)})
    assert len(read(tmp_path, "budget")) == 2


def test_one_changed_document_among_many_changes_one_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LARGEST_PART", 10)
    many = {f"{number}": years(f"{number}", 2021, 2022, 2023) for number in range(60)}
    before = budget_files(publish(tmp_path, many))
    changed = {"budget": [factories.budget("7", fiscal_year=2022, line_item="更正")]}
    after = budget_files(publish(tmp_path, {"7": {**changed}}))
    assert len(before) == 18 and before.keys() == after.keys()
    rewritten = {path.split("/")[0] for path in before if before[path] != after[path]}
    # The document's rows of the other two years went, those of one year are others.
    assert rewritten == {"fiscal_year=2021", "fiscal_year=2022", "fiscal_year=2023"}
    assert len(before.items() - after.items()) == 3


def test_documents_published_one_by_one_leave_few_files(tmp_path: Path) -> None:
    for number in range(12):
        version = publish(tmp_path, {f"{number}": years(f"{number}", 2022, 2023)})
    assert sorted(budget_files(version)) == [
        f"fiscal_year={year}/part-000001.parquet" for year in (2022, 2023)
    ]
    assert len(read(tmp_path, "budget")) == 24


def test_only_row_groups_that_may_hold_a_document_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "ROW_GROUP", 2)
    version = publish(tmp_path, {seed: years(seed, 2023) for seed in "abcdef"})
    [path] = (version / "budget" / "fiscal_year=2023").iterdir()
    everybody = sorted(identity(seed) for seed in "abcdef")
    read_groups: list[list[int]] = []
    with pq.ParquetFile(path) as part:
        reading = part.read_row_groups
        monkeypatch.setattr(
            part,
            "read_row_groups",
            lambda groups, **named: read_groups.append(groups) or reading(groups, **named),
        )
        assert parts._documents_in(part, frozenset([everybody[2], "0"])) == {everybody[2]}
        assert parts._documents_in(part, frozenset()) == frozenset()
    assert read_groups == [[1]]


def test_columns_are_chosen_and_documents_too(tmp_path: Path) -> None:
    publish(tmp_path, {"a": {}, "b": {}})
    found = read_documents(tmp_path, ["document_id", "file_name", "no_such_column"], only={identity("a")})
    assert found == [{"document_id": identity("a"), "file_name": "a.pdf"}]
    assert read_documents(tmp_path, only=()) == []
