"""Addresses: the printed labels that lead to every number of a table, whatever the table is about."""

from extractors.addresses.addressing import addressed
from extractors.addresses.blocks import Pair, find_structure
from extractors.addresses.compound_cells import several_numbers
from extractors.addresses.header_rows import Span
from extractors.addresses.model import Addressed, Column, Label, Line, Part

__all__ = [
    "Addressed",
    "Column",
    "Label",
    "Line",
    "Pair",
    "Part",
    "Span",
    "addressed",
    "find_structure",
    "several_numbers",
]
