"""Documents that know their own grids: the table itself stands where others have a picture of the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.review.app import create_app
from pipeline.review.site import Site
from tests import factories, reviewing
from tests.reviewing import body


def shown(folder: Path, source_format: str, page: int | None) -> tuple[TestClient, str, Site]:
    own = {"document_id": factories.document("a")["document_id"]}
    cells = [
        cell
        | {
            "page_number": page,
            "x0": None,
            "top": None,
            "x1": None,
            "bottom": None,
            "place_text": f"支出!{'ABC'[k % 3]}{4 + k // 3}",
        }
        for k, cell in enumerate(reviewing.cells(own["document_id"]))
    ]
    rows = {
        "tables": [factories.table("a", page_first=page, page_last=page)],
        "cells": cells,
        "budget": [factories.budget("a", page_number=page, column_index=1)],
    }
    with open_publication(folder / "data") as publication:
        about = {"source_format": source_format, "page_count": page, "file_name": "支出." + source_format}
        publication.put(factories.document("a", **about), tables_from_rows(rows))
        publication.commit([factories.region()])
    site = Site(folder / "data", folder / "overrides.csv")
    return TestClient(create_app(site), base_url=reviewing.HOST), own["document_id"], site


@pytest.mark.parametrize(
    ("source_format", "page", "said"), [("xlsx", 3, "第 3 张工作表"), ("docx", None, "")]
)
def test_the_table_stands_beside_the_facts(
    tmp_path: Path, source_format: str, page: int | None, said: str
) -> None:
    client, document_id, site = shown(tmp_path, source_format, page)
    try:
        text = body(client, f"/documents/{document_id}?fact=budget.1")
        assert "data-stored" in text and "/picture" not in text and "None" not in text
        assert "支出!B5" in text and said in text
        part = client.get(f"/documents/{document_id}/stored?table=t0&row=1", headers=reviewing.CHINESE).text
        assert 'data-at-row="1" data-column="1" data-rows="1" data-columns="1" title="支出!B5"' in part
        assert (
            "没有页面图像" in client.get(f"/documents/{document_id}/stored", headers=reviewing.CHINESE).text
        )
    finally:
        site.close()
