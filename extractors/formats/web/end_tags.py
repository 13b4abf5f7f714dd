"""End tags of cells written out where the page leaves them out: a block or font that stays open would take in the rest.

Browsers end whatever is open within a cell when the next cell or row begins; libxml2 does so at an end tag only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAG = re.compile(
    r"(?i)<!--|<(?P<raw>script|style|textarea|title|xmp)\b"
    r"|<(?P<end>/?)(?P<name>table|caption|thead|tbody|tfoot|tr|td|th)\b"
)


def with_ends_of_cells(text: str) -> str:
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    open_cells: list[str] = []  # of each table that is open, "" where none of its cells is
    at = done = 0
    while match := _TAG.search(text, at):
        at = match.end()
        if match.group("name") is None:
            at = _end_of_raw(text, match)
            continue
        name, is_end = match.group("name").lower(), bool(match.group("end"))
        if name == "table" and not is_end:
            open_cells.append("")
            continue
        if not open_cells:
            continue
        if open_cells[-1] and not (is_end and name == open_cells[-1]):
            yield text[done : match.start()] + f"</{open_cells[-1]}>"
            done = match.start()
        if name == "table":
            open_cells.pop()
        else:
            open_cells[-1] = "" if is_end or name not in ("td", "th", "caption") else name
    yield text[done:]


def _end_of_raw(text: str, match: re.Match[str]) -> int:
    """Where a comment, script or other text that is no markup ends."""
    if match.group("raw") is None:
        found = text.find("-->", match.end())
    else:
        end = re.compile(rf"(?i)</{match.group('raw')}").search(text, match.end())
        found = -1 if end is None else end.start()
    return len(text) if found < 0 else found
