"""One document's numbers compared with the pictures of its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.failures import Failures
from extractors.kinds import ClassifiedTable
from extractors.model import PageContent
from extractors.pictures import reader
from extractors.recognition import Ocr, ocr_available
from pipeline.context import Context
from pipeline.facts import Paper
from pipeline.witness.asking import Place, asked_cells, broken_tables
from pipeline.witness.following import lower_confidence, mark_cells, note_readings, put_right, take_back
from pipeline.witness.picture_readings import Differing, PictureReadings, read_pictures, with_odd_ink

Row = dict[str, Any]
Tables = Sequence[tuple[str, ClassifiedTable]]


@dataclass(slots=True)
class Understood:
    """What the tables of a document say: findings in its context, what it says of itself, rows of facts, and as which
    kind of paper they were read."""

    context: Context
    facts: Row
    rows: dict[str, list[Row]]
    paper: Paper


def compare_with_pictures(
    path: Path,
    pages: Sequence[PageContent],
    tables: Tables,
    understood: Understood,
    ocr: Ocr,
    again: Callable[[], Understood],
    failures: Failures,
) -> Understood:
    """What the document says once its doubtful numbers, or all, have been compared with its pictures.

    `tables` stand beside their ids; `again` understands them anew, with the numbers that were set right. A page whose
    picture cannot be looked at stands among the `failures` and costs its own cells only.
    """
    if not ocr_available():
        return understood
    unproved = {page.number for page in pages if page.is_unproved}
    places = asked_cells(
        tables,
        understood.rows.get("figures", ()),
        understood.context.findings,
        {page.number for page in pages if page.source != "text"},
        unproved,
        every=ocr.verify == "all",
    )
    unseen = Failures(*failures.passing)  # `again` forgets what failed before
    if places and ocr.verify != "all":
        places = with_odd_ink(path, places, unproved, unseen)
    if places:
        readings = read_pictures(path, places, reader(ocr.threads), ocr.verify_seconds, unseen)
        understood = _followed(readings, places, understood, again)
    failures.found += unseen.found
    return understood


def _followed(
    readings: PictureReadings,
    places: Sequence[Place],
    understood: Understood,
    again: Callable[[], Understood],
) -> Understood:
    """What the document says with what follows from the readings."""
    understood, changed = _set_right(readings, understood, again)
    mark_cells(readings, places, changed)
    note_readings(readings, understood.context)
    lower_confidence(understood.rows, readings)
    return understood


def _set_right(
    readings: PictureReadings, understood: Understood, again: Callable[[], Understood]
) -> tuple[Understood, list[Differing]]:
    """The numbers of the picture taken over in tables whose sums they mend; what else differs stays as it is."""
    broken = broken_tables(understood.context.findings)
    doubted = [found for found in readings.differing if found.right and broken[found.place.table_id]]
    if not doubted:
        return understood, []
    put_right(doubted)
    try:
        mended = again()
        left = broken_tables(mended.context.findings)
        worse = [found for found in doubted if left[found.place.table_id] >= broken[found.place.table_id]]
        take_back(worse)
        changed = [found for found in doubted if found not in worse]
        if not changed:
            return understood, []
        return (again() if worse else mended), changed
    except BaseException:
        take_back(doubted)  # what is published is what was understood
        raise
