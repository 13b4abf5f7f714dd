"""Other readings of a page where the first is in doubt, or leaves text that looks like a table: the best are taken.

First the page is read again by its layout alone (`open_tables`); where that too is in doubt, other libraries are
asked. All readings hold the page's own characters and are judged by the same evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from extractors.choice.choice import Reading, chosen, overlap
from extractors.choice.evidence import Evidence, Judge
from extractors.choice.open_tables import read_open
from extractors.choice.other_readers import others
from extractors.choice.typed_lines import without_typed_lines
from extractors.lines import with_level_scripts
from extractors.model import RawTable
from extractors.pages import Flags, Page

DOUBT = 0.85  # fit below which a reading of undrawn cells is in doubt
WHOLE = 0.8  # share of words, gaps, figures and lines kept as they are, below which any reading is in doubt
POOR = 0.6  # fit below which other libraries are asked too
BETTER = 0.12  # by how much another reading must fit better to be taken
LITTLE = 0.05  # the same where the first is not whole
_SURE = 0.75  # fit of a table that only another library sees
_LEAST = 0.5  # fit of another reading that is taken
_ROWS, _PAIRS = 4, 5  # lines in no table, of three texts and of two, on a page that is read again
_KEPT = 0.3  # fit of the first reading that stands when no other is better


def settle(page: Page, path: Path, tables: list[RawTable], free: Flags) -> list[RawTable]:
    """The tables of a page by the readings that fit it best, with the reason kept where there was a choice.

    `free` marks the characters in no table; it is brought up to date.
    """
    judge = Judge(page)
    sure: list[RawTable] = []
    doubtful: list[RawTable] = []
    for table in tables:
        evidence = judge.evidence(table)
        table.confidence = _confidence(table, evidence)
        (doubtful if _is_in_doubt(table, evidence) else sure).append(table)
    if not doubtful and judge.rows_in(free, 2) < _ROWS and judge.rows_in(free, 1) < _PAIRS:
        return tables
    level, drawn = without_typed_lines(with_level_scripts(_visible(page, free, tables)))
    judge = Judge(level)
    first = [_first(judge, table) for table in doubtful]
    found = _asked(judge, read_open(level, drawn), sure)
    best = chosen([*first, *found])
    left = free.copy()
    _release(page, left, doubtful, [r.table for r in best], sure)
    if any(r.evidence.score < POOR for r in best) or judge.rows_in(left, 2) >= _ROWS:
        found += [r for r in _asked(judge, others(level, path), sure) if _may_stand(r, first)]
        best = chosen([*first, *found])
    _release(page, free, doubtful, [r.table for r in best], sure)
    return [*sure, *(_with_reason(reading, first) for reading in best)]


def _visible(page: Page, free: Flags, tables: Sequence[RawTable]) -> Page:
    """The page without characters that are neither free nor in a table: they are known to be none of any table."""
    known = ~free
    for table in tables:
        known &= ~_inside(page, table)
    if not known.any():
        return page
    text = [" " if hidden else char for char, hidden in zip(page.text, known.tolist(), strict=True)]
    return replace(page, text=text)


def _is_in_doubt(table: RawTable, evidence: Evidence) -> bool:
    """Drawn cells are doubted only where they join, cut or leave out text: some may well be empty or merged."""
    return evidence.whole < WHOLE or (table.method != "ruled" and evidence.score < DOUBT)


def _confidence(table: RawTable, evidence: Evidence) -> float:
    """Half of it is sure; drawn cells are surer than cells that are guessed."""
    fit = (evidence.drawn + evidence.score) / 2 if table.method == "ruled" else evidence.score
    return round(0.5 + fit / 2, 3)


def _first(judge: Judge, table: RawTable) -> Reading:
    """The first reading of a place: it stands unless another fits clearly better, or it fits not at all."""
    evidence = judge.evidence(table)
    fit, more = evidence.score, BETTER if evidence.whole >= WHOLE else LITTLE
    return Reading(table, evidence, _worth(table, max(fit + more, _LEAST + 0.01) if fit >= _KEPT else 0.0))


def _asked(judge: Judge, tables: list[RawTable], sure: Sequence[RawTable]) -> list[Reading]:
    """Other readings, where no sure one stands."""
    found = []
    for table in tables:
        if not any(overlap(table, other) for other in sure):
            evidence = judge.evidence(table)
            found.append(Reading(table, evidence, _worth(table, evidence.score)))
    return found


def _may_stand(reading: Reading, first: list[Reading]) -> bool:
    """Where we see no table at all, another library must leave no doubt that there is one."""
    is_other = any(overlap(r.table, reading.table) for r in first)
    return is_other or reading.evidence.score >= _SURE


def _worth(table: RawTable, fit: float) -> float:
    """The more text a reading accounts for, the more its fit counts."""
    return (fit - _LEAST) * sum(len(cell.text) for cell in table.cells)


def _with_reason(reading: Reading, first: list[Reading]) -> RawTable:
    table, before = reading.table, [r for r in first if overlap(r.table, reading.table)]
    if any(r.table is table for r in before):
        table.method_reason = f"in doubt ({reading.evidence}); no other reading fits better"
        return table
    instead = "; ".join(f"than {r.table.method} ({r.evidence})" for r in before) or "than none"
    table.method_reason = f"{table.method} fits better ({reading.evidence}) {instead}"
    table.confidence = _confidence(table, reading.evidence)
    return table


def _release(
    page: Page, free: Flags, first: Sequence[RawTable], best: Sequence[RawTable], kept: Sequence[RawTable]
) -> None:
    """Free the characters of the first readings that are not among the best, and take those of the others."""
    for table in first:
        if not any(table is other for other in best):
            inside = _inside(page, table)
            for other in kept:
                inside &= ~_inside(page, other)
            free[inside] = True
    for table in best:
        if not any(table is other for other in first):
            free[_inside(page, table)] = False


def _inside(page: Page, table: RawTable) -> Flags:
    x, y = (page.boxes[:, 0] + page.boxes[:, 2]) / 2, (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    across = (x > table.xs[0]) & (x < table.xs[-1])
    return np.asarray(across & (y > table.ys[0]) & (y < table.ys[-1]))
