"""A second reader for tables in doubt: camelot's hybrid engine on the same page.

Camelot works on the stored page, so it is asked only where the page is shown as stored. It gives rows and columns;
the characters put into them are ours. The library is loaded on the first doubt only.
"""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from extractors.evidence import Evidence, judge
from extractors.lattice import Grid, GridBox
from extractors.model import RawTable
from extractors.pages import Page
from extractors.ruled import fill_grid

DOUBT = 0.75  # evidence score below which a reading is in doubt
WORDS = 0.9  # share of whole words below which it is in doubt whatever else holds
BETTER = 0.05  # by how much another reading must be better to be taken


def settle(page: Page, path: Path, table: RawTable) -> RawTable:
    """The reading that fits the page best, with the reason kept where there was a choice."""
    own = judge(page, table)
    table.confidence = round(min(1.0, 0.5 + own.score / 2), 3)
    # Drawn cells are doubted only when they cut words; guessed ones also when their contents do not agree.
    sure = own.words >= WORDS and (table.method == "ruled" or own.score >= DOUBT)
    if sure or not page.is_plain:
        return table
    best, evidence = None, own
    for other in _ask(page, path, table):
        found = judge(page, other)
        if found.score > evidence.score + BETTER:
            best, evidence = other, found
    if best is None:
        table.method_reason = f"in doubt ({own}); camelot did not fit better"
        return table
    best.method_reason = _reason(table.method, own, evidence)
    best.confidence = round(min(1.0, 0.5 + evidence.score / 2), 3)
    return best


def _reason(method: str, own: Evidence, other: Evidence) -> str:
    return f"camelot fits better ({other}) than {method} ({own})"


def _ask(page: Page, path: Path, table: RawTable) -> list[RawTable]:
    """Camelot's tables that overlap the one in doubt, filled with the page's own characters."""
    camelot = _camelot()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = camelot.read_pdf(str(path), pages=str(page.number), flavor="hybrid", engine="vector")
        except MemoryError:
            raise
        except Exception:  # another library's failure on one page must not cost us our own reading
            return []
    readings: list[RawTable] = []
    for other in found:
        xs = sorted({x for pair in other.cols for x in pair})
        ys = sorted({page.height - y for pair in other.rows for y in pair})
        if not _same_place(table, xs, ys) or len(xs) < 3 or len(ys) < 3:
            continue
        boxes = [GridBox(r, c, 1, 1) for r in range(len(ys) - 1) for c in range(len(xs) - 1)]
        reading = fill_grid(page, Grid(xs, ys, boxes), np.ones(len(page.text), dtype=bool))
        if reading is not None:
            reading.method = "camelot"
            readings.append(reading)
    return readings


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


def _same_place(table: RawTable, xs: list[float], ys: list[float]) -> bool:
    """Do the two cover mostly the same part of the page?"""
    width = min(table.xs[-1], xs[-1]) - max(table.xs[0], xs[0])
    height = min(table.ys[-1], ys[-1]) - max(table.ys[0], ys[0])
    area = (table.xs[-1] - table.xs[0]) * (table.ys[-1] - table.ys[0])
    return width > 0 and height > 0 and width * height > 0.7 * area
