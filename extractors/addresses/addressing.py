"""A table to parts: blocks of rows under common headings, and ledgers that stand side by side in one of them."""

from __future__ import annotations

import itertools
from dataclasses import replace

from extractors.addresses.blocks import cells_of
from extractors.addresses.codes import Codes
from extractors.addresses.compound_cells import split_columns
from extractors.addresses.header_rows import Span
from extractors.addresses.kinds import column_kinds
from extractors.addresses.layout import find_layout
from extractors.addresses.model import Addressed, Column, Label, Line, Part
from extractors.addresses.pairs import entries_in, inner_entries, ledgers
from extractors.addresses.side_by_side import headed_apart, side_by_side
from extractors.model import LogicalTable, RawCell
from extractors.vocabulary import is_value
from normalizers.periods import find_as_of
from normalizers.text import is_blank, match_key

Owners = list[list[RawCell | None]]


def addressed(table: LogicalTable) -> Addressed:
    """The parts and pairs of a table, with the labels that lead to each of their cells."""
    seen, places = split_columns(table)
    *others, found = map(_addressed, seen)
    for other in others:
        found.parts += [own for part in other.parts if (own := _only(part, places)).of_kind("figures")]
    return replace(found, table=table, parts=sorted(found.parts, key=_first_row))


def _only(part: Part, places: frozenset[tuple[int, int]]) -> Part:
    """A part with no other figures than those at these places (row, grid column)."""
    lines = [
        replace(line, figures={c: cell for c, cell in line.figures.items() if (line.row, c) in places})
        for line in part.lines
    ]
    columns = {c for line in lines for c in line.figures}
    own = [c for c in part.columns if c.kind != "figures" or c.index in columns]
    return replace(part, columns=own, lines=lines)


def _addressed(table: LogicalTable) -> Addressed:
    whole = table.owners()
    inner, taken = inner_entries(table, whole)
    owners = [[None if id(cell) in taken else cell for cell in row] for row in whole] if taken else whole
    layout = find_layout(table, owners)
    entries, pairs = entries_in((r, cells_of(owners[r])) for r in layout.loose)
    columns = [column_kinds(_headed(owners, s, table.column_count), owners, s.body) for s in layout.spans]
    blocks = list(zip(layout.spans, columns, strict=True))
    parts = [part for number, (span, own) in enumerate(blocks) for part in _parts(owners, span, own, number)]
    parts += ledgers([*entries, *inner], len(layout.spans))
    header = frozenset(layout.titles) | {r for span in layout.spans for r in span.header}
    numbering = frozenset(
        (r, c.index) for span, own in blocks for r in span.body for c in own if c.kind in ("code", "ordinal")
    )
    return Addressed(table, sorted(parts, key=_first_row), pairs, layout.titles, header, numbering)


def _first_row(part: Part) -> int:
    return part.lines[0].row if part.lines else 0


def _parts(owners: Owners, span: Span, columns: list[Column], number: int) -> list[Part]:
    parts: list[Part] = []
    for ledger in headed_apart(owners, span, side_by_side(columns)):
        lines = _lines(owners, span, ledger)
        if parts and [c.path for c in parts[-1].columns] == [c.path for c in ledger]:
            parts[-1].lines += _moved(lines, ledger, parts[-1].columns)  # a list set in several columns
        else:
            parts.append(Part(number, ledger, lines, span.side))
    return parts


def _moved(lines: list[Line], own: list[Column], to: list[Column]) -> list[Line]:
    """Lines of a list as they would stand under the headings of its first column."""
    place = {a.index: b.index for a, b in zip(own, to, strict=True)}

    def label(one: Label) -> Label:
        return replace(one, column=place.get(one.column, one.column))

    return [
        Line(
            line.row,
            tuple(map(label, line.groups)),
            tuple(map(label, line.labels)),
            line.code,
            {place.get(c, c): cell for c, cell in line.texts.items()},
            {place.get(c, c): cell for c, cell in line.figures.items()},
            line.other_codes,
            line.number,
        )
        for line in lines
        if line.labels or line.figures
    ]


def _headed(owners: Owners, span: Span, width: int) -> list[tuple[int, int, tuple[str, ...]]]:
    """Grid column, span and headings of each column; places with one heading and one body cell are one column."""
    header = [r for r in span.header if not span.body or r < span.body[0]] or span.header
    header = [r for r in header if r not in span.numbering]
    found: list[tuple[int, int, tuple[str, ...]]] = []
    before: list[RawCell | None] = []
    for c in range(span.side_columns, width):
        stack = [owners[r][c] for r in header]
        same_head = bool(found) and all(a is b for a, b in zip(stack, before, strict=True))
        together = sum(owners[r][c] is owners[r][c - 1] for r in span.body) if same_head else 0
        before = stack
        if same_head and 2 * together >= len(span.body):
            index, wide, path = found[-1]
            found[-1] = (index, wide + 1, path)
            continue
        distinct = [cell for k, cell in enumerate(stack) if cell is not None and cell not in stack[:k]]
        found.append((c, 1, tuple(text for cell in distinct if (text := _heading(owners, cell)))))
    return found


def _heading(owners: Owners, cell: RawCell) -> str:
    """The text of a header cell; where the points of the block stand in it, that of the heading far above."""
    if not is_value(cell.text) or find_as_of(cell.text) is not None:
        return cell.text
    above = (owners[r][cell.column] for r in range(cell.row - 1, -1, -1))
    places = (
        c for c in above if c is not None and c.column == cell.column and c.column_span == cell.column_span
    )
    return next((c.text for c in places if c.text and not is_value(c.text)), cell.text)


def _gap(columns: list[Column]) -> int:
    """Where the own columns of a part begin, behind those that it shares with the ledger to its left."""
    starts = [b.index for a, b in itertools.pairwise(columns) if b.index > a.index + a.span]
    return starts[-1] if starts else columns[0].index


def _lines(owners: Owners, span: Span, columns: list[Column]) -> list[Line]:
    """The rows of a part; a label across the whole part is a group for the rows below it."""
    first = min((c.index for c in columns if c.kind == "figures"), default=columns[0].index)
    first = min([first, *(c.index for c in columns if c.index >= _gap(columns))])
    end = max(c.index + c.span for c in columns)
    sections: list[Label] = []
    lines: list[Line] = []
    codes = Codes()
    for r in span.body:
        cells = _distinct(owners[r][first:end])
        filled = [c for c in cells if c.row == r and not is_blank(c.text)]
        if len(filled) == 1 and len(cells) == 1 and len(columns) > 1:
            sections = [_label(filled[0], ())]
            continue
        line = _line(owners, r, columns, tuple(sections))
        line.code, line.other_codes = codes.of(_code_texts(owners, line, columns))
        if line.labels or line.figures or line.texts:
            lines.append(line)
    return lines


def _line(owners: Owners, r: int, columns: list[Column], sections: tuple[Label, ...]) -> Line:
    line = Line(r, sections)
    for column in columns:
        cell = owners[r][column.index]
        if cell is None or cell.column > column.index:
            continue
        begins = cell.row == r
        match column.kind:
            case "stub" if cell.text and not _is_in(cell, line):
                label = _label(cell, column.path)
                if cell.row_span > 1 and _is_group(owners, cell, column, columns):
                    line.groups = (*line.groups, label)
                else:
                    line.labels = (*line.labels, label)
            case "code" | "ordinal" if cell.text and not line.number and not _is_in(cell, line):
                line.number = cell.text
            case "text" if cell.text:
                line.texts[column.index] = cell
            case "figures" if begins and not is_blank(cell.text):
                line.figures[column.index] = cell
    return line


def _code_texts(owners: Owners, line: Line, columns: list[Column]) -> list[str]:
    """What a row prints in its columns of codes; a label that covers them is none."""
    cells = [owners[line.row][c.index] for c in columns if c.kind == "code"]
    return ["" if cell is None or _is_in(cell, line) else match_key(cell.text) for cell in cells]


def _is_in(cell: RawCell, line: Line) -> bool:
    """Is a cell that covers several columns among the labels of the row already?"""
    if cell.column_span == 1 == cell.row_span:
        return False
    return any((label.row, label.column) == (cell.row, cell.column) for label in (*line.groups, *line.labels))


def _is_group(owners: Owners, cell: RawCell, column: Column, columns: list[Column]) -> bool:
    """Does a tall label stand beside rows with labels of their own?"""
    later = [c for c in columns if c.kind == "stub" and c.index > column.index]
    return any(
        len({id(owners[r][c.index]) for r in range(cell.row, cell.row + cell.row_span)}) > 1 for c in later
    )


def _label(cell: RawCell, heading: tuple[str, ...]) -> Label:
    return Label(cell.text, cell.row, cell.column, heading, cell.indent, cell.width)


def _distinct(cells: list[RawCell | None]) -> list[RawCell]:
    found: list[RawCell] = []
    for cell in cells:
        if cell is not None and (not found or cell is not found[-1]):
            found.append(cell)
    return found
