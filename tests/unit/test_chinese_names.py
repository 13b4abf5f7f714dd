"""Every published name has a Chinese one."""

from __future__ import annotations

import re
from dataclasses import fields as fields_of

import pytest

from pipeline.answers.chinese_names import code_name, code_names, column_name, names, table_name
from pipeline.answers.named_queries import NamedQuery, load_queries
from pipeline.answers.usage import usage_of_views, view_columns
from pipeline.publishing.versions import Version
from pipeline.schemas.schemas import SCHEMAS, allowed_values
from pipeline.version import ROOT

CHINESE = re.compile("[\u4e00-\u9fff]")
QUERIES = load_queries()
# Columns whose codes no schema lists: those of the first two are collected in test_reasons.py and below.
ELSEWHERE = (("documents", "status_reason"), ("findings", "check"), ("tables", "method"))


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_column_and_code_of_a_table_has_a_chinese_name(table: str) -> None:
    assert CHINESE.search(table_name(table).label)
    for field in SCHEMAS[table]:
        name = column_name(field.name, table)
        assert name, f"pipeline/answers/chinese_names.csv lacks {table}.{field.name}"
        assert CHINESE.search(name.label) and CHINESE.search(name.description), field.name
        for code in allowed_values(field):
            assert CHINESE.search(code_name(field.name, code, table)), f"{field.name}={code}"


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_every_column_of_a_query_has_a_chinese_name(query: NamedQuery) -> None:
    for column in query.columns:
        assert column_name(column, query.name), (
            f"pipeline/answers/chinese_names.csv lacks {query.name}.{column}"
        )


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_every_code_of_a_query_has_a_chinese_name(query: NamedQuery) -> None:
    for column, codes in query.codes.items():
        for code in codes:
            assert CHINESE.search(code_name(column, code, query.name)), f"{query.name}.{column}={code}"
    for parameter in query.parameters:
        for code, words in parameter.words.items():
            assert CHINESE.search(words[0]), f"{query.name} --param {parameter.name}={code}"


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_every_query_is_explained_in_both_languages(query: NamedQuery) -> None:
    assert CHINESE.search(query.title_zh) and query.title_en.isascii()
    assert CHINESE.search(query.answers_zh), f"queries/{query.name}.sql lacks a line -- 说明:"
    for parameter in query.parameters:
        assert CHINESE.search(parameter.description_zh), f"{query.name}: -- 参数 {parameter.name}:"
    for table, note in query.knows_zh.items():
        assert CHINESE.search(note), f"{query.name}: -- 附表 {table}:"


def test_columns_of_one_sheet_have_different_names() -> None:
    sheets = {name: list(schema.names) for name, schema in SCHEMAS.items()}
    sheets |= {query.name: list(query.columns) for query in QUERIES.values() if query.name not in sheets}
    for scope, columns in sheets.items():
        labels = [name.label for column in columns if (name := column_name(column, scope))]
        assert len(labels) == len(set(labels)), scope


def test_units_stand_in_the_label() -> None:
    for (_, column, code), name in names().items():
        for ending, unit in (("_yuan", "（元）"), ("_pct", "（%）"), ("_usd", "（美元）")):
            if column.endswith(ending) and not code:
                assert name.label.endswith(unit), column


def test_no_row_is_left_over() -> None:
    """A row about what is gone would mislead whoever edits the file."""
    fields = {(table, field.name): field for table, schema in SCHEMAS.items() for field in schema}
    used = {
        ("findings", "page"),
        ("findings", "row"),
        *fields,
        *((q.name, column) for q in QUERIES.values() for column in q.columns),
        *((q.name, one.name) for q in QUERIES.values() for one in q.parameters),
        *(("versions", one.name) for one in fields_of(Version)),
        *(
            ("taught", name)
            for name in (
                "label",
                "means",
                "use",
                "doubt",
                "who",
                "at",
                "why",
                "facet",
                "value",
                "facet_zh",
                "value_zh",
            )
        ),
        *((view, column) for view in usage_of_views() for column, _, _ in view_columns(view)),
    }
    codes = {
        (q.name, column): set(known)
        for q in QUERIES.values()
        for column, known in [*q.codes.items(), *((one.name, one.words) for one in q.parameters)]
    }
    for scope, column, code in names():
        if not column:
            assert scope in SCHEMAS
            continue
        places = [place for place in used if place[1] == column and scope in ("", place[0])]
        assert places, (scope, column)
        if code:
            holders = [fields[place] for place in places if place in fields]
            published = any(code in allowed_values(field) for field in holders)
            published = published or (scope, column) in ELSEWHERE
            assert published or any(code in codes.get(place, ()) for place in places), (column, code)


def test_every_check_has_a_chinese_name() -> None:
    """docs/findings.md has them all: other tests see to that."""
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(code_names("check", "findings"))


def test_a_column_of_another_meaning_takes_no_codes_over() -> None:
    assert "amount" in code_names("measure", "figures")
    assert code_names("measure", "published_twice") == {}
    assert "due" in code_names("phase", "figures") and "due" not in code_names("phase", "budget")
    assert "premium_subsidy" in code_names("instrument", "subsidy_ratios")


def test_a_closer_row_wins_and_what_is_unknown_stays() -> None:
    assert column_name("status", "documents") != column_name("status", "subsidy_terms")
    assert column_name("nobody_knows") is None
    assert code_name("phase", "nobody_knows") == "nobody_knows"
