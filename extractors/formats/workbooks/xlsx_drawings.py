"""What is drawn on a sheet of an Open XML workbook: texts of boxes and shapes, and pictures, which are not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from extractors.formats.xml import local_name

_TRUE = ("1", "true")
_LEAST = (300.0, 150.0)  # points of width and height, from which on a picture may be a table
_EMU = 12_700.0  # of a point
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


def has_large_picture(root: etree._Element) -> bool:
    """Is there a visible picture that is large enough to be a table?"""
    pictures = (shape for anchor in root for shape in _shapes(anchor, "pic"))
    return any(_is_large(one) or _is_large(_anchor_of(one)) for one in pictures)


def _anchor_of(shape: etree._Element) -> etree._Element:
    return next((one for one in shape.iterancestors() if local_name(one).endswith("Anchor")), shape)


def _is_large(element: etree._Element) -> bool:
    """By the size that an anchor or a shape states itself."""
    stated = [one for one in element.iter("{*}ext") if one.get("cx") and one.get("cy")]
    sizes = ([one.get(name, "") for name in ("cx", "cy")] for one in stated)
    return any(
        all(side.isdecimal() and int(side) / _EMU >= least for side, least in zip(size, _LEAST, strict=True))
        for size in sizes
    )


def _corner(anchor: etree._Element) -> tuple[int, int]:
    start = next((one for one in anchor if local_name(one) == "from"), ())
    stated = {local_name(one): one.text or "" for one in start}
    row, column = (stated.get(name, "0") for name in ("row", "col"))
    return (int(row) if row.isdecimal() else 0), (int(column) if column.isdecimal() else 0)


def _shapes(element: etree._Element, wanted: str = "sp") -> Iterator[etree._Element]:
    """Shapes, or pictures, that are visible, those of groups among them."""
    for child in element:
        name = local_name(child)
        if name == _OTHERWISE or _is_hidden(child):
            continue
        if name == wanted:
            yield child
        else:
            yield from _shapes(child, wanted)


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
