"""What a document says of itself, its prose, and the subsidy terms that texts state."""

from pipeline.records.context import Context

__all__ = ["Context"]
