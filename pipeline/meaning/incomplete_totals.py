"""Totals that no run of lines adds up to: they leave one line out, or are wrong by a slip."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.meaning.amounts import added, compare
from pipeline.meaning.row_rules import NEAR, RARE, RowRules
from pipeline.meaning.run_model import Term


def find_late(terms: Sequence[Term], rules: RowRules) -> list[Term]:
    """The list with such totals found, from its beginning."""
    done: list[Term] = []
    at = 0
    while at < len(terms):
        term = terms[at]
        at += 1
        if not _is_bare(term, rules) or term.is_empty:
            done.append(term)
            continue
        start = next((i + 1 for i in range(len(done) - 1, -1, -1) if _is_bare(done[i], rules)), 0)
        before = tuple(done[start:])
        end = next((i for i in range(at, len(terms)) if _is_bare(terms[i], rules)), len(terms))
        behind = tuple(terms[at:end])
        if parts := _all_but_one(term, before, rules) or _nearly(term, before, rules):
            done[start:] = [Term(term.line, term.values, parts), *(t for t in before if t not in set(parts))]
        elif parts := _nearly(term, behind, rules):
            done.append(Term(term.line, term.values, parts))
            at = end
        else:
            done.append(term)
    return done


def _is_bare(term: Term, rules: RowRules) -> bool:
    return rules.is_named(term) and not term.parts


def _all_but_one(total: Term, terms: Sequence[Term], rules: RowRules) -> tuple[Term, ...]:
    """All lines but one: a balance (本年收支结余) among the lines of the total of one side."""
    filled = [at for at in rules.scale.positions if total.values[at]]
    if len(terms) < 3 or not filled:
        return ()
    together = added([t.values for t in terms], len(rules.scale.halves))
    at = filled[0]
    over = (together[at] or 0) - (total.values[at] or 0)
    slack = (len(terms) + 1) * rules.scale.halves[at]
    for out in terms:
        if out.is_empty or abs((out.values[at] or 0) - over) > slack:
            continue
        parts = tuple(t for t in terms if t is not out)
        match = compare(total.values, [t.values for t in parts], rules.scale)
        if not match.differs and match.witnesses and match.chance * len(terms) <= RARE:
            return parts
    return ()


def _nearly(total: Term, terms: tuple[Term, ...], rules: RowRules) -> tuple[Term, ...]:
    """All lines, if they add up to almost as much."""
    if sum(not t.is_empty for t in terms) < 2:
        return ()
    match = compare(total.values, [t.values for t in terms], rules.scale)
    return terms if match.differs and match.off <= NEAR and not match.absent else ()
