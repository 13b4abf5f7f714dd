"""`jixiao findings`: filters, and the groups that a reader sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipeline import cli
from pipeline.cli.findings_text import SQL, as_groups
from pipeline.schemas.schemas import SCHEMAS

FOUND = [
    ("a1", "sum_differs_down", "error", 5),
    ("a1", "region_missing", "info", 2),
    ("a1", "rate_differs", "warning", None),
    ("b2", "rate_differs", "warning", 1),
]


def findings(**wanted: str) -> list[dict[str, Any]]:
    database = duckdb.connect()
    documents = [
        {"document_id": i, "file_name": f"{name}.pdf"} for i, name in (("a1", "west"), ("b2", "east"))
    ]
    keys = ("document_id", "check", "severity", "page_number")
    rows = [dict(zip(keys, one, strict=True)) | {"message": f"{one[1]} is wrong"} for one in FOUND]
    for name, own in (("documents", documents), ("findings", rows)):
        empty = dict.fromkeys(SCHEMAS[name].names)
        text = pa.schema([field.with_nullable(True) for field in SCHEMAS[name]])
        database.register(name, pa.Table.from_pylist([empty | row for row in own], schema=text))
    parameters = {"severity": None, "check": None, "document": None} | wanted
    result: list[dict[str, Any]] = database.sql(SQL, params=parameters).to_arrow_table().to_pylist()
    return result


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 4),
        ({"severity": "warning"}, 2),
        ({"check": "rate_differs", "document": "a1"}, 1),
        ({"document": "east"}, 1),
        ({"document": "north"}, 0),
    ],
)
def test_filters(wanted: dict[str, str], count: int) -> None:
    assert len(findings(**wanted)) == count


def test_groups_begin_with_the_gravest() -> None:
    assert as_groups(findings()).splitlines() == [
        "east.pdf  (1 warning)",
        "  warning  p.1    rate_differs              rate_differs is wrong",
        "",
        "west.pdf  (1 error, 1 warning, 1 info)",
        "  error    p.5    sum_differs_down          sum_differs_down is wrong",
        "  warning         rate_differs              rate_differs is wrong",
        "  info     p.2    region_missing            region_missing is wrong",
    ]


def test_the_command_hands_its_filters_on(tmp_path: Path) -> None:
    given = ["findings", "--check", "rate_differs", "--document", "west", "--severity", "error"]
    options = cli.build_parser().parse_args([*given, "--data", str(tmp_path)])
    assert (options.check, options.document, options.severity) == ("rate_differs", "west", "error")
