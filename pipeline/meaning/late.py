"""Totals that no run of lines adds up to: they leave one line out, or are wrong by a slip."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.meaning.amounts import Match, compare
from pipeline.meaning.row_rules import RARE, RowRules
from pipeline.meaning.runs import Term

NEAR = 0.01
"""A total this near to its parts is a total with a slip."""


def find_late(terms: Sequence[Term], rules: RowRules) -> list[Term]:
    """The list with such totals found, from its beginning."""
    done: list[Term] = []
    for at, term in enumerate(terms):
        if term.parts or not rules.is_named(term) or term.is_empty:
            done.append(term)
            continue
        start = _stretch_before(done, rules)
        parts = _all_but_one(term, done[start:], rules) or _nearly(term, done[start:], rules)
        if parts:
            left_out = [t for t in done[start:] if t not in parts]
            done[start:] = [Term(term.line, term.values, parts), *left_out]
            continue
        behind = _stretch_behind(terms[at + 1 :], rules)
        parts = _nearly(term, behind, rules)
        if parts:
            rest = find_late(terms[at + 1 + len(behind) :], rules)
            return [*done, Term(term.line, term.values, parts), *rest]
        done.append(term)
    return done


def _stretch_before(done: Sequence[Term], rules: RowRules) -> int:
    """Where the lines begin that a total may sum up: behind the last total that has no parts."""
    return next((at + 1 for at in range(len(done) - 1, -1, -1) if _is_bare(done[at], rules)), 0)


def _stretch_behind(terms: Sequence[Term], rules: RowRules) -> Sequence[Term]:
    end = next((at for at, t in enumerate(terms) if _is_bare(t, rules)), len(terms))
    return terms[:end]


def _is_bare(term: Term, rules: RowRules) -> bool:
    return rules.is_named(term) and not term.parts


def _all_but_one(total: Term, terms: Sequence[Term], rules: RowRules) -> tuple[Term, ...]:
    """All lines but one: a balance (本年收支结余) among the lines of the total of one side."""
    filled = [t for t in terms if not t.is_empty]
    for out in filled if len(filled) > 2 else ():
        parts = tuple(t for t in terms if t is not out)
        match = compare(total.values, [t.values for t in parts], rules.scale)
        if match.held and not match.differs and match.witnesses and match.chance * len(filled) <= RARE:
            return parts
    return ()


def _nearly(total: Term, terms: Sequence[Term], rules: RowRules) -> tuple[Term, ...]:
    parts = tuple(terms)
    match = compare(total.values, [t.values for t in parts], rules.scale)
    return parts if match.differs and match.off <= NEAR and _has_several(match, parts) else ()


def _has_several(match: Match, parts: Sequence[Term]) -> bool:
    return sum(not t.is_empty for t in parts) > 1 and not match.absent
