"""The unit that a workbook states outside the cells of a sheet: in the head or foot of its printed pages, or its name.

Who prints the sheet reads it there; who looks at it on the screen finds it in the name of the tab. It counts where
nothing on the sheet itself states a unit, and where all that is stated is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.formats.blocks import Beside, Block, Grid, Paragraph
from extractors.vocabulary import is_unit_line, unit_of
from normalizers.text import match_key

_PART = re.compile(r"&[LCRlcr]|[\r\n]")
_CODE = re.compile(
    r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|\[[^\]]*\]|[A-Za-z])'
)  # fonts, sizes, page numbers
_LEAST = 2  # rows of a table that the unit is about: a number alone at its side is not


def with_unit(blocks: list[Block], name: str, page_texts: Iterable[str]) -> list[Block]:
    """The blocks of a sheet called `name`, with a unit line over each table where only its pages state one.

    `page_texts` are heads and feet of pages, with the codes in which Excel keeps them.
    """
    stated = {unit for text in (name, *_lines(page_texts)) if (unit := _stated(text))}
    if len(stated) != 1 or any(_states_unit(block) for block in blocks):
        return blocks
    return _told(blocks, f"单位：{stated.pop()}")


def _told(blocks: list[Block], line: str) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        tables = list(_tables(block))
        if isinstance(block, Beside) and len(tables) > 1:
            block = Beside([_told(part, line) for part in block.parts])
        elif tables:
            # Over all that stands beside the table, so that what is beside it stays so.
            [table] = tables
            right = None if table.x0 is None else table.x0 + sum(table.widths)
            found.append(Paragraph(line, "right", x0=table.x0, x1=right))
        found.append(block)
    return found


def _tables(block: Block) -> Iterator[Grid]:
    if isinstance(block, Beside):
        for part in block.parts:
            for one in part:
                yield from _tables(one)
    elif isinstance(block, Grid) and block.row_count >= _LEAST:
        yield block


def _lines(page_texts: Iterable[str]) -> Iterator[str]:
    for text in page_texts:
        yield from (_CODE.sub("", part).replace("&&", "&").strip() for part in _PART.split(text))


def _stated(text: str) -> str:
    """A unit that is called so, or that is all a text says."""
    return unit_of(text) if is_unit_line(text) or "单位" in match_key(text) else ""


def _states_unit(block: Block) -> bool:
    if isinstance(block, Beside):
        return any(_states_unit(one) for part in block.parts for one in part)
    if isinstance(block, Grid):
        return any("单位" in cell.text and unit_of(cell.text) for cell in block.cells)
    return bool(unit_of(block.text))
