"""The government budget classification: codes of functions, economic kinds and income, with their names by year."""

from normalizers.classifications.lookup import KINDS, codes_in_order, kinds_of
from normalizers.classifications.printed import (
    begins_like,
    codes_named,
    is_coded_name,
    is_known,
    is_moved,
    kind_of_code,
    known_as,
    listed_years,
    name_key,
    official_name,
)
from normalizers.classifications.table import Code, all_codes

__all__ = [
    "KINDS",
    "Code",
    "all_codes",
    "begins_like",
    "codes_in_order",
    "codes_named",
    "is_coded_name",
    "is_known",
    "is_moved",
    "kind_of_code",
    "kinds_of",
    "known_as",
    "listed_years",
    "name_key",
    "official_name",
]
