"""Files of other formats than PDF: what they show, set down as pages with grids and lines; or printed as a PDF.

Workbooks, documents and web pages know their grids, which are taken as they are stored. What has only pages (OFD,
pictures) becomes a PDF that is read like any other.
"""

from extractors.formats.bands import LongTable, cut_long
from extractors.formats.blocks import (
    Beside,
    Block,
    FormatError,
    Grid,
    GridCell,
    Paragraph,
    Reading,
    Sheet,
    Trouble,
)
from extractors.formats.cuts.cutting import cut_grid
from extractors.formats.detect import Kind, decoded, kind_of
from extractors.formats.documents.libreoffice import find_office
from extractors.formats.layout import join_lines, lay_out
from extractors.formats.reading import PRINTED, SOURCE_FORMATS, print_pdf, read_sheets

__all__ = [
    "PRINTED",
    "SOURCE_FORMATS",
    "Beside",
    "Block",
    "FormatError",
    "Grid",
    "GridCell",
    "Kind",
    "LongTable",
    "Paragraph",
    "Reading",
    "Sheet",
    "Trouble",
    "cut_grid",
    "cut_long",
    "decoded",
    "find_office",
    "join_lines",
    "kind_of",
    "lay_out",
    "print_pdf",
    "read_sheets",
]
