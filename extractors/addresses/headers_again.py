"""Headers that are printed again within their block, as on a later page."""

from __future__ import annotations

from itertools import zip_longest

from extractors.addresses.header_rows import MAX_DEPTH, Span, beginning
from extractors.model import RawCell
from extractors.whole import numbers_columns
from normalizers.text import match_key


def printed_again(rows: list[list[RawCell]], texts: list[list[str]], r: int, span: Span) -> list[int]:
    """The rows from r on that print the header of a block again, as on a later page.

    `texts` are those of the cells that begin in each row. One cell may be cut short, or run together with a text
    over it.
    """
    if not span.body:
        return []
    above = [q for q in span.header if q < span.body[0]]
    again = list(range(r, r + len(above)))
    if not above:
        return []
    if _are_lowest(rows, r, above):
        return [r]
    if again[-1] >= len(texts):
        return []
    alike = 0
    is_cut = False
    for q, below in zip(above, again, strict=True):
        for a, b in zip_longest(texts[q], texts[below]):
            one, other = a or "", b or ""
            if a == b:
                alike += one != ""
            elif is_cut or not (one in other or other in one):
                return []
            else:
                is_cut = True
    return again if alike >= 2 else []


def _are_lowest(rows: list[list[RawCell]], r: int, header: list[int]) -> bool:
    """Does a row print the lowest heading of every column, without the groups above them?"""
    lowest = {(c.column, c.column_span): c.text for q in header for c in beginning(rows, q)}
    own = {(c.column, c.column_span): c.text for c in beginning(rows, r)}
    narrow = {place: text for place, text in lowest.items() if place[1] == 1}
    return len(lowest) > len(narrow) > 2 and own == narrow and all(own.values())


def numbers_again(rows: list[list[RawCell]], texts: list[list[str]], r: int, span: Span) -> bool:
    """Does a row number the columns of a header: under it, or printed again with it on a later page?"""
    again = any(texts[r] == texts[q] for q in span.numbering)
    return (again or not span.body) and numbers_columns(beginning(rows, r))


def own_texts(cells: list[RawCell]) -> list[str]:
    return [match_key(c.text) for c in cells if c.row_span <= MAX_DEPTH]
