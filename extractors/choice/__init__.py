"""The tables of a page: how well each reading fits, and which of them stand."""

from extractors.choice.read import WHERE_NEEDED, read_pages

__all__ = ["WHERE_NEEDED", "read_pages"]
