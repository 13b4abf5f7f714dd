"""Tables as camelot and pdfplumber see them: their rows and columns, filled with the page's own characters.

Both look at the stored page, so they are asked only where it is shown as stored. They are loaded when they are first
asked, and what fails in them costs nothing but their answer.
"""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from extractors.drawn import fill_grid
from extractors.grids import Grid, GridBox
from extractors.model import RawTable
from extractors.pages import Page

_NEAR = 1.0  # points within which two edges are one
Edges = tuple[list[float], list[float]]
"""Column and row edges of a table, from left to right and from top to bottom."""


def others(page: Page, path: Path) -> list[RawTable]:
    """Tables of a page by either of the two."""
    if not page.is_plain:
        return []
    found: list[RawTable] = []
    for name, ask in _READERS.items():
        for xs, ys in _answers(ask, page, path):
            table = _filled(page, xs, ys)
            if table is not None:
                table.method = name
                found.append(table)
    return found


def _answers(ask: Callable[[Page, Path], Iterator[Edges]], page: Page, path: Path) -> list[Edges]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return list(ask(page, path))
        except MemoryError:
            raise
        except Exception:  # another library's failure on one page must not cost us our own reading
            return []


def _filled(page: Page, xs: list[float], ys: list[float]) -> RawTable | None:
    if len(xs) < 3 or len(ys) < 3:
        return None
    boxes = [GridBox(r, c, 1, 1) for r in range(len(ys) - 1) for c in range(len(xs) - 1)]
    return fill_grid(page, Grid(xs, ys, boxes), np.ones(len(page.text), dtype=bool))


def _ask_camelot(page: Page, path: Path) -> Iterator[Edges]:
    found = _camelot().read_pdf(str(path), pages=str(page.number), flavor="hybrid", engine="vector")
    for table in found:
        yield (
            _edges(x for pair in table.cols for x in pair),
            _edges(page.height - y for pair in table.rows for y in pair),
        )


def _camelot() -> Any:
    """The library, without the one for plots, which it does without and which takes longer to load than itself."""
    plots = "matplotlib"
    is_loaded = plots in sys.modules
    if not is_loaded:
        sys.modules[plots] = None  # type: ignore[assignment]  # importing it fails as if it were not installed
    try:
        import camelot
    finally:
        if not is_loaded:
            del sys.modules[plots]
    logging.getLogger("camelot").setLevel(logging.ERROR)
    return camelot


def _ask_pdfplumber(page: Page, path: Path) -> Iterator[Edges]:
    import pdfplumber

    with pdfplumber.open(path, pages=[page.number]) as pdf:
        for table in pdf.pages[0].find_tables():
            cells = [cell for cell in table.cells if cell is not None]
            yield (
                _edges(x for cell in cells for x in (cell[0], cell[2])),
                _edges(y for cell in cells for y in (cell[1], cell[3])),
            )


def _edges(values: Iterator[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(float(value))
    return found


_READERS: dict[str, Callable[[Page, Path], Iterator[Edges]]] = {
    "camelot": _ask_camelot,
    "pdfplumber": _ask_pdfplumber,
}
