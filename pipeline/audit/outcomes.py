"""Targets that a text calls met or missed, against the target and the result that the row prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from normalizers.text import match_key
from pipeline.audit.claims import sections
from pipeline.audit.figures import EXACT
from pipeline.audit.prose import Prose
from pipeline.audit.rates import name_of
from pipeline.audit.rules import Report, words
from pipeline.context import Row, TableRows

_AIM = r"(?:了)?(?:年初|年度|全年|预期|既定|设定|设置|绩效|计划|的)*(?:目标|指标)(?:值|任务)?(?=$|[“”\"(≥≤<>=\d])"
_MET = re.compile(rf"(?:超额完成|完成|达到|达成|实现|超过|达){_AIM}")
_MISSED = re.compile(rf"(?:未能?|没有)(?:按[期时])?(?:完成|达到|达成|实现|达){_AIM}")
_CLAUSE = re.compile(r"[,。;:!?]")
_SENTENCE = 6  # characters from which a cell may claim something


def check_row_outcomes(view: TableRows, rows: Iterable[Row], report: Report) -> None:
    """Report rows whose explanation calls a target met that the result misses, or missed that it meets."""
    for row in rows:
        outcome = target_met(row)
        if outcome is None:
            continue
        place = row["table_id"], row["page_number"], row["row_index"]
        for cell in view.cells(row["row_index"]):
            # A cell over several rows speaks of all of them.
            if len(cell.text) >= _SENTENCE and cell.row_span == 1:
                _compare(row, outcome, match_key(cell.text), place, report)


def check_stated_outcomes(prose: Prose, rows: Iterable[Row], report: Report) -> None:
    """The same of sections about one indicator."""
    for row, start, text in sections(prose, rows):
        outcome = target_met(row)
        if outcome is not None:
            _compare(row, outcome, text, (None, prose.page(start), None), report)


def target_met(row: Row) -> bool | None:
    """Does the printed result meet the printed bound? None where the two cannot be compared."""
    target, actual, op = row["target_value"], row["actual_value"], row["target_op"]
    if row["is_total"] or target is None or actual is None or row["target_unit"] != row["actual_unit"]:
        return None
    if row["period"] == "cycle":
        return None
    if op in ("≥", ">"):
        return bool(
            actual >= target
        )  # whether reaching a bound is enough to pass it is nobody's contradiction
    if op in ("≤", "<"):
        return bool(actual <= target)
    return None


def claims(text: str) -> Iterator[tuple[bool, str]]:
    """What the clauses of a text, given as match key, claim: met or missed, and in which words."""
    for clause in _CLAUSE.split(text):
        if any(word in clause for word in words("no_claim")):
            continue
        missed = _MISSED.search(clause)
        met = None if missed else _MET.search(clause)
        if missed:
            yield False, missed[0]
        elif met and not any(word in clause[: met.start()] for word in words("negations")):
            yield True, met[0]


def _compare(
    row: Row, outcome: bool, text: str, place: tuple[str | None, int | None, int | None], report: Report
) -> None:
    """Report a text all of whose claims contradict the figures; one that says both speaks of two things."""
    found = list(claims(text))
    if not found or any(met is outcome for met, _ in found):
        return
    report.find(
        "outcome_differs_from_text",
        place,
        printed=row["actual_text"] or "",
        recomputed=row["target_text"] or "",
        tolerance=EXACT,
        label=name_of(row),
        claim=found[0][1],
    )
