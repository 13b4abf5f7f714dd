"""What is taken away: opened again without this program's own readers."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from pipeline import cli, samples
from pipeline.answers.named_queries import load_queries
from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.export import Choice, as_lines, database, datapackage, export, files
from pipeline.language import CHINESE
from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.schemas.schemas import SCHEMAS, describe
from pipeline.sources import find_files
from tests import factories

HARBIN = {"region_code": "230100", "region_name": "哈尔滨市", "fiscal_year": 2021}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "data"
    publish(folder)
    return folder


@pytest.fixture(scope="module")
def out(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("away") / "out"
    export(data, folder)
    return folder


@pytest.fixture
def answers(out: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(out / "jixiao.duckdb"), read_only=True) as connection:
        yield connection


def test_an_export_among_reports_is_not_read_as_reports(out: Path) -> None:
    found = find_files([out], may_be_empty=True)
    assert not found.files
    assert {Path(one.source_path).name for one in found.left_out} >= {"tables", "jixiao.xlsx"}


def publish(folder: Path) -> None:
    regions = [
        factories.region(),
        factories.region(region_code="230100", region_name="哈尔滨市", short_name="哈尔滨"),
    ]
    with open_publication(folder) as publication:
        for seed, place in (("a", {}), ("b", HARBIN)):
            rows = {
                "tables": [factories.table(seed)],
                "budget": [factories.budget(seed, **{k: v for k, v in place.items() if k != "region_name"})],
                "figures": [factories.figure(seed, row_path=["=合计", "其中：补助"], column_path=[])],
                "indicators": [factories.indicator(seed, target_text="=300.00(场)", target_op="=", **place)],
                "subsidy_terms": [factories.term(seed, ratio_op="=", **place), factories.term(seed, **place)],
                "findings": [factories.finding(seed)],
            }
            publication.put(factories.document(seed, **place), tables_from_rows(rows))
        publication.commit(regions)


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    return connection.execute(sql).fetchall()


def package(folder: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return body


def test_the_database_holds_tables_with_types_and_comments(answers: duckdb.DuckDBPyConnection) -> None:
    for name, schema in SCHEMAS.items():
        columns = rows(
            answers,
            "SELECT column_name, is_nullable, comment FROM duckdb_columns() "
            f"WHERE NOT internal AND table_name = '{name}'",
        )
        assert [column for column, _, _ in columns] == schema.names
        for field, (_, nullable, comment) in zip(schema, columns, strict=True):
            assert nullable == field.nullable
            assert describe(field) in comment and not comment.isascii()
    assert rows(answers, "SELECT typeof(amount_yuan), amount_yuan::VARCHAR FROM budget LIMIT 1") == [
        ("DECIMAL(20,2)", "12345000.00")
    ]
    [(comment,)] = rows(
        answers, "SELECT comment FROM duckdb_tables() WHERE NOT internal AND table_name = 'budget'"
    )
    assert comment.startswith("预算: one row")
    said = rows(
        answers,
        "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal AND view_name IN ('texts', 'execution')",
    )
    assert [text[:7] for _, text in sorted(said)] == ["a helpe", "one row"]


def test_its_views_answer_without_the_program(answers: duckdb.DuckDBPyConnection) -> None:
    for query in load_queries().values():
        found = answers.execute(f"FROM {database.PREFIX}{query.name}")
        assert [column[0] for column in found.description or []] == list(query.columns)
    ratios = "SELECT fixed_pct, ceiling_pct FROM q_subsidy_ratios WHERE region_is(region_code, region_name, '哈尔滨')"
    assert sorted(rows(answers, ratios), key=str) == [(50.0, None), (None, 50.0)]


def test_csv_files_are_what_the_package_says(out: Path) -> None:
    resources = package(out)["resources"]
    assert [one["name"] for one in resources] == list(SCHEMAS)
    for one in resources:
        content = (out / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        [header, *body] = csv.reader(content.decode("utf-8").splitlines())
        assert header == [field["name"] for field in one["schema"]["fields"]]
        for field, column in zip(one["schema"]["fields"], zip(*body, strict=True), strict=False):
            constraints = field.get("constraints", {})
            assert not constraints.get("required") or all(column), field["name"]
            if enum := constraints.get("enum"):
                assert set(column) <= {*enum, ""}, field["name"]


def test_the_package_says_what_things_mean(out: Path) -> None:
    about = package(out)
    fields = {
        (one["name"], field["name"]): field for one in about["resources"] for field in one["schema"]["fields"]
    }
    amount = fields["budget", "amount_yuan"]
    assert (amount["type"], amount["title"], amount["unit"]) == ("number", "金额（元）", "yuan")
    assert all(
        field["title"] and field["description"] and field["description_en"] for field in fields.values()
    )
    assert fields["subsidy_terms", "status"]["codes"]["in_force"] == "现行"
    schemas = {one["name"]: one["schema"] for one in about["resources"]}
    assert schemas["documents"]["primaryKey"] == ["document_id"]
    assert {key["reference"]["resource"] for key in schemas["cells"]["foreignKeys"]} == {
        "documents",
        "tables",
    }
    assert [one["title"] for one in about["sources"]] == ["a.pdf", "b.pdf"] and about["licenses"]


def test_no_cell_is_a_formula(out: Path) -> None:
    [row, _] = csv.DictReader((out / "tables" / "indicators.csv").open(encoding="utf-8"))
    assert (row["target_text"], row["target_op"]) == ("'=300.00(场)", "=")
    book = openpyxl.load_workbook(out / "jixiao.xlsx")
    assert [book.sheetnames[0], book.sheetnames[-1]] == ["说明", "列说明"]
    assert len(book.sheetnames) == len(SCHEMAS) + 1  # two more, and none of figures
    cells = [cell for page in book for line in page for cell in line]
    assert not [cell for cell in cells if cell.data_type in "fe"]
    [amount] = [cell.column for cell in book["预算"][1] if cell.value == "金额（元）"]
    assert book["预算"].cell(2, amount).value == 12345000
    # A number of a document tells people nothing: the name of its file stands in front.
    assert [cell.value for cell in book["预算"]["A"]] == ["文件名", "a.pdf", "b.pdf"]
    assert book["说明"]["A1"].value == "绩效评价数据"


def test_paths_are_lists_in_the_database_and_one_text_in_csv(
    answers: duckdb.DuckDBPyConnection, out: Path
) -> None:
    assert rows(answers, "SELECT DISTINCT row_path, column_path FROM figures") == [
        (["=合计", "其中：补助"], [])
    ]
    [row, _] = csv.DictReader((out / "tables" / "figures.csv").open(encoding="utf-8"))
    assert (row["row_path"], row["column_path"]) == ("'=合计 > 其中：补助", "")
    [figures] = [one for one in package(out)["resources"] if one["name"] == "figures"]
    [field] = [one for one in figures["schema"]["fields"] if one["name"] == "row_path"]
    assert (field["type"], field["separator"]) == ("string", " > ")
    assert {key["reference"]["resource"] for key in figures["schema"]["foreignKeys"]} == {
        "documents",
        "tables",
    }


def test_paths_are_lists_in_parquet_and_figures_have_no_sheet(data: Path, tmp_path: Path) -> None:
    done = export(data, tmp_path / "x", Choice(tables=("figures",), form="parquet"))
    assert "query --sql" in done.left_out_of_workbook["figures"]
    assert openpyxl.load_workbook(tmp_path / "x" / "jixiao.xlsx").sheetnames == ["说明", "列说明"]
    table = pq.read_table(tmp_path / "x" / "tables" / "figures.parquet")
    assert table.column("row_path").to_pylist() == [["=合计", "其中：补助"]] * 2
    [field] = [
        one
        for one in package(tmp_path / "x")["resources"][0]["schema"]["fields"]
        if one["name"] == "row_path"
    ]
    assert field["type"] == "array"


def test_samples_are_marked_wherever_the_export_is_opened(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert export(data, tmp_path / "real").warning is None
    assert "sample" not in str(package(tmp_path / "real")["sources"])
    invented = frozenset([factories.document("a")["document_id"]])
    monkeypatch.setattr(samples, "sample_ids", lambda: invented)
    monkeypatch.setattr(datapackage, "sample_ids", lambda: invented)
    done = export(data, tmp_path / "x", Choice(form="parquet"))
    assert done.warning and done.warning in as_lines(done, tmp_path / "x")
    warning = done.warning.in_language(CHINESE)
    assert "2 份文件中有 1 份" in warning
    book = openpyxl.load_workbook(tmp_path / "x" / "jixiao.xlsx")
    assert book["说明"]["B2"].value == warning
    assert book["预算"].oddFooter.left.text.startswith(warning.rstrip("。"))
    with duckdb.connect(str(tmp_path / "x" / "jixiao.duckdb"), read_only=True) as connection:
        for kind in ("tables", "views"):
            comments = rows(connection, f"SELECT comment FROM duckdb_{kind}() WHERE NOT internal")
            assert comments and all(comment.startswith(warning) for [comment] in comments)
    about = package(tmp_path / "x")
    assert about["description"].startswith(warning)
    assert [one.get("sample") for one in about["sources"]] == [True, None]
    terms = pq.read_table(tmp_path / "x" / "tables" / "subsidy_terms.parquet")
    assert terms.schema.metadata[b"warnings"].decode() == warning


def test_only_what_is_chosen_goes_along(data: Path, tmp_path: Path) -> None:
    done = export(data, tmp_path / "x", Choice(city="哈尔滨市", year=2021, form="parquet", workbook=False))
    assert done.documents == 1 and done.tables["subsidy_terms"] == 2
    terms = pq.read_table(tmp_path / "x" / "tables" / "subsidy_terms.parquet")
    assert set(terms.column("region_name").to_pylist()) == {"哈尔滨市"}
    assert terms.schema.field("ratio_pct").metadata[b"label_zh"].decode() == "补贴比例（%）"
    assert not (tmp_path / "x" / "jixiao.xlsx").exists()
    with pytest.raises(UsageError, match="no document"):
        export(data, tmp_path / "y", Choice(city="哈尔滨市", year=2023))
    assert not (tmp_path / "y").exists()


def test_a_few_tables_bring_the_views_that_they_suffice_for(data: Path, tmp_path: Path) -> None:
    done = export(data, tmp_path / "x", Choice(tables=("regions", "documents", "subsidy_terms")))
    assert list(done.tables) == ["documents", "subsidy_terms", "regions"]
    assert {"q_standards", "q_subsidy_ratios"} <= set(done.views)
    assert {"q_spending_totals", "q_coverage", "q_unpaid_districts"}.isdisjoint(done.views)
    resources = {one["name"]: one["schema"] for one in package(tmp_path / "x")["resources"]}
    assert resources["subsidy_terms"]["foreignKeys"]
    export(data, tmp_path / "z", Choice(tables=("subsidy_terms",)))
    assert "foreignKeys" not in package(tmp_path / "z")["resources"][0]["schema"]
    with pytest.raises(UsageError, match="no table nothing"):
        export(data, tmp_path / "y", Choice(tables=("nothing",)))


def test_an_export_replaces_an_earlier_one_and_nothing_else(data: Path, tmp_path: Path) -> None:
    export(data, tmp_path / "x")
    export(data, tmp_path / "x", Choice(workbook=False))
    assert not (tmp_path / "x" / "jixiao.xlsx").exists()
    (tmp_path / "x" / "notes.txt").write_text("precious")
    with pytest.raises(UsageError, match=r"notes\.txt"):
        export(data, tmp_path / "x")
    (tmp_path / "y").mkdir()
    (tmp_path / "y" / "datapackage.json").write_text('{"name": "other", "resources": [], "otherFiles": []}')
    with pytest.raises(UsageError, match=r"datapackage\.json"):
        export(data, tmp_path / "y")


def test_what_fails_leaves_nothing(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise duckdb.IOException("no space left on device")

    monkeypatch.setattr(files, "write_tables", full)
    with pytest.raises(EnvironmentProblem, match="no space left"):
        export(data, tmp_path / "x")
    assert not list(tmp_path.iterdir())


def test_all_comes_from_one_version(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path / "data")
    create = database._create

    def publishing(connection: duckdb.DuckDBPyConnection, table: str) -> None:
        create(connection, table)
        if table == "tables":
            with open_publication(tmp_path / "data") as publication:
                publication.put(
                    factories.document("c"), tables_from_rows({"budget": [factories.budget("c")]})
                )
                publication.commit([factories.region()])

    monkeypatch.setattr(database, "_create", publishing)
    done = export(tmp_path / "data", tmp_path / "x")
    assert (done.version, done.documents, done.tables["budget"]) == (1, 2, 2)


def test_tables_too_large_for_a_sheet_are_said(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", 4)
    monkeypatch.setattr(files, "LONGEST_TEXT", 70)
    assert (
        cli.main(["export", str(tmp_path / "x"), "--data", str(data), "--tables", "subsidy_terms,documents"])
        == 0
    )
    said, doing = capsys.readouterr()
    assert doing.splitlines() == [
        *("reading version 1", "writing 2 csv files", "writing jixiao.xlsx", "writing datapackage.json")
    ]
    assert "no sheet for subsidy_terms: 4 rows, a sheet holds 3" in said
    assert "no sheet for documents" not in said
    assert openpyxl.load_workbook(tmp_path / "x" / "jixiao.xlsx").sheetnames == ["说明", "文件", "列说明"]
    assert (tmp_path / "x" / "tables" / "subsidy_terms.csv").exists()


def test_two_exports_of_a_version_are_alike(data: Path, out: Path, tmp_path: Path) -> None:
    export(data, tmp_path / "x")
    for path in (out / "tables").iterdir():
        assert path.read_bytes() == (tmp_path / "x" / "tables" / path.name).read_bytes()
