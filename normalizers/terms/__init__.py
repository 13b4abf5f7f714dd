"""Ratios, ceilings and tiers out of the sentences of policies."""

from normalizers.terms.model import Term
from normalizers.terms.per_unit import each_before
from normalizers.terms.phrases import ending_in, is_generic, phrase_words
from normalizers.terms.prose_terms import section_kind, sentence_terms, speaks_of_own
from normalizers.terms.scope import cap_scope, instrument_of
from normalizers.terms.status import context_status
from normalizers.terms.terms import parse_terms
from normalizers.terms.vocabulary import lexicon

__all__ = [
    "Term",
    "cap_scope",
    "context_status",
    "each_before",
    "ending_in",
    "instrument_of",
    "is_generic",
    "lexicon",
    "parse_terms",
    "phrase_words",
    "section_kind",
    "sentence_terms",
    "speaks_of_own",
]
