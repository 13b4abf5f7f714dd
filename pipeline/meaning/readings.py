"""One direction of a block: readings of how its lines stand below each other, and the sums in the best of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.meaning.amounts import Scale, Values, compare
from pipeline.meaning.indents import depths_of, without_lone
from pipeline.meaning.line_sums import LineSum
from pipeline.meaning.number_table import NumberRow
from pipeline.meaning.outline import Line, outlines
from pipeline.meaning.row_rules import NEAR
from pipeline.meaning.row_sums import Node, RowFinder

_AGAINST = 2  # a sum that does not hold, beside one that does
_SLIP = 0.5  # a sum that nearly holds
_LEFT_OVER = 0.25
_BLIND = 0.02  # for each line whose indentation is not believed


def find_among(
    rows: Sequence[NumberRow],
    numbers: list[list[int | None]],
    scale: Scale,
    telling: Sequence[int],
    guesses: bool = True,
) -> list[LineSum]:
    """The sums in the outline that arithmetic agrees with best: an indentation may be none (labels in the middle of
    their cells), and merged labels may be names of other things. They are found by the `telling` positions."""
    signed = {at for at in telling if any((line[at] or 0) < 0 for line in numbers)}
    finder = RowFinder(numbers, replace(scale, positions=telling, signed=signed), guesses)
    depths = without_lone(depths_of(rows))
    best: list[LineSum] = []
    most = float("-inf")
    for outline in (one for some in (rows, *_named(rows)) for one in outlines(some)):
        found = _sums_in(outline, finder, rows, numbers, scale)
        agreement = _agreement(found, numbers, depths) - outline.is_blind * _BLIND * len(rows)
        if agreement > most:
            best, most = found, agreement
        if _is_clear(found, numbers):
            break
    return best


def _named(rows: Sequence[NumberRow]) -> list[list[NumberRow]]:
    """The rows with the codes that their names have; a list may keep to other sums than the classification's."""
    if not any(row.named_code for row in rows):
        return []
    return [[replace(row, code=row.code or row.named_code) for row in rows]]


def _is_clear(found: Sequence[LineSum], numbers: Sequence[Values]) -> bool:
    """Does a reading leave nothing to explain: one line that all others go into, and every sum holds?"""
    if any(one.mismatches or (one.is_total and not one.total_of) for one in found):
        return False
    left = sum(
        any(line) and one.summed_in is None and not one.is_partial_part
        for one, line in zip(found, numbers, strict=True)
    )
    return left < 2


def _agreement(found: Sequence[LineSum], numbers: Sequence[Values], depths: Sequence[int | None]) -> float:
    """What speaks for a reading: sums that hold; against it: sums that do not, totals of nothing, sums of lines that
    are indented less, lines left over."""
    sums = [(at, one) for at, one in enumerate(found) if one.total_of]
    held = sum(one.held for _, one in sums)
    slips = sum(one.slips for _, one in sums)
    against = sum(len(one.mismatches) for _, one in sums) - slips
    against += sum(one.is_total and not one.total_of for one in found)
    slips += sum(_is_indented_more(at, one.total_of, depths) for at, one in sums)
    is_wrong = [len(one.mismatches) > one.held for one in found]
    left = sum(
        any(line) and (one.summed_in is None or is_wrong[one.summed_in])
        for one, line in zip(found, numbers, strict=True)
    )
    return held - _AGAINST * against - _SLIP * slips - _LEFT_OVER * left


def _is_indented_more(at: int, parts: Sequence[int], depths: Sequence[int | None]) -> bool:
    own = depths[at]
    return own is not None and any((depth := depths[p]) is not None and depth < own for p in parts)


def _sums_in(
    outline: Line,
    finder: RowFinder,
    rows: Sequence[NumberRow],
    numbers: list[list[int | None]],
    scale: Scale,
) -> list[LineSum]:
    found = [LineSum(is_named=row.is_total) for row in rows]
    for node in finder.find(outline).parts:
        _place(node, None, found)
    for at, one in enumerate(found):
        if one.total_of:
            _check(one, numbers[at], [numbers[p] for p in one.total_of], scale)
        for part in one.total_of:
            found[part].summed_in = at
    for one, row in zip(found, rows, strict=True):
        is_part_of_total = one.summed_in is not None and not one.total_of
        one.is_total = bool(one.total_of) or (row.is_total and not is_part_of_total)
        parent = one.parent
        while parent is not None:
            one.level += 1
            parent = found[parent].parent
    return found


def _place(node: Node, parent: int | None, found: list[LineSum]) -> None:
    """Write down a node and what stands below it."""
    at = node.line.at
    if at is not None:
        found[at].parent = parent
        if parent is not None:
            found[parent].children.append(at)
        if node.parts and node.is_printed and not node.line.is_heading:
            found[at].total_of = tuple(_printed(node))
    for part in node.parts:
        is_below = at is not None and _stands_below(node, part)
        _place(part, at if is_below else parent, found)
    for part in node.extra:
        _place(part, at, found)
        for row in _all_rows(part):
            found[row].is_partial_part = True


def _stands_below(node: Node, part: Node) -> bool:
    """Is the part listed below the node by labels, or behind it without a mere word for a sum?"""
    if part.line.above is node.line:
        return True
    rows = list(_all_rows(part))
    is_behind = bool(rows) and node.line.at is not None and rows[0] > node.line.at
    return is_behind and (not node.line.is_total or node.parts[0].line.is_part)


def _printed(node: Node) -> list[int]:
    """The rows that the parts of a node print; a part without figures stands for its own parts."""
    rows: list[int] = []
    for part in node.parts:
        at = part.line.at
        if at is not None and not part.line.is_heading and part.is_printed:
            rows.append(at)
        else:
            rows += _printed(part)
    return sorted(rows)


def _all_rows(node: Node) -> list[int]:
    rows = [] if node.line.at is None else [node.line.at]
    for part in (*node.parts, *node.extra):
        rows += _all_rows(part)
    return rows


def _check(one: LineSum, total: Values, parts: Sequence[Values], scale: Scale) -> None:
    """Note where the sum holds and where it does not; one that never meets its parts is none."""
    met = [at for at in scale.positions if total[at] is not None and any(p[at] is not None for p in parts)]
    if not met:
        one.total_of = ()
        return
    match = compare(total, parts, replace(scale, positions=met))
    one.held, one.checked, one.mismatches = match.held, match.held + match.differs, tuple(match.wrong)
    one.slips = match.differs if match.off <= NEAR or match.held >= match.differs else 0
