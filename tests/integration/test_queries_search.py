"""Search: texts of all kinds, whatever their width and punctuation, and what an answer can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli
from pipeline.answers.catalog import Catalog
from tests import factories
from tests.asking import ask, pick, publish

A, B = (factories.document(seed)["document_id"] for seed in "ab")
SENTENCE = "湖滨市2022年为茶农支出５，１８６．３０万元。"


def cell(text: str, row: int, column: int, document_id: str = A, **changes: Any) -> dict[str, Any]:
    place = {"table_id": "t0", "row_index": row, "column_index": column, "row_span": 1, "column_span": 1}
    box = {"page_number": 2, "x0": 0.0, "top": 0.0, "x1": 1.0, "bottom": 1.0, "is_header": row == 0}
    return {"document_id": document_id, "text": text} | place | box | changes


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """Two documents: a table of the first says what a sentence of the second says."""
    number = {"row_path": ["茶农"], "column_path": ["支出"], "row_index": 1, "column_index": 1}
    told = factories.metric("b", source_text=SENTENCE)
    texts = {
        "a": {
            "budget": [factories.budget("a")],
            "cells": [
                cell("支 出", 0, 1),
                cell("茶农", 1, 0, place_text="支出!A7"),
                cell("5,186.30", 1, 1),
                cell("15186.30", 2, 1),
            ],
            "figures": [factories.figure("a", **number)],
        },
        "b": {
            "metrics": [told, told | {"metric": "coverage_pct"}],
            "findings": [factories.finding("b", message="5186.30 differs")],
        },
    }
    with publish(
        tmp_path, texts, b={"fiscal_year": 2022, "region_name": "青岛市", "region_code": "370200"}
    ) as opened:
        yield opened


def test_a_number_is_found_in_cells_sentences_and_findings(catalog: Catalog) -> None:
    found = ask(catalog, "search", text="５１８６．３０")
    assert pick(found, "text_kind", "text", "stands_for") == [
        ("cell", "5,186.30", "茶农 | 支出"),
        ("finding", "5186.30 differs", None),
        ("sentence", SENTENCE, None),
    ]


def test_all_words_must_stand_in_one_text(catalog: Catalog) -> None:
    assert pick(ask(catalog, "search", text="支出 茶农"), "text_kind") == [("sentence",)]
    assert pick(ask(catalog, "search", text="支出"), "text_kind") == [("heading",), ("sentence",)]
    assert ask(catalog, "search", text="茶商") == [] == ask(catalog, "search", text="、 ，")
    assert ask(catalog, "search") == []


def test_an_answer_is_narrowed(catalog: Catalog) -> None:
    def asked(**narrowed: str) -> list[str]:
        return [row["text_kind"] for row in ask(catalog, "search", text="5186.30", **narrowed)]

    assert asked(city="青岛") == ["finding", "sentence"] == asked(year="2022")
    assert asked(kind="sentence") == ["sentence"]
    assert asked(type="policy") == []
    [kind] = {row["table_kind"] for row in ask(catalog, "search", text="茶农", kind="cell")}
    assert asked(table=kind) == ["cell"]


def test_titles_come_first(catalog: Catalog) -> None:
    assert ask(catalog, "search", text="绩效评价报告")[0]["text_kind"] == "title"


def test_the_command_shows_long_texts_from_the_first_word(
    catalog: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["search", "5186.30", "万元", "--data", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "…年为茶农支出５，１８６" in shown and "湖滨" not in shown
    assert cli.main(["search", "茶商", "--data", str(tmp_path)]) == 0
    assert "Fewer words" in capsys.readouterr().err


def test_a_cell_of_a_workbook_has_the_name_that_it_has_there(catalog: Catalog) -> None:
    assert pick(ask(catalog, "search", text="茶农", kind="cell"), "text", "place_text") == [
        ("茶农", "支出!A7")
    ]
