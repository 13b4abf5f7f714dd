"""Rows of a form, and how many of them each of its texts covers.

Cells are written row by row, so a step back to the left begins a new row. Where the page is written line by line, the
texts that stand side by side at one height are a row, and one that stands between two rows covers both.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from extractors.alignment_rows import spread_labels
from extractors.form_texts import Text, is_over
from extractors.geometry import band_of, median
from extractors.lattice import SNAP, Line
from extractors.words import known_roles

_LEVEL = 0.35  # em by which the texts of one row may differ in height
_BELOW = 0.2  # em below all texts of a row: what stands there is of the next
_BACK = 0.3  # em by which a text may begin before the one to its left ends
_TIGHT = 0.5  # of the usual white between two rows: what has less above or below is no row of its own
_OFF = 0.5  # em by which labels that share rows may miss their middles
_NEAR = 0.4  # em by which a label may miss the middle of its rows rather than leave rows without one


@dataclass(slots=True)
class Placed:
    """A text and its rows: from `first` to one before `end`."""

    text: Text
    first: int
    end: int


def rows_and_spans(
    texts: list[Text],
    rules: list[Line],
    levels: list[Line],
    top: float,
    bottom: float,
    em: float,
    by_cells: bool,
) -> tuple[list[Placed], list[float]]:
    """All texts with the rows they cover, and the edges of the rows between `top` and `bottom`.

    `rules` are lines drawn between cells; `levels` are these and the edges of shading.
    """
    rows = written_rows(texts, em) if by_cells else None
    between: list[Text] = []
    if rows is None:
        rows, between = seen_rows(texts, em)
    ys = _heights(rows, levels, top, bottom, em)
    if not by_cells or between:
        home = {id(t): r for r, row in enumerate(rows) for t in row}
        spans = _shared([*between, *(t for row in rows for t in row)], home, 0, len(rows), ys, em)
    else:
        spans = _spanned(rows, ys, em)
    return [_drawn(span, spans, rules, ys) for span in spans], ys


def _drawn(span: Placed, spans: list[Placed], rules: list[Line], ys: list[float]) -> Placed:
    """The text with as many rows as the lines between them allow: it ends at a line drawn over it, and goes on where
    one beside it stops short."""
    at = span.text.centre

    def crosses(edge: int) -> bool | None:
        """Does the cell go on over this edge of a row? None where no line tells."""
        lines = [rule for rule in rules if abs(rule.at - ys[edge]) < SNAP]
        return not any(rule.start < at < rule.end for rule in lines) if lines else None

    def is_free(row: int) -> bool:
        return not any(p.first <= row < p.end and is_over(p.text, span.text) for p in spans)

    first, end = span.first, span.end
    closed = [edge for edge in range(first + 1, end) if crosses(edge) is False]
    first = max([first, *(e for e in closed if ys[e] < span.text.middle)])
    end = min([end, *(e for e in closed if ys[e] > span.text.middle)])
    while first and crosses(first) and is_free(first - 1):
        first -= 1
    while end < len(ys) - 1 and crosses(end) and is_free(end):
        end += 1
    return Placed(span.text, first, end)


def written_rows(texts: list[Text], em: float) -> list[list[Text]] | None:
    """Texts by row in writing order; None when the rows would not stand one under the other."""
    runs: list[list[Text]] = []
    for text in sorted(texts, key=lambda t: t.order):
        if not runs or text.x0 < runs[-1][-1].x1 - _BACK * em:
            runs.append([])
        runs[-1].append(text)
    rows = [row for run in runs for row in _one_below_the_other(run, em)]
    heights = [min(t.middle for t in row) for row in rows]
    return rows if all(b > a for a, b in itertools.pairwise(heights)) else None


def _one_below_the_other(run: list[Text], em: float) -> list[list[Text]]:
    """A run of texts to the right cut where all that follow stand lower: a row that begins under labels."""
    for k in range(1, len(run)):
        foot = max(s.bottom for t in run[:k] for s in t.segments)
        if min(s.top for t in run[k:] for s in t.segments) > foot + _BELOW * em:
            return [run[:k], *_one_below_the_other(run[k:], em)]
    return [run]


def seen_rows(texts: list[Text], em: float) -> tuple[list[list[Text]], list[Text]]:
    """Rows of texts side by side at one height, and the texts that stand between rows."""
    groups: list[list[Text]] = []
    for text in sorted(texts, key=lambda t: t.middle):
        if groups and text.middle - groups[-1][0].middle <= _LEVEL * em:
            groups[-1].append(text)
        else:
            groups.append([text])
    accepted: list[list[Text]] = []
    rest: list[list[Text]] = []
    for group in sorted(groups, key=lambda g: -len(g)):
        if len(group) > 1 and all(_white(group, other) > 0 for other in accepted):
            accepted.append(group)
        else:
            rest.append(group)
    accepted.sort(key=lambda g: g[0].middle)
    gaps = [_white(a, b) for a, b in itertools.pairwise(accepted)]
    usual = median(gaps) if gaps else em
    between: list[Text] = []
    for group in rest:
        beside = [row for row in accepted if abs(row[0].first - group[0].first) < _LEVEL * em]
        if beside:
            beside[0].extend(group)
        elif all(_white(group, other) > _TIGHT * usual for other in accepted):
            accepted.append(group)
        else:
            between += group
    tight = [
        b
        for a, b, c in zip(accepted, accepted[1:], accepted[2:], strict=False)
        if len(b) < min(len(a), len(c)) and max(_white(a, b), _white(b, c)) < _TIGHT * usual
    ]
    between += [t for row in tight for t in row]
    rows = [sorted(r, key=lambda t: t.x0) for r in accepted if not any(r is t for t in tight)]
    return sorted(rows, key=lambda r: min(t.middle for t in r)), between


def _white(a: list[Text], b: list[Text]) -> float:
    """Points of white between two rows; negative when they overlap."""
    upper, lower = (a, b) if a[0].middle < b[0].middle else (b, a)
    return min(s.top for t in lower for s in t.segments) - max(s.bottom for t in upper for s in t.segments)


def _own(row: list[Text], em: float) -> list[Text]:
    """The texts of a row that stand at its height: in line with most others by their middle or their first line."""

    def beside(text: Text, by_first: bool) -> list[Text]:
        at = text.first if by_first else text.middle
        return [t for t in row if abs((t.first if by_first else t.middle) - at) < _LEVEL * em]

    groups = [beside(t, by_first) for by_first in (False, True) for t in sorted(row, key=lambda t: t.middle)]
    return max(groups, key=len)


def _heights(rows: list[list[Text]], levels: list[Line], top: float, bottom: float, em: float) -> list[float]:
    """Edges of the rows: a line drawn between two of them, else the middle of the white."""
    extents = []
    for row in rows:
        own = _own(row, em)
        extents.append(
            (min(s.top for t in own for s in t.segments), max(s.bottom for t in own for s in t.segments))
        )
    ys = [top]
    for (_, above), (below, _) in itertools.pairwise(extents):
        low, high = min(above, below) - SNAP, max(above, below) + SNAP
        drawn = [line for line in levels if low < line.at < high]
        at = max(drawn, key=lambda line: line.end - line.start).at if drawn else (above + below) / 2
        ys.append(max(at, ys[-1] + 0.1))
    return [*ys, max(bottom, ys[-1] + 0.1)]


def _spanned(rows: list[list[Text]], ys: list[float], em: float) -> list[Placed]:
    """Texts of rows in writing order, each of which stands in the first of the rows it covers."""
    found: list[Placed] = []
    hangs = _hang(rows, ys, em)
    for r, row in enumerate(rows):
        own = _own(row, em)
        for k, text in enumerate(row):
            is_own = any(text is t for t in own)
            last = _last_row(text, r, rows)
            free = [e for e in range(r + 1, last + 1)]
            leading = _leads(row[: k + 1], rows, r)
            full = min(leading, last)
            off = {e: abs((ys[r] + ys[e]) / 2 - text.middle) for e in [*free, full]}
            if is_own:
                end = full if hangs else r + 1
            else:
                end = min(free, key=lambda e: off[e])
                end = full if off[full] < off[end] + _NEAR * em else end
            found.append(Placed(text, r, end))
    return found


def _leads(left: list[Text], rows: list[list[Text]], r: int) -> int:
    """One past the last row in a run in which nothing stands under a row's first texts: their labels go on."""
    end = r + 1
    edge = max(t.x1 for t in left)
    while end < len(rows) and min(t.x0 for t in rows[end]) > edge and not _is_headed(rows[end]):
        end += 1
    return end


def _is_headed(row: list[Text]) -> bool:
    return sum(bool(known_roles(t.words)) for t in row) > 1


def _last_row(text: Text, r: int, rows: list[list[Text]]) -> int:
    """One past the last row that a text may cover: up to the next text under it."""
    return next(
        (end for end in range(r + 1, len(rows)) if any(is_over(t, text) for t in rows[end])), len(rows)
    )


def _hang(rows: list[list[Text]], ys: list[float], em: float) -> bool:
    """Do the labels stand in the first of their rows rather than in the middle?"""
    hung = centred = 0
    for r, row in enumerate(rows):
        full = _leads(row[:1], rows, r)
        if full > r + 1:
            own = any(t is row[0] for t in _own(row, em))
            hung += own
            centred += not own
    return hung > centred


def _shared(
    texts: list[Text], home: dict[int, int], first: int, end: int, ys: list[float], em: float
) -> list[Placed]:
    """Rows of texts whose order does not tell: the leftmost share the rows, each centred over its own or standing in
    the first of them, then those beside each of them share its rows.

    `home` gives the row of each text (by id) that stands in one.
    """
    if end - first < 2:
        return [Placed(text, first, end) for text in texts]
    labels = _leftmost(texts)
    if not labels:
        return []
    ranges = _centred(labels, first, end, ys, em) or _hung(labels, home, end)
    ranges = ranges or [_nearest(text, ys, first, end) for text in labels]
    found = [Placed(text, a, b) for text, (a, b) in zip(labels, ranges, strict=True)]
    rest = [t for t in texts if not any(t is label for label in labels)]
    edges = sorted({first, end, *(a for a, _ in ranges), *(b for _, b in ranges)})
    for a, b in itertools.pairwise(edges):
        inside = [t for t in rest if a <= home.get(id(t), band_of(ys, t.middle)) < b]
        found += _shared(inside, home, a, b, ys, em)
    return found


Range = tuple[int, int]


def _centred(labels: list[Text], first: int, end: int, ys: list[float], em: float) -> list[Range]:
    """The rows of labels, each in the middle of its own; empty when they do not stand so."""
    centres = [(min(s.top for s in t.segments) + max(s.bottom for s in t.segments)) / 2 for t in labels]
    ranges, distance = spread_labels(centres, ys[first : end + 1], _NEAR * em)
    return [(first + a, first + b) for a, b in ranges] if distance < _OFF * em else []


def _hung(labels: list[Text], home: dict[int, int], end: int) -> list[Range]:
    """The rows of labels, each from the row it stands in to the next label; empty when they share a row."""
    starts = [home.get(id(label), -1) for label in labels]
    if -1 in starts or len(set(starts)) < len(starts):
        return []
    return list(itertools.pairwise([*sorted(starts), end]))


def _leftmost(texts: list[Text]) -> list[Text]:
    """The texts of the first column, from top to bottom: those that begin left of where any of them ends."""
    labels: list[Text] = []
    for text in sorted(texts, key=lambda t: t.x0):
        if any(text.x0 >= label.x1 for label in labels):
            break
        labels.append(text)
    return sorted(labels, key=lambda t: t.middle)


def _nearest(text: Text, ys: list[float], first: int, end: int) -> Range:
    """The rows that a text stands in the middle of, as few as will do."""
    pairs = [(a, b) for a in range(first, end) for b in range(a + 1, end + 1)]
    return min(pairs, key=lambda p: (abs((ys[p[0]] + ys[p[1]]) / 2 - text.middle), p[1] - p[0]))
