"""What a label says: `read_label` reads a heading, a stub text, a caption or a group's label into its facets.

Vocabulary only: no page, no table. The words are data in the TOML files of this folder.
"""

from normalizers.facets.consistency import PURSES
from normalizers.facets.model import Facets
from normalizers.facets.reading import read_label
from normalizers.facets.taught import (
    PLACES,
    TaughtWords,
    as_if_taught,
    is_read_by,
    known_meaning,
    lost,
    taught_word,
    teachable,
    use_taught,
)
from normalizers.facets.vocabulary import Word, members

__all__ = [
    "PLACES",
    "PURSES",
    "Facets",
    "TaughtWords",
    "Word",
    "as_if_taught",
    "is_read_by",
    "known_meaning",
    "lost",
    "members",
    "read_label",
    "taught_word",
    "teachable",
    "use_taught",
]
