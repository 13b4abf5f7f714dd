"""Findings about several documents: the same figure twice, whatever order the documents came in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipeline.answers.catalog import open_catalog
from pipeline.answers.named_queries import find_query
from pipeline.publishing import findings_across
from pipeline.publishing.findings_across import _compare, across_files
from pipeline.publishing.parts import ACROSS
from pipeline.schemas.schemas import SCHEMAS, allowed_values
from tests import factories
from tests.across import Rows, found, publish
from tests.factories import budget, indicator


def money(seed: str, spent: str = "880.50", **changes: Any) -> Rows:
    """Budget and spending of two lines, in 万元."""

    def line(item: str, phase: str, text: str, row: int) -> dict[str, Any]:
        amount = Decimal(text.replace(",", "")) * 10000
        told = {
            "line_item": item,
            "phase": phase,
            "amount_text": text,
            "amount_yuan": amount,
            "row_index": row,
        }
        return budget(seed, **told | changes)

    return {
        "budget": [
            line("保费补助", "initial", "1,000.00", 1),
            line("保费补助", "executed", spent, 1),
            line("资信调查", "initial", "200.00", 2),
            line("资信调查", "executed", "150.00", 2),
        ]
    }


def test_a_corrected_figure_is_told_as_corrected(tmp_path: Path) -> None:
    def trained(seed: str, count: float) -> list[dict[str, Any]]:
        alike = [
            indicator(seed, level3=name, target_value=n, row_index=int(n))
            for name, n in (("甲", 3.0), ("乙", 4.0))
        ]
        return [indicator(seed, target_text="120人", target_value=count, target_unit="人"), *alike]

    read = money("a") | {"indicators": trained("a", 120.0)}
    by_hand = money("b") | {"indicators": trained("b", 150.0)}
    by_hand["budget"][1] |= {"amount_yuan": Decimal("8855000"), "corrected": "金额（元） = 8855000"}
    by_hand["budget"][0]["corrected"] = "项目 = 保费补助"
    by_hand["indicators"][0]["corrected"] = "目标值 = 150"
    publish(tmp_path, {"a": ({}, read), "b": ({}, by_hand)})
    told = {(printed, other) for _, _, printed, other in found(tmp_path)}
    assert told == {
        (one, other)
        for pair in (("880.50万元", "885.5万元（更正后）"), ("120人", "150人（更正后）"))
        for one, other in (pair, pair[::-1])
    }


def test_too_little_memory_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = {"a": ({}, money("a")), "b": ({}, money("b", "885.50"))}
    publish(tmp_path / "much", documents)
    tried: list[str] = []

    def compare(version: Path, queries: Path, settings: Mapping[str, Any], keeps: bool) -> pa.Table:
        tried.append(settings.get("memory_limit", "all there is"))
        return _compare(version, queries, settings, keeps)

    monkeypatch.setattr(findings_across, "_MEMORY", "1KB")
    monkeypatch.setattr(findings_across, "_compare", compare)
    publish(tmp_path / "little", documents)
    assert tried == ["1KB", "all there is"]
    assert found(tmp_path / "little") == found(tmp_path / "much") != []
    assert not list(tmp_path.rglob(".tmp-*"))


def test_a_figure_that_differs_is_said_of_both_documents(tmp_path: Path) -> None:
    publish(tmp_path, {"a": ({}, money("a")), "b": ({}, money("b", "885.50"))})
    assert found(tmp_path) == [
        ("a.pdf", 1, "880.50万元", "885.50万元"),
        ("b.pdf", 1, "885.50万元", "880.50万元"),
    ]
    rows = duckdb.sql(f"FROM '{tmp_path}/{ACROSS}' WHERE \"check\" = 'figure_differs_across'").fetchdf()
    for name in ("a.pdf第1页印为880.50万元", "b.pdf第1页印为885.50万元", "保费补助", "执行数"):
        assert all(name in message for message in rows["message"])
    assert list(rows["tolerance"].round(6)) == [0.005, 0.005]


def test_the_order_of_documents_makes_no_difference(tmp_path: Path) -> None:
    one, other = ({}, money("a")), ({}, money("b", "885.50"))
    publish(tmp_path / "x", {"a": one})
    first = publish(tmp_path / "x", {"b": other})
    publish(tmp_path / "y", {"b": other})
    second = publish(tmp_path / "y", {"a": one})
    third = publish(tmp_path / "z", {"a": one, "b": other})
    contents = {(version / ACROSS).read_bytes() for version in (first, second, third)}
    assert len(contents) == 1


def test_replacing_and_removing_a_document_settles_what_was_said(tmp_path: Path) -> None:
    publish(tmp_path, {"a": ({}, money("a")), "b": ({}, money("b", "885.50")), "c": ({}, money("c"))})
    assert [row[0] for row in found(tmp_path)] == ["b.pdf"]
    publish(tmp_path, {"b": ({}, money("b"))})
    assert found(tmp_path) == []
    assert len(found(tmp_path, "published_twice")) == 3
    publish(tmp_path, {}, remove="ab")
    assert found(tmp_path, "published_twice") == []


def test_findings_of_single_documents_stay(tmp_path: Path) -> None:
    rows = money("a") | {"findings": [factories.finding("a")]}
    publish(tmp_path, {"a": ({}, rows)})
    publish(tmp_path, {"b": ({}, money("b", "885.50"))})
    publish(tmp_path, {"c": ({}, money("c"))})
    assert found(tmp_path, "sum_of_parts") == [("a.pdf", 1, "100.00", "99.00")]
    assert len(found(tmp_path)) == 1


@pytest.mark.parametrize(
    ("about", "changes"),
    [
        ({"fiscal_year": 2022}, {"fiscal_year": 2022}),
        ({"region_code": "330300"}, {"region_code": "330300"}),
        ({"program_name": "促消费专项资金"}, {}),
        ({"status": "failed"}, {}),
    ],
)
def test_another_year_city_or_programme_is_another_thing(
    tmp_path: Path, about: dict[str, Any], changes: dict[str, Any]
) -> None:
    publish(tmp_path, {"a": ({}, money("a")), "b": (about, money("b", "885.50", **changes))})
    assert found(tmp_path) == found(tmp_path, "published_twice") == []


def test_a_name_is_the_same_with_its_year_and_spaces(tmp_path: Path) -> None:
    about = {"program_name": "2023 年度出口信用保险 保费补助资金项目"}
    publish(tmp_path, {"a": ({}, money("a")), "b": (about, money("b"))})
    assert len(found(tmp_path, "published_twice")) == 2


@pytest.mark.parametrize(("office", "count"), [("市商务局", 2), ("市财政局", 0)])
def test_without_a_programme_title_and_office_must_agree(tmp_path: Path, office: str, count: int) -> None:
    """The budgets of all departments of a city have one title."""
    title = {"program_name": None, "title": "宁波市2023年部门预算"}
    one, other = title | {"department": "市商务局"}, title | {"department": office}
    publish(tmp_path, {"a": (one, money("a")), "b": (other, money("b"))})
    assert len(found(tmp_path, "published_twice")) == count


@pytest.mark.parametrize(
    ("text", "unit", "yuan", "differs"),
    [
        ("0.09", "亿元", "9000000", False),  # 880.50 万元 rounded
        ("0.088", "亿元", "8800000", False),
        ("880.5", "万元", "8805000", False),
        ("881", "万元", "8810000", False),
        ("8,805,000.00", "元", "8805000", False),
        ("0.087", "亿元", "8700000", True),
        ("880.6", "万元", "8806000", True),
    ],
)
def test_rounding_is_no_difference(tmp_path: Path, text: str, unit: str, yuan: str, differs: bool) -> None:
    rows = money("b")
    rows["budget"][1] |= {"amount_text": text, "amount_unit": unit, "amount_yuan": Decimal(yuan)}
    publish(tmp_path, {"a": ({}, money("a")), "b": ({}, rows)})
    assert bool(found(tmp_path)) == differs


def test_documents_in_which_little_agrees_speak_of_two_things(tmp_path: Path) -> None:
    rows = money("b", "885.50")
    for row in rows["budget"][2:]:
        row["amount_yuan"], row["amount_text"] = Decimal(770000), "77.00"
    publish(tmp_path, {"a": ({}, money("a")), "b": ({}, rows)})
    assert found(tmp_path) == []


def test_a_figure_that_a_document_prints_twice_differently_identifies_nothing(tmp_path: Path) -> None:
    rows = money("b", "885.50")
    rows["budget"].append(rows["budget"][1] | {"amount_text": "880.50", "amount_yuan": Decimal(8805000)})
    publish(tmp_path, {"a": ({}, money("a")), "b": ({}, rows)})
    assert found(tmp_path) == []


def test_the_named_query_shows_pairs_side_by_side(tmp_path: Path) -> None:
    publish(tmp_path, {"a": ({}, money("a")), "b": ({}, money("b", "885.50")), "c": ({}, money("c"))})
    with open_catalog(tmp_path) as catalog:
        rows = find_query("published_twice").run(catalog, {"city": "330200"}).to_pylist()
        assert find_query("published_twice").run(catalog, {"city": "440000"}).num_rows == 0
    shown = [
        (r["first_file"], r["second_file"], r["figures"], r["differing"], r["second_printed"]) for r in rows
    ]
    assert shown == [
        ("a.pdf", "b.pdf", 4, 1, "885.50万元"),
        ("b.pdf", "c.pdf", 4, 1, "880.50万元"),
        ("a.pdf", "c.pdf", 4, 0, None),
    ]


def test_two_documents_that_agree_in_nothing_are_not_said_to_agree(tmp_path: Path) -> None:
    """They may speak of two things, so no figure is called wrong; but all of them differ."""

    def rows(seed: str, more: int) -> Rows:
        names = {"甲企业数": 100, "乙企业数": 150, "丙企业数": 200}
        return {
            "indicators": [
                indicator(
                    seed,
                    level3=name,
                    target_value=value + more,
                    target_text=f"≥{value + more}家",
                    actual_value=None,
                    row_index=row,
                )
                for row, (name, value) in enumerate(names.items())
            ]
        }

    publish(tmp_path, {"a": ({}, rows("a", 0)), "b": ({}, rows("b", 7))})
    assert found(tmp_path, "figure_differs_across") == []
    with open_catalog(tmp_path) as catalog:
        shown = find_query("published_twice").run(catalog, {}).to_pylist()
        said = catalog.select(
            """SELECT message FROM findings WHERE "check" = 'published_twice'"""
        ).to_pylist()
    assert [(row["figures"], row["differing"]) for row in shown] == [(3, 3)] * 3
    assert len(said) == 2 and all("不一致3个" in one["message"] for one in said)


def test_statements_are_documented_with_their_severity() -> None:
    page = (Path(__file__).parents[2] / "docs" / "findings.md").read_text("utf-8")
    for path in across_files():
        severity = path.read_text("utf-8").removeprefix("-- ").partition(":")[0]
        assert severity in allowed_values(SCHEMAS["findings"].field("severity"))
        assert f"`{path.stem}` | {severity} |" in page
