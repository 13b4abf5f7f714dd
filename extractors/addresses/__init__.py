"""Addresses: the printed labels that lead to every number of a table, whatever the table is about."""

from extractors.addresses.addressing import addressed
from extractors.addresses.model import Addressed, Column, Label, Line, Part

__all__ = ["Addressed", "Column", "Label", "Line", "Part", "addressed"]
