"""Terms of a subsidy policy in the sentences of cells that stand in no policy table: 项目概况, 目标值, 评分说明."""

from __future__ import annotations

import re

from extractors.prose_marks import split_sentences
from normalizers.prose_terms import sentence_terms, speaks_of_own
from normalizers.text import match_key
from pipeline.facts.policy_text import policy_regions, term_values
from pipeline.records.context import Row, TableRows

_LEAST = 12  # letters of a cell that may hold a sentence
_SUPPORT = re.compile(r"补[贴助]|贴息|奖[励补]|资助|扶持|支持|配套")
STATED = 0.75  # most confidence: the cell was not meant to state a policy


def sentence_rows(view: TableRows) -> list[Row]:
    """Terms that name their region, or speak of the report's own; no column or heading helps to read them."""
    rows: list[Row] = []
    for cell in view.table.cells:
        if len(match_key(cell.text)) < _LEAST or cell.row in view.classified.header_rows:
            continue
        for sentence in split_sentences(cell.text):
            if not _SUPPORT.search(sentence):
                continue  # shares of a cost alone are no policy: 征迁费用由市、区各承担50%
            for term in sentence_terms(sentence, year=view.context.fiscal_year):
                if not term.region_names and not speaks_of_own(sentence):
                    continue
                for region in policy_regions(term, sentence, None, view.context):
                    row = view.fact(cell.row, cell.column, cell.text, **term_values(term, region))
                    rows.append(row | {"confidence": min(STATED, row["confidence"])})
    return rows
