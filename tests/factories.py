"""Small synthetic rows for tests; override what a test is about."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

Row = dict[str, Any]


def document(seed: str = "a", **changes: Any) -> Row:
    digest = sha256(seed.encode()).hexdigest()
    return {
        "document_id": digest[:16],
        "sha256": digest,
        "file_name": f"{seed}.pdf",
        "source_path": f"data/raw/{seed}.pdf",
        "page_count": 3,
        "text_source": "text",
        "status": "ok",
        "title": f"{seed}市专项资金绩效评价报告",
        "document_type": "evaluation_report",
        "region_code": "330200",
        "region_name": "宁波市",
        "province_name": "浙江省",
        "admin_level": "city",
        "fiscal_year": 2023,
        "extractor_version": "test",
        "ingested_at": datetime(2024, 1, 2, 3, 4, 5),
    } | changes


def _provenance(seed: str, **changes: Any) -> Row:
    return {
        "document_id": document(seed)["document_id"],
        "table_id": "t0",
        "page_number": 1,
        "row_index": 1,
        "column_index": 2,
        "source_kind": "cell",
        "source_text": "1,234.50",
        "confidence": 1.0,
    } | changes


def budget(seed: str = "a", **changes: Any) -> Row:
    return (
        _provenance(seed)
        | {
            "region_code": "330200",
            "fiscal_year": 2023,
            "line_item": "出口信用保险保费补助",
            "funding_source": "all",
            "phase": "initial",
            "scope": "annual",
            "is_total": False,
            "amount_text": "1,234.50",
            "amount_unit": "万元",
            "unit_source": "caption",
            "amount_yuan": Decimal("12345000.00"),
        }
        | changes
    )


def disbursement(seed: str = "a", **changes: Any) -> Row:
    return (
        _provenance(seed)
        | {
            "region_code": "330203",
            "region_name": "海曙区",
            "is_functional_zone": False,
            "fiscal_year": 2023,
            "due_yuan": Decimal("1000000.00"),
            "paid_yuan": Decimal("400000.00"),
            "amount_unit": "万元",
            "is_total": False,
        }
        | changes
    )


def indicator(seed: str = "a", **changes: Any) -> Row:
    return (
        _provenance(seed)
        | {
            "region_code": "330200",
            "region_name": "宁波市",
            "fiscal_year": 2023,
            "period": "annual",
            "level1": "产出",
            "level2": "数量指标",
            "level3": "支持企业数",
            "is_total": False,
            "target_text": "≥100家",
            "target_op": "≥",
            "target_value": 100.0,
            "target_unit": "家",
            "actual_text": "120家",
            "actual_value": 120.0,
            "actual_unit": "家",
        }
        | changes
    )


def term(seed: str = "a", **changes: Any) -> Row:
    return (
        _provenance(seed)
        | {
            "region_code": "330200",
            "region_name": "宁波市",
            "gov_level": "city",
            "enterprise_class": "small",
            "instrument": "premium_subsidy",
            "ratio_op": "≤",
            "ratio_pct": 50.0,
            "cap_yuan": Decimal("1000000.00"),
            "fiscal_year": 2023,
            "status": "in_force",
            "source_text": "小微企业给予不超过50%的保费补助",
        }
        | changes
    )


def metric(seed: str = "a", **changes: Any) -> Row:
    return (
        _provenance(seed, table_id=None, row_index=None, column_index=None, source_kind="prose")
        | {
            "region_code": "330200",
            "region_name": "宁波市",
            "fiscal_year": 2023,
            "metric": "penetration_rate_pct",
            "subject": "出口信用保险渗透率",
            "value_text": "35%",
            "value": 35.0,
            "unit": "%",
            "source_text": "2023年出口信用保险渗透率达到35%。",
        }
        | changes
    )


def figure(seed: str = "a", **changes: Any) -> Row:
    return (
        _provenance(seed)
        | {
            "value_text": "1,234.50",
            "value": 1234.5,
            "unit": "万元",
            "unit_source": "caption",
            "amount_yuan": Decimal("12345000.00"),
            "row_path": ["商务发展", "出口信用保险保费补助"],
            "column_path": ["年初预算"],
            "measure": "amount",
            "item": "出口信用保险保费补助",
            "region_code": "330200",
            "fiscal_year": 2023,
            "phase": "initial",
            "is_total": False,
            "fact_table": "budget",
            "fact_column": "amount_yuan",
        }
        | changes
    )


def table(seed: str = "a", **changes: Any) -> Row:
    return {
        "document_id": document(seed)["document_id"],
        "table_id": "t0",
        "table_index": 0,
        "kind": "budget",
        "page_first": 1,
        "page_last": 1,
        "row_count": 2,
        "column_count": 3,
        "header_row_count": 1,
        "method": "ruled",
        "confidence": 1.0,
    } | changes


def finding(seed: str = "a", **changes: Any) -> Row:
    return {
        "document_id": document(seed)["document_id"],
        "check": "sum_of_parts",
        "severity": "warning",
        "table_id": "t0",
        "page_number": 1,
        "row_index": 3,
        "printed": "100.00",
        "recomputed": "99.00",
        "message": "合计与各项之和不符",
    } | changes


def region(**changes: Any) -> Row:
    return {
        "region_code": "330200",
        "region_name": "宁波市",
        "short_name": "宁波",
        "level": "city",
        "parent_code": "330000",
        "province_name": "浙江省",
        "city_name": "宁波市",
        "is_functional_zone": False,
    } | changes
