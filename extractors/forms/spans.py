"""How many rows each text of a form covers.

The label of several rows stands in the middle of them or in the first. Texts of one column share the rows between
them; a line drawn beside a label goes on over the rows that are its own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from extractors.forms.rows import own_texts, row_edges, seen_rows, written_rows
from extractors.forms.texts import Text, is_over
from extractors.geometry import band_of
from extractors.grids import SNAP, Line, spread_labels
from extractors.vocabulary import known_roles
from normalizers.labels import is_total_label

_OFF = 0.5  # em by which labels that share rows may miss their middles
_EXACT = 0.15  # em by which they miss them where they hardly stand in first rows instead
_NEAR = 0.4  # em by which a label may miss the middle of its rows rather than leave rows without one
_ALIKE = 0.6  # em by which texts of one column may differ in their middle

Range = tuple[int, int]
"""A first row and one past the last."""


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
    ys = row_edges(rows, levels, top, bottom, em)
    shares = not by_cells or bool(between)
    if shares:
        spans = _Shares(rows, ys, em).of([*between, *(t for row in rows for t in row)], 0, len(rows))
    else:
        spans = _spanned(rows, ys, em)
    spans = [_drawn(span, spans, rules, ys) for span in spans]
    for span in [p for p in spans if p.end - p.first > 1]:
        _share_column(span, spans, ys, em, is_known=not shares)
    return spans, ys


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


def _spanned(rows: list[list[Text]], ys: list[float], em: float) -> list[Placed]:
    """Texts of rows in writing order, each of which stands in the first of the rows it covers."""
    found: list[Placed] = []
    own = own_texts(rows, em)
    hangs = _hang(rows, own)
    for r, row in enumerate(rows):
        for k, text in enumerate(row):
            is_own = any(text is t for t in own[r])
            last = _last_row(text, r, rows)
            free = [e for e in range(r + 1, last + 1)]
            leading = _leads(row[: k + 1], rows, r)
            full = min(leading, last)
            off = {e: abs((ys[r] + ys[e]) / 2 - text.middle) for e in [*free, full]}
            if is_own:
                end = _without_totals(rows, r, full) if hangs else r + 1
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


def _without_totals(rows: list[list[Text]], r: int, end: int) -> int:
    """The end of a label's rows before the first total, whose own label stands in the middle of its row."""
    return next((k for k in range(r + 1, end) if is_total_label(rows[k][0].words)), end)


def _is_headed(row: list[Text]) -> bool:
    return sum(bool(known_roles(t.words)) for t in row) > 1


def _last_row(text: Text, r: int, rows: list[list[Text]]) -> int:
    """One past the last row that a text may cover: up to the next text under it."""
    return next(
        (end for end in range(r + 1, len(rows)) if any(is_over(t, text) for t in rows[end])), len(rows)
    )


def _hang(rows: list[list[Text]], own: list[list[Text]]) -> bool:
    """Do the labels stand in the first of their rows rather than in the middle?"""
    hung = centred = 0
    for r, row in enumerate(rows):
        full = _leads(row[:1], rows, r)
        if full > r + 1:
            is_own = any(t is row[0] for t in own[r])
            hung += is_own
            centred += not is_own
    return hung > centred


def _share_column(span: Placed, spans: list[Placed], ys: list[float], em: float, *, is_known: bool) -> None:
    """Where a text covers several rows, the others of its column cover those that are left between them, if each
    stands in the middle of its own. `is_known` when the rows of texts that cover several are known."""
    column = [p for p in spans if abs(p.text.centre - span.text.centre) < _ALIKE * em]
    column.sort(key=lambda p: p.text.middle)
    first, end = column[0].first, column[-1].end
    others = [p for p in spans if is_over(p.text, span.text) and not any(p is c for c in column)]
    first = max([first, *(p.end for p in others if p.end <= span.first)])
    end = min([end, *(p.first for p in others if p.first >= span.end)])
    column = [p for p in column if first <= p.first and p.end <= end]
    if sum(p.end - p.first for p in column) == end - first:
        return
    if is_known:
        for before, p, after in zip(column, column[1:], column[2:], strict=False):
            off = abs((ys[before.end] + ys[after.first]) / 2 - p.text.middle)
            if p.end - p.first == 1 and off < _NEAR * em:
                p.first, p.end = before.end, after.first
        return
    centres = [p.text.middle for p in column]
    ranges, distance = spread_labels(centres, ys[first : end + 1], ys[end] - ys[first])
    if distance < _NEAR * em and ranges[0][0] == 0 and ranges[-1][1] == end - first:
        for p, (a, b) in zip(column, ranges, strict=True):
            p.first, p.end = first + a, first + b


class _Shares:
    """Rows of texts whose order does not tell.

    The leftmost share the rows, each centred over its own or standing in the first of them; then those beside each of
    them share its rows.
    """

    def __init__(self, rows: list[list[Text]], ys: list[float], em: float) -> None:
        self.ys, self.em = ys, em
        self.home = {id(t): r for r, row in enumerate(rows) for t in row}  # of texts that stand in a row
        self.totals = [r for r, row in enumerate(rows) if is_total_label(row[0].words)]

    def of(self, texts: list[Text], first: int, end: int) -> list[Placed]:
        """The texts with their rows out of those from `first` to one before `end`."""
        if end - first < 2:
            return [Placed(text, first, end) for text in texts]
        labels = _leftmost(texts)
        if not labels:
            return []
        ranges = self._ranges(labels, first, end)
        found = [Placed(text, a, b) for text, (a, b) in zip(labels, ranges, strict=True)]
        rest = [t for t in texts if not any(t is label for label in labels)]
        edges = sorted({first, end, *(a for a, _ in ranges), *(b for _, b in ranges)})
        for a, b in itertools.pairwise(edges):
            inside = [t for t in rest if a <= self.home.get(id(t), band_of(self.ys, t.middle)) < b]
            loose = [t for t in inside if id(t) not in self.home and b - a < 2]
            found += [Placed(t, *_nearest(t, self.ys, first, end)) for t in loose]
            found += self.of([t for t in inside if not any(t is other for other in loose)], a, b)
        return found

    def _ranges(self, labels: list[Text], first: int, end: int) -> list[Range]:
        """The rows of labels: each in the middle of its own, or in the first; else the few it stands between."""
        total = next((r for r in self.totals if first < r < end), end)
        tried = [
            spread_labels(_middles(labels), self.ys[first : e + 1], _NEAR * self.em) for e in (total, end)
        ]
        ranges, distance = min(tried, key=lambda found: found[1])
        centred = [(first + a, first + b) for a, b in ranges]
        hung = self._hung(labels, end)
        is_whole = bool(centred) and centred[-1][1] in (total, end)
        may_be_centred = not hung or hung[0][0] > first or (distance < _EXACT * self.em and is_whole)
        if may_be_centred and distance < _OFF * self.em:
            return centred
        return hung or [_nearest(text, self.ys, first, end) for text in labels]

    def _hung(self, labels: list[Text], end: int) -> list[Range]:
        """The rows of labels, each from the row it stands in to the next label or total; empty when two share one."""
        starts = [self.home.get(id(label), -1) for label in labels]
        if -1 in starts or len(set(starts)) < len(starts):
            return []
        ends = [
            min([b, *(r for r in self.totals if a < r < b)]) for a, b in itertools.pairwise([*starts, end])
        ]
        return list(zip(starts, ends, strict=True))


def _middles(texts: list[Text]) -> list[float]:
    return [(min(s.top for s in t.segments) + max(s.bottom for s in t.segments)) / 2 for t in texts]


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
