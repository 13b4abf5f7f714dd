"""The government budget classification: codes of functions, economic kinds and income, with their names by year."""

from normalizers.classifications.lookup import (
    KINDS,
    code_named,
    codes_in_order,
    is_named,
    kind_of,
    official_names,
)
from normalizers.classifications.table import Code, all_codes

__all__ = [
    "KINDS",
    "Code",
    "all_codes",
    "code_named",
    "codes_in_order",
    "is_named",
    "kind_of",
    "official_names",
]
