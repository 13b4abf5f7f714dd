"""Findings between documents of a province and its cities, and between terms and indicators of several documents."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.across import Rows, found, publish
from tests.factories import budget, disbursement, indicator, term


def scores(seed: str, last: float) -> Rows:
    return {
        "indicators": [
            indicator(seed, level3=name, weight=10.0, score=score, row_index=row, target_value=None)
            for row, (name, score) in enumerate([("甲", 9.5), ("乙", 8.25), ("丙", 7.0), ("丁", last)])
        ]
    }


@pytest.mark.parametrize(("kind", "count"), [("evaluation_report", 2), ("self_evaluation_form", 0)])
def test_marks_are_compared_between_documents_of_one_type(tmp_path: Path, kind: str, count: int) -> None:
    """A mark without decimals is exact where its table prints others with two."""
    publish(tmp_path, {"a": ({}, scores("a", 6.0)), "b": ({"document_type": kind}, scores("b", 5.8))})
    assert len(found(tmp_path)) == count


PROVINCE = {"region_code": "330000", "region_name": "浙江省", "admin_level": "province"}


def listed(seed: str, due: str, **changes: Any) -> Rows:
    """A province's row about a city, and one about a zone without a code."""
    row = {"region_code": "330200", "region_name": "宁波市", "due_yuan": Decimal(due), "paid_yuan": None}
    zone = row | {"region_code": None, "region_name": "高新区", "due_yuan": Decimal(5), "row_index": 2}
    return {"disbursement": [disbursement(seed, **row | changes), disbursement(seed, **zone)]}


def received(seed: str, due: str, **changes: Any) -> Rows:
    """A city's own total with one of its districts."""
    row = {"region_code": "330200", "region_name": "宁波市", "is_total": True, "due_yuan": Decimal(due)}
    return {"disbursement": [disbursement(seed), disbursement(seed, **row | {"row_index": 9} | changes)]}


@pytest.mark.parametrize(
    ("own", "about", "count"),
    [
        (received("b", "9000000"), {}, 2),
        (received("b", "8000000"), {}, 0),
        (received("b", "9000000", is_total=False), {}, 0),
        (received("b", "9000000", recipient_class="small"), {}, 0),
        (received("b", "9000000"), {"program_name": "促消费专项资金"}, 0),
        (received("b", "9000000", fiscal_year=2022), {"fiscal_year": 2022}, 0),
        (
            {
                "budget": [
                    budget("b", funding_source="province", amount_text="900.00", amount_yuan=Decimal(9000000))
                ]
            },
            {},
            2,
        ),
        (
            {
                "budget": [
                    budget("b", funding_source="city", amount_text="900.00", amount_yuan=Decimal(9000000))
                ]
            },
            {},
            0,
        ),
    ],
)
def test_a_province_s_row_against_the_city_s_own_total(
    tmp_path: Path, own: Rows, about: dict[str, Any], count: int
) -> None:
    publish(tmp_path, {"a": (PROVINCE, listed("a", "8000000")), "b": (about, own)})
    files = [row[0] for row in found(tmp_path, "figure_differs_from_city")]
    assert files == ["a.pdf", "b.pdf"][:count]


@pytest.mark.parametrize(
    ("changes", "count"),
    [({}, 2), ({"ratio_pct": 60.0}, 0), ({"ratio_op": "="}, 0), ({"status": "recommended"}, 0)],
)
def test_a_policy_that_province_and_city_state(tmp_path: Path, changes: dict[str, Any], count: int) -> None:
    """Whatever the programme: a policy is the region's."""
    publish(
        tmp_path,
        {
            "a": (
                PROVINCE | {"program_name": "促消费专项资金"},
                {"subsidy_terms": [term("a", ratio_pct=60.0)]},
            ),
            "b": ({}, {"subsidy_terms": [term("b", **changes)]}),
        },
    )
    assert len(found(tmp_path, "figure_differs_from_city")) == count


def test_targets_of_another_programme_need_figures_that_agree(tmp_path: Path) -> None:
    def rows(seed: str, last: int, count: int) -> Rows:
        names = [("甲企业数", 100), ("乙企业数", 150), ("丙企业数", last)][-count:]
        return {
            "indicators": [
                indicator(
                    seed,
                    level3=name,
                    target_value=value,
                    target_text=f"≥{value}家",
                    actual_value=None,
                    row_index=row,
                )
                for row, (name, value) in enumerate(names)
            ]
        }

    other = PROVINCE | {"program_name": "促消费专项资金"}
    publish(tmp_path / "x", {"a": (other, rows("a", 200, 3)), "b": ({}, rows("b", 210, 3))})
    publish(tmp_path / "y", {"a": (other, rows("a", 200, 1)), "b": ({}, rows("b", 210, 1))})
    assert len(found(tmp_path / "x", "figure_differs_from_city")) == 2
    assert found(tmp_path / "y", "figure_differs_from_city") == []


@pytest.mark.parametrize(("level", "count"), [("output", 2), (None, 2), ("benefit", 0)])
def test_indicators_of_one_name_at_two_places_of_the_frame_are_two(
    level: str | None, count: int, tmp_path: Path
) -> None:
    def rows(seed: str, last: int, level1_code: str | None) -> Rows:
        names = {"甲企业数": (100, "output"), "乙企业数": (150, "output"), "丙企业数": (last, level1_code)}
        return {
            "indicators": [
                indicator(
                    seed,
                    level3=name,
                    level1_code=code,
                    target_value=value,
                    target_text=f"≥{value}家",
                    actual_value=None,
                    row_index=row,
                )
                for row, (name, (value, code)) in enumerate(names.items())
            ]
        }

    publish(tmp_path, {"a": ({}, rows("a", 200, "output")), "b": ({}, rows("b", 210, level))})
    assert len(found(tmp_path, "figure_differs_across")) == count
