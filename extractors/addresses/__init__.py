"""Addresses: the printed labels that lead to every number of a table, whatever the table is about."""

from extractors.addresses.model import Addressed, Column, Label, Line, Part
from extractors.addresses.addressing import addressed

__all__ = ["Addressed", "Column", "Label", "Line", "Part", "addressed"]
