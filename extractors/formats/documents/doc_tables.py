"""Tables of a .doc: paragraphs that end cells, and others that end rows and describe them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import chain, pairwise

from extractors.formats.documents.doc_elements import element, put, put_shade
from extractors.formats.documents.doc_shades import shades_row
from extractors.formats.documents.doc_sprms import TABLE, signed, sprms
from extractors.formats.documents.docx_names import Element, child

_DEFINITION, _INSERT, _DELETE, _WIDTHS, _MERGE, _SPLIT = 0xD608, 0x7621, 0x5622, 0x7623, 0x5624, 0x5625
_MERGE_DOWN, _LEFT, _GAP = 0xD62B, 0x9601, 0x9602
_CELL = 20  # bytes of the description of a cell
_USUAL_WIDTH = 1000  # twips, of cells that nothing describes
_MOST_CELLS = 64
_BEGINS_BELOW, _GOES_ON = 3, 1  # a cell that is merged with those below it, or with the one above


@dataclass(slots=True)
class RowProperties:
    """The edges of the cells of a row, in twips, and how they are merged."""

    edges: list[int] = field(default_factory=list)
    across: list[int] = field(default_factory=list)
    down: list[int] = field(default_factory=list)
    gap: int = 0
    """By which the text of a cell stands in from its edge."""

    def change(self, stored: bytes) -> None:
        for code, operand in sprms(stored, TABLE):
            if code == _DEFINITION:
                self._define(operand)
            elif code == _GAP:
                self.gap = signed(operand)
            elif code == _LEFT and self.edges:
                moved = signed(operand) - self.gap - self.edges[0]
                self.edges = [edge + moved for edge in self.edges]
            elif code == _MERGE_DOWN and len(operand) >= 2:
                self.down[operand[0] : operand[0] + 1] = (
                    [operand[1] & 3] if operand[0] < len(self.down) else []
                )
            elif code in (_INSERT, _DELETE, _WIDTHS, _MERGE, _SPLIT):
                self._change_cells(code, operand)

    def _define(self, operand: bytes) -> None:
        count = operand[0] if operand else 0
        if 1 + 2 * (count + 1) > len(operand):
            return
        self.edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
        described = operand[1 + 2 * (count + 1) :]
        flags = [
            int.from_bytes(described[_CELL * at : _CELL * at + 2], "little") for at in range(count)
        ]  # those that are left out are 0
        self.across = [one & 3 for one in flags]
        self.down = [one >> 5 & 3 for one in flags]

    def _change_cells(self, code: int, operand: bytes) -> None:
        first, behind = operand[0], min(operand[1], len(self.across))
        width = int.from_bytes(operand[2:4], "little")
        if code == _INSERT:
            count = min(operand[1], _MOST_CELLS - len(self.across))
            first = min(first, len(self.across))
            widths = [*self._widths()[:first], *[width] * max(count, 0), *self._widths()[first:]]
            self._set_widths(widths)
            self.across[first:first] = [0] * count
            self.down[first:first] = [0] * count
        elif first < behind and code == _DELETE:
            self._set_widths([*self._widths()[:first], *self._widths()[behind:]])
            del self.across[first:behind], self.down[first:behind]
        elif first < behind and code == _WIDTHS:
            widths = self._widths()
            widths[first:behind] = [width] * (behind - first)
            self._set_widths(widths)
        elif first < behind and code == _MERGE:
            self.across[first:behind] = [1] + [2] * (behind - first - 1)
        elif first < behind:
            self.across[first:behind] = [0] * (behind - first)

    def _widths(self) -> list[int]:
        return [right - left for left, right in pairwise(self.edges)]

    def _set_widths(self, widths: list[int]) -> None:
        edges = self.edges[:1] or [0]
        for width in widths:
            edges.append(edges[-1] + width)
        self.edges = edges

    def of(self, count: int) -> RowProperties:
        """Those of a row with so many cells, each of which has a width."""
        edges = self.edges[: count + 1] or [0]
        for at in range(1, count + 1):
            if at == len(edges):
                edges.append(edges[-1] + _USUAL_WIDTH)
            edges[at] = max(edges[at], edges[at - 1] + 1)
        missing = [0] * count
        return RowProperties(edges, (self.across + missing)[:count], (self.down + missing)[:count])


@dataclass(slots=True)
class _Row:
    cells: list[list[Element]]
    properties: RowProperties
    is_gone: bool = False
    is_shaded: bool = False


@dataclass(slots=True)
class _Table:
    """A table that has been begun: its rows, the cells of the last row, and what stands in the last cell."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[list[Element]] = field(default_factory=list)
    content: list[Element] = field(default_factory=list)


class TableBuilder:
    """Puts paragraphs into a story one after the other, those of tables into their cells."""

    def __init__(self, story: Element) -> None:
        self._story = story
        self._open: list[_Table] = []
        self.is_odd = False
        """Is there a row that is not described as it is stored?"""

    def add(self, paragraph: Element, depth: int, ends_cell: bool) -> None:
        """A paragraph in so many tables one within the other."""
        self._go_to(depth)
        if not depth:
            self._story.append(paragraph)
            return
        table = self._open[-1]
        table.content.append(paragraph)
        if ends_cell:
            table.cells.append(table.content)
            table.content = []

    def end_row(self, depth: int, stored: bytes, is_hidden: bool, is_deleted: bool) -> None:
        self._go_to(depth)
        table = self._open[-1]
        if table.content:
            table.cells.append(table.content)
        if table.cells:
            properties = RowProperties()
            properties.change(stored)
            self.is_odd = self.is_odd or len(properties.across) != len(table.cells)
            # LibreOffice gives the end of a row the properties of the letters behind it: what is shown in a row
            # shows it.
            is_gone = (is_hidden or is_deleted) and not any(
                map(_shows_text, chain.from_iterable(table.cells))
            )
            table.rows.append(_Row(table.cells, properties.of(len(table.cells)), is_gone, shades_row(stored)))
        table.cells, table.content = [], []

    def close(self) -> None:
        self._go_to(0)

    def _go_to(self, depth: int) -> None:
        while len(self._open) > depth:
            done = self._open.pop()
            if done.content:
                done.cells.append(done.content)
            if done.cells:  # a row without an end
                self.is_odd = True
                done.rows.append(_Row(done.cells, RowProperties().of(len(done.cells))))
            if done.rows:
                into = self._open[-1].content if self._open else self._story
                into.append(_built(done.rows))
        while len(self._open) < depth:
            self._open.append(_Table())


def _shows_text(content: Element) -> bool:
    shown = (one for one in content.iter("{*}t") if (one.text or "").strip())
    return any(child(child(one.getparent(), "w:rPr"), "w:vanish") is None for one in shown)


def _built(rows: list[_Row]) -> Element:
    edges = sorted({edge for row in rows for edge in row.properties.edges})
    place = {edge: at for at, edge in enumerate(edges)}
    table = element("tbl")
    grid = put(table, "tblGrid")
    for left, right in pairwise(edges):
        put(grid, "gridCol", w=right - left)
    for row in rows:
        built = put(table, "tr")
        about = put(built, "trPr")
        if row.is_gone:
            put(about, "hidden")
        if place[row.properties.edges[0]]:
            put(about, "gridBefore", val=place[row.properties.edges[0]])
        merged = _merged_across(row.properties.across)
        for at, content in enumerate(row.cells):
            cell = put(built, "tc")
            left, right = row.properties.edges[at : at + 2]
            described = put(cell, "tcPr")
            if row.is_shaded:
                put_shade(described)
            _describe(described, place[right] - place[left], merged[at], row.properties.down[at])
            cell.extend(content)
    return table


def _describe(about: Element, span: int, across: str, down: int) -> None:
    put(about, "gridSpan", val=span)
    if across:
        put(about, "hMerge", val=across)
    if down:
        put(about, "vMerge", val="continue" if down == _GOES_ON else "restart")


def _merged_across(flags: list[int]) -> list[str]:
    """What begins and what goes on: of cells that are merged, the first has another flag than the others."""
    found: list[str] = []
    first = 0
    for flag in flags:
        if not flag:
            first = 0
            found.append("")
        elif not first or flag == first:
            first = flag
            found.append("restart")
        else:
            found.append("continue")
    return found
