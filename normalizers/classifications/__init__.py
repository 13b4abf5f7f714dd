"""The government budget classification: codes of functions, economic kinds and income, with their names by year."""

from normalizers.classifications.lookup import KINDS, codes_in_order, kind_of
from normalizers.classifications.printed import (
    begins_like,
    codes_named,
    is_known,
    kind_of_code,
    known_as,
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
    "is_known",
    "kind_of",
    "kind_of_code",
    "known_as",
    "name_key",
    "official_name",
]
