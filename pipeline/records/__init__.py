"""Classified tables to typed rows, one module per published fact table."""

from pipeline.records.context import Context
from pipeline.records.facts import fact_rows

__all__ = ["Context", "fact_rows"]
