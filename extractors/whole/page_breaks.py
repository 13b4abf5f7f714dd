"""Rows and labels at a page break: which were cut by it, and which go on behind it."""

from __future__ import annotations

import itertools
import re

from extractors.model import RawCell, RawTable, TextLine
from extractors.vocabulary import is_closing_label, level_names
from extractors.whole.growing import GrowingTable
from normalizers.labels import is_total_label
from normalizers.text import match_key

_NUMBER = re.compile(r"[-+(]?\d[\d,]*(\.\d+)?[)%]?")
_HALF_NUMBER = re.compile(r"\d[\d,]*[.,]|\d{1,3}(,\d{3})*,\d{1,2}")
_REST = re.compile(r"[.,]\d+|[%％]$")  # what no value begins with
_PAGE_EDGE = 15  # points at the top of a page where nothing is printed on purpose
_SAME_EDGE = 3
_STOPS = ("。", "；", ";", "！")


def is_cut(above_break: GrowingTable, last: dict[int, RawCell], first: dict[int, RawCell]) -> bool:
    """Is the first row below the rest of the last row above? The table above ends with the cells `last`.

    The two rows must have the same cells. Either one of them is empty where the column is otherwise filled,
    with the other row giving the text; or every text above stops at the right edge of its cell and goes on
    below.
    """
    if {k: c.column_span for k, c in last.items()} != {k: c.column_span for k, c in first.items()}:
        return False
    texts = [c.text for _, c in sorted(first.items())]
    if not any(texts):
        return True  # the row is cut where its text had ended
    if is_closing_label([match_key(t) for t in texts]):
        return False
    dense = above_break.dense_columns()
    missing = broken = whole = 0
    for column, above in last.items():
        below = first[column]
        if above.text and below.text:
            if _HALF_NUMBER.fullmatch(match_key(above.text)) or _REST.match(match_key(below.text)):
                return True
            if all(above_break.is_usual(column, one.text) for one in (above, below)):
                return False  # both stand alone elsewhere in the column
            if is_number(above.text) and above.row_span == below.row_span == 1:
                return False  # two whole values: two rows
            broken += above.is_full and not above.text.endswith(_STOPS)
            whole += not above.is_full and above.row_span == 1
        elif column in dense and above.row_span == below.row_span == 1 and above.text != below.text:
            missing += 1
    # A text that stops short of its cell's edge hardly goes on below.
    return whole <= max(broken, missing - 1) if missing else broken >= 2 and whole == 0


def is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(match_key(text)))


def with_labels_carried(cells: list[RawCell], start: int) -> list[RawCell]:
    """Give the first rows of a page, when their label's place is blank, to the last label of the page before.

    White space does not show how far a label reaches; `start` is the first row of the page. Where there is nothing to
    carry on, it is the same list.
    """
    labels = {c.column for c in cells if c.row_span > 1 and c.text and c.column_span == 1}
    out = cells
    for column in _leading(cells, labels):
        own = sorted((c for c in out if c.column == column), key=lambda c: c.row)
        position = next((k for k, c in enumerate(own) if c.row <= start < c.row + c.row_span), None)
        if position is None or own[position].text:
            continue
        first = position
        while first and not own[first].text:
            first -= 1
        label, blanks = own[first], own[first + 1 : position + 1]
        if not label.text or label.column_span > 1 or is_total_label(label.text):
            continue
        if any(b.row > a.row + a.row_span for a, b in itertools.pairwise([label, *blanks])):
            continue  # a cell over several columns stands between them
        for blank in blanks:
            label.row_span += blank.row_span
            label.parts += tuple(p for p in blank.pieces() if p.page_number != label.page_number)
        out = [c for c in out if not any(c is blank for blank in blanks)]
    return out


def _leading(cells: list[RawCell], labels: set[int]) -> list[int]:
    """Columns of labels at the left of the table."""
    columns = sorted({c.column for c in cells if c.column_span == 1})
    return list(itertools.takewhile(lambda column: column in labels, columns))


def is_end_of_label(line: TextLine, table: RawTable, above: RawTable) -> bool:
    """Is a line over the first part of a table on a page what the page break cut off a label?

    A word processor sets a stacked label's last characters over the page's edge or the table's, out of sight; or it
    prints the label of the last rows of the table `above` once more over the blank cell that goes on there.
    """
    height = line.bottom - line.top
    is_near = -3 <= table.top - line.bottom < 2 * height
    blanks = [
        c for c in table.cells if not c.text and c.row == 0 and c.x0 - 1 < line.x0 and line.x1 < c.x1 + 1
    ]
    if not blanks:
        return False
    if len(line.text) <= 2:
        return is_near or line.top < _PAGE_EDGE
    key = match_key(line.text)
    ends = [c for c in above.cells if c.row + c.row_span == above.row_count and match_key(c.text) == key]
    return is_near and any(abs(c.x0 - b.x0) < _SAME_EDGE for c in ends for b in blanks)


def _is_level(text: str) -> bool:
    """Is the text the name of a level of indicators?"""
    key = match_key(text)
    return key in level_names("level1") or key in level_names("level2")


def label_continues(above: RawCell, below: RawCell, spanned: bool) -> bool:
    """Does a merged label go on: empty below (or above) in a column of merged cells, or repeated?"""
    merged = above.row_span > 1 or below.row_span > 1
    if merged and _is_level(above.text + below.text):
        return not (_is_level(above.text) and _is_level(below.text))
    if merged and match_key(above.text) == match_key(below.text):
        return not is_number(above.text)
    if not below.text and above.text:
        return spanned
    return merged and not above.text
