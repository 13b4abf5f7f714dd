"""Terms of a subsidy policy in sentences: rows of `subsidy_terms`.

Confidence says how much of a row the sentence itself states: 0.85 where it names the region, 0.75 where the region is
the report's own, 0.6 where the page had to be recognised. Cells of drawn tables stand above that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.failures import UNLIMITED, Failures, Part
from extractors.prose import Sentence
from normalizers import regions
from normalizers.prose_terms import section_kind, sentence_terms, speaks_of_own
from normalizers.regions import Region
from normalizers.terms import Term
from pipeline.records.context import Context, Row
from pipeline.records.sizes import without_impossible

NAMED, IMPLIED, RECOGNISED = 0.85, 0.75, 0.6
_LONGEST = 1500  # letters of a sentence; more is a table or a list read as text
_PROVINCE_END = "0000"


@dataclass(slots=True)
class ProseRows:
    """Builds the terms of one document's sentences."""

    context: Context
    recognised: frozenset[int] = field(default_factory=frozenset)  # pages read by OCR

    def build(self, sentences: Iterable[Sentence], failures: Failures = UNLIMITED) -> dict[str, list[Row]]:
        """Rows by the name of the published table."""
        found: dict[str, list[Row]] = {"subsidy_terms": []}
        for sentence in (one for one in sentences if len(one.text) <= _LONGEST):
            with failures.limited_to(Part.PARAGRAPH, sentence.page_number):
                if not sentence.is_heading:
                    found["subsidy_terms"] += self._terms(sentence)
        for name, rows in found.items():
            without_impossible(name, rows, self.context)
        return {name: rows for name, rows in found.items() if rows}

    def _terms(self, sentence: Sentence) -> list[Row]:
        terms = sentence_terms(sentence.text, section=sentence.section, year=self.context.fiscal_year)
        return [
            self._row(
                sentence,
                NAMED if term.region_names else IMPLIED,
                fiscal_year=self.context.fiscal_year,
                **term_values(term, region),
            )
            for term in terms
            for region in policy_regions(term, sentence.text, section_kind(sentence.section), self.context)
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
            "confidence": RECOGNISED if sentence.page_number in self.recognised else confidence,
            **values,
        }


def term_values(term: Term, region: tuple[str | None, str | None]) -> Row:
    """The columns of `subsidy_terms` that a term fills."""
    code, name = region
    return {
        "region_code": code,
        "region_name": name,
        "gov_level": term.gov_level or ("province" if (code or "").endswith(_PROVINCE_END) else "city"),
        "enterprise_class": term.enterprise_class,
        "instrument": term.instrument,
        "ratio_op": term.ratio_op or ("=" if term.ratio_pct is not None else None),
        "ratio_pct": term.ratio_pct,
        "cap_yuan": term.cap_yuan,
        "cap_scope": term.cap_scope,
        "export_min_usd": float(term.export_min_usd) if term.export_min_usd is not None else None,
        "export_max_usd": float(term.export_max_usd) if term.export_max_usd is not None else None,
        "market": term.market,
        "condition_text": term.condition_text,
        "status": term.status or "in_force",
    }


def policy_regions(
    term: Term, text: str, kind: str | None, context: Context
) -> list[tuple[str | None, str | None]]:
    """The regions whose policy a term is: those it names, else the report's own where the sentence speaks of it or
    the section is about what the programme grants.

    What the province pays is the province's policy. Empty when no region is said.
    """
    named = [regions.resolve(name, year=context.fiscal_year) for name in term.region_names]
    found = [_payer(region, term.gov_level, context) for region in named if region is not None]
    if term.region_names or kind == "elsewhere" or context.region_code is None:
        return list(dict.fromkeys(found))
    if (
        kind in ("overview", "policy")
        or term.status == "recommended"
        or speaks_of_own(text)
        or term.gov_level is not None
    ):
        own = regions.resolve(context.region_name or "", year=context.fiscal_year)
        return [_payer(own, term.gov_level, context)] if own is not None else []
    return []


def _payer(region: Region, level: str | None, context: Context) -> tuple[str | None, str | None]:
    """The region itself, or its province where the province pays alone."""
    code = region.region_code or ""
    if level == "province" and not code.endswith(_PROVINCE_END):
        province = regions.province_of(code, year=context.fiscal_year)
        if province is not None:
            return province.region_code, province.region_name
    if level in ("city", "province+city") and code.endswith(_PROVINCE_END):
        own = context.region_code or ""
        if own[:2] == code[:2]:
            return context.region_code, context.region_name
    return region.region_code, region.region_name
