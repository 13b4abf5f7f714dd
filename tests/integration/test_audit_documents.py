"""The audit on whole documents: consistent reports stay silent, a changed figure is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.kinds.classifying import ClassifiedTable
from pipeline.audit.document import audit_document
from pipeline.audit.rules import load
from pipeline.context.context import Context
from pipeline.facts.budget import Paper
from pipeline.facts.tables import table_facts
from pipeline.ingest import extract_document
from tests.tables import classified

ROOT = Path(__file__).parents[2]
REPORTS = sorted([*(ROOT / "data" / "samples").glob("*.pdf"), *(ROOT / "tests" / "reports").glob("*.pdf")])

PAYMENTS = """
    补助类型 | 应拨付金额（万元） | 实际拨付金额（万元） | 预算执行率
    小微企业 | 1433.65 | 1433.65 | 100%
    一般企业 | 2172.95 | 674.94 | 31.06%
    合计     | 3606.60 | {total} | {rate}
"""
SCORES = """
    一级指标 | 分值 | 得分 | 得分率
    过程     | 40 | 37.94 | 94.85%
    产出     | 60 | 58.00 | {rate}
    合计     | 100 | 95.94 | 95.94%
"""


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_consistent_reports_raise_no_contradiction(path: Path) -> None:
    found = extract_document(path).rows["findings"]
    assert [one["message"] for one in found if one["check"] in load()["check"]] == []


def audited(
    *texts: str, prose: list[tuple[int, str]] | None = None, **facts: object
) -> list[tuple[str, str]]:
    context = Context(
        "d" * 16, region_code="370200", region_name="青岛市", fiscal_year=2023, prose=prose or []
    )
    tables: list[ClassifiedTable] = [classified(text, caption="") for text in texts]
    rows: dict[str, list[dict[str, object]]] = {"tables": []}
    for index, table in enumerate(tables):
        table_id = f"d-{index:04d}"
        rows["tables"].append({"table_id": table_id, "caption": None, "page_first": 1})
        for name, built in table_facts(context, table, table_id, Paper()).items():
            rows.setdefault(name, []).extend(built)
    before = {name: [dict(row) for row in built] for name, built in rows.items()}
    audit_document(context, tables, rows, facts)
    assert rows == before, "a finding never changes a fact"
    return [(one["check"], one["printed"]) for one in context.findings]


def test_tables_that_agree_stay_silent() -> None:
    payments = PAYMENTS.format(total="2108.59", rate="58.46%")
    assert audited(payments, SCORES.format(rate="96.67%"), total_score=95.94, grade="优") == []


def test_every_contradiction_of_a_document_is_found_once() -> None:
    found = audited(
        PAYMENTS.format(total="2113.59", rate="58.60%"),
        SCORES.format(rate="98.67%"),
        prose=[(2, "实际拨付 2113.59 万元。"), (3, "该指标满分 60 分，得 58 分，得分率 69.67%。")],
        total_score=95.94,
        grade="良",
    )
    assert sorted(found) == [
        ("error_carried_on", "2113.59"),
        ("error_carried_on", "58.60%"),
        ("grade_differs", "良"),
        ("rate_differs", "69.67%"),
        ("rate_differs", "98.67%"),
        ("sum_differs_down", "2113.59"),
    ]
