"""Synthetic facts published, and the named queries asked about them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.answers.catalog import Catalog, open_catalog
from pipeline.answers.named_queries import find_query
from pipeline.programme_numbers import number_programmes
from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.schemas.schemas import FACTS
from tests import factories
from tests.factories import budget

Facts = Mapping[str, list[dict[str, Any]]]
REGIONS = [
    factories.region(
        region_code="330000", region_name="浙江省", short_name="浙江", level="province", parent_code=None
    ),
    factories.region(),
    factories.region(
        region_code="330203", region_name="海曙区", short_name="海曙", level="county", parent_code="330200"
    ),
    factories.region(region_code="370200", region_name="青岛市", short_name="青岛", parent_code="370000"),
]


def publish(data: Path, facts: Mapping[str, Facts], **documents: Mapping[str, Any]) -> Catalog:
    """Documents by seed with their facts; tables are made for the facts that name one."""
    with open_publication(data) as publication:
        for seed, rows in facts.items():
            ids = sorted({row["table_id"] for name in FACTS for row in rows.get(name, []) if row["table_id"]})
            tables = [
                factories.table(seed, table_id=table_id, table_index=index, row_count=99)
                for index, table_id in enumerate(ids)
            ]
            document = factories.document(seed, **documents.get(seed, {}))
            number_programmes(document, rows, lambda row: row.get("program_id") is not None)
            publication.put(document, tables_from_rows({"tables": tables, **rows}))
        publication.commit(REGIONS)
    return open_catalog(data)


def ask(catalog: Catalog, name: str, **parameters: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = find_query(name).run(catalog, parameters).to_pylist()
    return rows


def pick(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def yuan(amount: float | str) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.01"))


def money(seed: str, phase: str, amount: int, **changes: Any) -> dict[str, Any]:
    return budget(seed, phase=phase, amount_yuan=yuan(amount), **changes)
