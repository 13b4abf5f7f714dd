"""What a document says of itself, its prose, and the subsidy terms that texts state."""

from pipeline.records.cells import CellRows
from pipeline.records.document import NOTHING_STATED, document_facts, score_facts
from pipeline.records.file_places import name_places, tell_pages
from pipeline.records.kind_of_paper import is_of_government, phase_of_table
from pipeline.records.sizes import without_impossible
from pipeline.records.topics import with_topics
from pipeline.records.untyped import note_untyped

__all__ = [
    "NOTHING_STATED",
    "CellRows",
    "document_facts",
    "is_of_government",
    "name_places",
    "note_untyped",
    "phase_of_table",
    "score_facts",
    "tell_pages",
    "with_topics",
    "without_impossible",
]
