"""Tables of pages to whole tables: titles, units, numbering rows, parts joined over page breaks."""

from extractors.vocabulary import is_caption, is_unit_line, starts_numbered, unit_of
from extractors.whole.assembling import Body, assemble
from extractors.whole.column_numbers import numbers_columns
from extractors.whole.front_matter import Field, FrontMatter, read_front_matter
from extractors.whole.furniture import is_furniture, running_heads
from extractors.whole.paper_words import document_words
from extractors.whole.subpages import both_sides
from extractors.whole.table_titles import with_title_drawn
from extractors.whole.table_units import unit_for_all
from extractors.whole.text_columns import by_columns
from extractors.whole.title import find_title
from extractors.whole.title_lines import letter_size

__all__ = [
    "Body",
    "Field",
    "FrontMatter",
    "assemble",
    "both_sides",
    "by_columns",
    "document_words",
    "find_title",
    "is_caption",
    "is_furniture",
    "is_unit_line",
    "letter_size",
    "numbers_columns",
    "read_front_matter",
    "running_heads",
    "starts_numbered",
    "unit_for_all",
    "unit_of",
    "with_title_drawn",
]
