"""The declared tables keep what the outside relies on."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.schemas.columns import READ_AT
from pipeline.schemas.schemas import (
    FACTS,
    PARTITIONED,
    PROVENANCE,
    SCHEMAS,
    YUAN,
    allowed_values,
    describe,
    stored_schema,
    type_name,
)

PUBLISHED = {
    "documents": "document_id sha256 file_name source_path source_format page_count text_source status status_reason "
    "title document_type region_code region_name province_name admin_level fiscal_year "
    "program_name program_id topic department total_score grade number_count taken_count understood_count "
    "extractor_version ingested_at",
    "tables": "document_id table_id table_index caption unit_text kind page_first page_last row_count "
    "column_count header_row_count method number_count taken_count confidence",
    "cells": "document_id table_id row_index column_index row_span column_span text is_header "
    "page_number x0 top x1 bottom place_text ocr_confidence",
    "figures": "value_text value unit unit_source amount_yuan row_path column_path measure item region_code "
    "region_name fiscal_year as_of quarter phase flow funding_source payer_level recipient_class is_total "
    "fact_table fact_column",
    "budget": "region_code fiscal_year program_name program_id topic line_item parent_line_item line_path line_level "
    "flow statement function_code economic_code fund_type expenditure_type funding_source phase scope is_total "
    "amount_text amount_unit unit_source amount_yuan as_of quarter execution_rate_printed_pct",
    "disbursement": "region_code region_name is_functional_zone fiscal_year program_id item payer_level "
    "recipient_name recipient_class recipient_count due_yuan paid_yuan amount_unit as_of "
    "execution_rate_printed_pct execution_rate_pct is_total",
    "indicators": "region_code region_name fiscal_year program_id topic period as_of level1 level2 level3 level1_code "
    "level2_code is_total target_text target_op target_value target_unit actual_text actual_value actual_unit is_met "
    "completion_rate_printed_pct completion_rate_pct weight score score_rate_printed_pct deviation_reason",
    "subsidy_terms": "region_code region_name program_id topic gov_level enterprise_class beneficiary_text item "
    "instrument base_text ratio_op ratio_pct standard_yuan standard_per cap_yuan cap_scope tier_measure tier_min "
    "tier_max tier_unit export_min_usd export_max_usd market condition_text fiscal_year valid_from valid_to "
    "policy_document status",
    "metrics": "region_code region_name fiscal_year metric subject value_text value unit amount_yuan as_of",
    "findings": "document_id check severity table_id page_number row_index printed recomputed message",
    "programs": "program_id program_name region_code topic first_year last_year document_count",
    "regions": "region_code region_name short_name level parent_code province_name city_name "
    "is_functional_zone valid_from valid_to",
    "classifications": "code code_name kind fund_type parent_code valid_from valid_to",
    "topics": "topic topic_name parent_topic function_codes",
}
FIELDS = [(name, field) for name, schema in SCHEMAS.items() for field in schema]


def test_tables_and_their_columns_are_published_in_order() -> None:
    assert list(SCHEMAS) == list(PUBLISHED)
    for name, columns in PUBLISHED.items():
        kept = [column for column in SCHEMAS[name].names if column in columns.split()]
        assert kept == columns.split(), name


@pytest.mark.parametrize("name", FACTS)
def test_facts_end_with_their_provenance(name: str) -> None:
    assert SCHEMAS[name].names[-len(PROVENANCE) :] == [field.name for field in PROVENANCE]


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=[f"{name}.{field.name}" for name, field in FIELDS])
def test_every_column_is_described(name: str, field: pa.Field) -> None:
    assert describe(field)
    assert (field.type == YUAN) == field.name.endswith("_yuan")
    if field.name.endswith("_pct"):
        assert field.type == pa.float64() and describe(field, "unit") == "percent"
    assert len(set(allowed_values(field))) == len(allowed_values(field))


def test_no_column_stands_twice_in_a_table() -> None:
    for name, schema in SCHEMAS.items():
        assert len(schema.names) == len(set(schema.names)), name


def test_facts_leave_the_year_to_the_folder() -> None:
    for name, schema in SCHEMAS.items():
        assert ("fiscal_year" in stored_schema(name).names) == (
            "fiscal_year" in schema.names and name not in PARTITIONED
        )


def test_numbers_say_where_they_stand_as_facts_do() -> None:
    assert SCHEMAS["figures"].names[-len(READ_AT) :] == [field.name for field in READ_AT]
    assert set(FACTS) < set(PARTITIONED) and "figures" not in FACTS


def test_a_number_is_taken_by_a_fact_that_there_is() -> None:
    """Codes of `fact_table` are published tables, or say why a number is no fact."""
    takers = [code for code in allowed_values(SCHEMAS["figures"].field("fact_table")) if ":" not in code]
    assert set(FACTS) <= set(takers) <= set(SCHEMAS)


def test_a_path_read_back_is_of_the_type_that_was_written() -> None:
    """Else every part would be written anew with every version."""
    sink = pa.BufferOutputStream()
    pq.write_table(stored_schema("figures").empty_table(), sink)
    assert pq.read_schema(pa.BufferReader(sink.getvalue())).equals(stored_schema("figures"))
    assert type_name(SCHEMAS["figures"].field("row_path")) == "list<string>"


def test_descriptions_survive_in_parquet() -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(stored_schema("budget").empty_table(), sink)
    read = pq.read_schema(pa.BufferReader(sink.getvalue()))
    field = read.field("amount_yuan")
    assert describe(field, "unit") == "yuan"
    assert read.metadata[b"description"] == SCHEMAS["budget"].metadata[b"description"]


def test_names_are_plain_lower_case() -> None:
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", field.name) for _, field in FIELDS)
