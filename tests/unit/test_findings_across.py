"""Findings about several documents: the same figure twice, whatever order the documents came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.schemas.schemas import SCHEMAS, allowed_values
from tests import factories
from tests.factories import budget, disbursement, indicator, term

Rows = dict[str, list[dict[str, Any]]]
PROGRAMME = "出口信用保险保费补助资金"


def publish(
    data: Path, put: Mapping[str, tuple[Mapping[str, Any], Rows]], remove: Iterable[str] = ()
) -> Path:
    """Documents by seed with what is special about them, and their rows."""
    with open_publication(data) as publication:
        for seed, (about, rows) in put.items():
            document = factories.document(seed, **{"program_name": PROGRAMME} | dict(about))
            publication.put(document, tables_from_rows({"tables": [factories.table(seed)], **rows}))
        for seed in remove:
            publication.remove(str(factories.document(seed)["document_id"]))
        return publication.commit([factories.region()])


def found(data: Path, check: str = "figure_differs_across") -> list[tuple[Any, ...]]:
    """File, page, printed, recomputed of the findings of a check."""
    statement = """
        SELECT file_name, page_number, printed, recomputed FROM findings JOIN documents USING (document_id)
        WHERE "check" = $check ORDER BY ALL"""
    with open_catalog(data) as catalog:
        rows = catalog.select(statement, {"check": check}).to_pylist()
    return [tuple(row.values()) for row in rows]


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
