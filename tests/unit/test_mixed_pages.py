"""Pages that were read from their picture in parts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractors.choice import read
from pipeline.ingest import extract_document
from pipeline.schemas import FACTS
from pipeline.version import ROOT

REPORT = ROOT / "tests" / "reports" / "ganzhou_2022_mixed.pdf"


@pytest.mark.parametrize(("source", "is_sure"), [("text", True), ("mixed", False)])
def test_sentences_are_as_sure_as_what_was_recognised(
    monkeypatch: pytest.MonkeyPatch, source: str, is_sure: bool
) -> None:
    own = read.sourced

    def sourced(*given: Any) -> Any:
        return replace(own(*given), source=source)

    monkeypatch.setattr(read, "sourced", sourced)
    rows = extract_document(REPORT).rows
    stated = [row for name in FACTS for row in rows.get(name, ()) if row.get("source_kind") == "prose"]
    assert stated
    assert (max(row["confidence"] for row in stated) > 0.6) is is_sure
