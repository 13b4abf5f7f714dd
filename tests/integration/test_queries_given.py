"""Questions that join a table of the user, and targets by kind of indicator."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import cli
from pipeline.answers.named_queries import load_queries
from pipeline.answers.sandbox import ask
from pipeline.errors import UsageError
from tests.asking import ask as ask_named
from tests.asking import money, pick, publish
from tests.factories import indicator

POPULATION = "region_code,fiscal_year,population\n330200,2023,50\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [money("a", phase, amount) for phase, amount in (("initial", 1000), ("executed", 800))]
    publish(tmp_path / "data", {"a": {"budget": rows}}).connection.close()
    (tmp_path / "population.csv").write_text(POPULATION, "utf-8")
    (tmp_path / "economy.csv").write_text("region_code,gdp\n330200,16452\n", "utf-8")
    (tmp_path / "budget.csv").write_text("a\n1\n", "utf-8")
    return tmp_path / "data"


def run(data: Path, *words: str) -> int:
    return cli.main(["query", *words, "--data", str(data)])


def test_amounts_per_head_where_the_inhabitants_are_given(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "execution_rates", "--format", "csv") == 0
    [head, row] = capsys.readouterr().out.splitlines()
    place = head.split(",").index("executed_per_head_yuan")
    assert row.split(",")[place] == ""
    assert run(data, "execution_rates", "--format", "csv", "--with", str(data.parent / "population.csv")) == 0
    [_, row] = capsys.readouterr().out.splitlines()
    assert row.split(",")[place] == "16.0"


def test_a_statement_joins_any_table(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [
        word for name in ("economy", "population") for word in ("--with", str(data.parent / f"{name}.csv"))
    ]
    sql = """SELECT DISTINCT gdp, population, per_head(800, region_code, fiscal_year) AS each
             FROM budget JOIN economy USING (region_code) JOIN population USING (region_code, fiscal_year)"""
    assert run(data, "--sql", sql, "--format", "csv", *files) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["16452,50,16.0"]


def test_a_given_table_hides_no_published_one(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "--sql", "FROM budget", "--with", str(data.parent / "budget.csv")) == 1
    assert "there is a table budget already" in capsys.readouterr().err


def test_a_query_that_does_nothing_with_a_table_says_so(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "metrics", "--with", str(data.parent / "population.csv")) == 1
    said = capsys.readouterr().err
    assert "does nothing with the table population" in said and "execution_rates" in said


def test_without_a_file_the_table_is_there_and_empty(data: Path) -> None:
    assert ask(data, "SELECT * FROM population").num_rows == 0
    with pytest.raises(UsageError, match="no table economy"):
        ask(data, "FROM economy")


def test_queries_that_know_the_inhabitants_divide_by_them() -> None:
    for query in load_queries().values():
        assert set(query.knows) <= {"population"}
        assert bool(query.knows) == ("per_head(" in query.sql), query.name
        assert all(note.removeprefix("gives ") in query.columns for note in query.knows.values()), query.name


PARTS = {"target_text": "1"}
KINDS = [
    ("quantity", True, 5.0),
    ("quantity", False, 4.0),
    ("quantity", None, 5.0),
    ("timeliness", False, 2.5),
    ("cost", None, 5.0),
]


def test_missed_targets_by_kind(tmp_path: Path) -> None:
    rows = [
        indicator(
            "a",
            level3=f"指标{at}",
            level1_code="output",
            level2_code=kind,
            is_met=met,
            weight=5.0,
            score=score,
            **PARTS,
        )
        for at, (kind, met, score) in enumerate(KINDS)
    ]
    rows += [indicator("a", level3="总", level2_code="quantity", is_met=False, is_total=True, **PARTS)]
    with publish(tmp_path / "data", {"a": {"indicators": rows}}) as catalog:
        found = ask_named(catalog, "missed_targets")
        columns = ("level2_code", "targets", "compared", "met", "missed", "missed_pct", "missed_points_lost")
        assert pick(found, *columns) == [
            ("timeliness", 1, 1, 0, 1, 100.0, 2.5),
            ("quantity", 3, 2, 1, 1, 50.0, 1.0),
        ]
        assert [row["region_name"] for row in found] == [None, None]
        [late, _] = ask_named(catalog, "missed_targets", by="city,year", city="宁波")
        with pytest.raises(UsageError, match="not one of the possible values"):
            ask_named(catalog, "missed_targets", by="town")
        assert (late["region_code"], late["fiscal_year"]) == ("330200", 2023)
        assert ask_named(catalog, "missed_targets", city="青岛") == []
        assert pick(ask_named(catalog, "missed_targets", min_compared="0"), "level2_code")[-1] == ("cost",)


def test_a_notebook_joins_them_too(data: Path) -> None:
    from pipeline import open_catalog

    with open_catalog(data, given=[data.parent / "population.csv"]) as published:
        [row] = published.query("execution_rates").to_pylist()
        assert row["executed_per_head_yuan"] == 16.0
        assert published.sql("FROM population").num_rows == 1
