"""What those who read one table share: the document's facts, cells, amounts with their unit, provenance."""

from pipeline.context.amounts import Amount, percent, prints_fractions
from pipeline.context.context import Context, Row, TableRows, without_prefix

__all__ = ["Amount", "Context", "Row", "TableRows", "percent", "prints_fractions", "without_prefix"]
