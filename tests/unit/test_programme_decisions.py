"""What people decide about names of programmes, from the file to the published numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from normalizers.programmes import Home, program_id
from pipeline.errors import UsageError
from pipeline.nightly.programme_decisions import ProgrammeDecisions, load_decisions
from pipeline.programme_numbers import number_programmes
from pipeline.rows import tables_from_rows
from tests import factories
from tests.asking import ask, pick, publish

ABOUT = {"region_code": "330200", "region_name": "宁波市", "department": "宁波市水利局"}
HOME = Home(**{"region_code": "330200", "region_name": "宁波市", "office": "宁波市水利局"})


def load(folder: Path, *lines: str) -> ProgrammeDecisions:
    path = folder / "programs.csv"
    head = "region_name,first_name,second_name,decision,region_code,remark\n"
    path.write_text("\ufeff" + head + "\n".join(lines), "utf-8")
    return load_decisions(path)


def decided(made: ProgrammeDecisions, *names: str) -> tuple[list[str | None], str | None]:
    """Numbers of rows with these names, and the mark of their document."""
    document = factories.document(program_name=names[0], **ABOUT)
    rows: dict[str, Any] = {"budget": [factories.budget(program_name=name) for name in names]}
    number_programmes(document, rows, lambda row: False)
    document, tables, mark = made.decide(document, tables_from_rows(rows))
    numbers = tables["budget"].column("program_id").to_pylist()
    assert document["program_id"] == numbers[0]
    return numbers, mark


def test_names_decided_to_be_one_programme_share_the_number_of_the_first(tmp_path: Path) -> None:
    made = load(
        tmp_path, "宁波市,茶园保险,茶叶保险,same,330200,", "宁波市,茶叶保险,茶农保险,是,330200,看过文件"
    )
    numbers, mark = decided(made, "2023年茶农保险项目", "茶叶保险资金", "茶园保险", "果园保险")
    assert numbers == [program_id("茶园保险", HOME)] * 3 + [program_id("果园保险", HOME)]
    assert mark
    # Another region, and names that nobody decided about, are left alone.
    assert decided(made, "果园保险") == ([program_id("果园保险", HOME)], None)
    assert decided(load(tmp_path, "衢州市,茶园保险,茶叶保险,same,330800,"), "茶叶保险")[1] is None


def test_names_that_the_rule_joins_are_told_apart(tmp_path: Path) -> None:
    made = load(tmp_path, "宁波市,冷库扩建项目,冷库扩建专项资金,different,330200,")
    (first, second, third), _ = decided(made, "冷库扩建项目", "2022年冷库扩建专项资金", "冷库扩建")
    assert first == third == program_id("冷库扩建", HOME) and second not in (first, None)
    assert made.apart() == {first: [second], second: [first]}


def test_a_document_is_marked_anew_when_a_decision_joins_its_programme_with_another(tmp_path: Path) -> None:
    one = load(tmp_path, "宁波市,茶园保险,茶叶保险,same,330200,")
    two = load(tmp_path, "宁波市,茶园保险,茶叶保险,same,330200,", "宁波市,茶业保险,茶园保险,same,330200,")
    assert decided(one, "茶叶保险")[1] != decided(two, "茶叶保险")[1]
    named = [({"document_id": "d", **ABOUT}, ["茶叶保险"])]
    assert two.digests(named) == {"d": decided(two, "茶叶保险")[1]}


def test_decisions_about_names_that_nobody_uses_are_told(tmp_path: Path) -> None:
    made = load(
        tmp_path,
        "宁波市,茶园保险,茶叶保险,same,330200,",
        "宁波市,茶园保险,竹林保险,different,330200,",
        "城南新区,甲,乙,,,",
    )
    published = [
        {"region_code": "330200", "region_name": "宁波市", "spellings": ["2023年茶园保险", "茶叶保险项目"]}
    ]
    assert made.unused(published) == ["row 3: 330200 茶园保险 ≠ 竹林保险"]
    assert made.count == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["宁波市,茶园保险,茶叶保险,maybe,330200,"], "row 2: maybe is no decision"),
        (["宁波市,茶园保险,,same,330200,"], "row 2 lacks a region or a name"),
        (["", "宁波市,茶园保险,茶叶保险,maybe,330200,"], "row 3: maybe"),
        (
            ["宁波市,茶园保险,茶叶保险,same,330200,", "宁波市,茶叶保险,茶园保险,different,330200,"],
            "row 3: 330200 茶叶保险 ≠ 茶园保险 contradicts",
        ),
    ],
)
def test_a_line_that_is_not_in_order_stops_the_run(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        load(tmp_path, *lines)


def test_a_file_of_something_else_stops_the_run(tmp_path: Path) -> None:
    for content in ("a,b\n1,2\n", "\nregion_code,first_name,second_name,decision\n"):
        (tmp_path / "programs.csv").write_text(content, "utf-8")
        with pytest.raises(UsageError, match="lacks region_code, first_name, second_name, decision"):
            load_decisions(tmp_path / "programs.csv")
    (tmp_path / "programs.csv").write_text("region_code,first_name,second_name,decision,decision\n", "utf-8")
    with pytest.raises(UsageError, match="names decision twice"):
        load_decisions(tmp_path / "programs.csv")
    assert load_decisions(tmp_path / "other.csv").count == 0


def test_doubtful_pairs_are_listed_until_they_are_decided(tmp_path: Path) -> None:
    names = [
        "茶园保险补贴",
        "茶园保险补助",
        "茶园保险",
        "冷库扩建一期",
        "冷库扩建二期",
        "果园保险补贴",
        "办公设备购置",
    ]
    documents = {
        str(n): {"program_name": name, "fiscal_year": 2020 + n, "department": "宁波市水利局"}
        for n, name in enumerate(names)
    }
    elsewhere = {"program_name": "茶园保险补贷", "region_code": "370200", "region_name": "青岛市"}
    with publish(tmp_path, {seed: {} for seed in (*documents, "x")}, **documents, x=elsewhere) as catalog:
        found = ask(catalog, "programme_joins")
        apart = catalog.select("SELECT program_id FROM programs WHERE kept_apart IS NOT NULL").num_rows
    assert apart == 0
    assert pick(found, "first_name", "second_name", "reason", "decision") == [
        ("茶园保险", "茶园保险补贴", "contained", None),
        ("茶园保险补贴", "果园保险补贴", "one_character", None),
    ]
