"""Tables without lines: where columns of text stand, their headings and rows."""

from extractors.undrawn.header_lines import header_bottom
from extractors.undrawn.header_part import header_part
from extractors.undrawn.ruleless import read_ruleless

__all__ = ["header_bottom", "header_part", "read_ruleless"]
