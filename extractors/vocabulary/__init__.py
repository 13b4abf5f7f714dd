"""What headings and cells are made of: known headings, shapes of values, names of levels. Words are the TOML here."""

from extractors.vocabulary.levels import level_names
from extractors.vocabulary.values import (
    Profile,
    class_share,
    is_value,
    lists_regions,
    profile,
    region_share,
    shape,
    term_share,
    unit_share,
)
from extractors.vocabulary.words import (
    compares_years,
    has_header_words,
    heads_percentages,
    is_closing_label,
    known_roles,
    suggested_roles,
    value_type,
)

__all__ = [
    "Profile",
    "class_share",
    "compares_years",
    "has_header_words",
    "heads_percentages",
    "is_closing_label",
    "is_value",
    "known_roles",
    "level_names",
    "lists_regions",
    "profile",
    "region_share",
    "shape",
    "suggested_roles",
    "term_share",
    "unit_share",
    "value_type",
]
