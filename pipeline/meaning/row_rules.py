"""When numbers that add up make one row the sum of others: by its words, by where it stands, or by arithmetic alone."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.meaning.amounts import Match, Scale, chance_of
from pipeline.meaning.outline import Line, is_inside, is_numbered_beside
from pipeline.meaning.run_model import Stretch, Term, Verdict
from pipeline.meaning.runs import read_one_way

RARE = 1e-3
"""Chance below which numbers that add up are no coincidence."""
LIKELY = 1e-2
"""Chance below which a guess is worth a look."""
NEAR = 0.01
"""Share of a total: one as near as this to its parts is a total with a slip."""
MOST_SHORT = 0.2
"""Where more than this share is missing, not all parts are printed."""
_MOST_GUESSES = 3  # within each other: a classification has four levels
_VERY_RARE = 1e-6
_ALMOST_NEVER = 1e-9


class RowRules:
    """The rules among rows side by side. `lines` are told by the number that a term carries."""

    def __init__(self, lines: Sequence[Line], scale: Scale, guesses: bool) -> None:
        self.scale = scale
        self._guesses = guesses
        self._lines = lines
        self.settled: set[int] = set()
        """Lines whose parts are known already."""

    def line(self, term: Term) -> Line:
        """The line of the outline that a term stands for."""
        return self._lines[term.line]

    def may_add(self, total: Term, part: Term, first: bool) -> bool:
        line, other = self._lines[total.line], self._lines[part.line]
        a, b = line.row, other.row
        if a is None or total.line in self.settled:
            return False
        if a.is_total or b is None:
            return True
        if b.is_total and not part.parts:
            return False
        if a.code and len(a.code) == len(b.code):
            return False
        return not (a.ordinal and b.ordinal and b.ordinal[0] < a.ordinal[0] + first)

    def is_named(self, total: Term) -> bool:
        return self._lines[total.line].is_total

    def judge(self, total: Term, parts: Sequence[Term], match: Match, where: Stretch) -> Verdict:
        line = self._lines[total.line]
        others = [self._lines[p.line] for p in parts]
        # A run that may end anywhere has as many chances to add up as it has lines.
        chance = match.chance * (2 if where.to_edge else max(2, match.most_parts))
        if line.is_total:
            if where.first and not match.witnesses and self._is_one_total(parts):
                return Verdict.NO
            return _as_named(match, chance, where)
        is_slip = match.differs == 1 and match.witnesses > 2 and chance <= _ALMOST_NEVER
        if not line.row or not line.row.label:  # nothing but a sum has no name
            is_slip |= match.differs < match.witnesses and match.off <= NEAR and chance <= _VERY_RARE
        # Not all parts of every column are printed: last year's budget had lines that this year's has not.
        is_short = 0 < match.differs == match.short <= match.witnesses and match.off <= MOST_SHORT
        if match.differs and not (is_slip or (is_short and chance <= RARE)):
            return Verdict.NO
        is_beside = any(is_inside(line, other) is not None for other in others)
        is_shown = match.witnesses > 1 or match.most_parts > 2
        if not is_beside and match.witnesses:
            is_shown |= where.is_all or (where.first and _is_numbered_from_one(line, others))
        is_exact = not match.differs or is_slip
        if is_exact and is_shown and chance <= (_VERY_RARE if is_beside else RARE) and not match.absent:
            return Verdict.SUM
        may_guess = self._guesses and (where.first or where.to_edge) and not line.is_part
        if not may_guess or any(o.is_total or is_numbered_beside(line, o) for o in others):
            return Verdict.NO
        if max(p.guesses() for p in parts) >= _MOST_GUESSES:
            return Verdict.NO
        is_likely = chance <= LIKELY if match.witnesses else not (match.absent or match.distance)
        return Verdict.GUESS if is_likely else Verdict.NO

    def _is_one_total(self, parts: Sequence[Term]) -> bool:
        """A total of the same amount, with nothing but empty lines between: 本年收入合计, 上年结转, 收入总计."""
        filled = [p for p in parts if not p.is_empty]
        return len(filled) == 1 and self.is_named(filled[0]) and not filled[0].parts

    def takes_empty(self, total: Term, empty: Term, first: bool) -> bool:
        line, other = self._lines[total.line], self._lines[empty.line]
        if line.is_total:
            return not other.is_total
        return first and not other.is_total and is_inside(line, other) is None

    def is_believed(self, guess: Term, is_nested: bool) -> bool:
        """Is a guess that no outer sum confirms taken for a sum? Of a single part of the same amount two of three
        must speak for it: other lines of the list hold lines by order alone, the label comes back (清洁能源 above
        其他清洁能源支出), the numbers are rare."""
        if not guess.is_guess:
            return True
        line, other = self._lines[guess.line], self._lines[guess.parts[0].line]
        if line.row is None or other.row is None or is_inside(line, other) is not None:
            return False
        if len([p for p in guess.parts if not p.is_empty]) > 1:
            return is_nested
        is_alike = bool(line.row.label) and line.row.label in other.row.label
        return is_alike + is_nested + (chance_of(guess.values, self.scale) <= LIKELY) > 1


def _as_named(match: Match, chance: float, where: Stretch) -> Verdict:
    """A line that is a total by its label: which lines it sums up."""
    if match.held > match.differs:
        is_sum = where.to_edge or not match.distance or chance <= LIKELY
    else:
        is_sum = chance <= (LIKELY if where.to_edge else RARE)
    return Verdict.SUM if is_sum else Verdict.NO


def first_lost(terms: Sequence[Term], rules: RowRules, is_heading: bool) -> int:
    """Where, in a list below a line, totals begin that sum up nothing there: they, and what follows them, belong
    further out. Below a heading totals may stand before their parts, too."""
    if not any(rules.is_named(t) and rules.line(t).is_loose for t in terms):
        return len(terms)
    behind: list[Term] = []
    for _ in read_one_way(terms, behind, rules, True):
        pass
    places = {term.line: at for at, term in enumerate(terms)}
    for term in read_one_way(behind[::-1], [], rules, False):
        if not rules.is_named(term) or not rules.line(term).is_loose:
            continue
        if not (term.parts if is_heading else _sums_known(term, rules)):
            return places[term.line]
    return len(terms)


def _sums_known(total: Term, rules: RowRules) -> bool:
    """Stands a total behind its parts, and is one of them below the line by more than its place?"""
    stands_last = bool(total.parts) and total.parts[0].line < total.line
    return stands_last and any(not rules.line(p).is_loose or _sums_known(p, rules) for p in total.parts)


def _is_numbered_from_one(line: Line, others: Sequence[Line]) -> bool:
    """An unmarked line above the numbers 1, 2, 3."""
    ordinals = [o.row.ordinal for o in others if o.row is not None]
    if line.is_marked or not ordinals or ordinals[0] is None or ordinals[0][1] != 1:
        return False
    return all(o is not None and o[0] == ordinals[0][0] for o in ordinals)
