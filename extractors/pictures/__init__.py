"""Is the text of a page to be trusted? If not, the same geometry out of its picture."""

from extractors.pictures.scan_image import ink_of, rotated
from extractors.pictures.scan_seals import to_grey
from extractors.pictures.scan_seen import lean_of, seen
from extractors.pictures.source import sourced
from extractors.pictures.witness import FIRST_DPI, SECOND_DPI, Reader, Seen, have_odd_ink, read_boxes, reader

__all__ = [
    "FIRST_DPI",
    "SECOND_DPI",
    "Reader",
    "Seen",
    "have_odd_ink",
    "ink_of",
    "lean_of",
    "read_boxes",
    "reader",
    "rotated",
    "seen",
    "sourced",
    "to_grey",
]
