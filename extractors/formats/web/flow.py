"""The paragraphs and tables of what a page displays, in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from extractors.formats.blocks import Block, Grid
from extractors.formats.web.displayed import CELLS_GONE
from extractors.formats.web.lines import Holder, blocks, with_places
from extractors.formats.web.looks import Look
from extractors.formats.web.styles import Declarations
from extractors.formats.web.tables import MOST_COLUMNS, MOST_ROWS, Cell, Table, below
from extractors.formats.web.tree import Element, name_of
from extractors.formats.web.words import words

_DISPLAYED_AS = {
    "table": "table", "table-row": "tr", "table-cell": "td", "table-row-group": "tbody", "table-caption": "caption",
    "block": "div", "flex": "div", "grid": "div", "list-item": "div", "inline": "span", "inline-block": "span",
}  # fmt: skip
_GROUPS = ("thead", "tbody", "tfoot")
_RULED = re.compile(r"solid|double|windowtext|dotted|dashed|inset|outset")


@dataclass(slots=True)
class _Open:
    """A table that is open, with its cell or caption that is, and the element of each."""

    table: Table
    element: Element
    cell: Element | None = None
    holder: Holder | None = None
    group: int = 0
    columns: int = 0
    """Columns that were named so far."""


class _Reader:
    """One pass over the tree, without recursion: pages are nested deeply."""

    def __init__(self, declared: dict[Element, Declarations]) -> None:
        self.declared = declared
        self.page = Holder()
        self.tables: list[_Open] = []
        self.looks = [Look()]
        self.counters: list[int | None] = []
        self.head: Grid | None = None

    @property
    def holder(self) -> Holder:
        for one in reversed(self.tables):
            if one.holder is not None:
                return one.holder
        return self.page

    def start(self, element: Element) -> None:
        declared = self.declared.get(element, {})
        look = self.looks[-1].within(element, declared)
        self.looks.append(look)
        tag = self._kind(element, declared)
        if tag == "br":
            self.holder.end_line()
        elif tag in words("block_tags") or look.floats == "right":
            self.holder.end_line(ends_paragraph=True)
        if tag == "table":
            self.tables.append(_Open(_table(element, declared), element))
        elif self.tables and tag == "col":
            self._column(element, declared)
        elif self.tables and tag in ("td", "th", "tr", "caption", *_GROUPS):
            self._part(tag, element, declared, look)
        elif tag in ("ol", "ul"):
            self.counters.append(_first_number(element, declared) if tag == "ol" else None)
        elif tag == "li" and self.counters:
            self._number(element, declared, look)
        self.holder.add(element.text, look)

    def end(self, element: Element) -> None:
        declared = self.declared.get(element, {})
        look = self.looks.pop()
        tag = self._kind(element, declared)
        if tag in words("block_tags") or look.floats == "right":
            self.holder.end_line(ends_paragraph=True)
        if self.tables:
            current = self.tables[-1]
            if element is current.element:
                self._close_cell(current)
                self.tables.pop()
                self._take(current.table)
            elif element is current.cell:
                self._close_cell(current)
        if tag in ("ol", "ul") and self.counters:
            self.counters.pop()
        self.holder.add(element.tail, self.looks[-1])

    def _take(self, table: Table) -> None:
        """What a table comes to; a table without headings goes on with that of headings right before it."""
        pieces, holder = table.end(), self.holder
        holder.end_line(ends_paragraph=True)
        before = holder.pieces[-1] if holder.pieces else None
        first = pieces[0] if pieces else None
        if (
            isinstance(first, Grid)
            and isinstance(before, Grid)
            and before is self.head
            and table.is_body
            and first.column_count == before.column_count
        ):
            holder.pieces[-1] = below(before, first)
            pieces = pieces[1:]
        holder.pieces += pieces
        self.head = first if isinstance(first, Grid) and table.is_head else None

    def _kind(self, element: Element, declared: Declarations) -> str:
        """The tag, or that which is displayed like it."""
        tag = name_of(element)
        shown = _DISPLAYED_AS.get(declared.get("display", ""), tag)
        if tag in ("table", "tr", "td", "th", "caption", *_GROUPS, "br", "li", "ol", "ul") and shown in (
            "div",
            "span",
        ):
            return tag if tag != "li" or shown == "div" else "span"
        return shown

    def _part(self, tag: str, element: Element, declared: Declarations, look: Look) -> None:
        """A row or cell begins. One that is still open ends, wherever the tree has put the new one."""
        current = self.tables[-1]
        self._close_cell(current)
        if tag in _GROUPS:
            current.group += 1
            if tag == "tfoot" and current.table.foot is None:
                current.table.foot = current.group
            return
        if tag == "tr":
            current.table.begin_row(current.group)
            return
        current.cell, current.holder = element, Holder()
        if tag == "caption":
            current.holder.pieces = current.table.caption
            return
        cell = Cell(
            0,
            _span(element, "rowspan", MOST_ROWS, least=0),
            _span(element, "colspan", MOST_COLUMNS),
            look.align,
            is_heading=tag == "th",
            number=(element.get("x:num") or "").strip(),
            pieces=current.holder.pieces,
        )
        current.table.begin_cell(cell, current.group)
        current.table.is_ruled = current.table.is_ruled or _is_ruled(declared)

    def _column(self, element: Element, declared: Declarations) -> None:
        """A column that the table names, and hides perhaps: as workbooks do that are saved as pages."""
        current = self.tables[-1]
        span = _span(element, "span", MOST_COLUMNS)
        is_hidden = declared.get("display") == "none" or declared.get("visibility") == "collapse"
        if is_hidden and current.element.get(CELLS_GONE) is None:
            current.table.hidden |= set(range(current.columns, current.columns + span))
        current.columns += span

    def _close_cell(self, current: _Open) -> None:
        if current.holder is not None:
            current.holder.end_line()
        current.cell = current.holder = None

    def _number(self, element: Element, declared: Declarations, look: Look) -> None:
        number = self.counters[-1]
        if number is None or "none" in declared.get("list-style", declared.get("list-style-type", "")):
            return
        value = element.get("value") or ""
        number = int(value) if re.fullmatch(r"\d{1,6}", value) else number
        parent = element.getparent()
        kind = (parent.get("type") or "1") if parent is not None else "1"
        shown = chr(ord(kind) + (number - 1) % 26) if kind in ("a", "A") else str(number)
        self.holder.add(f"{shown}. ", look)
        self.counters[-1] = number + 1


def blocks_of(body: Element, declared: dict[Element, Declarations]) -> list[Block]:
    """What a body displays, from top to bottom."""
    reader = _Reader(declared)
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            reader.start(element)
        else:
            reader.end(element)
    reader.page.end_line()
    return with_places(blocks(reader.page.pieces))


def _table(element: Element, declared: Declarations) -> Table:
    border = (element.get("border") or "").strip().lower()
    is_ruled = border not in ("", "0", "0px", "none") or _is_ruled(declared)
    # Cells a point apart on a dark ground were the way to draw lines.
    is_ruled = is_ruled or (element.get("cellspacing") == "1" and element.get("bgcolor") is not None)
    return Table(is_ruled, (element.get("role") or "") in ("presentation", "none"))


def _is_ruled(declared: Declarations) -> bool:
    return any(name.startswith("border") and _RULED.search(value) for name, value in declared.items())


def _span(element: Element, name: str, most: int, least: int = 1) -> int:
    match = re.match(r"\s*\+?(\d{1,12})", element.get(name) or "")
    value = int(match.group(1)) if match else 1
    return min(value, most) if value >= least else 1


def _first_number(element: Element, declared: Declarations) -> int | None:
    if "none" in declared.get("list-style", declared.get("list-style-type", "")):
        return None
    start = element.get("start") or "1"
    return int(start) if re.fullmatch(r"\d{1,6}", start) else 1
