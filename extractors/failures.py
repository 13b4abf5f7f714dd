"""What a step that fails costs: the part of the document that it was about, and nothing else.

    with failures.limited_to(Part.PAGE, page=7):
        content = read_page(...)

An error inside is kept and published with what it cost; the document goes on. Shortage of memory, and the errors that
are named to pass, end the document as ever.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType

_LONGEST = 160  # letters of an error's own words


class Part(StrEnum):
    """What a failed step was about, and so what is missing."""

    PAGE = "page"
    TABLE = "table"  # its cells
    SECOND_OPINION = "second opinion"  # another reading of a table in doubt
    JOIN = "join"  # of the parts of a table on several pages
    FURNITURE = "page furniture"  # running heads and page numbers, known as such
    CAPTION = "caption"
    MEANING = "meaning"  # kind of a table, roles of its columns
    FACTS = "facts"  # of a table
    PARAGRAPH = "paragraph"
    DESCRIPTION = "description"  # title, region, year and score of the document
    CHECK = "check"
    FILE_CHECK = "file check"  # is the file itself whole?
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Failure:
    """A part that is missing, and the error that it is missing for; `name` tells one check from another."""

    part: Part
    error: str
    page: int | None = None
    table_id: str | None = None
    name: str = ""


class Failures:
    """The failures of one document. `passing` are errors that no step keeps to itself."""

    def __init__(self, *passing: type[Exception]) -> None:
        self.found: list[Failure] = []
        self.passing: tuple[type[Exception], ...] = (MemoryError, *passing)

    def limited_to(
        self, part: Part, page: int | None = None, table_id: str | None = None, name: str = ""
    ) -> _Step:
        """A block whose failure costs this part only; what the block should have set stays as it was before."""
        return _Step(self, part, page, table_id, name)

    def since(self, count: int) -> Failures:
        """The same failures, those behind the first `count` forgotten: what they are about is done again."""
        del self.found[count:]
        return self

    def pages(self) -> frozenset[int]:
        """Numbers of the pages that could not be read at all."""
        return frozenset(f.page for f in self.found if f.part is Part.PAGE and f.page is not None)


@dataclass(slots=True)
class _Step:
    failures: Failures
    part: Part
    page: int | None
    table_id: str | None
    name: str

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception) or isinstance(error, self.failures.passing):
            return False
        self.failures.found.append(Failure(self.part, said(error), self.page, self.table_id, self.name))
        return True


UNLIMITED = Failures(Exception)
"""For callers who want errors as they are: all of them pass."""


def said(error: BaseException) -> str:
    """Kind of an error, its words and where it was raised: `IndexError: list index out of range at joining.py:200`."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    words = " ".join(str(error).split())[:_LONGEST]
    return f"{type(error).__name__}: {words}{where}" if words else f"{type(error).__name__}{where}"
