"""Columns that print several numbers in each cell: 3,775.91/3,007.22 under 年初预算数/全年执行数.

Such a column is several columns in one. A heading has as many parts as its cells, with the same signs between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace

from extractors.model import LogicalTable, RawCell
from normalizers.facets import read_label
from normalizers.numbers import parse_quantity, units
from normalizers.text import is_blank

_SIGNS = re.compile(r"\s*([/|;、]|\((?=[^()]*\)))\s*")
_BRACKET = re.compile(r"(.*?)\s*([（(]([^（）()]+)[）)])")

Cells = dict[int, tuple[str, ...]]  # by the identity of a cell: its parts


def parted(table: LogicalTable) -> tuple[list[LogicalTable], frozenset[int]]:
    """The table as it is with the first number of such cells, with the second and so on, and those grid columns.

    A table without such columns is given alone.
    """
    columns: dict[int, list[RawCell]] = defaultdict(list)
    for cell in table.cells:
        if cell.column_span == 1:
            columns[cell.column].append(cell)
    found: dict[int, Cells] = {}
    for column, cells in columns.items():
        if parts := _parts(sorted(cells, key=lambda cell: cell.row)):
            found[column] = parts
    if not found:
        return [table], frozenset()
    texts = {key: texts for parts in found.values() for key, texts in parts.items()}
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

    return [seen(number) for number in range(most)], frozenset(found)


def _parts(cells: list[RawCell]) -> Cells:
    """The parts of the heading of a column and of the cells below it; empty where it is not such a column."""
    for n, head in enumerate(cells):
        signs, names = _heading(head.text)
        if not names:
            continue
        below = [cell for cell in cells[n + 1 :] if not is_blank(cell.text)]
        values = {id(cell): _values(cell.text, signs) for cell in below}
        if not values or not all(values.values()):
            return {}
        return {id(head): names, **values}
    return {}


def _heading(text: str) -> tuple[str, tuple[str, ...]]:
    """The signs between the parts of a heading, and these; a unit behind them is that of each."""
    bracket = _BRACKET.fullmatch(text)
    unit = ""
    if bracket is not None and units.lookup(bracket[3].strip()) is not None:
        text, unit = bracket[1], bracket[2]
    signs, parts = _cut(text)
    if not signs or not all(map(_says_figures, parts)):
        return "", ()
    return signs, tuple(part + unit for part in parts)


def _values(text: str, signs: str) -> tuple[str, ...]:
    """The numbers of a cell, where the same signs stand between them; one of them may be left out."""
    own, parts = _cut(text)
    numbers = [part for part in parts if not is_blank(part)]
    if own != signs or not numbers or not all(parse_quantity(part) is not None for part in numbers):
        return ()
    return tuple(parts)


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
