"""Terms of a subsidy policy in sentences: rows of `subsidy_terms`.

Confidence says how much of a row the sentence itself states: 0.85 where it names the region, 0.75 where the region is
the report's own, 0.6 where the page had to be recognised. Cells of drawn tables stand above that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.failures import UNLIMITED, Failures, Part
from extractors.prose import Sentence
from normalizers.topics import named_topic
from pipeline.context import Context, Row
from pipeline.facts import PolicyText, follow_the_others
from pipeline.records import without_impossible

NAMED, IMPLIED, RECOGNISED = 0.85, 0.75, 0.6
_LONGEST = 1500  # letters of a sentence; more is a table or a list read as text


@dataclass(slots=True)
class ProseRows:
    """Builds the terms of one document's sentences."""

    context: Context
    document_type: str | None = None
    recognised: frozenset[int] = field(default_factory=frozenset)  # pages read by OCR
    _policy: PolicyText = field(init=False)

    def build(self, sentences: Iterable[Sentence], failures: Failures = UNLIMITED) -> dict[str, list[Row]]:
        """Rows by the name of the published table."""
        found: dict[str, list[Row]] = {"subsidy_terms": []}
        sentences = list(sentences)
        self._policy = PolicyText(self.context, self.document_type, sentences)
        for sentence in (one for one in sentences if len(one.text) <= _LONGEST):
            with failures.limited_to(Part.PARAGRAPH, sentence.page_number):
                self._policy.hear(sentence)
                if not sentence.is_heading:
                    found["subsidy_terms"] += self._terms(sentence)
        follow_the_others(found["subsidy_terms"])
        for name, rows in found.items():
            without_impossible(name, rows, self.context)
        return {name: rows for name, rows in found.items() if rows}

    def date(self, rows: Iterable[Row]) -> None:
        """Give terms of tables the days and the document of the policy in which they stand, after `build`.

        Those of other places, and what is past or proposed, have their own.
        """
        own = self._policy.dates()
        for row in rows:
            if row["status"] == "in_force" and row["region_code"] == self.context.region_code:
                row |= {name: value for name, value in own.items() if row.get(name) is None}

    def _terms(self, sentence: Sentence) -> list[Row]:
        return [
            self._row(
                sentence, NAMED if is_named else IMPLIED, fiscal_year=self.context.fiscal_year, **values
            )
            for values, is_named in self._policy.terms(sentence)
        ]

    def _row(self, sentence: Sentence, confidence: float, **values: object) -> Row:
        return {
            "document_id": self.context.document_id,
            "table_id": None,
            "page_number": sentence.page_number,
            "row_index": None,
            "column_index": None,
            "source_kind": "prose",
            "source_text": sentence.text,
            "topic": named_topic([sentence.text, *reversed(sentence.section)]),
            "confidence": RECOGNISED if sentence.page_number in self.recognised else confidence,
            **values,
        }
