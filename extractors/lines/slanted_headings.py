"""Headings set aslant to save width, and single figures that lean. A watermark leans too, but runs over the lines."""

from __future__ import annotations

from extractors.model import RawCell
from extractors.pages import SAME_ANGLE, Aslant, Page
from normalizers.text import clean

_SNUG = 2.5  # times its height: a higher cell was not made for the text that leans in it
_LEAN = 30.0  # degrees from level
_OVER = 6.0  # points by which the corners of a heading aslant may stand out of its cell


def set_headings(page: Page, cells: list[RawCell]) -> None:
    """Give text aslant to the empty cells in which it stands, where every run at its angle stands in one.

    These must be cells of one row, or hold figures and be no higher than these need.
    """
    angles: list[list[Aslant]] = []
    for run in page.aslant:
        group = next((group for group in angles if abs(group[0].angle - run.angle) < SAME_ANGLE), None)
        if group is None:
            angles.append([run])
        else:
            group.append(run)
    for group in angles:
        homes = [_home(run, cells) for run in group]
        found = [cell for cell in homes if cell is not None]
        rows = {(cell.row, cell.row_span) for cell in found}
        if len(found) < len(homes):
            continue
        are_headings = len({cell.column for cell in found}) > 1 and len(rows) == 1
        if not are_headings and not all(map(_is_snug, group, found)):
            continue
        for cell in found:
            runs = [run for run, home in zip(group, homes, strict=True) if home is cell]
            cell.text = clean("".join(run.text for run in runs))


def _home(run: Aslant, cells: list[RawCell]) -> RawCell | None:
    """The empty cell in which a run stands."""
    for cell in cells:
        if (
            not cell.text
            and cell.x0 - _OVER < run.x0
            and run.x1 < cell.x1 + _OVER
            and cell.top - _OVER < run.top
            and run.bottom < cell.bottom + _OVER
        ):
            return cell
    return None


def _is_snug(run: Aslant, cell: RawCell) -> bool:
    """Is a run a figure that leans a little and all that its cell has room for?"""
    lean = abs((run.angle + 90) % 180 - 90)
    is_figure = any(map(str.isdigit, run.text)) and not any(map(str.isalpha, run.text))
    return is_figure and lean < _LEAN and cell.bottom - cell.top < _SNUG * (run.bottom - run.top)
