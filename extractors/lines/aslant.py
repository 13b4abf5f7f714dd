"""Headings set aslant to save width. A watermark leans as well, but runs over the lines of the table."""

from __future__ import annotations

from extractors.model import RawCell
from extractors.pages import SAME_ANGLE, Aslant, Page
from normalizers.text import clean

_OVER = 6.0  # points by which the corners of a heading aslant may stand out of its cell


def set_headings(page: Page, cells: list[RawCell]) -> None:
    """Give text aslant to the empty cells of one row, where every run at its angle stands in one of them."""
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
        if len(found) < len(homes) or len({cell.column for cell in found}) < 2 or len(rows) > 1:
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
