"""Which rows are the sums of which: the outline proposes, arithmetic confirms, and finds what the outline is silent
about. Where the two contradict each other, the outline stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.meaning.amounts import Scale, added, chance_of, compare
from pipeline.meaning.incomplete_totals import find_late
from pipeline.meaning.outline import Line
from pipeline.meaning.repeated_amounts import printed_again, split_again
from pipeline.meaning.row_rules import RARE, RowRules, first_lost
from pipeline.meaning.run_model import Run, Term, Verdict
from pipeline.meaning.runs import find_runs
from pipeline.meaning.sublines import are_all_printed, is_by_place, run_below


@dataclass(slots=True, eq=False)
class Node:
    """What was found of a line."""

    line: Line
    values: list[int | None]
    """Its numbers; where it prints none, those of its parts together."""
    parts: list[Node] = field(default_factory=list)
    """What it is the sum of."""
    extra: list[Node] = field(default_factory=list)
    """Parts that are not to be added: not all are printed, or the line is the sum of others."""
    is_printed: bool = False
    """Does the row print a number?"""
    is_doubtful: bool = False
    """Only its place says that it has parts, and they do not add up to it: an outer sum may know better."""

    def sides(self) -> frozenset[str]:
        """Income and expenditure, as far as labels of the line and of its parts say them."""
        side = self.line.row.side if self.line.row is not None else None
        own = frozenset({side} if side else ())
        return own.union(*(part.sides() for part in self.parts))

    def split_by(self, nodes: list[Node]) -> None:
        """Lines that add up to it a second time; those that 其中 names give way."""
        if self.parts and self.parts[0].line.is_part:
            self.parts, nodes = nodes, self.parts
        self.extra += nodes


class RowFinder:
    """Finds the sums among the rows of a block; with `guesses` also those that only an outer sum shows."""

    def __init__(self, numbers: Sequence[list[int | None]], scale: Scale, guesses: bool) -> None:
        self._numbers = numbers
        self._prints = [any(n is not None for n in line) for line in numbers]
        self._width = len(scale.halves)
        self._lines: list[Line] = []
        self._nodes: list[Node] = []
        self._rules = RowRules(self._lines, scale, guesses)

    def find(self, root: Line) -> Node:
        """The root: its parts are the lines that nothing else sums up."""
        return self._settle(root)[0]

    def _settle(self, line: Line) -> tuple[Node, list[Node]]:
        """What a line is the sum of, and what stands below it and is no part of it."""
        if line.at is None:
            node = Node(line, [None] * self._width)
        else:
            node = Node(line, self._numbers[line.at], is_printed=self._prints[line.at])
        if not line.below:
            return node, []
        below: list[Node] = []
        for one in line.below:
            found, others = self._settle(one)
            below += [found, *others]
        terms = [self._term(n) for n in below]
        end = len(terms) if line.above is None else first_lost(terms, self._rules, line.is_heading)
        if line.is_empty and line.is_heading:
            end = min(end, 1 + max(n for n, t in enumerate(terms) if self._is_known(t)))
        lost = self._kept(terms[end:])
        terms = find_runs(terms[:end], self._rules)
        if line.is_heading:
            left, again = split_again(find_late(terms, self._rules), self._rules, self._sides)
            node.parts = self._kept(left)
            for term, parts in again:
                self._nodes[term.line].split_by(self._kept(parts))
            node.parts = printed_again(node.parts, self._rules)
            rest: list[Node] = []
        else:
            rest = self._whole(node, self._restated(node, terms))
        self._fill(node)
        return node, rest + lost

    def _term(self, node: Node) -> Term:
        self._lines.append(node.line)
        self._nodes.append(node)
        number = len(self._nodes) - 1
        if node.parts and not (node.line.is_total and node.parts[0].line.is_part):
            self._rules.settled.add(number)
        if not node.is_doubtful:
            return Term(number, node.values)
        parts = tuple(self._term(part) for part in (*node.parts, *node.extra))
        return Term(number, node.values, parts, is_guess=True)

    def _restated(self, node: Node, terms: list[Term]) -> list[Term]:
        """A total that says the same as the line above its parts is a total beside that line."""
        last = terms[-1] if terms else Term(-1, ())
        if last.parts and self._rules.is_named(last):
            match = compare(node.values, [last.values], self._rules.scale)
            if match.held and not match.differs:
                return [*terms[:-1], *last.parts, replace(last, parts=(), is_guess=False)]
        return terms

    def _whole(self, node: Node, terms: list[Term]) -> list[Node]:
        """A line with figures above others: its parts, as many of them as add up. Returns the others."""
        known = [t for t in terms if self._is_known(t)]
        is_nothing = node.is_printed and not any(node.values) and len(terms) == 1 and terms[0].is_empty
        if is_nothing and is_by_place(node.line, self._lines[terms[0].line]):
            return self._kept(terms)  # of two lines that print zero neither is the sum of the other
        found = run_below(node.line, node.values, terms, known, self._rules)
        if found is None and known:
            found = self._without_last(node, terms, known)
        if found is not None:
            run, end = found
            lines = {t.line for t in run.parts}
            node.parts = self._kept(run.parts)
            node.extra = self._kept(t for t in terms[:end] if t.line not in lines)
        else:
            end = len(terms) if node.line.is_enclosed else 1 + terms.index(known[-1]) if known else 0
            if not self._keep_outline(node, self._kept(terms[:end]), bool(known)):
                end = 0
        return self._kept(terms[end:])

    def _without_last(self, node: Node, terms: list[Term], known: list[Term]) -> tuple[Run, int] | None:
        """Indentation may be uneven: the first lines that it puts below another add up to it without the last."""
        found = run_below(node.line, node.values, terms, [], self._rules)
        if found is None:
            match = compare(node.values, [terms[0].values], self._rules.scale)
            chance = chance_of(node.values, self._rules.scale) if match.held and not match.differs else 1.0
            found = Run((terms[0],), 1, match, Verdict.SUM), 1
        else:
            chance = found[0].match.chance
        out = [self._lines[t.line] for t in terms[found[1] :] if t in known]
        is_uneven = chance <= RARE and all(is_by_place(node.line, line) for line in out)
        return found if is_uneven else None

    def _is_known(self, term: Term) -> bool:
        """Do labels show that the line, or a part of it, stands below?"""
        return not self._lines[term.line].is_loose or any(self._is_known(p) for p in term.parts)

    def _keep_outline(self, node: Node, below: list[Node], is_known: bool) -> bool:
        """Lines that do not add up to the one they stand below: False if they are no parts of it."""
        if not below:
            return False
        match = compare(node.values, [n.values for n in below], self._rules.scale)
        is_sum = are_all_printed(match, [n.line for n in below], is_known)
        if is_sum is None:
            return False
        node.parts, node.extra = (below, []) if is_sum else ([], below)
        by_place = all(is_by_place(node.line, n.line) for n in below)
        is_open = not is_sum and not any(n.line.is_part for n in below)
        node.is_doubtful = bool(match.differs) and (by_place or is_open)
        return True

    def _kept(self, terms: Iterable[Term]) -> list[Node]:
        """Nodes of a list, with what was found among its lines."""
        terms = list(terms)
        if not terms:
            return []
        is_nested = sum(map(self._nested, terms)) > 1
        kept: list[Node] = []
        for term in terms:
            is_kept = self._nodes[term.line].is_doubtful or self._rules.is_believed(term, is_nested)
            if term.is_guess and not is_kept:
                kept += [self._nodes[term.line], *self._kept(term.parts)]
            else:
                kept.append(self._kept_one(term.confirmed()))
        return kept

    def _kept_one(self, term: Term) -> Node:
        node = self._nodes[term.line]
        if node.is_doubtful:
            if not term.parts:
                node.parts, node.extra, node.is_doubtful = [], [], False
        elif term.parts:
            node.extra += node.parts
            node.parts = self._kept(term.parts)
            self._fill(node)
        return node

    def _nested(self, term: Term) -> int:
        """How many lines of a list hold others by order alone."""
        own = bool(term.parts) and not term.is_guess and not self._lines[term.line].is_total
        return own + sum(map(self._nested, term.parts))

    def _sides(self, term: Term) -> frozenset[str]:
        own = self._nodes[term.line].sides()
        return own.union(*map(self._sides, term.parts))

    def _fill(self, node: Node) -> None:
        together = added([p.values for p in node.parts], self._width)
        node.values = [b if a is None else a for a, b in zip(node.values, together, strict=True)]
