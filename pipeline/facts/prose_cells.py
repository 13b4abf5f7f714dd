"""Terms of a subsidy policy in the sentences of cells that stand in no policy table: 项目概况, 目标值, 评分说明."""

from __future__ import annotations

import re

from extractors.model import RawCell
from extractors.prose import split_sentences
from normalizers.terms import section_kind, sentence_terms, speaks_of_own
from normalizers.text import match_key
from pipeline.context import Row, TableRows
from pipeline.facts.policy_text import policy_regions, term_values

_LEAST = 12  # letters of a cell that may hold a sentence
_LONGEST_LABEL = 16
_SUPPORT = re.compile(r"补[贴助]|贴息|奖[励补]|资助|扶持|支持|配套")
STATED = 0.75  # most confidence: the cell was not meant to state a policy


def sentence_rows(view: TableRows) -> list[Row]:
    """Terms that name their region or speak of the report's own, and those in cells whose labels say that they tell
    the policy (项目概况, 补助标准)."""
    rows: list[Row] = []
    for cell in view.table.cells:
        if len(match_key(cell.text)) < _LEAST or cell.row in view.classified.header_rows:
            continue
        labels = _labels(view, cell)
        is_told = section_kind(labels) in ("policy", "overview")
        for sentence in split_sentences(cell.text):
            if not _SUPPORT.search(sentence):
                continue  # shares of a cost alone are no policy: 征迁费用由市、区各承担50%
            section = labels if is_told else ()
            for term in sentence_terms(sentence, section=section, year=view.context.fiscal_year):
                if not (term.region_names or is_told or speaks_of_own(sentence)):
                    continue
                for region in policy_regions(term, sentence, None, view.context):
                    row = view.fact(cell.row, cell.column, cell.text, **term_values(term, region))
                    rows.append(row | {"confidence": min(STATED, row["confidence"])})
    return rows


def _labels(view: TableRows, cell: RawCell) -> tuple[str, ...]:
    """The labels left of a cell and over it, the nearest last."""
    left = [one.text for one in view.cells(cell.row) if one.column < cell.column]
    above = [one.text for row in sorted(view.classified.header_rows) if (one := view.cell(row, cell.column))]
    return tuple(text for text in (*above, *left) if 0 < len(text) <= _LONGEST_LABEL)
