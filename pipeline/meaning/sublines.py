"""A line with figures and the lines that labels, or their place, put below it: do they add up to it?"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.meaning.amounts import Match
from pipeline.meaning.best_run import best_run, negatives
from pipeline.meaning.outline import Line
from pipeline.meaning.row_rules import LIKELY, MOST_SHORT, NEAR, RowRules
from pipeline.meaning.run_model import Run, Stretch, Term, Verdict

_MANY = 3  # positions that hold and make another that is short a slip


class SublineRules:
    """Rules for a line that stands above others: they are its parts if they add up, the `known` ones among them."""

    def __init__(self, rules: RowRules, line: Line, known: Sequence[Term], names_parts: bool) -> None:
        self.scale = rules.scale
        self._rules = rules
        self._line = line
        self._known = {t.line for t in known}
        self._names_parts = names_parts

    def may_add(self, total: Term, part: Term, first: bool) -> bool:
        return bool(part.parts) or not self._rules.is_named(part)

    def is_named(self, total: Term) -> bool:
        return bool(self._known)

    def takes_empty(self, total: Term, empty: Term, first: bool) -> bool:
        return True

    def judge(self, total: Term, parts: Sequence[Term], match: Match, where: Stretch) -> Verdict:
        if not self._known <= {p.line for p in parts}:
            return Verdict.NO
        if self._known or self._names_parts:
            is_sum = match.held >= max(1, match.differs) and not self._is_unlisted(match, len(parts))
        else:
            is_shown = bool(match.witnesses) and match.chance <= LIKELY
            is_sum = not match.differs and (is_shown or self._line.is_enclosed)
        return Verdict.SUM if is_sum else Verdict.NO

    def _is_unlisted(self, match: Match, count: int) -> bool:
        """其中 need not name all parts: where it seems to, those that it leaves out may be nothing. A single one that
        is less than the whole anywhere is not all of it."""
        if not self._names_parts or not 0 < match.differs == match.short:
            return False
        return count == 1 or (match.off > NEAR and (match.differs > 1 or match.held < _MANY))


def run_below(
    line: Line, values: Sequence[int | None], terms: Sequence[Term], known: Sequence[Term], rules: RowRules
) -> tuple[Run, int] | None:
    """The parts that add up to a line, and how many of the lines below it they reach over. If they do not add up,
    perhaps they do without those that 其中 names."""
    unnamed = [t for t in terms if not rules.line(t).is_part]
    for some in (terms, unnamed) if len(unnamed) < len(terms) else (terms,):
        lines = {t.line for t in some}
        needed = [t for t in known if t.line in lines and not t.is_empty]
        # A 其中 that prints nothing shows all the same that parts follow.
        names_parts = any(rules.line(t).is_part for t in known if t.line in lines)
        below = SublineRules(rules, line, needed, names_parts)
        run = best_run(Term(-1, values), some, below, True, False, negatives(some, rules.scale))
        if run is not None:
            return run, 1 + terms.index(some[run.count - 1])
    return None


def are_all_printed(match: Match, below: Sequence[Line], is_known: bool) -> bool | None:
    """Lines below another that do not add up to it: is it their sum all the same, by the labels, with a slip? Or are
    not all of its parts printed? None: they are no parts; nothing but their place says so."""
    if not match.differs:
        return True
    is_short = match.short == match.differs
    if any(line.is_part for line in below):
        if len(below) == 1 and is_short:
            return False
        return match.off <= NEAR or 2 * match.short < match.differs
    if is_known:
        return not is_short or match.off <= MOST_SHORT
    return False if is_short and match.off > NEAR else None


def is_by_place(outer: Line, line: Line) -> bool:
    """Does nothing but indentation, or the numbers around, put a line below another?"""
    a, b = outer.row, line.row
    if a is None or b is None or a.is_total or b.is_part:
        return False
    return not (a.code and b.code) and not (a.ordinal and b.ordinal)
