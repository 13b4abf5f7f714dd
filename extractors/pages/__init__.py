"""Files and their pages: characters with boxes and baselines, rules and shading, upright whatever the rotation."""

from extractors.pages.damage import Health, examine
from extractors.pages.file_kinds import name_kind, signed_kind
from extractors.pages.hideable import Hideable
from extractors.pages.pages import Array, Document, Flags, Page, PdfError, page_geometry, turn_of
from extractors.pages.paths import Fill, Rule
from extractors.pages.reworded import Reworded
from extractors.pages.turns import SAME_ANGLE, Aslant

__all__ = [
    "SAME_ANGLE",
    "Array",
    "Aslant",
    "Document",
    "Fill",
    "Flags",
    "Health",
    "Hideable",
    "Page",
    "PdfError",
    "Reworded",
    "Rule",
    "examine",
    "name_kind",
    "page_geometry",
    "signed_kind",
    "turn_of",
]
