"""The best run of lines next to a total that adds up to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import islice

from pipeline.meaning.amounts import Scale, compare
from pipeline.meaning.run_model import Rules, Run, Stretch, Term, Verdict

_FAR = 50  # lines that are looked at where negative numbers leave open how far the parts may reach
_MOST_OPENED = 20  # guesses of which each is opened in turn
_PIVOTS = 3  # positions that are asked where the parts may end


def negatives(terms: Sequence[Term], scale: Scale) -> dict[int, int]:
    """Minus the sum of the negative numbers of a list at each position: by so much a sum can still shrink."""
    shrinks = dict.fromkeys(scale.positions, 0)
    for at in scale.signed:
        shrinks[at] = -sum(v for t in terms if (v := t.values[at]) is not None and v < 0)
    return shrinks


def best_run(
    total: Term, near: Sequence[Term], rules: Rules, first: bool, is_last: bool, negative: dict[int, int]
) -> Run | None:
    """The best run that adds up to the total among the lines next to it (`near`, the nearest first)."""
    filled = [at for at in rules.scale.positions if total.values[at]]
    if not filled or not near:
        return None
    few = _PIVOTS if rules.is_named(total) else _PIVOTS - 1
    pivots = nsmallest(few, filled, key=negative.__getitem__) if rules.scale.signed else filled[:few]
    best: Run | None = None
    for count in sorted(_counts(total, near, pivots, rules, first, negative)):
        beyond = next((t for t in islice(near, count, None) if not t.is_empty), None)
        to_edge = beyond is None or rules.is_named(beyond)
        where = Stretch(first, to_edge, is_all=is_last and beyond is None and count > 1)
        run = _best_variant(total, near[:count], rules, where)
        if run is not None and (best is None or run.worth > best.worth):
            best = run
    return _with_empty(total, near, best, rules, first) if best is not None else None


def _counts(
    total: Term,
    near: Sequence[Term],
    pivots: Sequence[int],
    rules: Rules,
    first: bool,
    negative: dict[int, int],
) -> set[int]:
    """How many lines may add up to the total, judged by each of some positions."""
    found: set[int] = set()
    far = len(near) if rules.is_named(total) else _FAR
    known = 0  # lines that may be added
    for at in pivots:
        target, half, shrink = total.values[at] or 0, rules.scale.halves[at], negative[at]
        most = max(target, 0) + shrink
        summed = numbers = 0
        opened: list[int] = []
        for count, term in enumerate(near, 1):
            if count > known:
                if not rules.may_add(total, term, first):
                    break
                known = count
            value = term.values[at]
            if value:
                summed += value
                numbers += 1
            if term.is_guess:
                opened.append(term.opened_amount(at) - (value or 0))
            slack = (numbers + len(opened) + 1) * half
            if summed > most + slack or (count > far and shrink > abs(target)):
                break
            missing = target - summed
            is_near = -slack <= missing <= slack or (
                opened and any(abs(missing - more) <= slack for more in _openings(opened))
            )
            if is_near and not term.is_empty:
                found.add(count)
    return found


def _openings(opened: Sequence[int]) -> Iterator[int]:
    """By how much a sum grows with all guesses opened, or with one of them."""
    yield sum(opened)
    if 1 < len(opened) <= _MOST_OPENED:
        yield from opened


def _best_variant(total: Term, terms: Sequence[Term], rules: Rules, where: Stretch) -> Run | None:
    """Guesses among the parts are taken as they are; where that does not add up, all or one of them are opened."""
    best: Run | None = None
    for parts in _variants(terms):
        match = compare(total.values, [t.values for t in parts], rules.scale)
        if not match.held:
            continue
        verdict = rules.judge(total, parts, match, where)
        run = Run(parts, len(terms), match, verdict)
        if verdict and (best is None or run.worth > best.worth):
            sure = verdict is Verdict.SUM
            best = Run(tuple(t.confirmed() for t in parts), len(terms), match, verdict) if sure else run
        if best is not None and not match.differs:
            break
    return best


def _variants(terms: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    yield tuple(terms)
    guesses = [t for t in terms if t.is_guess]
    if guesses:
        yield tuple(o for t in terms for o in t.opened())
    for guess in guesses if 1 < len(guesses) <= _MOST_OPENED else ():
        yield tuple(o for t in terms for o in (t.opened() if t is guess else (t,)))


def _with_empty(total: Term, near: Sequence[Term], run: Run, rules: Rules, first: bool) -> Run:
    """Lines without amounts next to the parts belong to the total, too, if nothing says otherwise."""
    count = run.count
    while count < len(near) and near[count].is_empty and rules.takes_empty(total, near[count], first):
        count += 1
    if count == run.count:
        return run
    return Run((*run.parts, *near[run.count : count]), count, run.match, run.verdict)
