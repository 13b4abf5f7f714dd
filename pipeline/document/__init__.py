"""What holds for one document as a whole: opening it, its state."""

from pipeline.document.opening import NOTHING, Left, Opened, Printed, open_pages, printed
from pipeline.document.page_status import note_pages, refuse_unread, status_of, text_source_of

__all__ = [
    "NOTHING",
    "Left",
    "Opened",
    "Printed",
    "note_pages",
    "open_pages",
    "printed",
    "refuse_unread",
    "status_of",
    "text_source_of",
]
