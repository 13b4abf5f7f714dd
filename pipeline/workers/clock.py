"""How much of its time a child has left for reading pages, so that what follows the pages fits, too."""

from __future__ import annotations

import time

# Of the time of a document: typing and auditing what was read takes less time than reading it.
_FOR_PAGES = 0.6


class Clock:
    """Runs from when it is made, towards the seconds that a document may take."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + _FOR_PAGES * seconds

    def add(self, seconds: float) -> None:
        """Grant more time, for a page that is known to be slow."""
        self._ends += seconds

    def is_up(self) -> bool:
        """Is the time for pages gone?"""
        return time.monotonic() > self._ends
