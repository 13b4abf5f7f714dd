"""Objects, pictures and charts of a Word file, whose numbers are shown and not read."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.formats.documents.docx_names import Element, number

_LEAST = (300.0, 150.0)  # points of width and height, from which on a picture may be a table
_EMU = 12_700.0  # of a point
_PICTURE = "a picture in it is not read; save it as a PDF, whose pictures can be recognised"
_CHART = "a chart in it is not read"
_OBJECT = "a workbook or document that is embedded in it is not read"
_DIAGRAM = "a drawing with text in it is not read; save it as a PDF, which shows its text"
_CHARTS = ("/chart", "/chartex")
_SHAPES = ("/picture", "/wordprocessingShape", "/wordprocessingGroup", "/wordprocessingCanvas")
_EMBEDDED = ("Excel.", "ET.", "Word.", "WPS.")  # programs whose objects hold text and tables


def unread_in(drawing: Element) -> Iterator[str]:
    """What of a drawing or object is not read, in English; pictures behind the text and small ones need not be."""
    if any((one.get("ProgID") or "").startswith(_EMBEDDED) for one in drawing.iter("{*}OLEObject")):
        yield _OBJECT
    if any(one.get("uri", "").endswith(_CHARTS) for one in drawing.iter("{*}graphicData")):
        yield _CHART
    # SmartArt keeps its text in a part of its own, WordArt in an attribute, other drawings in letters of their own.
    others = (one for one in drawing.iter("{*}graphicData") if not one.get("uri", "").endswith(_SHAPES))
    is_said = any(_has_digit(one.get("string")) for one in drawing.iter("{*}textpath"))
    if is_said or any(_is_written(one) for one in others):
        yield _DIAGRAM
    is_behind = any(one.get("behindDoc") in ("1", "true") for one in drawing.iter("{*}anchor"))
    sizes = (_size(one) for one in drawing.iter("{*}extent"))
    has_picture = next(drawing.iter("{*}blip"), None) is not None
    if has_picture and not is_behind and any(w >= _LEAST[0] and h >= _LEAST[1] for w, h in sizes):
        yield _PICTURE


def _is_written(drawn: Element) -> bool:
    """Is it a diagram, or does it hold a text with a number?"""
    return drawn.get("uri", "").endswith("/diagram") or any(
        _has_digit(one.text) for one in drawn.iter("{*}t")
    )


def _has_digit(text: str | None) -> bool:
    return any(one.isdigit() for one in text or "")


def _size(extent: Element) -> tuple[float, float]:
    """Points of width and height; 0 where nothing is said."""
    width, height = (number(extent.get(name)) or 0 for name in ("cx", "cy"))
    return width / _EMU, height / _EMU
