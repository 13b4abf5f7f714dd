"""Texts that are drawn on a sheet of an Open XML workbook: text boxes and labels of shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from extractors.formats.xml import local_name

_TRUE = ("1", "true")
_OTHERWISE = "Fallback"  # the same once more, for programs that do not know the first


class DrawnText(NamedTuple):
    """The lines of a shape, and the cell at its upper left corner, 0-based."""

    row: int
    column: int
    lines: list[str]


def drawn_texts(root: etree._Element) -> list[DrawnText]:
    """From top to bottom."""
    found = []
    for anchor in root:
        row, column = _corner(anchor)
        for shape in _shapes(anchor):
            lines = [line for line in _lines(shape) if line.strip()]
            if lines:
                found.append(DrawnText(row, column, lines))
    return sorted(found, key=lambda one: (one.row, one.column))


def _corner(anchor: etree._Element) -> tuple[int, int]:
    start = next((one for one in anchor if local_name(one) == "from"), ())
    stated = {local_name(one): one.text or "" for one in start}
    row, column = (stated.get(name, "0") for name in ("row", "col"))
    return (int(row) if row.isdecimal() else 0), (int(column) if column.isdecimal() else 0)


def _shapes(element: etree._Element) -> Iterator[etree._Element]:
    """Shapes that are visible, those of groups among them."""
    for child in element:
        name = local_name(child)
        if name == _OTHERWISE or _is_hidden(child):
            continue
        if name == "sp":
            yield child
        else:
            yield from _shapes(child)


def _is_hidden(shape: etree._Element) -> bool:
    named = [one for part in shape if local_name(part).startswith("nv") for one in part]
    return any(local_name(one) == "cNvPr" and one.get("hidden") in _TRUE for one in named)


def _lines(shape: etree._Element) -> Iterator[str]:
    paragraphs = (one for body in shape if local_name(body) == "txBody" for one in body)
    for paragraph in paragraphs:
        if local_name(paragraph) == "p":
            pieces = (
                (one.text or "") if local_name(one) == "t" else "\n"
                for one in paragraph.iter()
                if local_name(one) in ("t", "br")
            )
            yield from "".join(pieces).split("\n")
