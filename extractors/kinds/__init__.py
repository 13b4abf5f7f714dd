"""The kind of a table and of its blocks, and the role of each column."""

from extractors.kinds.classifying import Block, ClassifiedTable, classify
from extractors.kinds.column import Column

__all__ = ["Block", "ClassifiedTable", "Column", "classify"]
