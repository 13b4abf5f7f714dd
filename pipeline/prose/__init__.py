"""Sentences to facts: each number with the words that lead to it (`normalizers.clauses`), what they mean
(`normalizers.facets`), and the facts that are projections of it, as for the numbers of tables."""

from pipeline.prose.document import prose_rows
from pipeline.prose.policies import ProseRows
from pipeline.prose.stated_budgets import StatedBudgets

__all__ = ["ProseRows", "StatedBudgets", "prose_rows"]
