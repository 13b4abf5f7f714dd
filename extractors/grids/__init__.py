"""What grids are made of, with lines and without: rules to boxes, areas of text to rows."""

from extractors.grids.alignment_rows import find_anchors, ruled_rows, with_bare_rows, with_cut_rows
from extractors.grids.boxes import COVER, Grid, GridBox, grid_of
from extractors.grids.column_lines import (
    WIDER,
    ColumnLines,
    agree,
    column_lines,
    holds_whole_values,
    is_cut_value,
    is_rest,
)
from extractors.grids.drawn_lines import SNAP, Line, joined_lines
from extractors.grids.flow import Rows, flow_rows, row_anchors
from extractors.grids.lattice import find_grids
from extractors.grids.parts import page_parts
from extractors.grids.region import Region
from extractors.grids.region_fills import fill_columns, fill_edges, is_inside
from extractors.grids.region_lines import (
    LEADERS,
    NOTE,
    cropped,
    crosses,
    ends_table,
    extend,
    is_heading,
    is_note,
    is_prose,
    is_title,
    names_table,
    run_of,
    to_edge,
    without,
)
from extractors.grids.row_assignment import assign, spread_labels
from extractors.grids.row_labels import (
    label_columns,
    merge_sections,
    merge_totals,
    placed_labels,
    split_labels,
)
from extractors.grids.segment_cells import written_cell

__all__ = [
    "COVER",
    "LEADERS",
    "NOTE",
    "SNAP",
    "WIDER",
    "ColumnLines",
    "Grid",
    "GridBox",
    "Line",
    "Region",
    "Rows",
    "agree",
    "assign",
    "column_lines",
    "cropped",
    "crosses",
    "ends_table",
    "extend",
    "fill_columns",
    "fill_edges",
    "find_anchors",
    "find_grids",
    "flow_rows",
    "grid_of",
    "holds_whole_values",
    "is_cut_value",
    "is_heading",
    "is_inside",
    "is_note",
    "is_prose",
    "is_rest",
    "is_title",
    "joined_lines",
    "label_columns",
    "merge_sections",
    "merge_totals",
    "names_table",
    "page_parts",
    "placed_labels",
    "row_anchors",
    "ruled_rows",
    "run_of",
    "split_labels",
    "spread_labels",
    "to_edge",
    "with_bare_rows",
    "with_cut_rows",
    "without",
    "written_cell",
]
