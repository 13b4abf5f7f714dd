"""The government budget classification: codes of functions, economic kinds and income, with their names by year."""

from normalizers.classifications.lookup import KINDS, codes_in_order, kind_of
from normalizers.classifications.table import Code, all_codes

__all__ = ["KINDS", "Code", "all_codes", "codes_in_order", "kind_of"]
