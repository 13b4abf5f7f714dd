"""Every named query has the columns that it declares; coverage, and the checks of published data."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.account.counting import account
from pipeline.answers.named_queries import find_query, load_queries
from pipeline.publishing.data_checks import run_checks
from tests import factories
from tests.asking import Facts, ask, pick, publish
from tests.factories import budget, disbursement, figure, indicator, term


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_output_columns_are_the_declared_ones_even_without_data(data: Path, name: str) -> None:
    with publish(data, {}) as catalog:
        query = find_query(name)
        assert query.run(catalog, {}).column_names == list(query.columns)


def test_coverage_counts_documents_once_and_shows_failures(data: Path) -> None:
    failed = {"status": "failed", "region_code": None, "region_name": None, "fiscal_year": None}
    facts = {
        "a": {"budget": [budget("a")] * 3, "findings": [factories.finding("a")]},
        "b": {"budget": [budget("b")]},
        "c": {},
    }
    with publish(data, facts, c=failed) as catalog:
        found = ask(catalog, "coverage")
        assert pick(found, "region_name", "documents", "ok", "failed", "budget_rows", "findings") == [
            ("宁波市", 2, 2, 0, 4, 1),
            (None, 1, 0, 1, 0, 0),
        ]
        assert len(ask(catalog, "coverage", city="宁波")) == 1


class TestChecks:
    def test_sound_data_passes(self, data: Path) -> None:
        facts = {"budget": [budget()], "disbursement": [disbursement()], "indicators": [indicator()]}
        known = {"disbursement": [disbursement(region_code="330203")], "subsidy_terms": [term()]}
        numbers = [
            figure(),
            figure(fact_table=None),
            figure(table_id=None, source_kind="prose", row_index=None),
        ]
        counts = account(numbers).of_document()
        with publish(data, {"a": {**facts, **known, "figures": numbers}}, a=counts) as catalog:
            assert run_checks(catalog) == []

    @pytest.mark.parametrize(
        ("facts", "check"),
        [
            ({"budget": [budget(page_number=4)]}, "pages_exist"),
            ({"budget": [budget(row_index=100)]}, "facts_have_tables"),
            ({"budget": [budget(source_kind=None)]}, "facts_have_tables"),
            ({"budget": [budget(source_kind="prose")]}, "facts_have_tables"),
            ({"budget": [budget(amount_unit=None)]}, "amounts_have_units"),
            ({"budget": [budget(fiscal_year=203)]}, "years"),
            ({"budget": [budget(confidence=1.2)]}, "confidence"),
            ({"budget": [budget(phase="planned")]}, "codes_budget_phase"),
            ({"budget": [budget(region_code="999999")]}, "regions_known"),
            ({"subsidy_terms": [term(ratio_pct=120.0)]}, "percentages"),
            ({"budget": [budget("other")]}, "rows_have_documents"),
            ({"figures": [figure(page_number=4)]}, "pages_exist"),
            ({"figures": [figure(row_index=100)]}, "facts_have_tables"),
            ({"figures": [figure(unit=None)]}, "amounts_have_units"),
            ({"figures": [figure(fiscal_year=203)]}, "years"),
            ({"figures": [figure(confidence=-0.1)]}, "confidence"),
            ({"figures": [figure(region_code="999999")]}, "regions_known"),
            ({"figures": [figure("other")]}, "rows_have_documents"),
            ({"figures": [figure(fact_table="none:dull")]}, "codes_figures_fact_table"),
            ({"tables": [factories.table(number_count=1)]}, "numbers_add_up"),
            (
                {"tables": [factories.table(number_count=1, taken_count=0)], "figures": [figure()]},
                "numbers_add_up",
            ),
            ({"tables": [factories.table()] * 2}, "table_ids"),
            (
                {"cells": [{"document_id": "x", "table_id": "t9", "row_index": 0, "column_index": 0}]},
                "cells_in_tables",
            ),
        ],
    )
    def test_unsound_data_is_found(self, data: Path, facts: Facts, check: str) -> None:
        with publish(data, {"a": facts}) as catalog:
            assert check in [violation.check for violation in run_checks(catalog)]

    @pytest.mark.parametrize("column", ["number_count", "taken_count", "understood_count"])
    def test_a_document_that_was_counted_wrongly_is_found(self, data: Path, column: str) -> None:
        numbers = [figure(), figure(fact_table="none:part"), figure(fact_table=None)]
        counts = account(numbers).of_document() | {column: 4}
        with publish(data, {"a": {"budget": [budget()], "figures": numbers}}, a=counts) as catalog:
            assert [violation.check for violation in run_checks(catalog)] == ["numbers_add_up"]

    def test_an_identity_that_is_not_the_checksum_is_found(self, data: Path) -> None:
        with publish(data, {"a": {}}, a={"sha256": "0" * 64}) as catalog:
            assert [violation.check for violation in run_checks(catalog)] == ["document_ids"]
