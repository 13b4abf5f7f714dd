"""Files and their pages: characters with boxes and baselines, rules and shading, upright whatever the rotation."""

from extractors.pages.actual_text import Reworded
from extractors.pages.annotations import Shown, open_page
from extractors.pages.areas import turned_areas
from extractors.pages.damage import Health, examine, in_short
from extractors.pages.document import Document, PdfError
from extractors.pages.faults import KINDS, TEXT_IN_DOUBT, Fault
from extractors.pages.file_kinds import is_packed, name_kind, signed_kind
from extractors.pages.geometry import page_geometry, turn_of
from extractors.pages.hideable import Hideable
from extractors.pages.page import Array, Flags, Page
from extractors.pages.paths import Fill, Rule
from extractors.pages.rotation import SAME_ANGLE, Aslant, turned_back
from extractors.pages.skew import level

__all__ = [
    "KINDS",
    "SAME_ANGLE",
    "TEXT_IN_DOUBT",
    "Array",
    "Aslant",
    "Document",
    "Fault",
    "Fill",
    "Flags",
    "Health",
    "Hideable",
    "Page",
    "PdfError",
    "Reworded",
    "Rule",
    "Shown",
    "examine",
    "in_short",
    "is_packed",
    "level",
    "name_kind",
    "open_page",
    "page_geometry",
    "signed_kind",
    "turn_of",
    "turned_areas",
    "turned_back",
]
