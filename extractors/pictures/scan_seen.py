"""The picture of a page as it is looked at: taken off its table, evenly lit, its lean measured."""

from __future__ import annotations

import pypdfium2 as pdfium

from extractors.pictures.scan_image import Mask, Picture, render, skew_of
from extractors.pictures.scan_light import evened, small_of, without_dark_edges
from extractors.pictures.scan_outline import flattened
from extractors.pictures.scan_spread import fold_of


def seen(page: pdfium.PdfPage) -> tuple[Picture, float]:
    """The shown page as (rows, columns, 3) blue, green, red, and its scale in pixels a point."""
    colour, scale = render(page)
    colour = flattened(colour, scale)
    small = small_of(colour, scale)
    inner = without_dark_edges(colour, scale, small)
    return evened(inner, scale, small if inner is colour else None), scale


def lean_of(ink: Mask, scale: float) -> float:
    """Degrees by which the picture is turned as a whole; two pages side by side have leans of their own."""
    return skew_of(ink) if fold_of(ink, scale) is None else 0.0
