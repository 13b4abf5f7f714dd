"""What labels say together: headings one over the other, the labels of a row, the caption and the title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from extractors.addresses import Line
from normalizers.facets import Facets, read_label
from normalizers.text import match_key
from pipeline.context import without_prefix

NOTHING = Facets()
# What a caption says of all numbers below it.
_OF_CAPTION = (
    "choices", "fiscal_year", "as_of", "quarter", "month", "period", "extent", "flow", "fund_type",
    "expenditure_type", "recipient_class", "no_fact",
)  # fmt: skip
# What the title of a document says of all numbers in it.
_OF_TITLE = ("as_of", "quarter", "month")
# What a label that names something still says.
_OF_NAME = (
    "is_part",
    "is_total",
    "unit",
    "ordinal",
    "function_code",
    "economic_code",
    "code",
    "points",
    "item",
    "name",
)
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")


def caption_facets(caption: str) -> Facets:
    """What a caption says of all numbers below it."""
    found = read_label(caption).only(_OF_CAPTION)
    # A table that compares years holds the numbers of each of them.
    return found.changed(no_fact=None) if found.no_fact == "comparison" else found


def title_facets(title: str) -> Facets:
    """What the title of a document says of all numbers in it."""
    return read_label(title).only(_OF_TITLE)


def fold(path: Iterable[str]) -> Facets:
    """What headings one over the other say together; its item is that of the lowest that leaves one."""
    labels = [read_label(text) for text in path]
    if not labels:
        return NOTHING
    found = labels[-1]
    for outer in reversed(labels[:-1]):
        found = found.merged(outer)
    item = next((one.item for one in reversed(labels) if one.item), "")
    return found.changed(item=item)


def row_facets(line: Line, heads: dict[int, Facets]) -> Facets:
    """What the labels of a row say, the innermost first; a label that names something says little else."""
    found = NOTHING
    for label in reversed((*line.groups, *line.labels)):
        facets = read_label(label.text)
        head = heads.get(label.column, NOTHING)
        is_name = bool(facets.item) or bool(
            head.names and head.names[0] in ("region", "recipient", "program", "level3")
        )
        own = _as_name(label.text) if is_name else facets
        if is_name and facets.no_fact == "debt":
            own = own.changed(no_fact="debt")  # 一般债务余额 is a name, and what is below it is owed
        found = own if found is NOTHING else found.merged(own)
    return found


def with_year(line: Line, found: Facets, years: set[int]) -> Facets:
    """The year that a row is of, where a column of years stands beside its numbers."""
    if not years:
        return found
    cells = [(label.column, label.text) for label in line.labels]
    cells += [(index, cell.text) for index, cell in (*line.texts.items(), *line.figures.items())]
    for index, text in cells:
        if index in years and (year := _YEAR.fullmatch(match_key(text))) is not None:
            return found.changed(fiscal_year=int(year[1]))
    return found


@lru_cache(maxsize=16384)
def _as_name(text: str) -> Facets:
    """What a label that names something still says."""
    return read_label(text).only(_OF_NAME)


def names_of(line: Line, heads: dict[int, Facets]) -> dict[str, str]:
    """Texts of the row by what their headings say that they name."""
    found: dict[str, str] = {}
    for text, column in (
        *((label.text, label.column) for label in (*line.groups, *line.labels)),
        *((cell.text, index) for index, cell in line.texts.items()),
    ):
        kinds = heads.get(column, NOTHING).names
        if kinds:
            found[kinds[0]] = text
    return found


def printed_name(text: str) -> str:
    """A label as printed, without 其中 and without the code of its line."""
    facets = read_label(text)
    return (
        facets.name if facets.function_code or facets.economic_code or facets.code else without_prefix(text)
    )


def plain_name(text: str) -> str:
    """The name in a label, without its number, 其中 and code."""
    return read_label(text).name or text
