"""Printed numbers, units, quantities and tiers to values."""

from normalizers.numbers import quantities, units
from normalizers.numbers.numbers import (
    CHINESE_NUMERALS,
    LARGEST,
    find_numbers,
    normalize_digits,
    parse_number,
    without_remark,
)
from normalizers.numbers.quantities import parse_quantity
from normalizers.numbers.quantity import Quantity
from normalizers.numbers.tiers import Band, read_band
from normalizers.numbers.units import Unit, lookup, to_yuan

__all__ = [
    "CHINESE_NUMERALS",
    "LARGEST",
    "Band",
    "Quantity",
    "Unit",
    "find_numbers",
    "lookup",
    "normalize_digits",
    "parse_number",
    "parse_quantity",
    "quantities",
    "read_band",
    "to_yuan",
    "units",
    "without_remark",
]
