"""Tables whose lines are drawn: boxes with no line between them are one cell."""

from extractors.drawn.ruled import fill_grid, read_ruled

__all__ = ["fill_grid", "read_ruled"]
