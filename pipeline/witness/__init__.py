"""The picture as a second witness for numbers: which cells are asked, what it says, and what follows from it."""

from pipeline.witness.document import Understood, compare_with_pictures

__all__ = ["Understood", "compare_with_pictures"]
