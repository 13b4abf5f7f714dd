"""Columns that print several numbers in each cell: 3,775.91/3,007.22 under 年初预算数/全年执行数.

Such a column is several columns in one. A heading has as many parts as its cells, with the same signs between them.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from dataclasses import replace

from extractors.model import LogicalTable, RawCell
from extractors.vocabulary import shape
from normalizers.facets import read_label
from normalizers.numbers import parse_quantity, units
from normalizers.text import is_blank

_SIGNS = re.compile(r"\s*([/|;、]|\((?=[^()]*\)))\s*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BRACKET = re.compile(r"(.*?)\s*([（(]([^（）()]+)[）)])")

Cells = dict[int, tuple[str, ...]]  # by the identity of a cell: its parts


def split_columns(table: LogicalTable) -> tuple[list[LogicalTable], frozenset[tuple[int, int]]]:
    """The table as it is with the first number of such cells, with the second and so on, and the places of the cells
    (row, grid column).

    A table without such columns is given alone.
    """
    columns: dict[int, list[RawCell]] = defaultdict(list)
    for cell in table.cells:
        if cell.column_span == 1:
            columns[cell.column].append(cell)
    texts: Cells = {}
    for cells in columns.values():
        texts |= _parts(sorted(cells, key=lambda cell: cell.row))
    if not texts:
        return [table], frozenset()
    most = max(map(len, texts.values()))

    def seen(number: int) -> LogicalTable:
        return replace(
            table,
            cells=[
                replace(cell, text=texts[id(cell)][number] if number < len(texts[id(cell)]) else "")
                if id(cell) in texts
                else cell
                for cell in table.cells
            ],
        )

    places = frozenset((cell.row, cell.column) for cell in table.cells if id(cell) in texts)
    return [seen(number) for number in range(most)], places


def _parts(cells: list[RawCell]) -> Cells:
    """The parts of each such heading of a column and of the cells below it, down to the next heading; empty where
    the column has none."""
    found: Cells = {}
    for n, head in enumerate(cells):
        signs, names = _heading(head.text)
        if not names:
            continue
        below = itertools.takewhile(lambda cell: not _is_heading(cell.text), cells[n + 1 :])
        values = {id(c): _values(c.text, signs) for c in below if any(map(str.isdigit, c.text))}
        if values and all(values.values()):
            found |= {id(head): names, **values}
    return found


def _is_heading(text: str) -> bool:
    """Does a text below begin another block of the table: 得分 below 执行率/得分?"""
    return not any(map(str.isdigit, text)) and _says_figures(text)


def _heading(text: str) -> tuple[str, tuple[str, ...]]:
    """The signs between the parts of a heading, and these; a unit behind them is that of each."""
    bracket = _BRACKET.fullmatch(text)
    unit = ""
    if bracket is not None and units.lookup(bracket[3].strip()) is not None:
        text, unit = bracket[1], bracket[2]
    signs, parts = _cut(text)
    if not signs or not all(map(_says_figures, parts)) or several_numbers(text) or _are_years(parts):
        return "", ()
    return signs, tuple(part + unit for part in parts)


def _values(text: str, signs: str) -> tuple[str, ...]:
    """The numbers of a cell, where the same signs stand between them; one of them may be left out."""
    own, parts = _cut(text)
    numbers = [part for part in parts if not is_blank(part)]
    return tuple(parts) if own == signs and numbers and all(map(_is_number, numbers)) else ()


def several_numbers(text: str) -> tuple[str, ...]:
    """The numbers of a cell that prints nothing but several: 96.75% / 9.67; empty for dates, years and all else."""
    _, parts = _cut(text)
    numbers = [part for part in parts if not is_blank(part)]
    is_several = len(numbers) > 1 and all(map(_is_number, numbers)) and shape(text) != "date"
    return () if not is_several or _are_years(numbers) else tuple(numbers)


def _are_years(parts: list[str]) -> bool:
    return all(map(_YEAR.fullmatch, parts))


def _is_number(part: str) -> bool:
    quantity = parse_quantity(part)
    return quantity is not None and quantity.value is not None


def _cut(text: str) -> tuple[str, list[str]]:
    pieces = _SIGNS.split(unicodedata.normalize("NFKC", text.strip()).rstrip())
    signs = "".join(pieces[1::2])
    parts = [piece.strip().removesuffix(")") if "(" in signs else piece.strip() for piece in pieces[::2]]
    return signs, parts


def _says_figures(part: str) -> bool:
    """Does a part of a heading say what numbers are? A unit such as 元 of 元/人 does not."""
    facets = read_label(part)
    if facets.unit is not None and units.lookup(part) is not None:
        return False
    return bool(facets.measure or facets.choices or facets.funding_source or facets.fiscal_year)
