"""Money that a list shows twice: lines split a second time (by region behind by purpose), totals printed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.meaning.amounts import Match, chance_of
from pipeline.meaning.best_run import best_run, negatives
from pipeline.meaning.row_rules import RARE, RowRules
from pipeline.meaning.run_model import Stretch, Term, Verdict

if TYPE_CHECKING:
    from pipeline.meaning.row_sums import Node

Sides = Callable[[Term], frozenset[str]]


class _AgainRules:
    """Rules for a line whose parts are known, and for others that add up to it, too: all of them, exactly."""

    def __init__(self, rules: RowRules) -> None:
        self.scale = rules.scale
        self._rules = rules

    def may_add(self, total: Term, part: Term, first: bool) -> bool:
        return bool(part.parts) or part.line in self._rules.settled or not self._rules.is_named(part)

    def is_named(self, total: Term) -> bool:
        return self._rules.is_named(total)

    def takes_empty(self, total: Term, empty: Term, first: bool) -> bool:
        return False

    def judge(self, total: Term, parts: Sequence[Term], match: Match, where: Stretch) -> Verdict:
        is_sum = not match.differs and not match.absent and match.witnesses and match.chance <= RARE
        return Verdict.SUM if is_sum else Verdict.NO


def split_again(
    terms: Sequence[Term], rules: RowRules, sides: Sides
) -> tuple[list[Term], list[tuple[Term, tuple[Term, ...]]]]:
    """A list without the lines that split a line a second time, and these lines beside the one that they split."""
    again = _AgainRules(rules)
    left = list(terms)
    found: list[tuple[Term, tuple[Term, ...]]] = []
    for term in terms:
        if not (term.parts or term.line in rules.settled) or term not in left:
            continue
        at = left.index(term)
        for near, first in ((left[at + 1 :], True), (left[:at][::-1], False)):
            run = best_run(term, near, again, first, False, negatives(left, rules.scale))
            if run is not None and are_of_one_side(sides(term), frozenset().union(*map(sides, run.parts))):
                found.append((term, run.parts if first else run.parts[::-1]))
                gone = near[: run.count]
                left = [t for t in left if t not in gone]
                break
    return left, found


def are_of_one_side(one: frozenset[str], other: frozenset[str]) -> bool:
    """What is spent is not what came in, though both make the same sum."""
    return not one or not other or not one.isdisjoint(other)


def printed_again(nodes: Sequence[Node], rules: RowRules) -> list[Node]:
    """A list without totals that print the numbers of a line before them again: they are parts of it that must not be
    added, or all its parts if none were found."""
    left: list[Node] = []
    lines: list[Node] = []
    for node in nodes:
        line = _line_of_same_numbers(node, lines, rules) if len(node.parts) > 1 else None
        if line is None:
            left.append(node)
            lines += _lines(node)
        elif line.parts:
            line.extra.append(node)
        else:
            line.parts.append(node)
            lines = [one for root in left for one in _lines(root)]
    return left


def _line_of_same_numbers(node: Node, lines: Sequence[Node], rules: RowRules) -> Node | None:
    if chance_of(node.values, rules.scale) > RARE:
        return None
    positions = rules.scale.positions
    own = [node.values[at] for at in positions]
    for other in lines:
        is_same = other.values[positions[0]] == own[0] and [other.values[at] for at in positions] == own
        if is_same and other.is_printed and are_of_one_side(node.sides(), other.sides()):
            return other
    return None


def _lines(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from _lines(part)
