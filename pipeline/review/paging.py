"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pipeline.review.published import Row

ROWS = 60
_FURTHEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows `first + 1` to `last` of a list; `total` is None where counting would cost too much."""

    rows: Sequence[Row]
    offset: int
    size: int
    has_more: bool
    total: int | None = None

    @property
    def first(self) -> int:
        return self.offset + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.offset + len(self.rows)

    @property
    def before(self) -> int | None:
        """Offset of the page before, None on the first."""
        return max(0, self.offset - self.size) if self.offset else None

    @property
    def after(self) -> int | None:
        """Offset of the next page, None on the last."""
        return self.offset + self.size if self.has_more else None


def cut(rows: Sequence[Row], offset: int, size: int = ROWS, total: int | None = None) -> Slice:
    """The slice of an answer that was asked for `size + 1` rows from `offset`."""
    return Slice(rows[:size], offset, size, len(rows) > size, total)


def offset_of(given: Mapping[str, str]) -> int:
    """`offset` of a request; 0 for anything that is no sensible number."""
    return whole_number(given.get("offset")) or 0


def whole_number(text: str | None) -> int | None:
    """A number of at most seven digits, None for any other text."""
    text = (text or "").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
    return number if number is not None and number <= _FURTHEST else None


def query_string(given: Mapping[str, str], **changes: object) -> str:
    """The same question with some parts changed; empty parts are left out."""
    parts = {**given, **{name: "" if value is None else str(value) for name, value in changes.items()}}
    return urlencode({name: value for name, value in parts.items() if value != ""})
