"""What a label says: `read_label` reads a heading, a stub text, a caption or a group's label into its facets.

Vocabulary only: no page, no table. The words are data in the TOML files of this folder.
"""

from normalizers.facets.model import Facets
from normalizers.facets.reading import read_label

__all__ = ["Facets", "read_label"]
