"""Looks and number formats of the cells of an Open XML workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from lxml import etree

from extractors.formats.blocks import Align
from extractors.formats.workbooks.builtin_formats import BUILT_IN
from extractors.formats.workbooks.number_formats import NumberFormat, number_format
from extractors.formats.workbooks.workbook import Look
from extractors.formats.xml import local_name

ALIGNED: dict[str, Align] = {
    "left": "left",
    "right": "right",
    "center": "center",
    "centerContinuous": "center",
    "distributed": "center",
    "justify": "left",
    "fill": "left",
}
_T = TypeVar("_T")
_WHITE_INDEXED, _WHITE_THEME = ("1", "9"), "0"
_MOST = 1e9  # of any number of a style
_FALSE = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Style:
    """How the cells of one format are printed."""

    format: NumberFormat
    text_look: Look
    number_look: Look
    other_look: Look
    """Of truth values and errors."""
    is_across: bool = False
    """Centred over the empty cells on its right."""
    is_unseen: bool = False
    """White letters on no ground, which nobody sees, or letters that are struck out."""


def style_of(look: Look, horizontal: str, code: str, is_unseen: bool = False) -> Style:
    """The alignment `general` is another one for texts, numbers and truth values."""
    known = ALIGNED.get(horizontal)
    return Style(
        number_format(code),
        replace(look, align=known or "left"),
        replace(look, align=known or "right"),
        replace(look, align=known or "center"),
        horizontal == "centerContinuous",
        is_unseen,
    )


PLAIN = style_of(Look(), "", "General")


def read_styles(root: etree._Element) -> list[Style]:
    """Those that cells name by their index."""
    formats = dict(BUILT_IN)
    for one in _within(root, "numFmts"):
        formats[_whole(one.get("numFmtId"))] = one.get("formatCode") or "General"
    fonts = [_font(font) for font in _within(root, "fonts")] or [(Look(), False, False)]
    grounds = [_is_coloured(fill) for fill in _within(root, "fills")]
    borders = [_border(border) for border in _within(root, "borders")] or [()]
    bases = list(_within(root, "cellStyleXfs"))
    return [_style(xf, bases, formats, fonts, borders, grounds) for xf in _within(root, "cellXfs")]


def _style(
    xf: etree._Element,
    bases: list[etree._Element],
    formats: dict[int, str],
    fonts: list[tuple[Look, bool, bool]],
    borders: list[tuple[str, ...]],
    grounds: list[bool],
) -> Style:
    base = _at(bases, _whole(xf.get("xfId")), xf)
    look, is_white, is_struck = _at(fonts, _whole(xf.get("fontId")), fonts[0])
    is_unseen = is_struck or (is_white and not _at(grounds, _whole(xf.get("fillId")), False))
    edges = _at(borders, _whole(xf.get("borderId")), ())
    alignment = _child(xf, "alignment")
    if alignment is None and xf.get("applyAlignment", "0") in _FALSE:
        alignment = _child(base, "alignment")
    horizontal = "" if alignment is None else alignment.get("horizontal", "")
    indent = (
        0.0 if alignment is None or horizontal in ("right", "center") else _number(alignment.get("indent"))
    )
    look = replace(
        look,
        indent=min(max(indent, 0.0), 250.0),
        has_top="top" in edges,
        has_left="left" in edges or "start" in edges,
        has_bottom="bottom" in edges,
        has_right="right" in edges or "end" in edges,
    )
    return style_of(look, horizontal, formats.get(_whole(xf.get("numFmtId")), "General"), is_unseen)


def _font(font: etree._Element) -> tuple[Look, bool, bool]:
    """And whether its letters are white, or struck out."""
    strike = _child(font, "strike")
    bold, size, colour = _child(font, "b"), _child(font, "sz"), _child(font, "color")
    look = Look(
        is_bold=bold is not None and bold.get("val", "1") not in _FALSE,
        size=(_number(size.get("val")) if size is not None else 0) or Look().size,
    )
    is_struck = strike is not None and strike.get("val", "1") not in _FALSE
    return look, colour is not None and _is_white(colour), is_struck


def _is_white(colour: etree._Element) -> bool:
    if _number(colour.get("tint")):
        return False
    return (
        colour.get("rgb", "").upper().endswith("FFFFFF")
        or colour.get("indexed") in _WHITE_INDEXED
        or colour.get("theme") == _WHITE_THEME
    )


def _is_coloured(fill: etree._Element) -> bool:
    """Anything but white or no colour at all."""
    pattern = _child(fill, "patternFill")
    if pattern is None:
        return len(fill) > 0
    kind, front = pattern.get("patternType", "none"), _child(pattern, "fgColor")
    return kind not in ("none", "solid") or (kind == "solid" and front is not None and not _is_white(front))


def _border(border: etree._Element) -> tuple[str, ...]:
    """The edges along which it draws."""
    return tuple(local_name(edge) for edge in border if edge.get("style", "none") != "none")


def _within(root: etree._Element, name: str) -> Iterator[etree._Element]:
    found = _child(root, name)
    yield from () if found is None else found


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if local_name(child) == name), None)


def _at(items: list[_T], index: int, otherwise: _T) -> _T:
    return items[index] if 0 <= index < len(items) else otherwise


def _whole(text: str | None) -> int:
    return int(_number(text))


def _number(text: str | None) -> float:
    try:
        number = float(text or 0)
    except ValueError:
        return 0.0
    return number if abs(number) < _MOST else 0.0
