"""A row of facts from a sentence, with its place and confidence."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.context import Context, Row
from pipeline.prose.phrases import NOTHING
from pipeline.prose.settled_number import Said

NAMED, IMPLIED, RECOGNISED, PROVED = 0.85, 0.75, 0.6, 0.9


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes rows of one document; `recognised` are the pages that were read from their picture."""

    context: Context
    recognised: frozenset[int] = frozenset()

    def fact(self, said: Said, confidence: float, **values: object) -> Row:
        page = said.sentence.page_number
        return {
            "document_id": self.context.document_id,
            "table_id": None,
            "page_number": page,
            "row_index": None,
            "column_index": None,
            "source_kind": "prose",
            "source_text": said.sentence.text,
            "confidence": RECOGNISED if page in self.recognised else confidence,
            **values,
        }


def confidence_of(said: Said) -> float:
    """Arithmetic proves an amount and its place; a phase or source that the sentence states itself comes next."""
    if said.stated.is_proved and said.phrase.facets != NOTHING:
        return PROVED - 0.01
    return NAMED if said.phrase.facets.choices or said.phrase.facets.funding_source else IMPLIED
