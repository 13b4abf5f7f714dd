"""Tables about debt: what was borrowed, is owed and is paid on it is no budget, whatever phases their headings name."""

from __future__ import annotations

from extractors.addresses import Line
from normalizers.facets import read_label
from pipeline.meaning.settle import PartMeaning

_MOSTLY = 0.8
_FEWEST = 3  # lines


def is_about_debt(meaning: PartMeaning) -> bool:
    """Do nearly all lines of a table speak of debt, by their own labels or those over them? One line of debt among
    others of a budget is expenditure."""
    lines = [line for line in meaning.part.lines if line.figures and (line.labels or line.groups)]
    if meaning.part.is_pairs or len(lines) < _FEWEST:
        return False
    return sum(map(_speaks_of_debt, lines)) >= _MOSTLY * len(lines)


def _speaks_of_debt(line: Line) -> bool:
    return any(read_label(label.text).no_fact == "debt" for label in (*line.groups, *line.labels))
