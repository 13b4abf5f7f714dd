"""Which rows are the sums of which: the outline proposes, arithmetic confirms, and finds what the outline is silent
about. Where the two contradict each other, the outline stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.meaning.amounts import Match, Scale, added, compare
from pipeline.meaning.late import NEAR, find_late
from pipeline.meaning.outline import Line
from pipeline.meaning.row_rules import LIKELY, RARE, RowRules
from pipeline.meaning.runs import Stretch, Term, Verdict, best_run, find_runs, negatives

_MANY = 3  # positions that hold and make another that is short a slip
_MOST_SHORT = 0.2  # where more than this is missing, not all parts are printed


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


class RowFinder:
    """Finds the sums among the rows of a block."""

    def __init__(self, numbers: Sequence[list[int | None]], scale: Scale) -> None:
        self._numbers = numbers
        self._width = len(scale.halves)
        self._lines: list[Line] = []
        self._nodes: list[Node] = []
        self._rules = RowRules(self._lines, scale)

    def find(self, root: Line) -> Node:
        """The root: its parts are the lines that nothing else sums up."""
        return self._settle(root)[0]

    def _settle(self, line: Line) -> tuple[Node, list[Node]]:
        """What a line is the sum of, and what stands below it and is no part of it."""
        values = [None] * self._width if line.at is None else list(self._numbers[line.at])
        node = Node(line, values, is_printed=any(v is not None for v in values))
        below: list[Node] = []
        for one in line.below:
            found, others = self._settle(one)
            below += [found, *others]
        if not below:
            return node, []
        terms = [self._term(n) for n in below]
        end = len(terms) if line.above is None else self._lost_from(line.is_heading, terms)
        lost = self._kept(terms[end:])
        terms = find_runs(terms[:end], self._rules)
        if line.is_heading:
            node.parts = self._kept(self._split_again(find_late(terms, self._rules)))
            rest: list[Node] = []
        else:
            rest = self._whole(node, self._restated(node, terms))
        self._fill(node)
        return node, rest + lost

    def _lost_from(self, heading: bool, terms: list[Term]) -> int:
        """Where totals begin that sum up nothing here: they, and what follows them, belong further out. Below a
        heading they may also stand before their parts."""
        found = {t.line for t in _summed(find_runs(terms, self._rules))} if heading else set()
        for at, term in enumerate(terms):
            line = self._lines[term.line]
            if line.is_total and line.is_loose and term.line not in found:
                if not find_runs(terms[: at + 1], self._rules)[-1].parts:
                    return at
        return len(terms)

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
        parts, end = self._adding_up(node, terms, known)
        if parts:
            node.parts = self._kept(parts)
            node.extra = self._kept(t for t in terms[:end] if not _holds(parts, t))
        else:
            end = len(terms) if node.line.is_enclosed else 1 + max(map(terms.index, known), default=-1)
            if not self._keep_outline(node, self._kept(terms[:end]), bool(known)):
                end = 0
        return self._kept(terms[end:])

    def _is_known(self, term: Term) -> bool:
        """Do labels show that the line, or a part of it, stands below?"""
        return not self._lines[term.line].is_loose or any(self._is_known(p) for p in term.parts)

    def _adding_up(
        self, node: Node, terms: list[Term], known: list[Term]
    ) -> tuple[tuple[Term, ...], int]:
        """The parts that add up to the line, all the known ones among them, and how many lines they reach over.
        If they do not add up, perhaps they do without those that 其中 names."""
        unmarked = [t for t in terms if not self._lines[t.line].is_part]
        for some in (terms, unmarked) if len(unmarked) < len(terms) else (terms,):
            needed = [t for t in known if t in some and not t.is_empty]
            rules = BelowRules(self._rules, known=needed, line=node.line)
            negative = negatives(some, self._rules.scale)
            run = best_run(Term(-1, node.values), some, rules, True, False, negative)
            if run is not None:
                return run.parts, 1 + terms.index(some[run.count - 1])
        return (), 0

    def _keep_outline(self, node: Node, below: list[Node], is_known: bool) -> bool:
        """Lines that stand below another and do not add up to it: a contradiction, or not all are printed."""
        if not below:
            return False
        match = compare(node.values, [n.values for n in below], self._rules.scale)
        is_short = match.short == match.differs
        is_named = not is_known or any(n.line.is_part for n in below)
        if not match.differs:
            node.parts = below
        elif is_short and match.off > (NEAR if is_named else _MOST_SHORT):
            node.extra = below
        elif is_known:
            node.parts = below
        else:
            return False
        node.is_doubtful = bool(match.differs) and all(_is_by_place(node.line, n.line) for n in below)
        return True

    def _kept(self, terms: Iterable[Term]) -> list[Node]:
        """Nodes of a list, with what was found among its lines."""
        terms = list(terms)
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

    def _split_again(self, terms: list[Term]) -> list[Term]:
        """Lines behind a total of the lines before it that add up to the same total: it is split a second time."""
        left: list[Term] = []
        at = 0
        while at < len(terms):
            term = terms[at]
            left.append(term)
            at += 1
            if not self._lines[term.line].is_total or not term.parts or term.parts[0].line > term.line:
                continue
            negative = negatives(terms, self._rules.scale)
            run = best_run(term, terms[at:], self._rules, True, False, negative)
            if run and not run.match.differs and run.match.witnesses and run.match.chance <= RARE:
                self._nodes[term.line].extra += self._kept(run.parts)
                at += run.count
        return left

    def _fill(self, node: Node) -> None:
        together = added([p.values for p in node.parts], self._width)
        node.values = [b if a is None else a for a, b in zip(node.values, together, strict=True)]


class BelowRules:
    """The rules for a line and those below it."""

    def __init__(self, rules: RowRules, known: Sequence[Term], line: Line) -> None:
        self.scale = rules.scale
        self._rules = rules
        self._known = {t.line for t in known}
        self._is_named_part = any(rules.line(t).is_part for t in known)
        self._line = line

    def may_add(self, total: Term, part: Term, first: bool) -> bool:
        return bool(part.parts) or not self._rules.is_named(part)

    def is_named(self, total: Term) -> bool:
        return bool(self._known)

    def judge(self, total: Term, parts: Sequence[Term], match: Match, where: Stretch) -> Verdict:
        if not self._known <= {p.line for p in parts}:
            return Verdict.NO
        if self._known:
            return Verdict(2 * (match.held >= max(1, match.differs) and not self._is_unlisted(match)))
        is_shown = bool(match.witnesses) and match.chance <= LIKELY
        return Verdict(2 * (not match.differs and (is_shown or self._line.is_enclosed)))

    def _is_unlisted(self, match: Match) -> bool:
        """其中 need not name all parts: in some positions those it leaves out are nothing."""
        is_short = match.differs == match.short > 0 and match.off > NEAR
        return self._is_named_part and is_short and (match.differs > 1 or match.held < _MANY)

    def takes_empty(self, total: Term, empty: Term, first: bool) -> bool:
        return True


def _is_by_place(outer: Line, line: Line) -> bool:
    """Does nothing but indentation, or the numbers around, put the line below the outer one?"""
    a, b = outer.row, line.row
    if a is None or b is None or a.is_total or b.is_part:
        return False
    return not (a.code and b.code) and not (a.ordinal and b.ordinal)


def _summed(terms: Iterable[Term]) -> Iterator[Term]:
    """All terms that have parts."""
    for term in terms:
        if term.parts:
            yield term
            yield from _summed(term.parts)


def _holds(terms: Sequence[Term], term: Term) -> bool:
    return any(t.line == term.line for t in terms)
