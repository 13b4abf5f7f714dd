"""Every fact of a document gets the number of the programme that it is about."""

from __future__ import annotations

from typing import Any

from normalizers.programmes import program_id
from pipeline.programme_numbers import home_of, number_programmes
from tests import factories

ABOUT = {"region_code": "331100", "region_name": "丽水市", "department": "丽水市水利局"}


def numbered(document: dict[str, Any], **rows: list[dict[str, Any]]) -> dict[str, Any]:
    number_programmes(document, rows, lambda row: row["row_index"] == 7)
    return {name: [row["program_id"] for row in found] for name, found in rows.items()}


def number(name: str) -> str | None:
    return program_id(name, home_of(ABOUT))


def test_rows_are_of_the_programme_that_they_name_else_of_the_document() -> None:
    document = factories.document(program_name="2021年茶园保险资金", **ABOUT)
    found = numbered(
        document,
        budget=[
            factories.budget(program_name="2021年茶园保险资金", region_code="331102"),
            factories.budget(program_name="冷库扩建"),
            factories.budget(),
        ],
        disbursement=[factories.disbursement(region_code="331102")],
        subsidy_terms=[
            factories.term(region_code="331100"),
            factories.term(region_code=None, region_name=None),
            factories.term(region_code="330800", region_name="衢州市"),
        ],
    )
    tea = number("茶园保险")
    assert document["program_id"] == tea
    # A county's row of the city's programme is the city's; a term of another city is not.
    assert found["budget"] == [tea, number("冷库扩建"), None]
    assert found["disbursement"] == [tea]
    assert found["subsidy_terms"] == [tea, tea, None]


def test_lines_of_a_list_of_programmes_have_their_own_number() -> None:
    document = factories.document(program_name=None, **ABOUT)
    rows = [
        factories.budget(line_item="冷库扩建", row_index=7),
        factories.budget(line_item="人员经费", row_index=7),
        factories.budget(line_item="冷库扩建", row_index=8),
    ]
    assert numbered(document, budget=rows)["budget"] == [number("冷库扩建"), None, None]
    assert document["program_id"] is None


def test_a_document_whose_rows_are_all_of_one_programme_is_about_it() -> None:
    rows = [factories.budget(program_name=name) for name in ("冷库扩建项目", "2022年冷库扩建")]
    for more, expected in (([], number("冷库扩建")), ([factories.budget()], None)):
        document = factories.document(program_name=None, **ABOUT)
        numbered(document, budget=[dict(row) for row in (*rows, *more)])
        assert document["program_id"] == expected


def test_other_facts_of_a_form_are_of_the_form_where_the_document_has_several() -> None:
    document = factories.document(program_name=None, **ABOUT)
    found = numbered(
        document,
        indicators=[
            factories.indicator(program_name="茶园保险", table_id="t1"),
            factories.indicator(program_name="冷库扩建", table_id="t2"),
            factories.indicator(program_name="山塘加固", table_id="t2"),
        ],
        disbursement=[factories.disbursement(table_id=name) for name in ("t1", "t2", None)],
    )
    assert found["disbursement"] == [number("茶园保险"), None, None]
