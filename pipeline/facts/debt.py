"""Tables about debt: what was borrowed, is owed and is paid on it is no budget, whatever phases their headings name."""

from __future__ import annotations

from normalizers.facets import read_label
from pipeline.facts.grants import speaks_of
from pipeline.meaning import PartMeaning

_MOSTLY = 0.6
_SOME = 1 / 3  # where the caption speaks of debt, too: paying it back has no words of its own
_FEWEST = 3  # lines


def is_about_debt(meaning: PartMeaning, caption: str) -> bool:
    """Do most lines of a table speak of debt, by their own labels or those over them? One line of debt among others
    of a budget is expenditure, and projects that bonds pay for are planned and paid like any other."""
    if any("program" in head.names[:1] for head in meaning.heads.values()):
        return False
    lines = [n for n, line in enumerate(meaning.part.lines) if line.figures and (line.labels or line.groups)]
    if meaning.part.is_pairs or len(lines) < _FEWEST:
        return False
    share = _SOME if speaks_of("debt", caption) else _MOSTLY
    return sum(_speaks_of_debt(meaning, n) for n in lines) >= share * len(lines)


def _speaks_of_debt(meaning: PartMeaning, n: int | None) -> bool:
    while n is not None:
        line = meaning.part.lines[n]
        if any(read_label(label.text).no_fact == "debt" for label in (*line.groups, *line.labels)):
            return True
        n = meaning.sums.rows[n].parent
    return False
