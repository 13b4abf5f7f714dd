"""Sentences to facts: each number with the words that lead to it (`normalizers.clauses`), what they mean
(`normalizers.facets`), and the facts that are projections of it, as for the numbers of tables."""

from pipeline.prose.document import prose_rows
from pipeline.prose.policies import ProseRows

__all__ = ["ProseRows", "prose_rows"]
