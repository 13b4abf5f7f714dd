"""Characters to lines of text, and lines to runs of text parted by gaps."""

from extractors.lines.indents import first_left
from extractors.lines.layout import cell_text, glue, group_lines, line_text, text_lines
from extractors.lines.level_scripts import with_level_scripts
from extractors.lines.page_numbers import page_number
from extractors.lines.segments import (
    INK,
    SPLIT,
    Segment,
    SegmentLine,
    cut_at,
    cut_at_gaps,
    cut_written,
    em_of,
    join_spaced,
    segment,
    segment_lines,
)
from extractors.lines.slanted_headings import set_headings

__all__ = [
    "INK",
    "SPLIT",
    "Segment",
    "SegmentLine",
    "cell_text",
    "cut_at",
    "cut_at_gaps",
    "cut_written",
    "em_of",
    "first_left",
    "glue",
    "group_lines",
    "join_spaced",
    "line_text",
    "page_number",
    "segment",
    "segment_lines",
    "set_headings",
    "text_lines",
    "with_level_scripts",
]
