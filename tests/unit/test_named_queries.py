"""Header lines of query files."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from pipeline.answers.catalog import QUERIES
from pipeline.answers.named_queries import find_query, load_queries, parse_query
from pipeline.answers.parameters import Parameter
from pipeline.errors import UsageError
from pipeline.language import CHINESE, in_use

TEXT = """\
-- title: 补贴比例 | Ratios
-- answers: How much?
-- answers: And to whom?
-- param city text: region code or name
-- param year integer = 2023: budget year
-- column answer: the answer
SELECT 1 AS answer -- not a header: line
"""


def test_a_header_is_read() -> None:
    query = parse_query("ratios", TEXT)
    assert (query.title_zh, query.title_en, query.answers) == ("补贴比例", "Ratios", "How much? And to whom?")
    assert query.parameters == (
        Parameter("city", "text", None, "region code or name"),
        Parameter("year", "integer", "2023", "budget year"),
    )
    assert query.columns == {"answer": "the answer"}


def test_a_header_in_both_languages() -> None:
    text = TEXT.replace("-- param year", "-- 参数 city: 地区代码或名称\n-- param year")
    text = text.replace(
        "-- column", "-- 说明: 补多少？\n-- 说明: 补给谁？\n-- values year: 2022 2023\n-- column"
    )
    query = parse_query("ratios", text)
    city, year = query.parameters
    assert (query.said, city.about, year.about) == (query.answers, city.description, "budget year")
    with in_use(CHINESE):
        # What nobody has written in Chinese is said in English.
        assert (query.said, city.about, year.about) == ("补多少？补给谁？", "地区代码或名称", "budget year")
    assert list(year.words) == ["2022", "2023"] and not query.codes


def test_a_parameter_of_two_lines_is_one() -> None:
    query = parse_query(
        "ratios", TEXT.replace("-- column", "-- param year integer: of the report\n-- column")
    )
    assert [one.description for one in query.parameters] == [
        "region code or name",
        "budget year of the report",
    ]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(" | Ratios", ""),
        TEXT.replace("-- column answer: the answer\n", ""),
        TEXT.replace("city text", "city string"),
        TEXT.replace("-- answers: How much?", "-- How much?"),
        TEXT.replace("-- column", "-- scope region: SELECT document_id FROM documents\n-- column"),
    ],
)
def test_a_header_that_is_incomplete_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"queries/ratios\.sql"):
        parse_query("ratios", text)


@pytest.mark.parametrize(
    ("kind", "default", "given", "value"),
    [
        ("text", None, None, None),
        ("text", None, "2023", "2023"),
        ("integer", "2023", None, 2023),
        ("integer", "2023", "2021", 2021),
        ("number", None, "0.5", 0.5),
        ("date", None, "2024-06-30", date(2024, 6, 30)),
    ],
)
def test_values_have_their_kind(kind: str, default: str | None, given: str | None, value: Any) -> None:
    assert Parameter("p", kind, default, "").value(given) == value


@pytest.mark.parametrize(("kind", "given"), [("integer", "soon"), ("number", "x"), ("date", "2024-13-01")])
def test_values_of_another_kind_are_refused(kind: str, given: str) -> None:
    with pytest.raises(UsageError, match=f"{kind} expected"):
        Parameter("p", kind, None, "").value(given)


def test_an_unknown_query_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        find_query("nothing")
    assert "subsidy_ratios" in caught.value.hint


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.sql")), ids=lambda path: path.stem)
def test_parameters_declared_are_parameters_used(path: Any) -> None:
    query = load_queries()[path.stem]
    body = re.sub(r"^--.*$", "", query.sql, flags=re.MULTILINE)
    asked = set(re.findall(r"\$(\w+)", "\n".join([body, *query.scopes.values()])))
    given = {parameter.name for parameter in query.parameters} | ({"places"} if query.scopes else set())
    assert asked == given
